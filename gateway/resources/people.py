"""/v1/people and /v1/parties: who acts for the council, and whom the books name beside them."""

from __future__ import annotations

from typing import Any

from flask import Response

from gateway import commands
from gateway.problems import Problem
from gateway.resources.kit import (
    Doc,
    answer,
    found,
    in_full,
    listing,
    posting,
    reading,
    resource,
    showing_one,
)

blp = resource("people", "People of the council; donors and payees")
listing(blp, "person", "People who act for the council", "member", "status")
listing(blp, "party", "Donors, payees and organisations", "kind", "member", "status", "q")
showing_one(blp, "party", "One donor, payee or organisation")
posting(blp, commands.of("/people"))
posting(blp, commands.of("/parties"))
posting(blp, commands.of("/people/<ref>/erasures"))


def _person(query: dict[str, Any], ref: str) -> Response:  # noqa: ARG001 - that there is none was checked
    """Donors and payees are people too."""
    if not ref.startswith("per_"):
        raise Problem("not_found", "person", ref, status=404)
    return answer(in_full(found("party", ref)))


reading(blp, "/people/<ref>", _person, Doc("get_person", "One person", "PartyRecord"))
