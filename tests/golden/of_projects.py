"""An example of each of the first facts of projects, with its subject."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from golden.parts import (
    ALLOCATION,
    BANK,
    CNY,
    COMPANY,
    FUND,
    NOTE,
    ON,
    PAYMENT,
    PERSON,
    PROJECT,
    SPENDING,
    an,
)

from policy.terms import Approvals
from services.projects import events as projects

PARTS = (projects.Part(projects.Restriction("project", PROJECT), 100_00), projects.Part(None, 23_45))
SHARES = (
    projects.Share(ALLOCATION, projects.Restriction("category", "elders"), 100_00),
    projects.Share(an("all", "two"), None, 23_45),
)

INVOICE = projects.Invoice("24312000000012345678")
USE = an("inv")
NEEDED = (Approvals("chair", 1), Approvals("standing_board", 2))

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (projects.ProjectProposed(PROJECT, "benches", "广场长椅", "供老人歇脚", "elders"), PROJECT),
    (projects.ProjectClosed(PROJECT), PROJECT),
    (projects.AccountNoted(BANK, "icbc-1", "CNY", "共治理事会"), BANK),
    (projects.FundNoted(FUND, "co-gov", "CNY", "共治理事会"), FUND),
    (projects.FundFrozenNoted(FUND, frozen=True), FUND),
    (projects.AllocationNoted(ALLOCATION, FUND, PROJECT, CNY, PARTS, an("res")), ALLOCATION),
    (
        projects.AllocationReturned(ALLOCATION, FUND, PROJECT, CNY, PARTS, NOTE, by_itself=False),
        ALLOCATION,
    ),
    (
        projects.SpendingRequested(
            SPENDING,
            PROJECT,
            FUND,
            COMPANY,
            CNY,
            "长椅十张",
            ("ab" * 32, "cd" * 32),
            ON,
            kind="payment",
            category="facilities",
            invoice=INVOICE,
            seller=NOTE,
            retention=projects.Retention(1_000, date(2027, 3, 1)),
            payee_name=NOTE,
        ),
        SPENDING,
    ),
    (
        projects.SpendingApproved(
            SPENDING,
            PROJECT,
            FUND,
            COMPANY,
            CNY,
            an("res"),
            noticed=True,
            needed=NEEDED,
        ),
        SPENDING,
    ),
    (projects.SpendingRejected(SPENDING, PROJECT, FUND, NOTE, CNY), SPENDING),
    (
        projects.SpendingCancelled(SPENDING, PROJECT, FUND, CNY, NOTE, CNY, an("res")),
        SPENDING,
    ),
    (
        projects.SpendingPaid(
            PAYMENT,
            SPENDING,
            PROJECT,
            FUND,
            BANK,
            COMPANY,
            CNY,
            SHARES,
            "长椅十张",
            "B-77",
            ON,
            "reimbursement",
            INVOICE,
        ),
        SPENDING,
    ),
    (projects.PaymentReversalRequested(an("rvp"), PAYMENT, SPENDING, NOTE), SPENDING),
    (projects.PaymentReversalWithdrawn(an("rvp"), PAYMENT, SPENDING, NOTE), SPENDING),
    (projects.PaymentReversalRejected(an("rvp"), PAYMENT, SPENDING, NOTE), SPENDING),
    (
        projects.PaymentReversed(
            an("rvp"),
            PAYMENT,
            SPENDING,
            PROJECT,
            FUND,
            BANK,
            COMPANY,
            -CNY,
            SHARES,
            ON,
            still_owed=False,
            kind="advance",
            uncounted=CNY,
            resolution=an("res"),
        ),
        SPENDING,
    ),
    (projects.PersonErasureNoted(PERSON, erased=True), PERSON),
    (projects.AliasNoted(an("per", "again"), PERSON), an("per", "again")),
    (projects.InvoiceTaken(USE, INVOICE, SPENDING), USE),
    (projects.InvoiceFreed(USE, INVOICE, SPENDING), USE),
)
