"""What is known of handovers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.members.events.handovers import Counted, HandoverId, OpenAdvance, Side


@dataclass(frozen=True, slots=True)
class Handover:
    """By id: whose signature each side's is, who signed, and everybody who had a hand in a signature.

    `standing`: what the ledger had of each account and open advance, as it was written down.
    """

    sides: dict[str, Side]
    standing: Mapping[str, int]
    signed: frozenset[str] = frozenset()
    completed: bool = False
    hands: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CurrentHandover:
    """By the treasurer who hands over: the last one written down; the ones before are signed no more."""

    handover: HandoverId


def standing(counts: Sequence[Counted], advances: Sequence[OpenAdvance]) -> dict[str, int]:
    """What is handed over, by account and by advance, in minor units of its currency."""
    return {**{one.account: one.balance for one in counts}, **{one.spending: one.left for one in advances}}
