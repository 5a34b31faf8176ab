"""Files as tests send them."""

from __future__ import annotations

import hashlib
import secrets
from typing import Any, Final

from support.house import Caller, House

from gateway.files import coding
from gateway.files.folder import FolderStore

PDF: Final = b"%PDF-1.7\n" + b"invoice"
PHOTO: Final = (
    b"\xff\xd8\xff\xe0\x00\x09 a face"  # in a segment of its own
    b"\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00"  # 16 by 16
    b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"  # the pixels begin
)
_ENDS: Final = {PDF: b"\nstartxref\n0\n%%EOF\n", PHOTO: b"\xff\xd9"}
LARGE: Final = 3 * coding.PIECE + 5


def new(head: bytes = PHOTO, size: int = 100) -> bytes:
    return filled(head, secrets.token_bytes(size))


def filled(head: bytes, inside: bytes) -> bytes:
    """A whole file of the kind that begins so, with this in it."""
    return head + inside + _ENDS[head]


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def sent(who: Caller, data: bytes, key: str | None = None, **query: str) -> Any:
    return who.post("/v1/files", data, key, None, "application/octet-stream", **query)


def in_a_form(who: Caller, **parts: bytes) -> Any:
    """A file is what has a name of its own."""
    body = b"".join(
        b'--edge\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n%s\r\n'
        % (name.encode(), b'; filename="x.bin"' if name in ("file", "paper") else b"", data)
        for name, data in parts.items()
    )
    return who.post("/v1/files", body + b"--edge--\r\n", content_type="multipart/form-data; boundary=edge")


def kept(who: Caller, data: bytes, **query: str) -> dict[str, Any]:
    answer = sent(who, data, **query)
    assert answer.status_code == 201, answer.text
    return {**answer.json, "at": answer.headers["Ledger-Position"]}


def names(house: House) -> set[str]:
    return {one.name for one in house.filing.store.kept("main")}


def on_disk(house: House) -> list[bytes]:
    store = house.filing.store
    assert isinstance(store, FolderStore)
    return [place.read_bytes() for place in store.root.rglob("*") if place.is_file()]
