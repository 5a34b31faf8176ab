"""/v1/funds: the funds and what they have."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from gateway import commands
from gateway.face import caller, face
from gateway.resources.kit import Doc, answer, found, listing, posting, reading, resource, shown
from gateway.schemas.queries import AsOf

AS_OF: Final = AsOf()

blp = resource("funds", "Funds and their figures")
listing(blp, "fund", "Funds", "kind", "code", "q")
posting(blp, commands.of("/funds"))


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
reading(blp, "/funds/<ref>", _fund, FUND, AS_OF)
