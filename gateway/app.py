"""The Flask application: every request comes in here and leaves with an answer, whatever it was.

Order of the checks: token (401), route (404, 405), Idempotency-Key (400), body (413, 415, 400), fields (422),
then the service's own.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Sequence
from importlib.metadata import version
from typing import Any, Final

import structlog
from flask import Flask, Response, g, request
from flask_smorest import Api
from werkzeug.exceptions import HTTPException

from gateway import demonstration, openapi, positions, problems
from gateway.actors import Actors
from gateway.addresses import Addresses
from gateway.bodies import BYTES_MAX
from gateway.clerk import Clerk
from gateway.desks import BROKER_DOWN, DATABASE_DOWN, PASSING, Desks
from gateway.face import EXTENSION, Face, FaceConfig, face, idempotency_key, language
from gateway.files.filing import Filing
from gateway.heads import Heads
from gateway.kept_papers import KeptPapers
from gateway.metrics import Metrics
from gateway.parties import Parties
from gateway.problems import Problem
from gateway.reading import Reading
from gateway.references import References
from gateway.resources import (
    batches,
    catalogue,
    docs,
    events,
    health,
    ledger,
    openings,
    signing,
    tasks,
)
from gateway.sealed_texts import Vaults
from kernel.bus import BusDown, CallTimedOut, RemoteFailure
from kernel.clock import Clock, SystemClock
from kernel.db import StorageFault
from kernel.errors import Refusal, Unavailable

BESIDE: Final = (batches, ledger, events, openings, tasks, signing)
"""Resources that no kind of record is of."""
PREFIX: Final = "/v1"
OPEN_PATHS: Final = frozenset({"/v1/openapi.json"})
DESCRIPTION: Final = (
    "The money of a community co-governance council (共治). Sums are decimal strings with a currency. "
    "Every POST carries an Idempotency-Key; a write answers Ledger-Position, and a read that carries it sees "
    "that write. Every answer about a demonstration council carries Gongzhi-Demonstration: true."
)

_log = structlog.get_logger(__name__)


class SpecApi(Api):  # type: ignore[misc]  # flask-smorest publishes no types
    """flask-smorest's, with errors as problem details: those are registered by `create_app`."""

    def _register_error_handlers(self) -> None:
        """None of its own."""


def create_app(
    books: Reading,
    desks: Desks,
    actors: Actors,
    config: FaceConfig | None = None,
    metrics: Metrics | None = None,
    *,
    waiting_for: Callable[[], Sequence[str]] = list,
    clock: Clock | None = None,
    filing: Filing | None = None,
) -> Flask:
    """The application over these parts, which somebody else starts and stops."""
    config = config or FaceConfig()
    app = Flask("gateway", static_folder=None)
    heads = Heads(desks.bus, config.heads_s_max)
    references = References(books, heads, config.new_s_max)
    app.extensions[EXTENSION] = Face(
        books=books,
        desks=desks,
        actors=actors,
        config=config,
        metrics=metrics or Metrics(),
        clerk=Clerk(
            desks,
            actors,
            Parties(books, heads, config.new_s_max),
            references,
            KeptPapers(books, references, clock or SystemClock()),
        ),
        heads=heads,
        vaults=Vaults(desks.bus, config.openings_s_max),
        demonstrations=demonstration.Demonstrations(books),
        waiting_for=waiting_for,
        clock=clock or SystemClock(),
        filing=filing,
        addresses=Addresses(config.trusted_proxies),
    )
    app.config.update(
        MAX_CONTENT_LENGTH=BYTES_MAX,
        PROPAGATE_EXCEPTIONS=False,
        API_TITLE="Gongzhi (共治)",
        API_VERSION=version("gongzhi"),
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS=openapi.options(DESCRIPTION),
    )
    app.url_map.merge_slashes = False  # // is no route; a redirect would come before the token
    app.before_request(_enter)
    app.after_request(_leave)
    app.register_error_handler(Problem, _problem)
    app.register_error_handler(Refusal, _refusal)
    app.register_error_handler(Unavailable, _unavailable)
    app.register_error_handler(StorageFault, _storage)
    app.register_error_handler(HTTPException, _of_werkzeug)
    app.register_error_handler(Exception, _defect)
    api = SpecApi(app)
    openapi.add_shared_parts(api)
    for blp in (*catalogue.resources(), *(module.blp for module in BESIDE)):
        api.register_blueprint(blp)
    app.register_blueprint(health.blp)
    app.register_blueprint(docs.blueprint(api))
    return app


