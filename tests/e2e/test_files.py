"""Files through a real port: large ones, and those that go with somebody, whatever dies in between."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

import httpx
import pytest
from support.calling import Caller, Council, appointed, settled
from support.filed import PDF, PHOTO, new
from support.running import Grown, Running, eventually

LARGE = 6 << 20
"""More than a body may have elsewhere, in memory or at all."""


@pytest.fixture(scope="module", params=["embedded", pytest.param("grown", marks=pytest.mark.servers)])
def who(request: pytest.FixtureRequest) -> Council:
    system: Running = request.getfixturevalue(request.param)
    return settled(system)


def sent(who: Caller, data: bytes, **said: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {who.token}", "Idempotency-Key": secrets.token_hex(8)}
    return who.system.client.post(f"{who.url}/v1/files", content=data, headers=headers, params=said)


def folder_of(system: Running) -> Path:
    """The gateway's own."""
    data = system.gateway.directory / "data" if isinstance(system, Grown) else system.data
    return data / "files"


def kept(who: Council) -> set[str]:
    return {one.name for one in folder_of(who.nobody.system).rglob("*") if one.is_file()}


def test_a_large_file_goes_in_and_comes_out(who: Council) -> None:
    data = new(PDF, LARGE)
    made = sent(who.lead, data)
    assert made.status_code == 201, made.text
    at = made.headers["Ledger-Position"]
    assert who.nobody.get(f"files/{made.json()['id']}", at).status_code == 403
    shown = who.auditor.get(f"files/{made.json()['id']}", at)
    assert (shown.status_code, shown.content == data) == (200, True)
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    too_large = sent(who.lead, data + bytes(16 << 20))
    assert (too_large.status_code, too_large.json()["code"]) == (413, "file.too_large")
    assert who.nobody.get("funds").status_code == 200


def test_a_photo_goes_with_whom_it_shows_though_the_gateway_dies(who: Council) -> None:
    system = who.founder.system
    person = appointed(who.founder, "周一一")
    photo = new(PHOTO, LARGE)
    made = sent(who.lead, photo, shows_people="true", concerns=person.person)
    assert made.status_code == 201, made.text
    file = hashlib.sha256(photo).hexdigest()
    assert who.chair.get(f"files/{file}", made.headers["Ledger-Position"]).content == photo
    assert [name for name in kept(who) if name.startswith(file)]
    who.founder.made(f"people/{person.person}/erasures", {"reason": "本人要求"})
    who.chair.made(f"people/{person.person}/erasures/confirmations")
    system.gateway.kill()  # before, in the midst of, or after the sweep
    system.gateway.start()
    system.until_ready()
    eventually(lambda: not [name for name in kept(who) if name.startswith(file)], 30)
    eventually(lambda: who.auditor.get(f"files/{file}").status_code == 404, 30)
