"""POST /v1/tokens: issued to people, shown once."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from gateway import commands
from gateway.face import caller, face, idempotency_key
from gateway.orders import Done, outcome
from gateway.positions import HEADER, text
from gateway.resources.kit import Resource, answer, documented_post, shown

TAG: Final = "tokens"
ISSUE: Final = commands.of("/tokens")


def _issue(body: dict[str, Any], query: dict[str, Any]) -> Response:
    """Not through `submit`: the members service draws the token, and it must pass no queue that keeps it.

    A repeated answer has no token: it was shown once, and is kept nowhere.
    """
    order = ISSUE.order(body, idempotency_key())
    if query["dry_run"]:
        # Without drawing one: any digest will do to hear whether the service would.
        order = ISSUE.order(body, f"{order.key}/dry")
        found = face().desks.submit(
            "members",
            caller().council,
            [_trial(order.command, order.key, {**order.body, "digest": "0" * 64})],
        )[0][0]
    else:
        who = caller()
        if not who.fresh and not who.has("founder"):
            # A mandate given a moment ago counts at once.
            who = face().actors.refreshed(who.digest) or who
        found = face().desks.call("members", "issue_token", who.council, who.wire(), order.key, order.body)
    issued = outcome(found, order)
    if not isinstance(issued, Done):
        raise issued.problem()
    record = shown([face().books.represent(issued.events)])[0]
    if query["dry_run"]:
        return answer({**record, "dry_run": True})
    headers = {HEADER: text(issued.events), "Location": f"/v1/tokens/{record['id']}"}
    return answer({**record, "token": found.get("token")}, 201, headers)


def _trial(command: str, key: str, body: dict[str, Any]) -> dict[str, Any]:
    item = {"command": command, "key": key, "actor": caller().wire(), "body": body}
    return {"atomic": False, "dry_run": True, "items": [item]}


def add(blp: Resource) -> None:
    """The view that issues one."""
    documented_post(blp, ISSUE, _issue)
