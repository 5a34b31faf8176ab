"""What every resource works with: one object of the application, and the doors that it opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast

from flask import current_app, g, request

from gateway.actors import Actors, Caller
from gateway.addresses import Addresses, Network
from gateway.clerk import Clerk
from gateway.demonstration import Demonstrations
from gateway.desks import Desks
from gateway.files.filing import Filing
from gateway.heads import Heads
from gateway.metrics import Metrics
from gateway.problems import Problem
from gateway.reading import Reading
from gateway.sealed_texts import Vaults
from kernel import wire
from kernel.clock import Clock, SystemClock

EXTENSION: Final = "gongzhi"
KEY_HEADER: Final = "Idempotency-Key"
KEY_LENGTH_MAX: Final = 150
"""Keys derived from it (`<key>/999/donor`) must fit into what a service takes."""


@dataclass(frozen=True, slots=True)
class FaceConfig:
    """How the HTTP face behaves. Seconds and counts."""

    language: str = "en"  # where Accept-Language names neither Chinese nor English
    behind_s_max: float = 5.0  # how long a read waits for the position that it asks for
    new_s_max: float = 2.0  # how long a read by id waits for what may have been made a moment ago
    heads_s_max: float = 2.0
    openings_s_max: float = 2.0
    trusted_proxies: tuple[Network, ...] = ()


@dataclass(frozen=True, slots=True)
class Face:
    """The parts behind the routes."""

    books: Reading
    desks: Desks
    actors: Actors
    config: FaceConfig
    metrics: Metrics
    clerk: Clerk
    heads: Heads
    vaults: Vaults
    demonstrations: Demonstrations
    filing: Filing | None = None
    """Where files are kept; None: nowhere."""
    waiting_for: Callable[[], Sequence[str]] = field(default=list)
    """What is not there yet, by name; nothing when ready."""
    clock: Clock = field(default_factory=SystemClock)
    addresses: Addresses = field(default_factory=Addresses)


def face() -> Face:
    """Of the application that serves this request."""
    return cast("Face", current_app.extensions[EXTENSION])


def caller() -> Caller:
    """Who asks; authentication came first."""
    return cast("Caller", g.caller)


def idempotency_key() -> str:
    """The key of this POST. Raises: Problem idempotency.key_missing, idempotency.key_format."""
    key = request.headers.get(KEY_HEADER)
    if key is None or not key:
        raise Problem("idempotency.key_missing")
    if len(key) > KEY_LENGTH_MAX or not wire.is_key(key):
        raise Problem("idempotency.key_format")
    return key


def language() -> str:
    """`zh` or `en`, by Accept-Language."""
    header = request.headers.get("Accept-Language")
    if header:
        best: Any = request.accept_languages.best_match(("zh", "en"))
        if best:
            return str(best)
    return face().config.language
