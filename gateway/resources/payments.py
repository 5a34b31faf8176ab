"""/v1/payments: what was paid of spending, and its reversal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from gateway.commands import PAYMENT_REVERSAL, Route
from gateway.orders import Order
from gateway.resources.kit import found, listing, posting, resource, showing_one

blp = resource("payments", "Payments of spending")
listing(
    blp,
    "payment",
    "Payments",
    *("fund", "project", "account", "payee", "spending", "reference", "status", "from", "to"),
)
showing_one(blp, "payment", "One payment")


def _with_spending(route: Route, body: Mapping[str, Any], key: str, ref: str) -> Order:
    """The projects service finds a payment under its spending, which the payment's record names."""
    order = route.order(body, key, ref)
    return replace(order, body={**order.body, "spending": found("payment", ref)["spending"]})


posting(blp, PAYMENT_REVERSAL, _with_spending)
