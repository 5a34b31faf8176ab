"""The votes are counted: by hand, or because the last day is over."""

from __future__ import annotations

from kernel.documents import View
from kernel.domain import Given, Saying
from services.members.domain.policy.decide import adopted
from services.members.domain.resolutions import counting, seats
from services.members.domain.resolutions.documents import OPEN, OpenVotes, Resolution
from services.members.domain.sayings import Sayings, said
from services.members.events.ids import ResolutionId
from services.members.events.resolutions import ResolutionClosed


def due(view: View, given: Given) -> Sayings:
    """Every resolution whose last day is over, counted as it stood at the end of it."""
    over = [
        resolution
        for resolution, closes_on in (view.get(OpenVotes, OPEN) or OpenVotes()).closing.items()
        if closes_on < given.today
    ]
    sayings: list[Saying] = []
    for one in over:
        found = view.get(Resolution, one)
        if found is not None:
            sayings.extend(closed(view, one, found, given))
    return sayings


def closed(view: View, ref: ResolutionId, resolution: Resolution, given: Given) -> Sayings:
    """The outcome; and of a policy that is adopted, that it is: what was voted is what holds."""
    # Whose mandate ended with the last day was there while it was voted on.
    day = min(given.today, resolution.closes_on)
    counted = seats.one_vote_each(view, resolution)
    votes = counting.tally(counted, seats.gone(view, counted, day))
    came, why = counting.outcome(resolution, votes)
    matter = resolution.matter
    fact = ResolutionClosed(
        resolution=ref,
        outcome=came,
        why=why,
        base=votes.base,
        present=votes.present,
        votes_for=votes.votes_for,
        against=votes.against,
        abstained=votes.abstained,
        recused=votes.recused,
        departed=votes.departed,
        kind=matter.kind,
        amount=matter.amount,
        fund=matter.fund,
        to_fund=matter.to_fund,
        project=matter.project,
    )
    sayings = [said(fact, ref, given)]
    if came == "adopted" and matter.terms is not None:
        sayings.append(adopted(matter.terms, ref, given))
    return sayings
