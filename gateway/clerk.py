"""Carries orders to the services; named donors and payees become parties first, where the order passes.

One command is a batch of one. Every step has a key of its own derived from the order's (`<key>/donor`), so
that a retry, of ours or of the caller's, meets what the first try did.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any, Final

from gateway.actors import Actors, Caller
from gateway.books.endings import ENDS
from gateway.called import Called
from gateway.desks import Desks
from gateway.kept_papers import KeptPapers
from gateway.orders import Done, Failed, Order, Outcome, outcome
from gateway.parties import Parties
from gateway.references import References
from kernel import ids

NOBODY: Final = ids.derived("per", "a party that is not registered yet")
"""Stands for the party in a trial: no service but members knows of any."""

REGISTER: Final = "members.register_party"
_PARTY_FIELDS: Final = frozenset({"donor", "payee", "from", "recipient", "author"})
"""Where a body may name a party; a transfer is from an account."""
_LASTING: Final = frozenset({"invalid_input", "forbidden"})
"""Refusals that no earlier order of a batch undoes."""


class Clerk:
    """Stateless beside its doors; any thread may use it."""

    def __init__(
        self, desks: Desks, actors: Actors, parties: Parties, references: References, papers: KeptPapers
    ) -> None:
        self._desks = desks
        self._actors = actors
        self._parties = parties
        self._called = Called(parties)
        self._references = references
        self._papers = papers

    def carry_out(
        self, caller: Caller, orders: Sequence[Order], *, atomic: bool = False, dry_run: bool = False
    ) -> list[Outcome]:
        """What came of each order. Orders of an atomic batch are all of one service."""
        orders, nothing = self._referring(caller, orders)
        strange = {**nothing, **self._naming_nobody(caller, orders)}
        orders = [
            order if at in strange else self._for_its_principal(caller.council, order)
            for at, order in enumerate(orders)
        ]
        orders, nameless = self._called.told(caller, orders, strange)
        strange |= nameless
        strange |= self._lacking_papers(caller, orders, strange)
        if strange and atomic:
            return [strange.get(at, Failed("batch.not_applied")) for at in range(len(orders))]
        going = [order for at, order in enumerate(orders) if at not in strange]
        taken = self._taken(caller, going, atomic=atomic, dry_run=dry_run)
        if any(event["type"] in ENDS for one in taken if isinstance(one, Done) for event in one.events):
            # Not only once our copy tells of it: whoever is answered that an office is over relies on it.
            self._actors.forget(caller.council)
        done = iter(taken)
        return [strange[at] if at in strange else next(done) for at in range(len(orders))]

    def _referring(
        self, caller: Caller, orders: Sequence[Order]
    ) -> tuple[Sequence[Order], dict[int, Failed]]:
        """The orders with ids for what they name of other services, and those that name what is not there."""
        found, failed = list(orders), dict[int, Failed]()
        for at, order in enumerate(orders):
            if not order.names:
                continue
            one = self._references.resolved(caller.council, order)
            if isinstance(one, Failed):
                failed[at] = self.barred(caller, order.command, order.roles) or one
            else:
                found[at] = one
        return found, failed

    def _for_its_principal(self, council: str, order: Order) -> Order:
        """The order with the mandates of whoever's act it is: as fresh as they can be, for these are few."""
        whose = order.on_behalf
        if whose is None:
            return order
        found = self._actors.mandates_of(council, whose.person)
        return replace(order, on_behalf=replace(whose, **found))

    def barred(self, caller: Caller, command: str, roles: Sequence[str]) -> Failed | None:
        """The refusal of who holds none of `roles`, where something else would be said before the service's.

        Who may not do it learns nothing of what is there.
        """
        if not roles or caller.has(*roles):
            return None
        if not caller.fresh:
            # A mandate given a moment ago counts at once.
            caller = self._actors.refreshed(caller.digest) or caller
        return None if caller.has(*roles) else Failed("forbidden", (command, ", ".join(sorted(roles))))

    def strangers(self, council: str, people: Sequence[str]) -> set[str]:
        """Those of `people` (ids) who are no party of the council."""
        return self._parties.unknown(council, people) if people else set()

    def _naming_nobody(self, caller: Caller, orders: Sequence[Order]) -> dict[int, Failed]:
        """The orders that name by its id a party that is not there."""
        by_id = [
            (at, name, order.body[name])
            for at, order in enumerate(orders)
            for name in _PARTY_FIELDS & order.body.keys()
            if order.body[name].startswith(("per_", "org_"))
        ]
        by_id += [
            (at, "on_behalf.person", order.on_behalf.person)
            for at, order in enumerate(orders)
            if order.on_behalf is not None
        ]
        unknown = self._parties.unknown(caller.council, [party for _, _, party in by_id]) if by_id else set()
        return {
            at: self.barred(caller, orders[at].command, orders[at].roles)
            or Failed("not_found", ("party", party), {name: ["not_found"]})
            for at, name, party in by_id
            if party in unknown
        }

    def _lacking_papers(
        self, caller: Caller, orders: Sequence[Order], strange: Mapping[int, Failed]
    ) -> dict[int, Failed]:
        """The orders with a paper that the policy wants kept here, and that is not.

        What was carried out before goes on, to be answered as it was then: its paper was well enough.
        """
        return {
            at: self.barred(caller, order.command, order.roles) or missing
            for at, order in enumerate(orders)
            if at not in strange
            and (missing := self._papers.missing(caller.council, order)) is not None
            and not self._done_before(caller, order)
        }

    def _done_before(self, caller: Caller, order: Order) -> bool:
        [one] = _Errand(self._desks, caller, atomic=False, dry_run=True).run([order])
        return one.repeated if isinstance(one, Done) else _is(one, "idempotency.key_reused")

    def _taken(
        self, caller: Caller, orders: Sequence[Order], *, atomic: bool, dry_run: bool
    ) -> list[Outcome]:
        outcomes = _Errand(self._desks, caller, atomic=atomic, dry_run=dry_run).run(orders)
        forbidden = [at for at, one in enumerate(outcomes) if _is(one, "forbidden")]
        if not forbidden or caller.fresh:
            return outcomes
        # A mandate given a moment ago counts at once: ask anew who this is before the no is final.
        anew = self._actors.refreshed(caller.digest)
        if anew is None or anew.mandates == caller.mandates:
            return outcomes
        again = list(range(len(orders))) if atomic else forbidden
        errand = _Errand(self._desks, anew, atomic=atomic, dry_run=dry_run)
        for at, one in zip(again, errand.run([orders[at] for at in again]), strict=True):
            outcomes[at] = one
        return outcomes


