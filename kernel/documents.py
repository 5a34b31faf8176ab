"""State as frozen documents by id, in layers. Pure.

What one command changes lies over what its batch changed, which lies over what is committed. Dropping a layer
undoes it; nothing is reloaded because one thing failed.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar, cast

D = TypeVar("D")
Key = tuple[type, str]


class View(Protocol):
    """What `decide` sees: documents by kind and id."""

    def get(self, kind: type[D], key: str) -> D | None:
        """The document, or None where there is none."""
        ...


class Layer:
    """Changes over a view. `merge` hands them down; forgetting the layer drops them."""

    def __init__(self, below: View) -> None:
        self._below = below
        self._changed: dict[Key, Any] = {}

    def get(self, kind: type[D], key: str) -> D | None:
        found = self._changed.get((kind, key))
        return cast("D", found) if found is not None else self._below.get(kind, key)

    def put(self, key: str, document: object) -> None:
        """Set the document of its own type under `key`."""
        self._changed[type(document), key] = document

    def changes(self) -> Iterator[tuple[str, object]]:
        """(key, document) of everything put here."""
        return ((key, document) for (_, key), document in self._changed.items())

    def merge(self, into: Layer | Shelf) -> None:
        """Put every change into the layer (or the shelf) below."""
        for key, document in self.changes():
            into.put(key, document)


class Shelf:
    """The committed documents: resident kinds all in memory, the others loaded by subject while used.

    `load(kind, key)` folds the log's events of one subject; it is asked again after a document was dropped.
    """

    def __init__(
        self,
        resident: frozenset[type],
        load: Callable[[type, str], object | None],
        capacity: int = 20_000,
    ) -> None:
        self._resident = resident
        self._documents: dict[Key, Any] = {}
        self._recent: OrderedDict[Key, Any] = OrderedDict()
        self._load = load
        self._capacity = capacity

    def get(self, kind: type[D], key: str) -> D | None:
        if kind in self._resident:
            return cast("D | None", self._documents.get((kind, key)))
        place = (kind, key)
        if place in self._recent:
            self._recent.move_to_end(place)
            return cast("D | None", self._recent[place])
        document = self._load(kind, key)
        if document is not None:
            self._keep(place, document)
        return cast("D | None", document)

    def put(self, key: str, document: object) -> None:
        """Replace a document that is committed."""
        kind = type(document)
        if kind in self._resident:
            self._documents[kind, key] = document
        else:
            self._keep((kind, key), document)

    def holds(self, kind: type, key: str) -> bool:
        """Whether the document is in memory now."""
        return kind in self._resident or (kind, key) in self._recent

    def all(self, kind: type[D]) -> Iterator[tuple[str, D]]:
        """Every document of a resident kind, with its key."""
        return ((key, document) for (k, key), document in self._documents.items() if k is kind)

    def residents(self) -> View:
        """What any thread may read: to load a document is for who drives the writer alone."""
        return _Residents(self, self._resident)

    def _keep(self, place: Key, document: object) -> None:
        self._recent[place] = document
        self._recent.move_to_end(place)
        while len(self._recent) > self._capacity:
            self._recent.popitem(last=False)


class _Residents:
    def __init__(self, shelf: Shelf, resident: frozenset[type]) -> None:
        self._shelf = shelf
        self._resident = resident

    def get(self, kind: type[D], key: str) -> D | None:
        if kind not in self._resident:
            raise TypeError(f"{kind.__name__} is not resident")
        return self._shelf.get(kind, key)
