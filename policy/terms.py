"""What a council's policy says: who may decide how much, how votes are counted, how long notices run. Pure.

One language for all services: members adopts such terms, the others note them as they are and decide by them.
A fact holds them whole, so a shape here is a shape of facts (docs/adr/0019).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Approver = Literal["chair", "standing_board"]
"""Whose approvals a tier may ask for."""
EscalatesTo = Literal["full_council", "standing_board", "residents_assembly"]
"""Who decides what too few were there to decide; the residents' assembly does so on paper."""


@dataclass(frozen=True, slots=True)
class Approvals:
    """So many different people in this role."""

    role: Approver
    count: int


@dataclass(frozen=True, slots=True)
class Tier:
    """What a sum of less than `below` (minor units; None: any) needs."""

    below: int | None
    approvals: tuple[Approvals, ...]
    resolution: bool
    notice: bool


@dataclass(frozen=True, slots=True)
class Ratio:
    """At least this part of the base."""

    numerator: int
    denominator: int


@dataclass(frozen=True, slots=True)
class Majority:
    """More than this part of those present (`strict`), or at least it."""

    numerator: int
    denominator: int
    strict: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """What a policy says. Sums are minor units of `currency`, days are calendar days in Shanghai.

    effective_from             the first day on which it holds
    fiscal_year_starts         the month
    tiers                      by ascending `below`, the last one without
    allocation_resolution_from an allocation of this much or more names a resolution
    quorum                     how much of the base must be present
    majority                   how many of those present must be for it
    minimum_present            with fewer, nothing is decided here: it goes to `escalates_to`
    notice_days                a notice runs for so many at least
    project_notice             no project is approved before a notice about it has run all its days
    split_window_days          requests to one payee within so many days are summed before the tier is told
    advance_days               an advance is settled within so many
    """

    effective_from: date
    currency: str
    fiscal_year_starts: int
    tiers: tuple[Tier, ...]
    allocation_resolution_from: int
    quorum: Ratio
    majority: Majority
    minimum_present: int
    escalates_to: EscalatesTo
    notice_days: int
    project_notice: bool
    split_window_days: int
    advance_days: int
    attachments_required: bool
    paper_outside_allowed: bool
    invoice_required: bool
    reminder_days: int
