"""What is drawn by the members service and shown once: tokens, and one-time tokens to set a password with."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import Response

from gateway import commands
from gateway.commands import Route
from gateway.face import caller, face, idempotency_key
from gateway.kinds import PATHS
from gateway.orders import Done, outcome
from gateway.positions import HEADER, text
from gateway.resources.kit import Resource, answer, documented_post, shown

TAG: Final = "tokens"
DRAWN: Final = {
    "/tokens": "token",
    "/people/<ref>/one-time-tokens": "one_time_token",
    "/people/<ref>/password-resets/confirmations": "one_time_token",
}
"""Path -> the field under which what was drawn is answered."""


def _drawing(route: Route, field: str) -> Callable[..., Response]:
    """The view of a command in which the members service draws something secret.

    Not through `submit`: it must pass no queue that keeps it. A repeated answer has none: it was shown once,
    and is kept nowhere.
    """
    method = route.command.partition(".")[2]

    def view(body: dict[str, Any], query: dict[str, Any], ref: str | None = None) -> Response:
        order = route.order(body, idempotency_key(), ref)
        if query["dry_run"]:
            # Without drawing one: any digest will do to hear whether the service would.
            order = route.order(body, f"{order.key}/dry", ref)
            trial = _trial(order.command, order.key, {**order.body, "digest": "0" * 64})
            found = face().desks.submit("members", caller().council, [trial])[0][0]
        else:
            who = caller()
            if not who.fresh and not who.has(*route.roles):
                # A mandate given a moment ago counts at once.
                who = face().actors.refreshed(who.digest) or who
            found = face().desks.call("members", method, who.council, who.wire(), order.key, order.body)
        issued = outcome(found, order)
        if not isinstance(issued, Done):
            raise issued.problem()
        record = shown([face().books.represent(issued.events)])[0]
        if query["dry_run"]:
            return answer({**record, "dry_run": True})
        location = f"/v1/{PATHS[record['record']]}/{record['id']}"
        headers = {HEADER: text(issued.events), "Location": location}
        return answer({**record, field: found.get(field)}, 201, headers)

    return view


def _trial(command: str, key: str, body: dict[str, Any]) -> dict[str, Any]:
    item = {"command": command, "key": key, "actor": caller().wire(), "body": body}
    return {"atomic": False, "dry_run": True, "items": [item]}


def add(blp: Resource) -> None:
    """The views that draw one."""
    for path, field in DRAWN.items():
        route = commands.of(path)
        documented_post(blp, route, _drawing(route, field))
