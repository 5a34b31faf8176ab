"""Back from a backup: the databases, then the vaults, and out of these at once whoever was erased since."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import make_url, select

from cli.host.backup import NoBackup, read_manifest
from cli.host.clearing import require_alone, require_free, require_kind
from cli.host.cut import VAULTS, run_tool
from cli.host.heads import heads_of
from cli.host.places import SERVICES, package_of
from gateway.books.tables import names, records
from kernel.codec import Codec, decode_envelope
from kernel.db import Database
from kernel.domain import Domain
from kernel.ids import random_bytes
from kernel.log_tables import vault_keys
from kernel.migrate import upgrade
from kernel.sql_log import SqlLog
from services.funds.domain import DOMAIN as FUNDS
from services.members.domain import DOMAIN as MEMBERS
from services.projects.domain import DOMAIN as PROJECTS

DOMAINS: Mapping[str, Domain] = {"members": MEMBERS, "funds": FUNDS, "projects": PROJECTS}
PAGE = 1000


def restore(
    backup: Path,
    vaults: Path,
    urls: Mapping[str, str],
    told: Callable[[str], None],
    *,
    without_vault: bool = False,
    clear: Callable[[], None] | None = None,
) -> dict[str, Any]:
    """Restore the databases named in `urls`; the manifest. Nothing may be running on them.

    `clear` is called before anything is written, and puts aside what stands there; without it nothing may.
    Raises: NoBackup, InTheWay, InUse, StorageFault, ToolMissing, and what `clear` raises.
    """
    manifest = read_manifest(backup)
    missing = [service for service in urls if service not in manifest["services"]]
    if missing:
        raise NoBackup(f"{backup}: nothing of {', '.join(missing)} in it")
    suffix = ".db" if manifest["kind"] == "sqlite" else ".dump"
    for service, url in urls.items():
        if not without_vault and not (vaults / f"{service}{suffix}").exists():
            raise NoBackup(f"{vaults / service}{suffix}: not there")
        require_kind(service, url, manifest["kind"])
        require_alone(service, url)
        if clear is None:
            require_free(service, url)
    if clear is not None:
        clear()
    for service, url in urls.items():
        told(service)
        vault = None if without_vault else (vaults / service).with_suffix(suffix)
        if suffix == ".db":
            _place(service, url, backup / f"{service}.db", vault)
        else:
            require_alone(service, url)  # clearing takes its time: a service may have been started meanwhile
            _load(url, backup / f"{service}.dump", vault)
        settle(service, url)
        if manifest["heads"][service] != heads_of(url, service):
            raise NoBackup(f"{service}: its heads are not those of the backup")
    return manifest


def settle(service: str, url: str) -> None:
    """Before it serves: the newest schema, a vault key, and nobody in the vault whom the log erased."""
    database = Database(url)
    try:
        upgrade(database, package_of(service))
        if service in SERVICES:
            log = SqlLog(database)
            for council in log.heads():
                _require_key(database, council)
                forget_erased(log, DOMAINS[service], council)
        else:
            _forget_copies(database)
    finally:
        database.close()


def forget_erased(log: SqlLog, domain: Domain, council: str) -> None:
    """Replay every erasure of the log on the vault: an older vault brings no name back."""
    codec, after, erased = Codec(domain.facts, domain.upcasters), 0, []
    while True:
        _, bodies = log.page(council, after, PAGE)
        if not bodies:
            break
        for body in bodies:
            envelope = decode_envelope(body)
            after = envelope.position
            if codec.knows(envelope.type) and (person := domain.erases(codec.fact(envelope))) is not None:
                erased.append(person)
    with log.writing(council) as tx:
        for person in erased:
            tx.erase(person)


def _forget_copies(ledger: Database) -> None:
    """Drop the ledger's copies of names of whom its records show as hidden or erased.

    What its records do not show yet, it drops as it reads on.
    """
    gone = select(records.c.id).where(
        records.c.council == names.c.council,
        records.c.id == names.c.party,
        records.c.status.in_(("hidden", "erased")),
    )
    with ledger.write() as connection:
        connection.execute(names.delete().where(gone.exists()))


def _require_key(database: Database, council: str) -> None:
    """Without the vault a new key: keys that callers used before the backup are then not recognised."""
    with database.write() as connection:
        known = connection.execute(vault_keys.select().where(vault_keys.c.council == council)).first()
        if known is None:
            connection.execute(vault_keys.insert().values(council=council, key=random_bytes()))


def _place(service: str, url: str, file: Path, vault: Path | None) -> None:
    """SQLite: the file under another name, the vault's rows into it, then its own name."""
    place = Path(str(make_url(url).database))
    draft = place.with_suffix(".restoring")
    shutil.copyfile(file, draft)
    draft.chmod(0o600)
    if vault is not None:
        with contextlib.closing(sqlite3.connect(draft)) as target:
            target.isolation_level = None
            target.execute("PRAGMA secure_delete=ON")
            target.execute("ATTACH ? AS apart", (str(vault),))
            target.execute("BEGIN")
            for table in VAULTS[service]:
                target.execute(f"INSERT INTO main.{table} SELECT * FROM apart.{table}")  # noqa: S608 - ours
            target.execute("COMMIT")
    draft.replace(place)


def _load(url: str, dump: Path, vault: Path | None) -> None:
    parsed = make_url(url)
    run_tool("pg_restore", parsed, "--clean", "--if-exists", "--no-owner", "--single-transaction", str(dump))
    if vault is not None:
        run_tool("pg_restore", parsed, "--data-only", "--single-transaction", str(vault))
