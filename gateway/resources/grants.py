"""/v1/grants/{ref}/returns: the receipt that brought the money back is held against what came back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from gateway.commands import Route
from gateway.commands.grants import RETURN
from gateway.face import caller, face
from gateway.orders import Order
from gateway.problems import Problem
from gateway.resources.kit import Resource, found, posting
from kernel.ids import is_id
from kernel.money import Money

TAG: Final = "grants"


def _by_receipt(route: Route, body: Mapping[str, Any], key: str, ref: str) -> Order:
    """The projects service knows reversals of payments, and nothing of receipts. Raises: Problem."""
    if is_id(body["by"], "rcp") and caller().has(*route.roles):
        _require_receipt(found("grant", ref), body["by"], body["amount"])
    return route.order(body, key, ref)


def _require_receipt(grant: Mapping[str, Any], by: str, amount: Money) -> None:
    """It is of the organisation that was paid, and of as much money at least; a reversed one is of none."""
    receipt = face().books.record(caller().council, "receipt", by)
    if receipt is None:
        raise Problem("not_found", "receipt", by, fields={"by": ["not_found"]}, status=422)
    held = Money(receipt["amount"], receipt["currency"])
    same = receipt.get("payer") == grant["payee"] and held.currency == amount.currency
    if not same or held < amount or receipt.get("status") == "reversed":
        raise Problem("invalid_input", fields={"by": ["receipt.differs"]})


def add(blp: Resource) -> None:
    """The view that says what came back."""
    posting(blp, RETURN, _by_receipt)
