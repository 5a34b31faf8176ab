"""/healthz, /readyz, /metrics: for whoever keeps the process running. No token."""

from __future__ import annotations

from flask import Blueprint, Response

from gateway.face import face
from gateway.resources.kit import answer

blp = Blueprint("health", __name__)


@blp.get("/healthz")
def _healthz() -> Response:
    """The process lives, and nothing more: an outage elsewhere is no reason to be restarted."""
    return answer({"status": "ok"})


@blp.get("/readyz")
def _readyz() -> Response:
    """What is waited for, by name; and whether a demonstration council is kept here."""
    shown = {"demonstration": True} if face().demonstrations.any() else {}
    waiting = list(face().waiting_for())
    if waiting:
        return answer({"status": "waiting", "waiting_for": waiting, **shown}, 503, {"Retry-After": "2"})
    return answer({"status": "ready", **shown})


@blp.get("/metrics")
def _metrics() -> Response:
    metrics = face().metrics
    metrics.desk_depth.set(face().desks.depth())
    return Response(metrics.text(), content_type=metrics.content_type)
