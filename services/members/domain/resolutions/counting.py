"""How votes are counted. Pure arithmetic over a resolution as it stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from services.members.domain.resolutions.documents import Resolution
from services.members.events.ids import SeatId
from services.members.events.resolutions import Outcome, Why


@dataclass(frozen=True, slots=True)
class Tally:
    """Seats, all of the roll: recused + departed + base = roll, and present are of the base."""

    base: int
    votes_for: int
    against: int
    abstained: int
    recused: int
    departed: int

    @property
    def present(self) -> int:
        """Those with a vote, whichever."""
        return self.votes_for + self.against + self.abstained

    @property
    def silent(self) -> int:
        """Those of the base that have not spoken."""
        return self.base - self.present


def one_vote_each(resolution: Resolution, same: Mapping[SeatId, SeatId]) -> Resolution:
    """With one seat for each human; `same`: seat -> the seat of whoever was registered twice.

    What they voted last counts, from whichever seat, and who stands aside does so with both.
    """
    if not same:
        return resolution
    proposed: dict[SeatId, frozenset[str]] = {}
    for seat, hands in resolution.proposed.items():
        own = same.get(seat, seat)
        proposed[own] = proposed.get(own, frozenset()) | hands
    return replace(
        resolution,
        roll=tuple(dict.fromkeys(same.get(seat, seat) for seat in resolution.roll)),
        votes={same.get(seat, seat): choice for seat, choice in resolution.votes.items()},
        recused=frozenset(same.get(seat, seat) for seat in resolution.recused),
        proposed=proposed,
        same=same,
    )


def tally(resolution: Resolution, gone: Collection[SeatId]) -> Tally:
    """`gone`: seats whose unit left or was merged away: a vote that they cast stays.

    Who is recused has no vote, whatever was cast before. A second seat of one human is none any more.
    """
    in_vote = [seat for seat in resolution.roll if seat not in resolution.recused]
    cast = [resolution.votes[seat] for seat in in_vote if seat in resolution.votes]
    departed = sum(1 for seat in in_vote if seat in gone and seat not in resolution.votes)
    return Tally(
        base=len(in_vote) - departed,
        votes_for=cast.count("for"),
        against=cast.count("against"),
        abstained=cast.count("abstain"),
        recused=len(resolution.roll) - len(in_vote),
        departed=departed + len(resolution.same),
    )


def outcome(resolution: Resolution, votes: Tally) -> tuple[Outcome, Why | None]:
    """What comes of it, and what it lacked.

    Too few to decide at all comes first: then it is not for them to reject it either.
    """
    quorum, majority = resolution.quorum, resolution.majority
    if votes.present < resolution.minimum_present:
        return "escalated", "minimum_present"
    if votes.present * quorum.denominator < votes.base * quorum.numerator:
        return "rejected", "quorum"
    wanted, had = votes.present * majority.numerator, votes.votes_for * majority.denominator
    # Nobody's consent is no consent, whatever part of nobody a policy may ask for.
    if votes.votes_for and (had > wanted or (had == wanted and not majority.strict)):
        return "adopted", None
    return "rejected", "majority"
