"""Of spending: tiers, papers, retention, advances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATUS: Final[Mapping[str, int]] = {
    "projects.not_asked": 403,
    "projects.approvals_lacking": 409,
    "projects.resolution_needed": 409,
    "projects.resolution_unfit": 409,
    "projects.resolution_exceeded": 409,
    "projects.objection_open": 409,
    "projects.notice_missing": 409,
    "projects.notice_running": 409,
    "projects.attachment_missing": 409,
    "projects.invoice_missing": 409,
    "projects.advance_unsettled": 409,
    "projects.retained": 409,
    "projects.invoice_used": 409,
    "projects.invoice_known": 409,
    "projects.not_an_advance": 409,
    "projects.exceeds_advance": 409,
    "projects.advance_settled": 409,
    "projects.open_advances": 409,
}
