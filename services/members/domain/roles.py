"""Who may: each set is of roles of which one is needed."""

from __future__ import annotations

from typing import Final

FOUNDER: Final = frozenset({"founder"})

OF_UNITS: Final = frozenset({"founder", "secretary"})
"""Who keeps the roll of member units."""

ON_HOST: Final[frozenset[str]] = frozenset()
"""No role may: these come from the machine itself, never over HTTP."""

RECORDERS: Final = frozenset({"secretary"})
"""Who writes down what others did on paper."""
