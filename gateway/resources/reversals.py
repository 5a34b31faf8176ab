"""/v1/reversals/{ref}/...: a reversal (红字冲销) goes to the service whose facts it reverses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from gateway.commands import Route
from gateway.commands.reversals import OF_REVERSALS
from gateway.orders import Order
from gateway.problems import Problem
from gateway.resources.kit import Resource, posting

TAG: Final = "reversals"


def _by_owner(routes: Mapping[str, Route]) -> Callable[[Route, Mapping[str, Any], str, str], Order]:
    """The service whose facts are reversed is told by the id."""

    def complete(_: Route, body: Mapping[str, Any], key: str, ref: str) -> Order:
        route = routes.get(ref.partition("_")[0])
        if route is None:
            raise Problem("not_found", "reversal", ref, status=404)
        return route.order(body, key, ref)

    return complete


def add(blp: Resource) -> None:
    """The views of what becomes of a reversal that was asked for."""
    for routes in OF_REVERSALS:
        posting(blp, routes["rev"], _by_owner(routes))
