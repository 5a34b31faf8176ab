"""What says that a council is a demonstration: its founding fact does, and everything here follows it.

Of whoever shows a token, the members service says whether their council is one; where nobody shows any
(`/docs`, `/v1/openapi.json`, `/readyz`), the ledger's copy of the same fact says it.
"""

from __future__ import annotations

from typing import Any, Final

from gateway.reading import Reading
from kernel.db import StorageFault

HEADER: Final = "Gongzhi-Demonstration"
TITLE: Final = "演示 demonstration"
SENTENCE: Final = (
    "演示数据：人员、单位和金额均为虚构，并非任何真实理事会的账。"
    "Demonstration: people, units and sums are invented; these are the books of no real council."
)


class Demonstrations:
    """The demonstration councils among those kept here. Any thread may ask."""

    def __init__(self, books: Reading) -> None:
        self._books = books
        self._known: dict[str, bool] = {}

    def any(self) -> bool:
        """Whether there is one, as far as the ledger could ever be read."""
        try:
            for council in self._books.councils():
                if council not in self._known:
                    self._look(council)
        except StorageFault:
            pass  # what was founded stays what it is: what is known holds, and these pages need no database
        return any(list(self._known.values()))

    def _look(self, council: str) -> None:
        record = self._books.record(council, "council", council)
        if record is not None:
            self._known[council] = bool(record["demonstration"])


def labelled(spec: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document `spec`, saying so at its head."""
    info = spec["info"]
    title, description = f"{info['title']} · {TITLE}", f"{SENTENCE}\n\n{info['description']}"
    return {**spec, "info": {**info, "title": title, "description": description}}
