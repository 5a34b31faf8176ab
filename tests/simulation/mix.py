"""How often what happens in a history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from simulation.deciding import DECIDING
from simulation.doing import DOING
from simulation.people import USUAL, Ask, People

from kernel.testing.faults import Kind

STEPS: Final = (15, 45)
"""A history is of so many steps, at least and at most."""
STEPS_OF_DECISIONS: Final = (25, 50)
"""The same where decisions are made: they take several."""
ALIVE: Final = 0.5
"""How often a process lives on, idle or busy, while its database goes back."""
JUST_NOW: Final = 0.5
"""How often the moment to which a database goes back is hardly over."""
RESTARTED: Final = 0.5
"""How often a database that was away was started anew."""
AWAY: Final = 0.7
"""How often those who noted the end of a lost log cannot be asked."""
DAY_S: Final = 86_400
FAULTS: Final[Mapping[Kind, int]] = {"down": 4, "lost": 3, "crash": 5}
BEGINNINGS: Final[Mapping[str, float]] = {
    "usual": 0.74,
    "young": 0.06,
    "in_motion": 0.13,
    "in_motion_of_two": 0.07,
}
"""How often a history begins so (`council.KINDS`): what is decided costs time, and most need not."""
_SELDOM: Final = {ask: often / 4 for ask, often in USUAL.items()}
OF_WHO_DECIDE: Final[Mapping[Ask, float]] = {**_SELDOM, **DECIDING, **DOING, People.give_back: 4}
"""What people ask for who decide together."""
