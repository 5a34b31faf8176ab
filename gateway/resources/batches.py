"""/v1/batches: many commands at once, each for itself or all or none.

Answers 201 where anything was written, else 200, with a result per command: {"status", "record", "id",
"position", "repeated"} or {"status", "problem"}. A refused atomic batch answers with the problem of the
command at fault, and `results` beside it.

Records are not answered whole, as a command alone answers them: what the command itself did not say stands in
the logs, and each of a thousand answers would look it up, for half a megabyte that importers throw away. Each
is had by its id, at once, where the read sends the batch's Ledger-Position.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Response

from gateway import commands, positions, problems
from gateway.commands import IN_BATCH
from gateway.commands.route import DAY
from gateway.face import KEY_LENGTH_MAX, caller, face, idempotency_key, language
from gateway.orders import Done, Failed, Order, Outcome
from gateway.problems import Problem
from gateway.resources.kit import Doc, add_post, answer, loaded, resource
from gateway.schemas.batches import Batch
from kernel import wire

BATCH: Final = Batch()

blp = resource("batches", "Many commands at once")


def _batch(body: dict[str, Any], query: dict[str, Any]) -> Response:
    key, atomic, dry_run = idempotency_key(), body["atomic"], query["dry_run"]
    read = [_read(command, f"{key}/{at}") for at, command in enumerate(body["commands"])]
    if atomic:
        orders = _all_right(read)
        outcomes = face().clerk.carry_out(caller(), orders, atomic=True, dry_run=dry_run)
    else:
        outcomes = _each(read, dry_run=dry_run)
    if atomic and any(isinstance(one, Failed) for one in outcomes):
        raise _refused(outcomes, dry_run=dry_run)
    return _answer(outcomes, dry_run=dry_run)


def _read(command: Mapping[str, Any], key: str) -> Order | Failed:
    """One command as it came -> an order, or why it is none."""
    body = dict(command)
    name, key = body.pop("command", None), body.pop("key", key)
    if not isinstance(name, str):
        return _invalid({"command": ["field.required" if name is None else "field.type"]})
    route = IN_BATCH.get(name)
    if route is None:
        return _invalid({"command": ["command.unknown"]})
    if not isinstance(key, str) or len(key) > KEY_LENGTH_MAX + len("/999") or not wire.is_key(key):
        return _invalid({"key": ["key.format"]})
    try:
        return route.order(loaded(route.in_batch, body), key)
    except Problem as problem:
        return _invalid(problem.fields)


def _invalid(fields: Mapping[str, Sequence[str]]) -> Failed:
    return Failed("invalid_input", fields=fields)


def _all_right(read: Sequence[Order | Failed]) -> list[Order]:
    """The orders of an atomic batch. Raises: Problem where one is none, or where two services are named."""
    fields = {
        f"commands.{at}.{name}": codes
        for at, one in enumerate(read)
        if isinstance(one, Failed)
        for name, codes in one.fields.items()
    }
    if fields:
        raise Problem("invalid_input", fields=fields)
    orders = [one for one in read if isinstance(one, Order)]
    if len({order.service for order in orders}) > 1:
        raise Problem("batch.two_services", fields={"commands": ["batch.two_services"]})
    return orders


def _each(read: Sequence[Order | Failed], *, dry_run: bool) -> list[Outcome]:
    """Each for itself: what could not be read does not stop the others."""
    orders = [one for one in read if isinstance(one, Order)]
    came = iter(face().clerk.carry_out(caller(), orders, dry_run=dry_run))
    return [one if isinstance(one, Failed) else next(came) for one in read]


def _answer(outcomes: Sequence[Outcome], *, dry_run: bool) -> Response:
    events = [event for one in outcomes if isinstance(one, Done) for event in (*one.party, *one.events)]
    body = {"results": [_result(one, at, dry_run=dry_run) for at, one in enumerate(outcomes)]}
    if dry_run or not events:
        return answer({**body, "dry_run": dry_run})
    return answer(body, 201, {positions.HEADER: positions.text(events)})


def _result(one: Outcome, at: int, *, dry_run: bool) -> dict[str, Any]:
    if isinstance(one, Failed):
        problem = one.problem(f"commands.{at}.")
        return {"status": problem.status, "problem": problems.document(problem, language())}
    record = face().books.represent([*one.events])
    result = {
        "status": 200 if dry_run else 201,
        "record": record.get("record"),
        "id": record.get("id"),
        "repeated": one.repeated,
    }
    return result if dry_run else {**result, "position": positions.text(one.events)}


def _refused(outcomes: Sequence[Outcome], *, dry_run: bool) -> Problem:
    """An atomic batch that did not pass: the problem is that of the command at fault."""
    failed = [(at, one) for at, one in enumerate(outcomes) if isinstance(one, Failed)]
    at, fault = next(((at, one) for at, one in failed if one.code != "batch.not_applied"), failed[0])
    problem = fault.problem(f"commands.{at}.")
    problem.members = {"results": [_result(one, at, dry_run=dry_run) for at, one in enumerate(outcomes)]}
    return problem


DOC: Final = Doc(
    "carry_out_batch",
    "Up to 1,000 commands",
    "BatchResult",
    "Each command is named as its service names it (`funds.record_donation`) and has the fields of its HTTP "
    "body, and the ids that the path would have said (`donation`, `spending` ...). `key` is the idempotency "
    "key of that command; without it, the batch's key, a slash and its place in the batch. 201 where "
    "anything was written, else 200, with a result per command: kind and id of the record that it made or "
    "changed, and where in the log it is. Records are not answered whole: each of a thousand would be put "
    "together for callers who mostly want to know that it was taken. Each is had by its id, at once, by a "
    "GET with the `Ledger-Position` that the batch answered, which is that of all its commands together. A "
    "refused atomic batch answers with the problem of the command at fault, and `results` beside it. "
    "Commands: " + ", ".join(sorted(IN_BATCH)) + ".",
)
EXAMPLE: Final[Mapping[str, Any]] = {
    "atomic": False,
    "commands": [
        {"command": "funds.record_donation", "key": "line-1", **commands.of("/donations").example},
        {
            "command": "funds.refund_donation",
            "donation": "don_0123456789abcdefghjk",
            "amount": "50.00",
            "occurred_on": DAY,
        },
    ],
}
add_post(blp, "/batches", _batch, BATCH, DOC, example=EXAMPLE)
