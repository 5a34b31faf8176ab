"""Whether the papers that an order names are files kept here, where the policy of the day wants that.

Asked of every command in one place: what is signed elsewhere is otherwise taken at its hash. A service that
asks it too (spending and advances do) has the last word, by its own log.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from marshmallow import Schema

from gateway.orders import Failed, Order
from gateway.reading import Reading
from gateway.references import References
from gateway.schemas.papers import Paper
from gateway.tasks.finding import Records
from kernel import wire
from kernel.clock import Clock, accounting_date

CODE: Final = "projects.file_missing"


def holding(schema: Schema) -> tuple[tuple[str, Any], ...]:
    """(attribute, field) of those fields that hold papers, also further within: found once for a schema."""
    return tuple((name, field) for name, field in schema.fields.items() if _holds(field))


def _holds(field: Any) -> bool:
    if isinstance(field, wire.Many):
        return _holds(field.inner)
    return isinstance(field, Paper) or (isinstance(field, wire.Inner) and bool(holding(field.schema)))


def named(
    fields: Iterable[tuple[str, Any]], loaded: Mapping[str, Any], within: str = ""
) -> Iterator[tuple[str, str]]:
    """(path of the field, SHA-256) of every paper in a validated body; of a list the list's path."""
    for name, field in fields:
        if (value := loaded.get(name)) is not None:
            yield from _of(field, value, f"{within}{field.data_key or name}")


def _of(field: Any, value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(field, Paper):
        yield path, value
    elif isinstance(field, wire.Inner) and isinstance(value, Mapping):
        yield from named(holding(field.schema), value, f"{path}.")
    elif isinstance(field, wire.Many):
        plain = isinstance(field.inner, Paper)
        for at, one in enumerate(value):
            yield from _of(field.inner, one, path if plain else f"{path}.{at}")


class KeptPapers:
    """Stateless beside its doors; any thread may ask."""

    def __init__(self, books: Reading, references: References, clock: Clock) -> None:
        self._books = books
        self._references = references
        self._clock = clock

    def missing(self, council: str, order: Order) -> Failed | None:
        """The first paper that is not kept here, where today's policy allows none outside.

        What shows somebody who was erased was kept: it is not asked for again.
        """
        if not order.papers or self._outside_allowed(council):
            return None
        for path, paper in order.papers:
            if self._references.id_of(council, "file", paper) is None:
                return Failed(CODE, (paper,), {path: [CODE]})
        return None

    def _outside_allowed(self, council: str) -> bool:
        today = accounting_date(self._clock.now()).isoformat()
        terms = Records(self._books, council).terms(today)
        return terms is None or bool(terms["paper_outside_allowed"])
