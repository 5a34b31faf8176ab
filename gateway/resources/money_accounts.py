"""/v1/money-accounts/{ref}: one own account of a legal holder, and what is in it."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from gateway.face import caller, face
from gateway.resources.kit import Doc, Resource, answer, found, reading, shown
from gateway.schemas.queries import ByDay

TAG: Final = "money-accounts"
BY_DAY: Final = ByDay()


def _account(query: dict[str, Any], ref: str) -> Response:
    record = found("account", ref)
    balance = face().books.money_account(caller().council, record["id"], query["as_of"])
    return answer(shown([{**record, "balance": balance}])[0])


ACCOUNT: Final = Doc("get_account", "One money account and its balance", "MoneyAccountRecord")


def add(blp: Resource) -> None:
    """The view of one money account."""
    reading(blp, "/money-accounts/<ref>", _account, ACCOUNT, BY_DAY)
