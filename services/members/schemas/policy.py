"""Bodies: council policy. Sums are minor units of its currency."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any, Final

from marshmallow import post_load

from kernel import wire
from kernel.cases import Cases, sealing
from kernel.days import DayAhead
from policy.terms import Approvals, Approver, EscalatesTo, Majority, Ratio, Terms, Tier
from services.members.domain.policy.commands import AdoptPolicy

DAYS_MAX: Final = 366
PART_MAX: Final = 1_000


class ApprovalsSchema(wire.Strict):
    role = wire.Choice(*typing.get_args(Approver), required=True)
    count = wire.Count(1, 20, required=True)

    @post_load
    def _read(self, data: Mapping[str, Any], **_: Any) -> Approvals:
        return Approvals(**data)


class TierSchema(wire.Strict):
    below = wire.Count(1, wire.SUM_MAX, load_default=None, allow_none=True)
    approvals = wire.Many(wire.Inner(ApprovalsSchema), 2, required=True)
    resolution = wire.Flag(required=True)
    notice = wire.Flag(required=True)

    @post_load
    def _read(self, data: Mapping[str, Any], **_: Any) -> Tier:
        return Tier(**{**data, "approvals": tuple(data["approvals"])})


class RatioSchema(wire.Strict):
    numerator = wire.Count(0, PART_MAX, required=True)
    denominator = wire.Count(1, PART_MAX, required=True)

    @post_load
    def _read(self, data: Mapping[str, Any], **_: Any) -> Ratio:
        return Ratio(**data)


class MajoritySchema(wire.Strict):
    numerator = wire.Count(0, PART_MAX, required=True)
    denominator = wire.Count(1, PART_MAX, required=True)
    strict = wire.Flag(required=True)

    @post_load
    def _read(self, data: Mapping[str, Any], **_: Any) -> Majority:
        return Majority(**data)


class TermsSchema(wire.Strict):
    effective_from = DayAhead(5, required=True)
    currency = wire.Text(3, required=True)
    fiscal_year_starts = wire.Count(1, 12, required=True)
    tiers = wire.Many(wire.Inner(TierSchema), 20, required=True)
    allocation_resolution_from = wire.Count(1, wire.SUM_MAX, required=True)
    quorum = wire.Inner(RatioSchema, required=True)
    majority = wire.Inner(MajoritySchema, required=True)
    minimum_present = wire.Count(1, 10_000, required=True)
    escalates_to = wire.Choice(*typing.get_args(EscalatesTo), required=True)
    notice_days = wire.Count(1, DAYS_MAX, required=True)
    project_notice = wire.Flag(required=True)
    split_window_days = wire.Count(0, DAYS_MAX, required=True)
    advance_days = wire.Count(1, DAYS_MAX, required=True)
    attachments_required = wire.Flag(required=True)
    paper_outside_allowed = wire.Flag(required=True)
    invoice_required = wire.Flag(required=True)
    reminder_days = wire.Count(0, DAYS_MAX, required=True)

    @post_load
    def _read(self, data: Mapping[str, Any], **_: Any) -> Terms:
        return Terms(**{**data, "tiers": tuple(data["tiers"])})


class AdoptPolicySchema(wire.Strict):
    terms = wire.Inner(TermsSchema, required=True)


CASES: Final[Cases] = {AdoptPolicy.COMMAND: (AdoptPolicySchema(), sealing(AdoptPolicy))}
