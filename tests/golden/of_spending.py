"""An example of each fact of tiers, papers and advances, with its subject."""

from __future__ import annotations

from typing import Any, Final

from golden.of_projects import INVOICE, SHARES
from golden.parts import BANK, CNY, FUND, NOTE, ON, PERSON, PROJECT, SPENDING, an

from kernel.money import Money
from policy.terms import Approvals
from services.projects import events as projects

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (
        projects.SpendingPapersAdded(SPENDING, PROJECT, FUND, ("ef" * 32,), INVOICE, NOTE),
        SPENDING,
    ),
    (
        projects.SpendingApprovalGiven(
            SPENDING,
            PROJECT,
            FUND,
            PERSON,
            ("chair", "standing_board"),
            an("res"),
            (Approvals("standing_board", 1),),
        ),
        SPENDING,
    ),
    (
        projects.AdvanceSettled(
            settlement=an("stl"),
            spending=SPENDING,
            project=PROJECT,
            fund=FUND,
            account=BANK,
            payee=PERSON,
            amount=CNY,
            returned=Money(0, "CNY"),
            topped_up=Money(23_45, "CNY"),
            shares=SHARES,
            back=(),
            extra=SHARES[1:],
            purpose="长椅十张",
            reference="B-78",
            attachments=("ab" * 32,),
            invoices=(INVOICE,),
            approved_on=ON,
        ),
        SPENDING,
    ),
)
