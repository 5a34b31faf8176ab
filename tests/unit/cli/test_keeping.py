"""A file with a secret: for its owner alone, and in no place of anybody else's."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cli.keeping import NotOurs, keep


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_secret_is_its_owners_alone_whatever_the_umask(tmp_path: Path) -> None:
    file = tmp_path / "token"
    before = os.umask(0)
    try:
        keep(file, "one")
    finally:
        os.umask(before)
    assert (file.read_text(), mode(file)) == ("one\n", 0o600)
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(("before", "after"), [(0o644, 0o600), (0o400, 0o400), (0o600, 0o600)])
def test_a_mode_is_narrowed_and_never_widened(tmp_path: Path, before: int, after: int) -> None:
    file = tmp_path / "token"
    file.write_text("old")
    file.chmod(before)
    with file.open() as reader:  # opened while others could
        keep(file, "new")
        assert reader.read() == "old"
    assert (file.read_text(), mode(file)) == ("new\n", after)


def test_links_and_what_is_no_file_are_refused(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("theirs")
    (tmp_path / "link").symlink_to(target)
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    for name, code in (("link", "link"), ("dangling", "link"), ("pipe", "no_file"), ("", "no_file")):
        with pytest.raises(NotOurs) as refused:
            keep(tmp_path / name, "secret")
        assert refused.value.code == f"save.{code}"
    assert (target.read_text(), (tmp_path / "nowhere").exists()) == ("theirs", False)


def test_a_file_of_somebody_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "token"
    file.write_text("theirs")
    monkeypatch.setattr(os, "geteuid", lambda: file.stat().st_uid + 1)
    with pytest.raises(NotOurs) as refused:
        keep(file, "secret")
    assert (refused.value.code, file.read_text()) == ("save.of_another", "theirs")


def test_what_is_not_finished_leaves_the_old_file(tmp_path: Path) -> None:
    file = tmp_path / "token"
    keep(file, "old")
    with pytest.raises(UnicodeEncodeError):
        keep(file, "\udcff")
    assert (file.read_text(), list(tmp_path.iterdir())) == ("old\n", [file])
