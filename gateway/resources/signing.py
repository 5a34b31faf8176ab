"""/v1/sign-ins, /v1/passwords, /v1/sign-outs: in by a name and a password, and out again.

The first two need no token. Nothing of what they are sent is kept or logged here, and they pass no queue.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask import Response, request

from gateway.face import caller, face, idempotency_key
from gateway.orders import Done, Failed, Order, outcome
from gateway.positions import HEADER, text
from gateway.problems import Problem
from gateway.resources.kit import Doc, add_post, answer, resource, shown
from gateway.schemas import signing
from gateway.schemas.common import Empty
from kernel.clock import end_of_day, instant_text

OPEN: Final = frozenset({"/v1/sign-ins", "/v1/passwords"})
"""What is asked without a token."""
WRONG: Final = frozenset({"members.sign_in_incorrect", "members.one_time_token_unknown"})
"""Refusals that count as failures of where they came from."""
TOO_MANY: Final = "members.too_many_failures"
_NAME: Final = {"name": "李四", "password": "九个字的长口令也可以"}

blp = resource("sign-ins", "Signing in by name and password, and out")


def _sign_in(body: dict[str, Any], query: dict[str, Any]) -> Response:
    """A repeated answer has no token: it was shown once."""
    done, found = _asked("sign_in", body, query)
    issued = next(one for one in done.events if one["type"] == "members.token_issued.v1")["data"]
    signed: dict[str, Any] = {
        "token": found.get("token"),
        "expires_at": instant_text(end_of_day(date.fromisoformat(issued["expires_on"]))),
        "person": issued["person"],
        "council": found["council"],
    }
    return answer(signed, 201, {HEADER: text(done.events)})


def _set_password(body: dict[str, Any], query: dict[str, Any]) -> Response:
    done, _ = _asked("set_password", body, query)
    return answer({"person": done.events[0]["subject"]}, 201, {HEADER: text(done.events)})


def _asked(method: str, body: Mapping[str, Any], query: Mapping[str, Any]) -> tuple[Done, Mapping[str, Any]]:
    """What the members service answered. Raises: Problem."""
    if query["dry_run"]:
        # To compare a password without counting it would be a way to try many.
        raise Problem("invalid_input", fields={"dry_run": ["filter.unknown"]})
    said = {name: value for name, value in body.items() if value is not None}
    council, key = said.pop("council", None), idempotency_key()
    with face().addresses.trying(request.environ, face().clock.now()) as failed:
        found: Mapping[str, Any] = {}
        try:
            found = face().desks.call("members", method, council, key, said)
        finally:
            if found.get("refused", {}).get("code") not in WRONG:
                failed.clear()
    return _done(found, Order(f"members.{method}", key, said)), found


def _done(found: Mapping[str, Any], order: Order) -> Done:
    """Raises: Problem; where somebody must wait, with how long."""
    done = outcome(found, order)
    if isinstance(done, Failed):
        problem = done.problem()
        if done.code == TOO_MANY:
            problem.headers["Retry-After"] = done.args[0]
        raise problem
    return done


def _sign_out(body: dict[str, Any], query: dict[str, Any]) -> Response:  # noqa: ARG001 - there is nothing in it
    """The token that was shown is worth nothing any more, here at once."""
    if query["dry_run"]:
        raise Problem("invalid_input", fields={"dry_run": ["filter.unknown"]})
    who, key = caller(), idempotency_key()
    order = Order("members.sign_out", key, {"digest": who.digest})
    done = _done(face().desks.call("members", "sign_out", who.council, key, order.body), order)
    face().actors.forget(who.council)
    record = shown([face().books.represent(done.events)])[0]
    return answer(record, 201, {HEADER: text(done.events)})


add_post(
    blp,
    "/sign-ins",
    _sign_in,
    signing.SignIn(),
    Doc(
        "sign_in",
        "Sign in by name and password; the token is answered once",
        "SignedIn",
        "Needs no token. Five failures of one name in 15 minutes: 429 with Retry-After, with the right "
        "password too; so do 30 from one address. The token is good for today and tomorrow, in Shanghai.",
    ),
    example=_NAME,
    is_open=True,
)
add_post(
    blp,
    "/passwords",
    _set_password,
    signing.Password(),
    Doc(
        "set_password",
        "Set the first password by a one-time token, or another by the old one",
        "PasswordSet",
        "Needs no token. `name` is what you sign in by from now on. Who was signed in by the old password "
        "is so no more.",
    ),
    example={**_NAME, "one_time_token": "kX3u0tBq"},
    is_open=True,
)
add_post(
    blp,
    "/sign-outs",
    _sign_out,
    Empty(),
    Doc("sign_out", "End the token that is shown", "TokenRecord"),
    example={},
)
