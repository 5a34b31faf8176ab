"""Who may: each set is of roles of which one is needed."""

from __future__ import annotations

from typing import Final, get_args

from services.members.events import Role

FOUNDER: Final = frozenset({"founder"})

OF_UNITS: Final = frozenset({"founder", "secretary"})
"""Who keeps the roll of member units."""

ON_HOST: Final[frozenset[str]] = frozenset()
"""No role may: these come from the machine itself, never over HTTP."""

RECORDERS: Final = frozenset({"secretary"})
"""Who writes down what others did on paper."""

CHAIR: Final = frozenset({"chair"})

OFFICE: Final = frozenset({"chair", "secretary"})
"""Who opens and closes what the council decides, and answers for it."""

OVERSEERS: Final = OFFICE | {"supervisor"}
"""Who sees to what needs a second or a third person beside the office."""

ASSEMBLY_SEEN_BY: Final = frozenset({"chair", "supervisor"})
"""Who confirms what the minutes of the residents' assembly say."""

VOTERS: Final = frozenset({"councillor", "standing_board"})

ANYBODY: Final[frozenset[str]] = frozenset(get_args(Role))
"""Whoever holds any mandate; a resident's is one."""
