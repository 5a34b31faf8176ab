"""A backup: one consistent cut in a folder, with a manifest that is written last.

    DIR/manifest.json     what was cut, when, the head and root of every log, SHA-256 of every file,
                          and which councils are demonstrations
    DIR/<service>.db      (or .dump) everything but names and sealed texts
    DIR/files/...         files that show nobody
    DIR/vault/<service>.db    (or .dump) these, to be kept apart from the rest
    DIR/vault/files/...       files that show people, encrypted; their keys are in the vault of projects

A folder without a manifest is no backup: whatever was cut short is not mistaken for one.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from cli.host.cut import consistent_cut
from cli.host.files import back_up_files
from cli.host.founding import is_demonstration
from gateway.files.stores import Store
from kernel.clock import SystemClock, instant_text
from kernel.db import Database
from kernel.sql_log import SqlLog

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1


class NotEmpty(Exception):  # noqa: N818 - a refusal
    """The folder holds something already."""


class NoBackup(Exception):  # noqa: N818 - a refusal
    """The folder holds no whole backup; the text says what is wrong."""


def back_up(
    urls: Mapping[str, str], folder: Path, told: Callable[[str], None], store: Store | None = None
) -> dict[str, Any]:
    """Write a backup of all databases, and of the files in `store`, to `folder`; the manifest.

    Raises: NotEmpty, StorageFault, StoreDown, ToolMissing.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise NotEmpty(str(folder))
    (folder / "vault").mkdir(mode=0o700)
    with consistent_cut(urls) as snapshots:
        made = instant_text(SystemClock().now())
        files: list[Path] = []
        heads: dict[str, Any] = {}
        for snapshot in snapshots:
            told(snapshot.service)
            files += snapshot.write(folder)
            heads[snapshot.service] = snapshot.heads(folder)
        kind = "sqlite" if files[0].suffix == ".db" else "postgresql"
    # After the cut: what its log names was safe before it was named.
    copied, missing = _files(urls, folder, told, store)
    files += copied
    manifest = {
        "format": FORMAT,
        "kind": kind,
        "made_at": made,
        "services": [snapshot.service for snapshot in snapshots],
        "demonstrations": _demonstrations(urls),
        "heads": heads,
        "with_files": store is not None,
        "missing_files": missing,
        "files": {str(file.relative_to(folder)): _digest(file) for file in files},
    }
    _write_last(folder / MANIFEST, manifest)
    return manifest


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a whole and unchanged backup. Raises: NoBackup."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise NoBackup(f"{folder / MANIFEST}: not there") from None
    except (OSError, ValueError) as error:
        raise NoBackup(f"{folder / MANIFEST}: {error}") from error
    if manifest.get("format") != FORMAT:
        raise NoBackup(f"{folder / MANIFEST}: format {manifest.get('format')} is not ours")
    for name, digest in manifest["files"].items():
        file = folder / name
        if not file.exists():
            if name.startswith("vault/"):
                continue  # kept apart: whoever restores says where, or goes without
            raise NoBackup(f"{file}: not there")
        if _digest(file) != digest:
            raise NoBackup(f"{file}: its bytes are not those that were backed up")
    return manifest


def _files(
    urls: Mapping[str, str], folder: Path, told: Callable[[str], None], store: Store | None
) -> tuple[list[Path], list[str]]:
    if store is None:
        return [], []
    projects = Database(urls["projects"])
    try:
        return back_up_files(projects, store, folder, told)
    finally:
        projects.close()


def _demonstrations(urls: Mapping[str, str]) -> list[str] | None:
    """The councils founded as such, which never changes; None where the members log is not backed up."""
    if "members" not in urls:
        return None
    database = Database(urls["members"])
    try:
        log = SqlLog(database)
        return sorted(council for council in log.heads() if is_demonstration(log, council))
    finally:
        database.close()


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _write_last(file: Path, manifest: Mapping[str, Any]) -> None:
    """On disk in whole before it has its name."""
    draft = file.with_suffix(".new")
    with draft.open("w", encoding="utf-8") as out:
        json.dump(manifest, out, ensure_ascii=False, indent=2, sort_keys=True)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(file)
