"""What an order of one service names of another's: codes become ids, and what is not there is told.

The service itself does not know them, and takes ids alone; the ledger has a record of each.
"""

from __future__ import annotations

from dataclasses import replace

from gateway.heads import Heads
from gateway.kinds import KINDS
from gateway.orders import Failed, Order
from gateway.reading import Reading


class References:
    """Stateless beside its two doors; any thread may ask."""

    def __init__(self, books: Reading, heads: Heads, new_s_max: float) -> None:
        self._books = books
        self._heads = heads
        self._new_s_max = new_s_max

    def resolved(self, council: str, order: Order) -> Order | Failed:
        """The order with ids alone, or which of them is not there."""
        body = dict(order.body)
        for field, of in order.names.items():
            kind, ref, path = _named(order, field, of)
            if not kind:
                continue
            one = self.id_of(council, kind, ref)
            if one is None:
                return self._path(council, order) or Failed("not_found", (kind, ref), {path: ["not_found"]})
            body[field] = one if of else {"kind": kind, "id": one}
        return replace(order, body=body)

    def _path(self, council: str, order: Order) -> Failed | None:
        """What the path names comes first: that it is not there is the answer."""
        for field in sorted(order.in_path & KINDS.keys()):
            ref = str(order.body[field])
            if self.id_of(council, field, ref) is None:
                return Failed("not_found", (field, ref), {field: ["not_found"]}, in_path=order.in_path)
        return None

    def id_of(self, council: str, kind: str, ref: str) -> str | None:
        """The id of the record of this code or id; None where there is none.

        What was made a moment ago counts: once, and bounded, the ledger is waited for.
        """
        found = self._books.record(council, kind, ref)
        if found is None and self._caught_up(council, kind):
            found = self._books.record(council, kind, ref)
        return None if found is None else str(found["id"])

    def _caught_up(self, council: str, kind: str) -> bool:
        heads = {service: self._heads.head(service, council) for service in KINDS[kind].owners}
        known = {service: head for service, head in heads.items() if head}
        return bool(known) and self._books.wait_for(council, known, self._new_s_max)


def _named(order: Order, field: str, kind: str) -> tuple[str, str, str]:
    """(kind, code or id, path) of what the body names there; no kind where it is not to be looked up."""
    said = order.body.get(field)
    if said is None:
        return "", "", ""
    if kind:
        return kind, str(said), field
    inside = KINDS.get(said["kind"])
    foreign = inside is not None and order.service not in inside.owners
    return (said["kind"] if foreign else ""), said["id"], f"{field}.id"
