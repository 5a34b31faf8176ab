"""What waits in a council: a rule for each kind of record, put together once for everybody.

A rule reads the few records that are in a waiting state, by the index of their status, and says of each what
it waits for and whom.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from gateway.reading import Reading
from gateway.tasks import rules
from gateway.tasks.task import Task, Who, in_order

PAGE: Final = 200
EACH_MAX: Final = 2_000
"""So many records of one kind and state are looked at: a list that nobody could work through is cut."""


class Records:
    """The records of one council, as rules ask for them."""

    def __init__(self, books: Reading, council: str) -> None:
        self._books = books
        self._council = council
        self._known: dict[tuple[str, str], Mapping[str, Any] | None] = {}
        self._policies: list[Mapping[str, Any]] | None = None

    def all(self, kind: str, /, **filters: str) -> Iterator[Mapping[str, Any]]:
        """Records of a kind, the oldest first."""
        after, left = None, EACH_MAX
        while left > 0:
            page = self._books.records(
                self._council, kind, filters=filters, limit=min(PAGE, left), after=after
            )
            yield from page.items
            left -= len(page.items)
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
    records = Records(books, council)
    return in_order(task for rule in rules.RULES for task in rule(records, today))


def tasks_of(books: Reading, council: str, who: Who, today: str) -> Sequence[Task]:
    """What waits for `who`."""
    return [task for task in waiting(books, council, today) if task.waits_for(who)]


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
