"""What waits in a council: a rule for each kind of record, put together once for everybody.

A rule reads the records that are in a waiting state, by the index of their status, a page at a time, and says
of each what it waits for and whom.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from gateway.reading import Reading
from gateway.tasks import rules
from gateway.tasks.task import Place, Task, Who, in_order

PAGE: Final = 200


class Records:
    """The records of one council, as rules ask for them."""

    def __init__(self, books: Reading, council: str) -> None:
        self._books = books
        self._council = council
        self._known: dict[tuple[str, str], Mapping[str, Any] | None] = {}
        self._policies: list[Mapping[str, Any]] | None = None

    def all(self, kind: str, /, **filters: str) -> Iterator[Mapping[str, Any]]:
        """Records of a kind, the oldest first."""
        after = None
        while True:
            page = self._books.records(self._council, kind, filters=filters, limit=PAGE, after=after)
            yield from page.items
            if (after := page.next) is None:
                return

    def one(self, kind: str, ref: str) -> Mapping[str, Any] | None:
        """One of them."""
        if (kind, ref) not in self._known:
            self._known[kind, ref] = self._books.record(self._council, kind, ref)
        return self._known[kind, ref]

    def terms(self, today: str) -> Mapping[str, Any] | None:
        """What the policy of that day says: of two that begin on one day, the later one holds."""
        if self._policies is None:
            self._policies = [one["terms"] for one in self.all("policy")]
        held = [terms for terms in self._policies if terms["effective_from"] <= today]
        return max(reversed(held), key=lambda terms: str(terms["effective_from"]), default=None)


def waiting(books: Reading, council: str, today: str) -> Sequence[Task]:
    """Everything that waits for anybody on `today` (ISO, Shanghai), the overdue first."""
    return in_order(_told(books, council, today))


def tasks_of(
    books: Reading, council: str, who: Who, today: str, *, limit: int, after: Place | None = None
) -> tuple[Sequence[Task], Place | None]:
    """The first `limit` tasks that wait for `who` behind the place `after`, and the place to go on from.

    All that waits is looked at, once, and of it no more than a page is kept: whoever's are the last of
    thousands finds them too.
    """
    mine = (
        task
        for task in _told(books, council, today)
        if (after is None or task.place > after) and task.waits_for(who)
    )
    found = heapq.nsmallest(limit + 1, mine, key=lambda task: task.place)
    return found[:limit], found[limit - 1].place if len(found) > limit else None


def _told(books: Reading, council: str, today: str) -> Iterator[Task]:
    """By every rule, in no order."""
    records = Records(books, council)
    return (task for rule in rules.RULES for task in rule(records, today))


def units_of(books: Reading, council: str, people: Sequence[str], today: str) -> frozenset[str]:
    """The units that these registrations of one human are councillors of today."""
    return frozenset(
        mandate["member"]
        for person in people
        for mandate in mandates_in_force(books, council, today, person=person)
        if mandate.get("member") and mandate["role"] == "councillor"
    )


def mandates_in_force(
    books: Reading, council: str, today: str, **filters: str
) -> Iterator[Mapping[str, Any]]:
    """Mandates that hold on `today`."""
    for mandate in Records(books, council).all("mandate", status="given", **filters):
        if mandate["starts_on"] <= today <= (mandate["ends_on"] or today):
            yield mandate


def everybody(books: Reading, council: str, today: str) -> Sequence[Who]:
    """All people with a mandate today, each human once."""
    aliases: dict[str, set[str]] = {}
    roles: dict[str, set[str]] = {}
    units: dict[str, set[str]] = {}
    records = Records(books, council)
    for mandate in mandates_in_force(books, council, today):
        person = records.one("person", mandate["person"]) or {}
        human = str(person.get("alias_of") or mandate["person"])
        aliases.setdefault(human, set()).add(mandate["person"])
        roles.setdefault(human, set()).add(mandate["role"])
        if mandate.get("member") and mandate["role"] == "councillor":
            units.setdefault(human, set()).add(mandate["member"])
    return [
        Who(human, frozenset(held), frozenset(units.get(human, ())), frozenset(aliases[human]))
        for human, held in roles.items()
    ]
