"""What the files say -> commands with their keys: the same file always makes the same commands. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cli.client import Command
from cli.importing.donations import Gift, key_of_content
from cli.importing.keys import of_council
from cli.importing.opencollective import Fact, Measure, Party
from cli.importing.sending import Item
from kernel.money import format_minor

Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Source:
    """The file that lines come from: `sha256` (hex) of its bytes."""

    sha256: str

    def at(self, line: int) -> Body:
        """What marks a fact as taken over from the file."""
        return {"file": self.sha256, "line": line}


@dataclass(frozen=True, slots=True)
class Place:
    """Where the money of a file is: ids of fund and account."""

    fund: str
    account: str
    currency: str

    def sum(self, minor: int) -> Body:
        return {"amount": format_minor(minor, self.currency), "currency": self.currency}


# --- parties -----------------------------------------------------------------------------------------
def party_by_name(name: str, kind: str) -> Command:
    """The one party of this name and kind (`--donors-by-name`)."""
    return Command(
        "members.register_party",
        of_council("donor", name, kind),
        {"kind": kind, "name": name, "origin": "donor"},
    )


def party_of_line(gift: Gift) -> Command:
    """The donor of this line alone, under the very key by which the gateway would register them."""
    return Command(
        "members.register_party",
        f"{gift.key}/donor",
        {"kind": gift.kind, "name": gift.donor, "origin": "donor"},
    )


def party_by_slug(party: Party) -> Command:
    """The one party that Open Collective knows by this slug."""
    return Command(
        "members.register_party",
        of_council("opencollective-party", party.slug),
        {"kind": party.kind, "name": party.name, "origin": "donor"},
    )


# --- a list of gifts -----------------------------------------------------------------------------------
def donation(
    gift: Gift, place: Place, source: Source, party: str | None = None, *, merged: bool = False
) -> Item:
    """`party`: the donor's id; without it a named donor becomes a new party. `merged`: it is whoever has the
    name, and not a party of this gift alone.
    """
    body: Body = {
        "fund": place.fund,
        "account": place.account,
        "amount": place.sum(gift.minor),
        "occurred_on": gift.occurred_on.isoformat(),
        "historical": source.at(gift.line),
    }
    if gift.note is not None:
        body["note"] = gift.note
    if party is not None:
        body["donor"] = party
    elif gift.donor is not None:
        body["donor"] = {"name": gift.donor, "kind": gift.kind}
    if gift.purpose is not None:
        body["purpose"] = gift.purpose
    if gift.reference is not None:
        body["reference"] = gift.reference
    command = Command("funds.record_donation", gift.key, body)
    if gift.reference is not None:
        known_as = {"reference": gift.reference, "amount": body["amount"]}
        return Item(gift.line, command, "/v1/donations", known_as)

    def again(number: int) -> Command:
        # Another gift has a donor of its own, unless names are merged.
        own = {} if merged or gift.donor is None else {"donor": {"name": gift.donor, "kind": gift.kind}}
        nth = key_of_content(place.fund, place.account, gift, gift.nth + number)
        return Command(command.command, nth, {**body, **own})

    return Item(gift.line, command, again=again)


# --- Open Collective -----------------------------------------------------------------------------------
_OUTLAYS: Final[Mapping[Measure, tuple[str, str]]] = {
    "host_fee": ("platform_fee", "Host fee"),
    "host_fee_derived": ("platform_fee", "Host fee (derived from netAmount)"),
    "host_fee_returned": ("fee_returned", "Host fee refund"),
    "processor_fee": ("processor_fee", "Payment processor fee"),
    "processor_fee_returned": ("fee_returned", "Payment processor fee refund"),
    "expense": ("expense", "Expense"),
    "gift": ("gift", "Contribution to another collective"),
}


def fact_key(fact: Fact, place: Place) -> str:
    return of_council("opencollective", place.fund, place.account, fact.row_id, fact.part)


def own_key(row_id: str, place: Place) -> str:
    """The key of what a row itself is, its fees apart."""
    return of_council("opencollective", place.fund, place.account, row_id, "own")


def recorded(fact: Fact, place: Place, source: Source, parties: Mapping[str, str | Body]) -> Item:
    """A contribution, a fee cover, a fee, a gift or an expense; refunds are `refund`.

    `parties`: by slug, the id or, of somebody who is not registered, what they would be registered by.
    """
    body: Body = {
        "fund": place.fund,
        "account": place.account,
        "amount": place.sum(fact.minor),
        "occurred_on": fact.occurred_on.isoformat(),
        "reference": fact.row_id,
        "historical": source.at(fact.line),
    }
    party = parties.get(fact.party.slug) if fact.party is not None else None
    match fact.measure:
        case "contribution":
            command, path = "funds.record_donation", "/v1/donations"
            body |= {"donor": party} if party else {}
        case "fee_cover":
            command, path = "funds.record_receipt", "/v1/receipts"
            body |= {"kind": "other", "purpose": "Cover of payment processor fee refund"}
            body |= {"from": party} if party else {}
        case _:
            command, path = "funds.record_outlay", "/v1/outlays"
            kind, purpose = _OUTLAYS[fact.measure]
            body |= {"kind": kind, "purpose": purpose}
            body |= {"payee": party} if party else {}
    known_as: Body = {name: body[name] for name in ("reference", "amount", "kind") if name in body}
    return Item(fact.line, Command(command, fact_key(fact, place), body), path, known_as)


def refund(fact: Fact, donation_id: str, place: Place, source: Source) -> Item:
    """The refund of the contribution `donation_id`."""
    body: Body = {
        "donation": donation_id,
        "amount": place.sum(fact.minor),
        "occurred_on": fact.occurred_on.isoformat(),
        "historical": source.at(fact.line),
    }
    # The row's own id is in the key, and a refund is of one donation: the same key is the same refund.
    return Item(fact.line, Command("funds.refund_donation", fact_key(fact, place), body))
