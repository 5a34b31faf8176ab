"""HTTP bodies: council policy, resolutions, notices, objections."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any, Final

from marshmallow import ValidationError, post_load

from gateway.schemas.common import optional
from gateway.schemas.papers import Paper
from kernel import wire
from kernel.days import DayAhead
from kernel.money import Money
from policy.terms import Approver, EscalatesTo
from services.members.events.notices import AboutKind
from services.members.events.policy import Body
from services.members.events.resolutions import AssemblyOutcome, Choice, ResolutionKind

DAYS_MAX: Final = 366
PART_MAX: Final = 1_000
TITLE_MAX: Final = 100
TEXT_MAX: Final = 4_000
RESIDENTS_MAX: Final = 1_000_000


class Approvals(wire.Strict):
    """So many different people in this role."""

    role = wire.Choice(*typing.get_args(Approver), required=True)
    count = wire.Count(1, 20, required=True)


class Tier(wire.Strict):
    """What a sum below `below` needs; the last tier is without, and for any sum."""

    below = optional(wire.Decimal)
    approvals = wire.Many(wire.Inner(Approvals), 2, required=True)
    resolution = wire.Flag(required=True)
    notice = wire.Flag(required=True)


class Ratio(wire.Strict):
    """At least this part."""

    numerator = wire.Count(0, PART_MAX, required=True)
    denominator = wire.Count(1, PART_MAX, required=True)


class Majority(wire.Strict):
    """More than this part (`strict`), or at least it."""

    numerator = wire.Count(0, PART_MAX, required=True)
    denominator = wire.Count(1, PART_MAX, required=True)
    strict = wire.Flag(required=True)


class Terms(wire.Strict):
    """What a policy says. Sums are of its `currency`; days are calendar days in Shanghai."""

    effective_from = DayAhead(5, required=True)
    currency = wire.Text(3, required=True)
    fiscal_year_starts = wire.Count(1, 12, required=True)
    tiers = wire.Many(wire.Inner(Tier), 20, required=True)
    allocation_resolution_from = wire.Decimal(required=True)
    quorum = wire.Inner(Ratio, required=True)
    majority = wire.Inner(Majority, required=True)
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
    def _in_minor_units(self, data: Mapping[str, Any], **_: Any) -> dict[str, Any]:
        """As the service takes it. Raises: ValidationError for a sum of another currency."""
        currency = data["currency"]
        tiers = [{**tier, "below": _minor(tier.get("below"), currency, "tiers")} for tier in data["tiers"]]
        least = _minor(data["allocation_resolution_from"], currency, "allocation_resolution_from")
        return {**data, "tiers": tiers, "allocation_resolution_from": least}


def _minor(amount: Money | None, currency: str, field: str) -> int | None:
    if amount is None:
        return None
    if amount.currency != currency:
        raise ValidationError("terms.currency", field_name=field)
    return amount.minor


class Policy(wire.Strict):
    """The first policy of the council."""

    terms = wire.Inner(Terms, required=True)


class Resolution(wire.Strict):
    """A question to be voted on until the end of `closes_on`; funds and projects by code or id."""

    title = wire.Text(TITLE_MAX, required=True)
    text = wire.Text(TEXT_MAX, required=True)
    kind = wire.Choice(*typing.get_args(ResolutionKind), required=True)
    body = wire.Choice(*typing.get_args(Body), required=True)
    closes_on = DayAhead(5, required=True)
    amount = optional(wire.Decimal)
    fund = optional(wire.Ref)
    to_fund = optional(wire.Ref)
    project = optional(wire.Ref)
    terms = wire.Inner(Terms, allow_none=True)
    escalated_from = optional(wire.Ref)


class Vote(wire.Strict):
    """A vote. `seat`, where the voter sits for several: a member unit, or on the standing board a person."""

    choice = wire.Choice(*typing.get_args(Choice), required=True)
    seat = optional(wire.Ref)


class Recusal(wire.Strict):
    """A seat stands aside; chair and secretary say which, and why. The reason is sealed."""

    seat = optional(wire.Ref)
    reason = optional(wire.Text)


class RecusalConfirmation(wire.Strict):
    """The seat that stands aside, as another proposed."""

    seat = wire.Ref(required=True)


class AssemblyDecision(wire.Strict):
    """What the residents' assembly decided; `paper`: SHA-256 of its signed minutes."""

    outcome = wire.Choice(*typing.get_args(AssemblyOutcome), required=True)
    present = wire.Count(1, RESIDENTS_MAX, required=True)
    votes_for = wire.Count(0, RESIDENTS_MAX, required=True)
    against = wire.Count(0, RESIDENTS_MAX, required=True)
    abstained = wire.Count(0, RESIDENTS_MAX, required=True)
    decided_on = wire.Day(required=True)
    paper = Paper(required=True)


class AssemblyConfirmation(wire.Strict):
    """The outcome and the minutes (SHA-256) that whoever confirms it has seen."""

    outcome = wire.Choice(*typing.get_args(AssemblyOutcome), required=True)
    paper = Paper(required=True)


class About(wire.Strict):
    """What it is about; a project by code or id."""

    kind = wire.Choice(*typing.get_args(AboutKind), required=True)
    id = wire.Ref(required=True)


class Objected(wire.Strict):
    """What somebody objects to; a notice stands for what it is about."""

    kind = wire.Choice(*typing.get_args(AboutKind), "notice", required=True)
    id = wire.Ref(required=True)


class Notice(wire.Strict):
    """A text for all to read from `starts_on` (today) on, for `days` (as the policy wants)."""

    about = wire.Inner(About, required=True)
    text = wire.Text(required=True)
    starts_on = optional(wire.Day)
    days = optional(wire.Count, 1, DAYS_MAX)


class Objection(wire.Strict):
    """What somebody does not agree with, and why; the text is sealed."""

    about = wire.Inner(Objected, required=True)
    text = wire.Text(required=True)


class Answer(wire.Strict):
    """The answer to an objection, and whether it is upheld; the text is sealed."""

    text = wire.Text(required=True)
    upheld = wire.Flag(required=True)


class ObjectionSettlement(wire.Strict):
    """What was done about an objection that was upheld; the text is sealed."""

    text = wire.Text(required=True)
