"""Of the kernel."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATUS: Final[Mapping[str, int]] = {
    "refused": 409,
    "invalid_input": 422,
    "not_found": 404,
    "forbidden": 403,
    "idempotency.key_reused": 422,
    "council.unknown": 404,
    "conflict": 409,
    "party.erased": 409,
}
