"""Of the gateway itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATUS: Final[Mapping[str, int]] = {
    # Nothing was decided, or nobody knows.
    "unavailable": 503,
    "overloaded": 429,
    "deadline_passed": 504,
    "halted": 503,
    "outcome_unknown": 504,
    "broker_down": 503,
    "database_down": 503,
    # Who asks.
    "token.missing": 401,
    "token.unknown": 401,
    "sign_in.address_failures": 429,
    # How they ask.
    "idempotency.key_missing": 400,
    "idempotency.key_format": 400,
    "ledger_position.format": 400,
    "body.not_json": 400,
    "body.too_deep": 400,
    "body.duplicate_key": 400,
    "body.too_large": 413,
    "body.media_type": 415,
    "request.bad": 400,
    "route.unknown": 404,
    "method.not_allowed": 405,
    "batch.not_applied": 409,
    "batch.two_services": 422,
    # Reading.
    "ledger.behind": 504,
    "ledger.too_many_waiting": 503,
    "internal": 500,
    "internal_error": 500,
}
