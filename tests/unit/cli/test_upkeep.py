"""What is done on the machine itself begins with data that are there."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.terminal import Terminal


@pytest.mark.parametrize("command", [("fsck",), ("rebuild",), ("backup", "copy"), ("token", "reissue")])
def test_a_mistyped_folder_is_said_and_not_made(
    tmp_path: Path, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = Terminal("http://x").run(*command, "--data", str(tmp_path / "typo"))
    assert ran.code == 2
    assert "typo" in ran.err
    assert not list(tmp_path.iterdir())
