"""Facts become the records that HTTP shows, by one function for what a POST answers and a GET shows. Pure.

A record is a plain dict: `record` (its kind), `id`, the fields of its fact (`amount` in minor units beside
`currency`), `status`, `occurred_on`, `recorded_at`, `recorded_by`, `position` ("funds/123"). Where a fact
has a `kind` of its own (a receipt's, a fund's, a party's), it stands as `kind`.

    council member person party mandate token
    account fund pledge donation refund receipt transfer outlay allocation reversal
    project return spending payment

People of the council are `person`, every other party (donors, payees, organisations) is `party`.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import msgspec

from gateway.books.facts import CODEC
from gateway.books.records import of_funds, of_members, of_projects
from gateway.books.records.shelf import Applying, Record, Shelf
from kernel.codec import Envelope, UnknownType
from kernel.domain import Told
from services.funds import events as funds
from services.members import events as members
from services.projects import events as projects

__all__ = ["Record", "Shelf", "apply", "columns", "needs", "represent"]

_APPLY: Final[Applying] = {**of_members.APPLY, **of_funds.APPLY, **of_projects.APPLY}

_MAKES: Final[Mapping[type, str]] = {
    members.MemberJoined: "member",
    members.PartyRegistered: "party",
    members.MandateGiven: "mandate",
    members.TokenIssued: "token",
    funds.MoneyAccountOpened: "account",
    funds.FundOpened: "fund",
    funds.DonationPledged: "pledge",
    funds.DonationReceived: "donation",
    funds.DonationRefunded: "refund",
    funds.ReceiptRecorded: "receipt",
    funds.MoneyTransferred: "transfer",
    funds.OutlayRecorded: "outlay",
    funds.AllocationMade: "allocation",
    projects.ProjectProposed: "project",
    projects.SpendingRequested: "spending",
    projects.SpendingPaid: "payment",
}
"""The field with the id that a fact makes: there is nothing to look up under it."""

_LOOKED_UP: Final = frozenset(
    {
        "fund",
        "account",
        "source",
        "target",
        "pledge",
        "donation",
        "receipt",
        "transfer",
        "outlay",
        "allocation",
    }
    | {"reversal", "project", "spending", "payment", "person", "mandate", "token"}
)
_NEEDS: Final[Mapping[type, tuple[str, ...]]] = {
    fact: tuple(
        field.name
        for field in dataclasses.fields(fact)
        if field.name in _LOOKED_UP and field.name != _MAKES.get(fact)
    )
    for fact in _APPLY
}
_BESIDE: Final = (funds.FundOverCommitted, funds.FundCovered, funds.PledgeReopened)
"""What may come along with the fact that a command was for."""


def apply(told: Told, shelf: Shelf) -> None:
    """Make and change the records that `told` is about; the one that it is for comes first."""
    how = _APPLY.get(type(told.fact))
    if how is not None:
        how(told, shelf)


def needs(fact: Any) -> Sequence[str]:
    """Ids of the records that `apply` and the postings look at."""
    return [value for name in _NEEDS.get(type(fact), ()) if (value := getattr(fact, name)) is not None]


class Loose:
    """A shelf with nothing on it but what is put there."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}

    def get(self, record_id: str) -> Record | None:
        return self.records.get(record_id)

    def put(self, record: Record) -> None:
        self.records[record["id"]] = record


def represent(envelopes: Iterable[Mapping[str, Any]], history: Iterable[Envelope] = ()) -> Record:
    """The record that a command made or changed, as far as its events tell, over `history`; {} for none.

    `history`: what was told before of what the events change; without it the record may be a part.
    """
    shelf, firsts = Loose(), list[tuple[type, str]]()
    for envelope in history:
        if CODEC.knows(envelope.type):
            apply(CODEC.told(envelope), shelf)
    for one in envelopes:
        envelope = msgspec.convert(one, Envelope)
        try:
            told = CODEC.told(envelope)
        except UnknownType:
            continue  # a newer service said it; the projection will tell when this release knows it
        apply(told, seen := _Seen(shelf))
        if seen.first is not None:
            firsts.append((type(told.fact), seen.first))
    chosen = (
        [record_id for fact, record_id in firsts if fact is projects.ProjectClosed]
        or [record_id for fact, record_id in firsts if fact not in _BESIDE]
        or [record_id for _, record_id in firsts]
    )
    return shelf.records[chosen[0]] if chosen else {}


class _Seen:
    """Remembers which record was put first."""

    def __init__(self, below: Shelf) -> None:
        self._below = below
        self.first: str | None = None

    def get(self, record_id: str) -> Record | None:
        return self._below.get(record_id)

    def put(self, record: Record) -> None:
        self.first = self.first or record["id"]
        self._below.put(record)


_PARENTS: Final = {"refund": "donation", "payment": "spending", "return": "allocation", "reversal": "target"}


def columns(record: Record) -> dict[str, Any]:
    """What lists are filtered by."""
    get, kind = record.get, record["record"]
    return {
        "record": kind,
        "id": record["id"],
        "code": get("code"),
        "name": get("name"),
        "status": get("status"),
        "kind": get("kind"),
        "fund": get("fund"),
        "project": get("project"),
        "account": get("account") or (get("source") if kind == "transfer" else None),
        "target": get("target") if kind == "transfer" else None,
        "party": get("donor") or get("payer") or get("payee"),
        "person": get("person"),
        "member": get("member"),
        "role": get("role"),
        "parent": get(_PARENTS[kind]) if kind in _PARENTS else None,
        "reference": get("reference"),
        "historical": "true" if get("historical") else None,
        "occurred_on": get("occurred_on"),
        "kept": _kept(record) if kind == "donation" else None,
    }


def _kept(donation: Record) -> int | None:
    """What did not go back to the donor, by refund or reversal; None where the gift itself is not known."""
    if donation.get("status") == "reversed":
        return 0
    return donation["amount"] - donation["refunded"] if "amount" in donation else None
