"""S3-compatible storage in this process: as much of its protocol as keeping files needs, with every signature

checked (AWS Signature Version 4) and every payload held against the hash that was signed.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit

BUCKET: Final = "gongzhi"
KEYS: Final = ("gongzhi-files", "not-a-secret-of-anybody")
REGION: Final = "us-east-1"
_EMPTY: Final = hashlib.sha256(b"").hexdigest()


@dataclass
class Storage:
    """What is in the bucket, and what was asked."""

    host: str = ""
    objects: dict[str, tuple[bytes, datetime]] = field(default_factory=dict)
    uploads: dict[str, dict[int, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    failing: bool = False
    """Answer 503 to everything."""


@contextmanager
def storage() -> Iterator[Storage]:
    """On a port of its own."""
    inside = Storage()
    handler = type("Handler", (_Handler,), {"inside": inside})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    inside.host = f"127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield inside
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Handler(BaseHTTPRequestHandler):
    inside: Storage
    protocol_version = "HTTP/1.1"
    timeout = 5

    def log_message(self, *_: Any) -> None: ...

    def _handled(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urlsplit(self.path)
        query = dict(parse_qsl(url.query, keep_blank_values=True))
        bucket, _, name = unquote(url.path).lstrip("/").partition("/")
        self.inside.asked.append(f"{self.command} {name}")
        if self.inside.failing:
            self._fault(503, "SlowDown")
        elif not _is_signed(self, url.path, query, body):
            self._fault(403, "SignatureDoesNotMatch")
        elif bucket != BUCKET:
            self._fault(404, "NoSuchBucket")
        else:
            getattr(self, f"_{self.command.lower()}")(name, query, body)

    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = _handled  # noqa: N815 - http.server's names

    def _get(self, name: str, query: dict[str, str], _: bytes) -> None:
        if not name:
            self._list(query["prefix"])
        elif name in self.inside.objects:
            self._object(name)
        else:
            self._fault(404, "NoSuchKey")

    def _head(self, name: str, *_: Any) -> None:
        if not name:
            self._answer(200)
        elif name in self.inside.objects:
            self._object(name)
        else:
            self._fault(404, "NoSuchKey")

    def _put(self, name: str, query: dict[str, str], body: bytes) -> None:
        if "uploadId" in query:
            self.inside.uploads[query["uploadId"]][int(query["partNumber"])] = body
        else:
            self.inside.objects[name] = body, datetime.now(UTC)
        self._answer(200, ETag=f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"')

    def _post(self, name: str, query: dict[str, str], _: bytes) -> None:
        if "uploads" in query:
            upload = f"upload-{len(self.inside.uploads)}"
            self.inside.uploads[upload] = {}
            self._xml("InitiateMultipartUploadResult", f"<UploadId>{upload}</UploadId>")
            return
        parts = self.inside.uploads.pop(query["uploadId"])
        whole = b"".join(parts[number] for number in sorted(parts))
        self.inside.objects[name] = whole, datetime.now(UTC)
        self._xml("CompleteMultipartUploadResult", f"<Key>{name}</Key><ETag>e</ETag>")

    def _delete(self, name: str, query: dict[str, str], _: bytes) -> None:
        if "uploadId" in query:
            self.inside.uploads.pop(query["uploadId"], None)
        else:
            self.inside.objects.pop(name, None)
        self._answer(204)

    def _list(self, prefix: str) -> None:
        found = sorted(name for name in self.inside.objects if name.startswith(prefix))
        self._xml(
            "ListBucketResult",
            f"<Name>{BUCKET}</Name><Prefix>{prefix}</Prefix><IsTruncated>false</IsTruncated>"
            + "".join(
                f"<Contents><Key>{name}</Key><Size>{len(self.inside.objects[name][0])}</Size>"
                f"<LastModified>{self.inside.objects[name][1]:%Y-%m-%dT%H:%M:%S.000Z}</LastModified></Contents>"
                for name in found
            ),
        )

    def _object(self, name: str) -> None:
        data, since = self.inside.objects[name]
        self._answer(200, data, ETag='"e"', Last_Modified=format_datetime(since, usegmt=True))

    def _xml(self, root: str, inner: str) -> None:
        namespace = "http://s3.amazonaws.com/doc/2006-03-01/"
        self._answer(200, f'<{root} xmlns="{namespace}">{inner}</{root}>'.encode())

    def _fault(self, status: int, code: str) -> None:
        body = f"<Error><Code>{code}</Code><Message>{code}</Message><RequestId>r</RequestId></Error>"
        self._answer(status, b"" if self.command == "HEAD" else body.encode(), Content_Type="application/xml")

    def _answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def _is_signed(asked: _Handler, path: str, query: dict[str, str], body: bytes) -> bool:
    """As the documentation of Signature Version 4 says it, from what came in."""
    said = asked.headers.get("Authorization", "")
    scheme, _, rest = said.partition(" ")
    parts = dict(one.strip().split("=", 1) for one in rest.split(",")) if rest else {}
    if scheme != "AWS4-HMAC-SHA256" or parts.keys() != {"Credential", "SignedHeaders", "Signature"}:
        return False
    access, day, region, service, end = parts["Credential"].split("/")
    if (access, region, service, end) != (KEYS[0], REGION, "s3", "aws4_request"):
        return False
    payload = asked.headers.get("x-amz-content-sha256", "")
    if payload not in (hashlib.sha256(body).hexdigest(), "UNSIGNED-PAYLOAD"):
        return False
    names = parts["SignedHeaders"].split(";")
    pairs = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in query.items())
    canonical = "\n".join(
        (
            asked.command,
            quote(unquote(path), safe="/-_.~"),
            "&".join(f"{name}={value}" for name, value in pairs),
            *(f"{name}:{' '.join((asked.headers.get(name) or '').split())}" for name in names),
            "",
            ";".join(names),
            payload,
        )
    )
    scope = f"{day}/{region}/{service}/{end}"
    stamp = asked.headers.get("x-amz-date", "")
    text = "\n".join(("AWS4-HMAC-SHA256", stamp, scope, hashlib.sha256(canonical.encode()).hexdigest()))
    key = f"AWS4{KEYS[1]}".encode()
    for step in (day, region, service, end):
        key = hmac.digest(key, step.encode(), "sha256")
    return hmac.compare_digest(hmac.digest(key, text.encode(), "sha256").hex(), parts["Signature"])
