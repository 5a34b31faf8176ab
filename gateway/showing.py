"""Records and figures as HTTP shows them: sums as decimals with their currency, people by the name that the

reader may see.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gateway import kinds
from gateway.actors import Caller
from gateway.kinds import HIDDEN, ONLY_FOR, PARTIES, RENAMED
from gateway.orders import Done, Order
from gateway.reading import Name
from kernel.money import format_minor

SUMS: Final = (
    kinds.SUMS
    | frozenset({"amount", "minor", "debit", "credit", "running", "counted", "left"})
    | frozenset({"by_figures", "by_entries", "by_projects", "by_funds", "by_record"})
)
"""Fields that hold minor units of the `currency` beside them, or of the object around them."""

UNSHOWN: Final = frozenset({"hidden", "erased"})
"""What may stand as a person's status when the name is shown nowhere."""
_NO_NAMES: Final[Mapping[str, str]] = {}

REGISTERING: Final = frozenset({"members.register_person", "members.register_party"})
"""Commands whose own record is a party."""

FULL_NAMES: Final = ("treasurer", "accountant", "chair", "secretary", "supervisor", "auditor")
ANONYMOUS_NAMES: Final = ("treasurer", "supervisor", "auditor")


def money(minor: int, currency: str) -> dict[str, str]:
    """{"amount": "12.34", "currency": "CNY"}."""
    return {"amount": format_minor(minor, currency), "currency": currency}


def party_ids(records: Iterable[Mapping[str, Any]]) -> set[str]:
    """Whom the records name; and of people's own records, who they are."""
    found: set[str] = set()
    for record in records:
        if _is_party(str(record.get("id", ""))):
            found.add(record["id"])
        _add_parties(record, found)
    return found


def _add_parties(value: Any, found: set[str]) -> None:
    """Whom it names, also inside its fields: `shown` names them there too."""
    if isinstance(value, Mapping):
        for name, inner in value.items():
            if not isinstance(inner, str):
                _add_parties(inner, found)
            elif name in PARTIES and _is_party(inner):
                found.add(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            if not isinstance(inner, str):
                _add_parties(inner, found)


def shown(value: Any, names: Mapping[str, Name], caller: Caller, currency: str | None = None) -> Any:
    """`value` as `caller` may see it; `names` has every party that it names."""
    if isinstance(value, Mapping):
        currency = value.get("currency", currency)
        renamed = RENAMED.get(value.get("record", ""), _NO_NAMES)
        unseen = _unseen(value, caller)
        result = {
            renamed.get(name, "amount" if name == "minor" else name): _field(
                name, inner, names, caller, currency
            )
            for name, inner in value.items()
            if name not in HIDDEN and name not in unseen
        }
        if _is_party(str(value.get("id", ""))):
            # The record may be newer than the names: an erasure's own answer names nobody.
            unshown = value.get("status") in UNSHOWN
            result["name"] = None if unshown else visible(names.get(value["id"]), caller)
        return result
    if isinstance(value, (list, tuple)):
        return [shown(inner, names, caller, currency) for inner in value]
    return value


def _unseen(record: Mapping[str, Any], caller: Caller) -> set[str]:
    """The fields that the caller holds no role for."""
    limited = ONLY_FOR.get(record.get("record", ""))
    return {name for name, roles in limited.items() if not caller.has(*roles)} if limited else set()


def _field(name: str, value: Any, names: Mapping[str, Name], caller: Caller, currency: str | None) -> Any:
    if value is None:
        return None
    if isinstance(value, str):
        if name in PARTIES and _is_party(value):
            return party(value, names.get(value), caller)
        return value
    if type(value) is int:
        return money(value, currency) if name in SUMS and currency is not None else value
    return shown(value, names, caller, currency)


def party(party_id: str, name: Name | None, caller: Caller) -> dict[str, Any]:
    """A party where a record names it."""
    kind = name.kind if name is not None else "organisation" if party_id.startswith("org_") else "person"
    return {"id": party_id, "kind": kind, "name": visible(name, caller)}


def visible(name: Name | None, caller: Caller) -> str | None:
    """What `caller` may see of a name; None where it is not to be seen by them, or by anyone."""
    if name is None or name.hidden or name.text is None:
        return None
    if name.publish_as == "anonymous":
        return name.text if caller.has(*ANONYMOUS_NAMES) else None
    if name.kind == "organisation" or caller.has(*FULL_NAMES):
        return name.text
    return masked(name.text)


@dataclass(frozen=True, slots=True)
class GivenName:
    """A name as the request gave it."""

    text: str | None
    kind: str
    publish_as: str
    hidden: bool = False


def given_name(order: Order, done: Done) -> dict[str, Name]:
    """The party that the order named or registers, for its own answer: the ledger may not have it yet.

    Not where the order only repeats another: the name may have been hidden since.
    """
    if done.repeated:
        return {}
    if order.command in REGISTERING:
        event, said = done.events[0], order.body
    elif order.named is not None and done.party:
        event, said = done.party[0], order.named.body
    else:
        return {}
    data = event["data"]
    return {event["subject"]: GivenName(said.get("name"), data["kind"], data["publish_as"])}


def masked(text: str) -> str:
    """张三 -> 张*."""
    return f"{text[:1]}*"


def _is_party(text: str) -> bool:
    return text.startswith(("per_", "org_"))
