"""Who may: each set is of roles of which one is needed."""

from __future__ import annotations

PROJECT_LEAD = frozenset({"project_lead"})

CHAIR = frozenset({"chair"})

TREASURER = frozenset({"treasurer"})
