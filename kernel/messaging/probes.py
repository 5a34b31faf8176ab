"""The small WSGI application of a service that has no other: /healthz, /readyz, /metrics."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import orjson
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from werkzeug.wrappers import Request, Response

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

__all__ = ["probes"]


def probes(waiting_for: Callable[[], Sequence[str]]) -> WSGIApplication:
    """`waiting_for` names what the service lacks to do its work; nothing means ready.

    /healthz says that the process lives and nothing more: an outage of the broker is no reason to be
    restarted.
    """

    @Request.application
    def application(request: Request) -> Response:
        match request.path:
            case "/healthz":
                return _json(200, {"status": "ok"})
            case "/readyz":
                lacking = list(waiting_for())
                if lacking:
                    return _json(503, {"status": "waiting", "waiting_for": lacking})
                return _json(200, {"status": "ready"})
            case "/metrics":
                return Response(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)
            case _:
                return _json(404, {"status": "not_found"})

    return application


def _json(status: int, body: object) -> Response:
    return Response(orjson.dumps(body), status=status, content_type="application/json")