class _Errand:
    """One caller's orders on their way."""

    def __init__(self, desks: Desks, caller: Caller, *, atomic: bool, dry_run: bool) -> None:
        self._desks = desks
        self._caller = caller
        self._atomic = atomic
        self._dry_run = dry_run

    def run(self, orders: Sequence[Order]) -> list[Outcome]:
        if not any(order.named for order in orders):
            return self._send(orders, dry_run=self._dry_run)
        if self._dry_run:
            return self._tried(orders)
        trial = self._trial(orders)
        outcomes: list[Outcome] = []
        start = 0
        for at in range(1, len(orders)):
            if self._may_turn(trial, start, at):
                # What comes before it in the batch may be what it lacked when it was tried alone.
                outcomes += self._carried_out(orders[start:at], trial[start:at])
                [trial[at]] = self._trial([orders[at]])
                start = at
        return outcomes + self._carried_out(orders[start:], trial[start:])

    def _may_turn(self, trial: Sequence[Outcome | None], start: int, at: int) -> bool:
        """Whether the refusal of an order could be undone by orders from `start` on that are still to go."""
        refused = trial[at]
        if self._atomic or not isinstance(refused, Failed) or not refused.decided or refused.code in _LASTING:
            return False
        return any(not isinstance(before, Failed) for before in trial[start:at])

    def _carried_out(self, orders: Sequence[Order], trial: Sequence[Outcome | None]) -> list[Outcome]:
        """Parties made where the trial passed, then the orders themselves."""
        going, outcomes = self._registered(orders, trial)
        if self._atomic and len(going) < len(orders):
            return [outcomes.get(at, Failed("batch.not_applied")) for at in range(len(orders))]
        sent = self._send([order for _, order, _ in going], dry_run=False)
        for (at, _, party), one in zip(going, sent, strict=True):
            outcomes[at] = replace(one, party=party) if isinstance(one, Done) else one
        return [outcomes[at] for at in range(len(orders))]

    # --- the trial: a refusal must not leave a party behind -----------------------------------------
    def _trial(self, orders: Sequence[Order]) -> list[Outcome | None]:
        """What would come of the orders that name somebody (of all, where they pass together)."""
        tried = [
            (at, _with_party(order, NOBODY, f"{order.key}/dry"))
            for at, order in enumerate(orders)
            if order.named or self._atomic
        ]
        outcomes: list[Outcome | None] = [None] * len(orders)
        for (at, _), one in zip(tried, self._send([order for _, order in tried], dry_run=True), strict=True):
            outcomes[at] = one
        return outcomes

    def _tried(self, orders: Sequence[Order]) -> list[Outcome]:
        """A dry run: the parties are tried as well, and none is made.

        Every order goes under its own key, and who was registered by an earlier try is named by their id:
        what was carried out before is answered as repeated, and a key used otherwise as reused.
        """
        named = [at for at, order in enumerate(orders) if order.named]
        parties = dict(zip(named, self._register([orders[at] for at in named], dry_run=True), strict=True))
        made = {
            at: _party_id(one.events) for at, one in parties.items() if isinstance(one, Done) and one.repeated
        }
        tried = [_with_party(order, made.get(at, NOBODY)) for at, order in enumerate(orders)]
        outcomes = self._send(tried, dry_run=True)
        for at, party in parties.items():
            one = outcomes[at]
            if isinstance(one, Done):
                outcomes[at] = replace(one, party=party.events) if isinstance(party, Done) else party
        return outcomes

    # --- parties -----------------------------------------------------------------------------------
    def _registered(
        self, orders: Sequence[Order], trial: Sequence[Outcome | None]
    ) -> tuple[list[tuple[int, Order, Sequence[Mapping[str, Any]]]], dict[int, Outcome]]:
        """The orders that go on, with their parties, and what became of the others."""
        refused = {at: one for at, one in enumerate(trial) if isinstance(one, Failed)}
        outcomes: dict[int, Outcome] = dict(refused)
        for at in self._made_before(orders, refused):
            del outcomes[at]
        if self._atomic and outcomes:
            return [], outcomes
        named = [at for at, order in enumerate(orders) if order.named and at not in outcomes]
        parties: dict[int, Sequence[Mapping[str, Any]]] = {}
        for at, one in zip(named, self._register([orders[at] for at in named], dry_run=False), strict=True):
            if isinstance(one, Done):
                parties[at] = one.events
            else:
                outcomes[at] = one
        going = [
            (at, _with_party(order, _party_id(parties[at])) if order.named else order, parties.get(at, ()))
            for at, order in enumerate(orders)
            if at not in outcomes
        ]
        return going, outcomes

    def _made_before(self, orders: Sequence[Order], refused: Mapping[int, Failed]) -> Iterator[int]:
        """Refused in the trial, but their party is there already: perhaps these were carried out before.

        What the first try did may be the very reason of the refusal now; only the order itself, under its
        own key, tells.
        """
        named = [at for at, one in refused.items() if one.decided and orders[at].named]
        known = [
            at
            for at, one in zip(named, self._register([orders[at] for at in named], dry_run=True), strict=True)
            if isinstance(one, Done) and one.repeated
        ]
        if not self._atomic:
            yield from known
        elif set(known) == {at for at, order in enumerate(orders) if order.named and at in refused}:
            yield from refused

    def _register(self, orders: Sequence[Order], *, dry_run: bool) -> list[Outcome]:
        """All parties in one call, each for itself."""
        registering = [
            Order(REGISTER, f"{order.key}/{order.named.body['origin']}", order.named.body)
            for order in orders
            if order.named is not None
        ]
        found = self._submit("members", registering, together=False, dry_run=dry_run)
        return [
            _under(one, order.named.field) if order.named is not None else one
            for order, one in zip(orders, found, strict=True)
        ]

    # --- calls -------------------------------------------------------------------------------------
    def _send(self, orders: Sequence[Order], *, dry_run: bool) -> list[Outcome]:
        """In the order given: one call for each run of orders of the same service."""
        outcomes: list[Outcome] = []
        for service, run in groupby(orders, key=lambda order: order.service):
            outcomes += self._submit(service, list(run), together=self._atomic, dry_run=dry_run)
        return outcomes

    def _submit(
        self, service: str, orders: Sequence[Order], *, together: bool, dry_run: bool
    ) -> list[Outcome]:
        if not orders:
            return []
        actor = self._caller.wire()
        items = [_item(order, actor) for order in orders]
        parts = [items] if together else [[item] for item in items]
        groups = [{"atomic": together, "dry_run": dry_run, "items": part} for part in parts]
        answers = self._desks.submit(service, self._caller.council, groups)
        flat = [answer for group in answers for answer in group]
        return [outcome(answer, order) for answer, order in zip(flat, orders, strict=True)]


def _item(order: Order, actor: Mapping[str, Any]) -> dict[str, Any]:
    """As it crosses to the service."""
    item = {
        "command": order.command,
        "key": order.key,
        "actor": _acting(actor, order),
        "body": order.body,
    }
    return {**item, "volatile": order.volatile} if order.volatile else item


def _acting(actor: Mapping[str, Any], order: Order) -> Mapping[str, Any]:
    """Who does it, and for whom it is written down."""
    return actor if order.on_behalf is None else {**actor, "principal": order.on_behalf.wire()}


def _is(one: Outcome, code: str) -> bool:
    return isinstance(one, Failed) and one.code == code


def _with_party(order: Order, party: str, key: str | None = None) -> Order:
    body = {**order.body, order.named.field: party} if order.named else order.body
    return replace(order, body=body, key=key or order.key)


def _party_id(events: Sequence[Mapping[str, Any]]) -> str:
    return str(events[0]["subject"])


def _under(one: Outcome, field: str) -> Outcome:
    """The members service's refusal with the fields as the caller wrote them: `donor.member`."""
    if isinstance(one, Done) or not one.decided:
        return one
    return replace(one, fields={f"{field}.{name}": codes for name, codes in one.fields.items()})
