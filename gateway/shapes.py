"""What the answers look like, as JSON Schema: made of the very facts that the records are made of."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from gateway.showing import HIDDEN, PARTIES, RENAMED
from kernel.money import Money
from kernel.sealed import Sealed
from services.funds import events as funds
from services.members import events as members
from services.projects import events as projects

Described = dict[str, Any]


def ref(name: str) -> Described:
    """A component of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def or_null(schema: Described) -> Described:
    """The same, or null."""
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def words(*of: str) -> Described:
    """One of these."""
    return {"type": "string", "enum": [*of]}


def listed(item: Described) -> Described:
    """Many of them."""
    return {"type": "array", "items": item}


def made(
    properties: Mapping[str, Described], *, optional: Mapping[str, Described] | None = None
) -> Described:
    """An object with these fields, and perhaps the optional ones."""
    return {
        "type": "object",
        "properties": {**properties, **(optional or {})},
        "required": [*properties],
    }


TEXT: Final[Described] = {"type": "string"}
DAY: Final[Described] = {"type": "string", "format": "date"}
INSTANT: Final[Described] = {"type": "string", "format": "date-time"}
COUNT: Final[Described] = {"type": "integer"}
FLAG: Final[Described] = {"type": "boolean"}
MONEY: Final = ref("MoneyShown")
PARTY: Final = ref("PartyShown")
SEALED: Final = ref("SealedText")
TIED: Final = or_null(ref("RestrictionShown"))

_PLAIN: Final[Mapping[Any, Described]] = {
    str: TEXT,
    int: MONEY,  # minor units: shown as a decimal with the currency around it
    bool: FLAG,
    date: DAY,
    Money: MONEY,
    Sealed: SEALED,
    funds.Restriction: ref("RestrictionShown"),
    funds.Historical: ref("HistoricalShown"),
    projects.Restriction: ref("RestrictionShown"),
}


@dataclass(frozen=True)
class Kind:
    """How a kind of record is made: the fact, its field with the id, what stands beside the fact's fields.

    `later` may be missing: it comes with a GET by id, or with what is done next. `whole`: every POST about it
    answers all of it, whatever the ledger lags; else a part is possible.
    """

    fact: type
    key: str
    statuses: tuple[str, ...] = ()
    always: Mapping[str, Described] = field(default_factory=dict)
    later: Mapping[str, Described] = field(default_factory=dict)
    whole: bool = True


_REVERSIBLE: Final = ("reversal_requested", "reversed")
_DECIDED: Final = {"reason": or_null(SEALED), "decided_at": INSTANT}
_FIGURES: Final = ("received", "other_in", "refunded", "other_out", "committed", "spent", "pledged")
_HELD: Final = dict.fromkeys(("allocated", "reserved", "spent", "remaining"), MONEY)
_KNOWN: Final = ("known", "hidden", "erased")

KINDS: Final[Mapping[str, Kind]] = {
    "member": Kind(members.MemberJoined, "member", ("joined",)),
    "party": Kind(
        members.PartyRegistered,
        "party",
        _KNOWN,
        {"held_until": or_null(DAY)},
        {"reason": or_null(SEALED)},
        whole=False,
    ),
    "mandate": Kind(
        members.MandateGiven, "mandate", ("given", "revoked"), later={"revoked_at": INSTANT}, whole=False
    ),
    "token": Kind(
        members.TokenIssued,
        "token",
        ("active", "revoked"),
        later={"revoked_at": INSTANT, "token": {**or_null(TEXT), "description": "Once, when it is issued"}},
        whole=False,
    ),
    "account": Kind(funds.MoneyAccountOpened, "account", later={"balance": MONEY}),
    "fund": Kind(
        funds.FundOpened,
        "fund",
        always={"short": MONEY},
        later={
            **dict.fromkeys((*_FIGURES, "outstanding", "available"), MONEY),
            "by_restriction": listed(made({"restriction": TIED, "available": MONEY})),
        },
    ),
    "pledge": Kind(
        funds.DonationPledged,
        "pledge",
        ("open", "fulfilled"),
        {"fulfilled": MONEY, "donations": listed(TEXT)},
        whole=False,
    ),
    "donation": Kind(
        funds.DonationReceived,
        "donation",
        ("received", "partly_refunded", "refunded", *_REVERSIBLE),
        {"refunded": MONEY},
    ),
    "refund": Kind(funds.DonationRefunded, "refund", ("refunded",)),
    "receipt": Kind(funds.ReceiptRecorded, "receipt", ("received", *_REVERSIBLE)),
    "transfer": Kind(funds.MoneyTransferred, "transfer", ("made", *_REVERSIBLE)),
    "outlay": Kind(funds.OutlayRecorded, "outlay", ("made", *_REVERSIBLE)),
    "allocation": Kind(
        funds.AllocationMade, "allocation", ("made", "partly_returned", "returned"), {"returned": MONEY}
    ),
    "return": Kind(projects.AllocationReturned, ""),
    "project": Kind(
        projects.ProjectProposed,
        "project",
        ("open", "closed"),
        later={
            "closed_at": INSTANT,
            **_HELD,
            "currency": TEXT,
            "totals": listed(made({"currency": TEXT, **_HELD})),
            "by_fund": listed(made({"fund": TEXT, "currency": TEXT, **_HELD})),
        },
        whole=False,
    ),
    "spending": Kind(
        projects.SpendingRequested,
        "spending",
        ("requested", "approved", "rejected", "partly_paid", "paid", "cancelled"),
        {"paid": MONEY},
        {
            **_DECIDED,
            **dict.fromkeys(("approved_by", "rejected_by", "cancelled_by"), TEXT),
            "cancelled_at": INSTANT,
            "released": MONEY,
        },
        whole=False,
    ),
    "payment": Kind(projects.SpendingPaid, "payment", ("paid", *_REVERSIBLE)),
    "reversal": Kind(
        funds.ReversalRequested,
        "reversal",
        ("requested", "confirmed", "withdrawn", "rejected"),
        later={
            "amount": MONEY,
            "currency": TEXT,
            "fund": or_null(TEXT),
            **dict.fromkeys(("payment", "spending"), TEXT),
            **dict.fromkeys(("confirmed_by", "confirmed_at", "confirmed_position"), TEXT),
            **dict.fromkeys(("withdrawn_by", "withdrawn_at", "rejected_by", "rejected_at"), TEXT),
            "decision_reason": SEALED,
        },
        whole=False,
    ),
}
"""Kind of record -> how it is made."""

