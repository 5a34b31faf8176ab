"""Files in S3-compatible storage (MinIO, Ceph, a cloud's): one object each, there whole or not at all."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import IO, Any, Final, cast

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error

from gateway.files.stores import NAME, Kept, StoreDown, require_name
from kernel.clock import SystemClock

CONNECT_S: Final = 3.0
SILENT_S: Final = 15.0
"""The longest silence of the storage."""
_PART: Final = 5 * 1024 * 1024
_FAULTS: Final = (MinioException, urllib3.exceptions.HTTPError, OSError)


class S3Store:
    """`keys`: access key and secret key."""

    def __init__(
        self, host: str, bucket: str, keys: tuple[str, str], *, region: str = "", secure: bool = True
    ) -> None:
        timeout = urllib3.Timeout(connect=CONNECT_S, read=SILENT_S)
        pool = urllib3.PoolManager(
            timeout=timeout, maxsize=16, retries=urllib3.Retry(total=1, redirect=False)
        )
        self._bucket = bucket
        # With a region nobody asks the storage for it, which needs a right of its own.
        self._client = Minio(
            host,
            access_key=keys[0],
            secret_key=keys[1],
            region=region or "us-east-1",
            secure=secure,
            http_client=pool,
        )

    def keep(self, name: str, pieces: Iterable[bytes], size: int) -> None:
        source = io.BufferedReader(_Pieces(pieces))
        with _told():
            self._client.put_object(self._bucket, require_name(name), source, size, part_size=_PART)
            about = self._client.stat_object(self._bucket, name)
        if about.size != size:
            raise StoreDown(f"{about.size} bytes instead of {size}")

    def opened(self, name: str) -> AbstractContextManager[IO[bytes]] | None:
        with _told():
            try:
                answer = self._client.get_object(self._bucket, require_name(name))
            except S3Error as error:
                if error.code in ("NoSuchKey", "NoSuchObject"):
                    return None
                raise
        return _open(answer)

    def drop(self, name: str) -> None:
        with _told():
            self._client.remove_object(self._bucket, require_name(name))

    def kept(self, council: str) -> Iterator[Kept]:
        with _told():
            for one in self._client.list_objects(self._bucket, prefix=f"{council}/", recursive=True):
                name = str(one.object_name)
                if NAME.fullmatch(name):
                    yield Kept(name, one.size or 0, one.last_modified or SystemClock().now())

    def check(self) -> None:
        with _told():
            if not self._client.bucket_exists(self._bucket):
                raise StoreDown("no such bucket")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except S3Error as error:
        raise StoreDown(str(error.code)) from error
    except _FAULTS as fault:
        raise StoreDown(type(fault).__name__) from fault


@contextmanager
def _open(answer: Any) -> Iterator[IO[bytes]]:
    try:
        yield cast("IO[bytes]", _Answer(answer))
    finally:
        answer.close()
        answer.release_conn()


class _Answer(io.RawIOBase):
    """An answer of the storage, whose reads give as many bytes as are asked for, but at its end."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        parts, left = [], size
        with _told():
            while left and (part := self._answer.read(left if left > 0 else None)):
                parts.append(part)
                left = left - len(part) if left > 0 else left
        return b"".join(parts)


class _Pieces(io.RawIOBase):
    """Pieces as something to read from."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._left = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        count = min(len(buffer), len(self._left))
        buffer[:count] = self._left[:count]
        self._left = self._left[count:]
        return count
