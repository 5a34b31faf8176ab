"""An example of each fact of the decisions: in the service that decides, and in those that note it."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from golden.parts import CNY, FUND, MEMBER, NOTE, ON, PERSON, PROJECT, an

from policy.terms import Approvals, Majority, Ratio, Terms, Tier
from services.funds.events import decisions as of_funds
from services.members.events import notices, policy, resolutions
from services.projects.events import decisions as of_projects

POLICY, RESOLUTION, NOTICE, OBJECTION = an("pol"), an("res"), an("not"), an("obj")


def terms() -> Terms:
    """What a policy says."""
    return Terms(
        effective_from=date(2026, 4, 1),
        currency="CNY",
        fiscal_year_starts=1,
        tiers=(
            Tier(
                500_000,
                (Approvals("chair", 1), Approvals("standing_board", 1)),
                resolution=False,
                notice=False,
            ),
            Tier(None, (), resolution=True, notice=True),
        ),
        allocation_resolution_from=5_000_000,
        quorum=Ratio(2, 3),
        majority=Majority(1, 2, strict=True),
        minimum_present=5,
        escalates_to="residents_assembly",
        notice_days=7,
        project_notice=True,
        split_window_days=30,
        advance_days=30,
        attachments_required=True,
        paper_outside_allowed=False,
        invoice_required=True,
        reminder_days=3,
    )


EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (policy.PolicyAdopted(POLICY, RESOLUTION, terms()), POLICY),
    (
        resolutions.ResolutionOpened(
            RESOLUTION,
            "添置长椅",
            "自共治资金拨款，为广场添置长椅十张。",
            "allocation",
            "full_council",
            (MEMBER, an("mem", "two")),
            POLICY,
            Ratio(2, 3),
            Majority(1, 2, strict=True),
            5,
            "residents_assembly",
            date(2026, 4, 7),
            CNY,
            FUND,
            an("fnd", "two"),
            PROJECT,
            terms(),
            an("res", "before"),
        ),
        RESOLUTION,
    ),
    (resolutions.VoteCast(RESOLUTION, MEMBER, "for", PERSON), RESOLUTION),
    (resolutions.RecusalProposed(RESOLUTION, MEMBER, NOTE), RESOLUTION),
    (resolutions.RecusalDeclared(RESOLUTION, MEMBER, NOTE, confirmed=False), RESOLUTION),
    (
        resolutions.ResolutionClosed(
            RESOLUTION,
            "rejected",
            "quorum",
            31,
            20,
            15,
            3,
            2,
            1,
            1,
            "allocation",
            CNY,
            FUND,
            an("fnd", "two"),
            PROJECT,
        ),
        RESOLUTION,
    ),
    (
        resolutions.AssemblyDecisionRecorded(
            RESOLUTION, "adopted", 120, 101, 12, 7, date(2026, 4, 20), "ab" * 32
        ),
        RESOLUTION,
    ),
    (resolutions.AssemblyDecisionConfirmed(RESOLUTION, "ab" * 32), RESOLUTION),
    (notices.NoticeOpened(NOTICE, "project", PROJECT, "公示：广场长椅", ON, date(2025, 3, 7)), NOTICE),
    (notices.NoticeExtended(NOTICE, "project", PROJECT, date(2025, 3, 14)), NOTICE),
    (notices.NoticeWithdrawn(NOTICE, "project", PROJECT, NOTE), NOTICE),
    (notices.ObjectionRaised(OBJECTION, "project", PROJECT, NOTICE, NOTE, PERSON), OBJECTION),
    (notices.ObjectionAnswered(OBJECTION, "project", PROJECT, NOTE, upheld=False, person=PERSON), OBJECTION),
    (notices.ObjectionSettled(OBJECTION, "project", PROJECT, NOTE, person=PERSON), OBJECTION),
    (of_funds.PolicyNoted(POLICY, terms()), POLICY),
    (
        of_funds.ResolutionNoted(RESOLUTION, "fund_transfer", CNY, FUND, an("fnd", "two"), PROJECT, ON),
        RESOLUTION,
    ),
    (of_funds.ObjectionNoted(OBJECTION, RESOLUTION, open=True), OBJECTION),
    (of_projects.PolicyNoted(POLICY, terms()), POLICY),
    (
        of_projects.ResolutionNoted(RESOLUTION, "spending", CNY, FUND, an("fnd", "two"), PROJECT, ON),
        RESOLUTION,
    ),
    (of_projects.NoticeNoted(NOTICE, PROJECT, date(2025, 3, 7)), NOTICE),
    (of_projects.ObjectionNoted(OBJECTION, PROJECT, open=True), OBJECTION),
)