_SPECIAL: Final[Mapping[str, Mapping[str, Described]]] = {
    "token": {"digest": {}},  # never shown
    "party": {"name": or_null(TEXT)},
    "reversal": {"kind": words("donation", "receipt", "transfer", "outlay", "payment")},
    "transfer": {"fee": MONEY},
}
"""Fields that are shown otherwise than their fact has them; an empty one is not shown at all."""


def record(kind: str) -> Described:
    """The schema of a record of that kind."""
    about = KINDS[kind]
    special, renamed = _SPECIAL.get(kind, {}), RENAMED.get(kind, {})
    shown: dict[str, Described] = {}
    for name, hint in typing.get_type_hints(about.fact).items():
        if name in HIDDEN or name == "TYPE":
            continue
        schema = special.get(name, _of_field(name, hint))
        if name == about.key or not schema:
            continue
        shown[renamed.get(name, name)] = schema
        if hint is Money and name == "amount":
            shown["currency"] = TEXT
    names = words("person", "party") if kind == "party" else words(kind)
    head = {"record": names, "id": TEXT}
    body = {
        **shown,
        **({"status": words(*about.statuses)} if about.statuses else {}),
        **about.always,
        "occurred_on": or_null(DAY),
        "recorded_at": INSTANT,
        "recorded_by": or_null(TEXT),
        "position": {**TEXT, "description": "In its service's log, such as funds/123"},
    }
    later = {**about.later, "dry_run": FLAG}
    return made({**head, **body}, optional=later) if about.whole else made(head, optional={**body, **later})


def filter_words(kind: str) -> dict[str, tuple[str, ...]]:
    """What `status` and `kind` may be in the list of records of that kind."""
    about = KINDS["party" if kind == "person" else kind]
    special = _SPECIAL.get(kind, {}).get("kind")
    hint = typing.get_type_hints(about.fact).get("kind")
    kinds = tuple(special["enum"]) if special else typing.get_args(hint)
    return {"status": about.statuses, "kind": kinds}


def _of_field(name: str, hint: Any) -> Described:
    """The schema of one field of a fact."""
    if name in PARTIES:
        return or_null(PARTY) if _nullable(hint) else PARTY
    if _nullable(hint):
        [inner] = [one for one in typing.get_args(hint) if one is not type(None)]
        return or_null(_of_field(name, inner))
    while isinstance(hint, typing.NewType):
        hint = hint.__supertype__
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin is not None:
        return words(*inside) if origin is typing.Literal else listed(_of_field("", inside[0]))
    return _PLAIN[hint] if hint in _PLAIN else _of_part(hint)


def _of_part(part: Any) -> Described:
    """The schema of an object inside a fact."""
    return made(
        {
            "amount" if name == "minor" else name: _of_field(name, hint)
            for name, hint in typing.get_type_hints(part).items()
        }
    )


def _nullable(hint: Any) -> bool:
    # A union with a NewType is typing's, one of plain types the language's own.
    return typing.get_origin(hint) in (typing.Union, types.UnionType) and type(None) in typing.get_args(hint)
