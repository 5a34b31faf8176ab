"""/v1/people/{ref}: somebody who acts for the council, or a donor or payee who is a person."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from gateway.problems import Problem
from gateway.resources.kit import Doc, Resource, answer, found, in_full, reading

TAG: Final = "people"


def _person(query: dict[str, Any], ref: str) -> Response:  # noqa: ARG001 - that there is none was checked
    """Donors and payees are people too."""
    if not ref.startswith("per_"):
        raise Problem("not_found", "person", ref, status=404)
    return answer(in_full(found("party", ref)))


def add(blp: Resource) -> None:
    """The view of one person."""
    reading(blp, "/people/<ref>", _person, Doc("get_person", "One person", "PartyRecord"))
