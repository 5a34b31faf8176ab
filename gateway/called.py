"""What people are called, for rules that compare names: a payee who is typed anew, an approver who is paid.

The services know parties by their ids alone. A name goes along with the command; a payee's is sealed there,
and that of whoever acts is recorded nowhere. Where a name that should be there cannot be had, nothing is
decided: without it the rule would be evaded by asking at the right moment.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from typing import Final

from gateway.actors import Caller
from gateway.orders import Failed, Order
from gateway.parties import Parties

OF_A_PAYEE: Final = frozenset({"projects.request_spending"})
OF_WHO_ACTS: Final = frozenset(
    {"projects.approve_spending", "projects.pay_spending", "projects.settle_advance"}
)
_LACKING: Final = Failed("unavailable", ("members",), decided=False)


class Called:
    """Stateless beside its door; any thread may ask."""

    def __init__(self, parties: Parties) -> None:
        self._parties = parties

    def told(
        self, caller: Caller, orders: Sequence[Order], but: Collection[int] = ()
    ) -> tuple[list[Order], dict[int, Failed]]:
        """The orders (but those at `but`) with the names that they are judged by, and those who lack one."""
        chosen = [(at, order) for at, order in enumerate(orders) if at not in but]
        wanted = set(chain.from_iterable(_people(caller, order) for _, order in chosen))
        names = self._parties.called(caller.council, wanted) if wanted else {}
        told, failed = list(orders), dict[int, Failed]()
        for at, order in chosen:
            if any(one not in names for one in _people(caller, order)):
                failed[at] = _LACKING
            else:
                told[at] = _named(caller, order, names)
        return told, failed


def _people(caller: Caller, order: Order) -> Sequence[str]:
    """Whose names it takes, by id."""
    if order.command in OF_A_PAYEE:
        return () if order.named is not None else (order.body["payee"],)
    if order.command not in OF_WHO_ACTS:
        return ()
    whose = order.on_behalf
    others: Iterable[str] = () if whose is None else (whose.person, *whose.aliases)
    return (caller.person, *caller.aliases, *others)


def _named(caller: Caller, order: Order, names: Mapping[str, str | None]) -> Order:
    more: dict[str, object] = {}
    if order.command in OF_A_PAYEE:
        name = names[order.body["payee"]] if order.named is None else order.named.body.get("name")
        more = {"payee_name": name} if name is not None else {}
    elif order.command in OF_WHO_ACTS:
        known = (names[one] for one in _people(caller, order))
        more = {"called": sorted({name for name in known if name is not None})}
    return replace(order, volatile={**order.volatile, **more}) if more else order
