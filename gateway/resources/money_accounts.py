"""/v1/money-accounts: own accounts of the legal holders, and what is in them."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from gateway import commands
from gateway.face import caller, face
from gateway.resources.kit import Doc, answer, found, listing, posting, reading, resource, shown
from gateway.schemas.queries import ByDay

BY_DAY: Final = ByDay()

blp = resource("money-accounts", "Own money accounts: bank, cash, WeChat, Alipay")
listing(blp, "account", "Own money accounts", "kind", "code", "q")
posting(blp, commands.of("/money-accounts"))


def _account(query: dict[str, Any], ref: str) -> Response:
    record = found("account", ref)
    balance = face().books.money_account(caller().council, record["id"], query["as_of"])
    return answer(shown([{**record, "balance": balance}])[0])


reading(
    blp,
    "/money-accounts/<ref>",
    _account,
    Doc("get_account", "One money account and its balance", "MoneyAccountRecord"),
    BY_DAY,
)
