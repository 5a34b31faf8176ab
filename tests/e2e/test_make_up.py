"""`make up` as the README says it: it tells its address and where the token is, and survives Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from support.ports import reserve_port
from support.running import eventually

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def made_up(data: Path, port: int, said: Path) -> Iterator[httpx.Client]:
    """The system by `make up`, in a process group of its own as in a terminal; Ctrl-C at the end."""
    with said.open("wb") as out:
        make = subprocess.Popen(
            ["make", "up", f"ARGS=--data {data} --port {port}"],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, "MAKEFLAGS": ""},
            start_new_session=True,
        )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=10) as client:
            eventually(lambda: _is_ready(client), 180, said.read_text)
            yield client
    finally:
        os.killpg(make.pid, signal.SIGINT)
        make.wait(30)


def _is_ready(client: httpx.Client) -> bool:
    try:
        return client.get("/readyz").is_success
    except httpx.TransportError:
        return False


def test_make_up_runs_the_whole_system_and_everything_is_there_again(tmp_path: Path) -> None:
    data, port, said = tmp_path / "data", reserve_port(), tmp_path / "said"
    account = {"code": "bank", "name": "基本户", "kind": "bank", "legal_holder": "居委会"}
    with made_up(data, port, said) as client:
        file = data / "first-run-token"
        assert file.stat().st_mode & 0o777 == 0o600
        eventually(lambda: f"127.0.0.1:{port}" in said.read_text(), 10, said.read_text)
        assert str(file) in said.read_text()
        token = file.read_text().strip()
        client.headers["Authorization"] = f"Bearer {token}"
        assert (
            client.post("/v1/money-accounts", json=account, headers={"Idempotency-Key": "1"}).status_code
            == 201
        )
    assert token not in said.read_text()
    with made_up(data, port, said) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        assert [one["code"] for one in client.get("/v1/money-accounts").json()["items"]] == ["bank"]
