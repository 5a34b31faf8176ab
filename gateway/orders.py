"""What a request asks of a service, and what came of it: the same for one command and for a batch of many."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from gateway import statuses
from gateway.problems import Problem
from gateway.texts import OF_TWO_ACTS
from kernel.money import Money


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom the body names by name, to become a party first. `field` is where the party's id goes."""

    field: str
    body: Mapping[str, Any]
    """{"kind", "name", "member", "publish_as", "origin"}, as members.register_party takes it."""


@dataclass(frozen=True, slots=True)
class OnBehalf:
    """Whose act it is that is written down here. `paper`: SHA-256 (hex) of what they signed.

    `mandates` (role -> mandate id) and `aliases` (their other registrations) are looked up before it goes on.
    """

    person: str
    paper: str
    mandates: Mapping[str, str] = field(default_factory=dict)
    aliases: Sequence[str] = ()

    def wire(self) -> dict[str, Any]:
        """As the principal of an actor."""
        return {
            "person": self.person,
            "paper": self.paper,
            "mandates": dict(self.mandates),
            "aliases": [*self.aliases],
        }


@dataclass(frozen=True, slots=True)
class Order:
    """One command of one service. `in_path` are the fields of the body that came by the path.

    `roles`: of which the service will ask the sender one; none where it is not told.
    `names`: field of the body -> kind of the record of another service that it names; of a field with a kind
    and an id inside, "" (and what is of the service's own is left to it).
    """

    command: str
    key: str
    body: Mapping[str, Any]
    named: Named | None = None
    in_path: frozenset[str] = frozenset()
    on_behalf: OnBehalf | None = None
    roles: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    volatile: Mapping[str, Any] = field(default_factory=dict)
    """Fields that are drawn anew at each try: the same order all the same."""
    papers: tuple[tuple[str, str], ...] = ()
    """(field, SHA-256) of every paper that it names."""

    @property
    def service(self) -> str:
        return self.command.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Done:
    """Carried out, now or when it was first asked for."""

    events: Sequence[Mapping[str, Any]]
    repeated: bool = False
    party: Sequence[Mapping[str, Any]] = ()
    """The events that made the named party."""


@dataclass(frozen=True, slots=True)
class Failed:
    """Refused, or not decided."""

    code: str
    args: tuple[str, ...] = ()
    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    decided: bool = True
    in_path: frozenset[str] = frozenset()

    def problem(self, prefix: str = "") -> Problem:
        """As HTTP says it; `prefix` stands before every field (`commands.3.`)."""
        if self.code == "invalid_input" and self.in_path & set(self.fields):
            # The path holds something that is no id at all: nothing of that name, then.
            return Problem("not_found", status=404)
        status = (
            statuses.for_refusal(self.code, self.fields, self.in_path)
            if self.decided
            else statuses.of(self.code)
        )
        fields = {f"{prefix}{name}": codes for name, codes in self.fields.items()}
        return Problem(self.code, *self.args, fields=fields, status=status)


Outcome = Done | Failed


def outcome(answer: Mapping[str, Any], order: Order) -> Outcome:
    """A service's answer, read."""
    if "events" in answer:
        return Done(answer["events"], bool(answer.get("repeated")))
    if "refused" in answer:
        refused = answer["refused"]
        args = tuple(map(str, refused.get("args", ())))
        return Failed(
            refused["code"],
            # The service says what somebody did before; what they may not do now is what was asked for.
            (*args, order.command) if refused["code"] == OF_TWO_ACTS else args,
            refused.get("fields") or {},
            in_path=order.in_path,
        )
    return Failed(str(answer.get("unavailable", "unavailable")), decided=False)


def wire(value: Any) -> Any:
    """A validated body as it crosses to a service: money in minor units, dates as text, no nulls."""
    if isinstance(value, Money):
        return {"minor": value.minor, "currency": value.currency}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: wire(inner) for name, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [wire(inner) for inner in value]
    return value
