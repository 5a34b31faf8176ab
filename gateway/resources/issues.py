"""/v1/counts: what was heard, dealt with and made."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from gateway.face import caller, face
from gateway.resources.kit import Doc, Resource, answer, reading

TAG: Final = "issues"


def _counts(query: dict[str, Any]) -> Response:  # noqa: ARG001 - that there is none was checked
    return answer(dict(face().books.counts(caller().council)))


COUNTS: Final = Doc(
    "get_counts",
    "Opinions heard, issues opened, issues solved, projects made",
    "Counts",
    "As they stand now, each apart: the units differ, so none is a rate of another.",
)


def add(blp: Resource) -> None:
    """The view of the counts."""
    reading(blp, "/counts", _counts, COUNTS)
