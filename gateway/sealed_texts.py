"""Sealed texts (notes, reasons) for those who may read them: fetched from their vault.

Nothing of it is kept here: what is erased there is gone here with the next question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from gateway import showing
from gateway.actors import Caller
from gateway.kinds import SEALED_FIELDS
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


def seals_of(record: Mapping[str, Any]) -> dict[str, str]:
    """Field -> digest of what is sealed in a record."""
    return {name: record[name]["sealed"] for name in SEALED_FIELDS if isinstance(record.get(name), Mapping)}


def read(books: Reading, vaults: Vaults, record: Mapping[str, Any], caller: Caller) -> dict[str, Any]:
    """The sealed fields of `record` with their texts, as `caller` may read them; {} where they may not.

    A text is None where it is erased, cannot be had just now, or concerns somebody who is hidden.
    """
    seals = seals_of(record)
    if not seals or not caller.has(*READERS):
        return {}
    texts: dict[str, str] = {}
    if caller.has(*OF_THE_HIDDEN) or not _concerns_hidden(books, caller.council, record):
        service = str(record["position"]).partition("/")[0]
        try:
            opened = vaults.openings(service, caller.council, list(seals.values()))
        except (BusDown, CallTimedOut, RemoteFailure):
            opened = {}  # the record itself is shown all the same
        texts = {digest: one.text for digest, one in opened.items()}
    return {name: {"sealed": digest, "text": texts.get(digest)} for name, digest in seals.items()}


def _concerns_hidden(books: Reading, council: str, record: Mapping[str, Any]) -> bool:
    """Whether somebody is hidden whom the record names, or the record that it would reverse."""
    concerned = [record]
    if record["record"] == "reversal":
        target = books.record(council, record["kind"], record["target"])
        concerned += [target] if target is not None else []
    names = books.names(council, showing.party_ids(concerned))
    return any(name.hidden for name in names.values())
