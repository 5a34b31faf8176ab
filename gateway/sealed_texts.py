"""Sealed texts (notes, reasons) for those who may read them: fetched from their vault.

Nothing of it is kept here: what is erased there is gone here with the next question.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from gateway import showing
from gateway.actors import Caller
from gateway.kinds import KINDS
from gateway.reading import Reading
from kernel.bus import Bus, BusDown, CallTimedOut, RemoteFailure
from kernel.sealed import Opening

READERS: Final = showing.FULL_NAMES
OF_THE_HIDDEN: Final = ("supervisor", "auditor")
"""Who still reads a text about somebody hidden, while the law has it kept."""


class Vaults:
    """The services' vaults, by RPC; every call is bounded."""

    def __init__(self, bus: Bus, call_s_max: float = 2.0) -> None:
        self._bus = bus
        self._call_s_max = call_s_max

    def openings(self, service: str, council: str, digests: Sequence[str]) -> dict[str, Opening]:
        """By digest; what is erased is missing. Raises: BusDown, CallTimedOut, RemoteFailure."""
        found: Mapping[str, Mapping[str, str]] = self._bus.call(
            service, "openings", council, [*digests], timeout_s=self._call_s_max
        )
        made = {
            digest: Opening(digest, bytes.fromhex(one["salt"]), one["text"]) for digest, one in found.items()
        }
        return {digest: one for digest, one in made.items() if one.holds()}


def read(
    books: Reading, vaults: Vaults, record: Mapping[str, Any], body: dict[str, Any], caller: Caller
) -> dict[str, Any]:
    """`body`, which shows `record`, with the texts of what is sealed in it, as `caller` may read them.

    A text is None where it is erased, cannot be had just now, or concerns somebody who is hidden.
    """
    seals = list(dict.fromkeys(_seals(body)))
    if not seals or not (caller.has(*READERS) or _is_own(record, caller)):
        return body
    texts: dict[str, str] = {}
    if caller.has(*OF_THE_HIDDEN) or not _concerns_hidden(books, caller.council, record):
        service = str(record["position"]).partition("/")[0]
        try:
            opened = vaults.openings(service, caller.council, seals)
        except (BusDown, CallTimedOut, RemoteFailure):
            opened = {}  # the record itself is shown all the same
        texts = {digest: one.text for digest, one in opened.items()}
    filled: dict[str, Any] = _filled(body, texts)
    return filled


def _is_own(record: Mapping[str, Any], caller: Caller) -> bool:
    """Whether it holds the caller's own words, with what was answered to them.

    Who wrote it down does not count: it is said by whoever signed the paper.
    """
    kind = KINDS.get(record["record"])
    own = record.get(kind.own) if kind is not None and kind.own else None
    return own is not None and own in {caller.person, *caller.aliases}


def _seals(value: Any) -> Iterator[str]:
    """The digests of what is sealed, also in the parts of a record."""
    if isinstance(value, Mapping):
        if value.keys() == {"sealed"}:
            yield value["sealed"]
        else:
            for inner in value.values():
                yield from _seals(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _seals(inner)


def _filled(value: Any, texts: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        if value.keys() == {"sealed"}:
            return {**value, "text": texts.get(value["sealed"])}
        return {name: _filled(inner, texts) for name, inner in value.items()}
    return [_filled(inner, texts) for inner in value] if isinstance(value, list) else value


def _concerns_hidden(books: Reading, council: str, record: Mapping[str, Any]) -> bool:
    """Whether somebody is hidden whom the record names, or the record that it would reverse."""
    concerned = [record]
    if record["record"] == "reversal":
        target = books.record(council, record["kind"], record["target"])
        concerned += [target] if target is not None else []
    names = books.names(council, showing.party_ids(concerned))
    return any(name.hidden for name in names.values())
