"""RFC 6962 / RFC 9162 hashing of an append-only log by its compact range. Pure.

A compact range is the roots of the perfect subtrees that make up the tree, largest first: what must be
kept to append a leaf and to know the root, one hash per set bit of the size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

HASH_SIZE: Final = 32
EMPTY_ROOT: Final = hashlib.sha256(b"").digest()


def leaf_hash(body: bytes) -> bytes:
    """SHA-256(0x00 || body)."""
    return hashlib.sha256(b"\x00" + body).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Range:
    """The compact range of the first `size` leaves."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()
    _root: bytes | None = field(default=None, init=False, repr=False, compare=False)
    """Asked for again and again while nothing is appended, and the same for ever."""

    def append(self, leaf: bytes) -> Range:
        """The range with one more leaf hash."""
        return self.extend((leaf,))

    def extend(self, leaves: Iterable[bytes]) -> Range:
        """The range with more leaf hashes."""
        peaks, size = list(self.peaks), self.size
        for leaf in leaves:
            node, trees = leaf, size
            while trees & 1:  # each trailing one bit is a perfect subtree that the new leaf completes
                node = node_hash(peaks.pop(), node)
                trees >>= 1
            peaks.append(node)
            size += 1
        return Range(size, tuple(peaks))

    def root(self) -> bytes:
        """The tree's root: the peaks folded from the right."""
        if self._root is None:
            object.__setattr__(self, "_root", self._folded())
        return self._root  # type: ignore[return-value]

    def _folded(self) -> bytes:
        if not self.peaks:
            return EMPTY_ROOT
        *rest, root = self.peaks
        for peak in reversed(rest):
            root = node_hash(peak, root)
        return root

    def as_wire(self) -> dict[str, Any]:
        """{"position", "root"}: how a place in a log is told to another service."""
        return {"position": self.size, "root": self.root().hex()}

    def packed(self) -> bytes:
        """The peaks in one string of bytes, for a column."""
        return b"".join(self.peaks)

    @classmethod
    def unpacked(cls, size: int, packed: bytes) -> Range:
        """The inverse of `packed`. Raises: ValueError when the peaks do not fit the size."""
        peaks = tuple(packed[i : i + HASH_SIZE] for i in range(0, len(packed), HASH_SIZE))
        if len(peaks) != size.bit_count() or len(packed) % HASH_SIZE:
            raise ValueError(f"{len(packed)} bytes of peaks for {size} leaves")
        return cls(size, peaks)


def root_of(bodies: Iterable[bytes]) -> bytes:
    """The root over whole leaf bodies, computed afresh."""
    return Range().extend(map(leaf_hash, bodies)).root()
