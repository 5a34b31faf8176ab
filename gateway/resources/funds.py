"""/v1/funds/{ref}: one fund and what it has."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from gateway.face import caller, face
from gateway.resources.kit import Doc, Resource, answer, found, reading, shown
from gateway.schemas.queries import AsOf

TAG: Final = "funds"
AS_OF: Final = AsOf()


def _fund(query: dict[str, Any], ref: str) -> Response:
    record = found("fund", ref)
    figures = face().books.fund_figures(caller().council, record["id"], **query)
    return answer(shown([{**record, **figures}])[0])


FUND: Final = Doc(
    "get_fund",
    "One fund with received, committed, spent, available",
    "FundRecord",
    "available = received + other_in - refunded - other_out - committed",
)


def add(blp: Resource) -> None:
    """The view of one fund."""
    reading(blp, "/funds/<ref>", _fund, FUND, AS_OF)
