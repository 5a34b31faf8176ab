"""Who may: each set is of roles of which one is needed."""

from __future__ import annotations

from typing import Final

PROJECT_LEAD = frozenset({"project_lead"})

CHAIR = frozenset({"chair"})

TREASURER = frozenset({"treasurer"})

KEEPERS = frozenset(
    {
        "founder",
        "chair",
        "standing_board",
        "treasurer",
        "accountant",
        "supervisor",
        "secretary",
        "councillor",
        "project_lead",
    }
)
"""Who files papers and photos: whoever works for the council."""

RECORDERS: Final = frozenset({"secretary"})
"""Who writes down what others did on paper."""
ACCEPTING = frozenset(
    {"chair", "standing_board", "councillor", "project_lead", "secretary", "supervisor", "resident"}
)
"""Who may be of the side that supervises; `decide` sees whether they are."""

LEADING = CHAIR | PROJECT_LEAD

STANDING_BOARD = frozenset({"standing_board"})
SECRETARY = frozenset({"secretary"})

COUNCILLOR = frozenset({"councillor"})

FOR_OTHERS = frozenset({"secretary", "councillor", "project_lead"})
"""Who may write down what somebody else said."""

HEARING = FOR_OTHERS | {"resident"}

OF_THE_COUNCIL = HEARING | {"chair", "standing_board", "treasurer", "accountant", "supervisor"}
"""Whoever may be given something to do; an auditor and a founder do nothing of it."""
