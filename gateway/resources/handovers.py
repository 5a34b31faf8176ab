"""POST /v1/handovers: balances and open advances are read at one position of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from flask import Response

from gateway import commands
from gateway.face import caller, face, idempotency_key
from gateway.problems import Problem
from gateway.resources.kit import Resource, carried_out, documented_post

TAG: Final = "handovers"
OPEN: Final = commands.of("/handovers")
TRIES: Final = 5
PAGE: Final = 200


def _open(body: dict[str, Any], query: dict[str, Any]) -> Response:
    """Raises: Problem."""
    order = OPEN.order({**body, "counts": []}, idempotency_key())
    counted = {one["account"]: one["counted"] for one in body["counts"]}
    return carried_out(replace(order, body={**order.body, **_standing(counted)}), dry_run=query["dry_run"])


def _standing(counted: Mapping[str, int]) -> dict[str, Any]:
    """What there is, as of one position. Raises: Problem; where the ledger never rests, `unavailable`."""
    for _ in range(TRIES):
        before = face().books.position(caller().council)["ledger"]
        found = {"counts": _counts(counted), "advances": _advances(), "ledger_position": before}
        if face().books.position(caller().council)["ledger"] == before:
            return found
    raise Problem("unavailable")


def _counts(counted: Mapping[str, int]) -> list[dict[str, Any]]:
    """Every own account; cash is counted, and what is counted is an account. Raises: Problem."""
    accounts = _all("account")
    named = {ref: one for one in accounts for ref in (one["id"], one["code"]) if ref in counted}
    if unknown := counted.keys() - named.keys():
        raise Problem("not_found", "account", min(unknown), fields={"counts": ["not_found"]}, status=422)
    sums = {named[ref]["id"]: minor for ref, minor in counted.items()}
    if any(one["kind"] == "cash" and one["id"] not in sums for one in accounts):
        raise Problem("invalid_input", fields={"counts": ["handover.cash_uncounted"]})
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
    """The view that writes one down."""
    documented_post(blp, OPEN, _open)
