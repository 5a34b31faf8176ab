"""What was escalated to the residents' assembly: decided on paper, written down by one, seen by another."""

from __future__ import annotations

from kernel.documents import View
from kernel.domain import Given
from kernel.errors import InvalidInput
from services.members.domain.policy.decide import adopted
from services.members.domain.resolutions.commands import ConfirmAssemblyDecision, RecordAssemblyDecision
from services.members.domain.resolutions.documents import Resolution
from services.members.domain.resolutions.finding import found, signed
from services.members.domain.sayings import Sayings, said
from services.members.errors.decisions import AssemblyByTwo, NoAssemblyDecision, NotEscalated
from services.members.events.ids import ResolutionId
from services.members.events.resolutions import (
    AssemblyDecisionConfirmed,
    AssemblyDecisionRecorded,
    AssemblyOutcome,
    ResolutionClosed,
)


def record(view: View, command: RecordAssemblyDecision, given: Given) -> Sayings:
    """Until it is confirmed it may be written down anew: the last one counts.

    Raises: InvalidInput, NotFound, NotEscalated.
    """
    resolution = _escalated(view, command.resolution)
    faults: dict[str, list[str]] = {}
    if not resolution.closed_on <= command.decided_on <= given.today:
        faults["decided_on"] = ["date.order" if command.decided_on < resolution.closed_on else "date.future"]
    if command.votes_for + command.against + command.abstained > command.present:
        faults["present"] = ["assembly.votes"]
    if command.outcome == "adopted" and command.votes_for <= command.against:
        faults["outcome"] = ["assembly.votes"]
    if faults:
        raise InvalidInput(faults)
    _require_to_come(resolution, command.outcome, given)
    ref = ResolutionId(command.resolution)
    fact = AssemblyDecisionRecorded(
        ref,
        command.outcome,
        command.present,
        command.votes_for,
        command.against,
        command.abstained,
        command.decided_on,
        command.paper,
    )
    return [said(fact, ref, given), *signed(view, resolution, given)]


def confirm(view: View, command: ConfirmAssemblyDecision, given: Given) -> Sayings:
    """By another, who names the outcome and the paper that they saw: it is no other than what was recorded.

    Raises: InvalidInput, NotFound, NotEscalated, NoAssemblyDecision, AssemblyByTwo.
    """
    resolution = _escalated(view, command.resolution)
    if resolution.assembly is None:
        raise NoAssemblyDecision
    fact, hands = resolution.assembly.said, resolution.assembly.hands
    if given.actor.hands & hands:
        raise AssemblyByTwo
    seen = {"outcome": command.outcome == fact.outcome, "paper": command.paper == fact.paper}
    if not all(seen.values()):
        raise InvalidInput({name: ["assembly.other"] for name, same in seen.items() if not same})
    _require_to_come(resolution, fact.outcome, given)
    ref, matter = ResolutionId(command.resolution), resolution.matter
    closed = ResolutionClosed(
        resolution=ref,
        outcome=fact.outcome,
        why=None,
        base=fact.present,
        present=fact.present,
        votes_for=fact.votes_for,
        against=fact.against,
        abstained=fact.abstained,
        recused=0,
        departed=0,
        kind=matter.kind,
        amount=matter.amount,
        fund=matter.fund,
        to_fund=matter.to_fund,
        project=matter.project,
    )
    sayings = [said(AssemblyDecisionConfirmed(ref, fact.paper), ref, given), said(closed, ref, given)]
    if fact.outcome == "adopted" and matter.terms is not None:
        sayings.append(adopted(matter.terms, ref, given))
    return [*sayings, *signed(view, resolution, given)]


def _escalated(view: View, ref: str) -> Resolution:
    """Raises: NotFound, NotEscalated, InvalidInput."""
    resolution = found(view, ref)
    if resolution.state != "escalated" or resolution.carried_on is not None:
        raise NotEscalated(resolution.carried_on or resolution.state)
    if resolution.escalates_to != "residents_assembly":
        raise InvalidInput({"resolution": ["resolution.other_body"]})
    return resolution


def _require_to_come(resolution: Resolution, outcome: AssemblyOutcome, given: Given) -> None:
    """Terms hold from no day that is past: who acted on it could not know them. Raises: InvalidInput."""
    terms = resolution.matter.terms
    if outcome == "adopted" and terms is not None and terms.effective_from < given.today:
        raise InvalidInput({"outcome": ["assembly.terms_past"]})
