"""Handovers: balances and open advances are read at one position of the ledger, at each signature too."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from flask import Response

from gateway import commands, positions
from gateway.commands.route import Route
from gateway.face import caller, face, idempotency_key
from gateway.orders import Order
from gateway.problems import Problem
from gateway.resources.kit import Resource, carried_out, documented_post, posting
from kernel.ids import folded

TAG: Final = "handovers"
OPEN: Final = commands.of("/handovers")
SIGN: Final = commands.of("/handovers/<ref>/signatures")
MOVERS: Final = ("funds", "projects")
"""Whose facts move an account or an advance."""
TRIES: Final = 5
PAGE: Final = 200


def _open(body: dict[str, Any], query: dict[str, Any]) -> Response:
    """Raises: Problem."""
    order = OPEN.order({**body, "counts": []}, idempotency_key())
    counted = {folded(one["account"]): one["counted"] for one in body["counts"]}
    now = _standing(counted)
    cash = {one["id"] for one in _all("account") if one["kind"] == "cash"}
    if any(one["account"] in cash and one["counted"] is None for one in now["counts"]):
        raise Problem("invalid_input", fields={"counts": ["handover.cash_uncounted"]})
    # What is asked is what was counted: who tries again once the accounts have moved asks for the same.
    asked = {**order.body, "counts": body["counts"]}
    return carried_out(replace(order, body=asked, volatile=now), dry_run=query["dry_run"])


def _sign(route: Route, body: Mapping[str, Any], key: str, ref: str) -> Order:
    """What stands now is no part of what is asked: who tries again sends the same. Raises: Problem."""
    order = route.order(body, key, ref)
    now = _standing({})
    return replace(order, volatile={"counts": now["counts"], "advances": now["advances"]})


def _standing(counted: Mapping[str, int]) -> dict[str, Any]:
    """What there is, as of one position, with all that was answered before this was asked.

    Raises: Problem; where the ledger lags, or never rests, `unavailable`.
    """
    door, council = face(), caller().council
    heads = {service: head for service in MOVERS if (head := door.heads.head(service, council))}
    if heads and not positions.waited(door, council, heads, door.config.new_s_max):
        raise Problem("unavailable")
    for _ in range(TRIES):
        before = face().books.position(caller().council)["ledger"]
        found = {"counts": _counts(counted), "advances": _advances(), "ledger_position": before}
        if face().books.position(caller().council)["ledger"] == before:
            return found
    raise Problem("unavailable")


def _counts(counted: Mapping[str, int]) -> list[dict[str, Any]]:
    """Every own account; what is counted is one. Raises: Problem."""
    accounts = _all("account")
    named = {ref: one for one in accounts for ref in (one["id"], folded(one["code"])) if ref in counted}
    if unknown := counted.keys() - named.keys():
        raise Problem("not_found", "account", min(unknown), fields={"counts": ["not_found"]}, status=422)
    sums = {named[ref]["id"]: minor for ref, minor in counted.items()}
    return [
        {
            "account": one["id"],
            "currency": one["currency"],
            "balance": one["balance"],
            "counted": sums.get(one["id"]),
        }
        for one in accounts
    ]


def _advances() -> list[dict[str, Any]]:
    return [
        {"spending": one["id"], "currency": one["currency"], "left": one["outstanding"]}
        for one in _all("spending", kind="advance")
        if one.get("outstanding")
    ]


def _all(record: str, **filters: str) -> list[Mapping[str, Any]]:
    """Every record of a kind."""
    found: list[Mapping[str, Any]] = []
    after = None
    while True:
        page = face().books.records(caller().council, record, filters=filters, limit=PAGE, after=after)
        found += page.items
        if (after := page.next) is None:
            return found


def add(blp: Resource) -> None:
    """The views that write one down, and sign it."""
    documented_post(blp, OPEN, _open)
    posting(blp, SIGN, _sign)
