"""Import keys: the same line gives the same key, for ever, so that a second run adds nothing. Pure.

They belong to the council (docs/adr/0014-keys-of-the-council.md), so it does not matter who runs it again.

The services salt every key before they keep it; here they are plain digests.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter

from kernel.wire import OF_COUNCIL


def key(kind: str, *parts: str | int | None) -> str:
    """`<kind>/<sha256>`; the parts cannot run into each other (a JSON array is hashed)."""
    body = json.dumps([kind, *parts], ensure_ascii=True, separators=(",", ":"))
    return f"{kind}/{hashlib.sha256(body.encode()).hexdigest()}"


def of_council(kind: str, *parts: str | int | None) -> str:
    """`key`, but of the whole council: whoever sends it again meets what the first one did."""
    return OF_COUNCIL + key(kind, *parts)


class Occurrences:
    """How often the same content stood in the file before: two true identical gifts on one day are two."""

    def __init__(self) -> None:
        self._seen: Counter[tuple[str | int | None, ...]] = Counter()

    def next(self, *parts: str | int | None) -> int:
        """1 for the first of its kind, then 2, 3 ..."""
        self._seen[parts] += 1
        return self._seen[parts]
