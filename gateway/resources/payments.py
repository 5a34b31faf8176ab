"""/v1/payments/{ref}/reversals: the service is told which spending the payment is of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from gateway.commands import Route
from gateway.commands.reversals import PAYMENT_REVERSAL
from gateway.orders import Order
from gateway.resources.kit import Resource, found, posting

TAG: Final = "payments"


def _with_spending(route: Route, body: Mapping[str, Any], key: str, ref: str) -> Order:
    """The projects service finds a payment under its spending, which the payment's record names."""
    order = route.order(body, key, ref)
    return replace(order, body={**order.body, "spending": found("payment", ref)["spending"]})


def add(blp: Resource) -> None:
    """The view that asks for a reversal."""
    posting(blp, PAYMENT_REVERSAL, _with_spending)
