"""Of spending: papers, retention, advances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATUS: Final[Mapping[str, int]] = {
    "projects.retained": 409,
    "projects.invoice_used": 409,
    "projects.invoice_known": 409,
    "projects.not_an_advance": 409,
    "projects.exceeds_advance": 409,
    "projects.advance_settled": 409,
    "projects.open_advances": 409,
}