def _enter() -> None:
    """Who asks, and whether the way to ask is right. Raises: Problem."""
    g.began = time.perf_counter()
    path = request.path
    if not path.startswith(PREFIX) or path in OPEN_PATHS:
        return
    if path in signing.OPEN and request.method == "POST":
        idempotency_key()
        return
    g.caller = _authenticated()
    if request.routing_exception is not None:
        return  # Flask raises it next
    if request.method == "POST":
        idempotency_key()
    elif (wanted := request.headers.get(positions.HEADER)) is not None:
        positions.require(face(), g.caller.council, wanted)


def _authenticated() -> Any:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Problem("token.missing")
    try:
        caller = face().actors.caller(token.strip())
    except (BusDown, CallTimedOut):
        # Nothing was decided yet, so this is never `outcome_unknown`.
        raise Problem(BROKER_DOWN) from None
    except RemoteFailure as error:
        _log.error("authentication.remote_failure", kind=error.kind)
        raise Problem(PASSING.get(error.kind, "internal")) from None
    if caller is None:
        raise Problem("token.unknown")
    return caller


def _leave(response: Response) -> Response:
    """Count it; what stands under /v1 is for the one who asked."""
    rule, door = request.url_rule, face()
    route, method = (rule.rule, request.method) if rule is not None else ("unmatched", "any")
    status = response.status_code
    door.metrics.observe(route, method, status, time.perf_counter() - g.began)
    if route.startswith(PREFIX):
        response.headers["Cache-Control"] = "no-store"
    who = g.get("caller")
    if who is not None and who.demonstration:
        response.headers[demonstration.HEADER] = "true"
    if method == "POST" and who is not None:
        position = response.headers.get(positions.HEADER)
        _log.debug("http.write", route=route, status=status, council=who.council, position=position)
    return response


def _problem(problem: Problem) -> Response:
    return problems.response(problem, language())


def _refusal(refusal: Refusal) -> Response:
    """What the books refuse of a read: a filter, a cursor, something that is not there."""
    return _problem(Problem(refusal.code, *map(str, refusal.args), fields=refusal.fields()))


def _unavailable(why: Unavailable) -> Response:
    return _problem(Problem(why.code))


def _storage(fault: StorageFault) -> Response:
    _log.error("http.database_down", kind=type(fault).__qualname__)
    return _problem(Problem(DATABASE_DOWN))


_OF_WERKZEUG: Final = {
    404: "route.unknown",
    405: "method.not_allowed",
    413: "body.too_large",
    415: "body.media_type",
}


def _of_werkzeug(error: HTTPException) -> Any:
    """What Flask refuses by itself, in our words."""
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 - a redirect is no error
        return error.get_response()
    if status >= 500:  # noqa: PLR2004
        return _defect(error)
    code = _OF_WERKZEUG.get(status, "request.bad")
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    return problems.response(Problem(code, status=status, headers=headers), language())


def _defect(error: Exception) -> Response:
    """The rim: nothing of the error leaves the house, and its text, which may hold a name, is not logged."""
    frames = [
        f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
    ]
    route = request.url_rule.rule if request.url_rule is not None else "unmatched"
    _log.error("http.defect", route=route, kind=type(error).__qualname__, frames=frames)
    return problems.response(Problem("internal"), face().config.language)
