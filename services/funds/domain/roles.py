"""Who may: each set is of roles of which one is needed."""

from __future__ import annotations

from typing import Final

FOUNDER: Final = frozenset({"founder"})

TREASURER: Final = frozenset({"treasurer"})

CHAIR: Final = frozenset({"chair"})

RECORDERS: Final = frozenset({"secretary"})
"""Who writes down what others did on paper."""

KEEPER: Final = frozenset({"treasurer", "secretary"})
"""Who counts goods, and gives them out."""

APPROVER: Final = frozenset({"chair", "standing_board"})
"""Whose approvals the policy may ask for."""
