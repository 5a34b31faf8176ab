"""/v1/reversals: asked for by one, confirmed by another (红字冲销), or withdrawn or rejected before that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gateway.commands import OF_REVERSALS, Route
from gateway.orders import Order
from gateway.problems import Problem
from gateway.resources.kit import listing, posting, resource, showing_one

blp = resource("reversals", "Reversals of donations, receipts, transfers, outlays and payments")
listing(blp, "reversal", "Reversals", "fund", "kind", "target", "status")
showing_one(blp, "reversal", "One reversal")


def _by_owner(routes: Mapping[str, Route]) -> Callable[[Route, Mapping[str, Any], str, str], Order]:
    """The service whose facts are reversed is told by the id."""

    def complete(_: Route, body: Mapping[str, Any], key: str, ref: str) -> Order:
        route = routes.get(ref.partition("_")[0])
        if route is None:
            raise Problem("not_found", "reversal", ref, status=404)
        return route.order(body, key, ref)

    return complete


for _routes in OF_REVERSALS:
    posting(blp, _routes["rev"], _by_owner(_routes))
