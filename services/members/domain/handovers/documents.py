"""What is known of handovers."""

from __future__ import annotations

from dataclasses import dataclass

from services.members.events.handovers import HandoverId, Side


@dataclass(frozen=True, slots=True)
class Handover:
    """By id: whose signature each side's is, who signed, and everybody who had a hand in a signature."""

    sides: dict[str, Side]
    signed: frozenset[str] = frozenset()
    completed: bool = False
    hands: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CurrentHandover:
    """By the treasurer who hands over: the last one written down; the ones before are signed no more."""

    handover: HandoverId
