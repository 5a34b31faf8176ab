"""The first policy is adopted, and terms are seen to be such that something can be decided by them."""

from __future__ import annotations

from collections.abc import Iterator

from kernel.documents import View
from kernel.domain import Given, Saying
from kernel.errors import InvalidInput
from kernel.money import EXPONENTS
from policy.history import policies
from policy.terms import Majority, Ratio, Terms
from services.members.domain.policy.commands import AdoptPolicy
from services.members.domain.sayings import Sayings, said
from services.members.errors.decisions import NoPolicy, PolicyStands
from services.members.events.ids import PolicyId, ResolutionId
from services.members.events.policy import PolicyAdopted


def adopt(view: View, command: AdoptPolicy, given: Given) -> Sayings:
    """It may hold since before today: the council decided so on paper. Raises: InvalidInput, PolicyStands."""
    if policies(view).adopted:
        raise PolicyStands
    sound(command.terms)
    return [adopted(command.terms, None, given)]


def adopted(terms: Terms, resolution: ResolutionId | None, given: Given) -> Saying:
    """That `terms` are the council's."""
    policy = PolicyId(given.new_id("pol"))
    return said(PolicyAdopted(policy, resolution, terms), policy, given)


def in_force(view: View, given: Given) -> tuple[PolicyId, Terms]:
    """What holds today. Raises: NoPolicy."""
    found = policies(view).on(given.today)
    if found is None:
        raise NoPolicy
    policy, terms = found
    return PolicyId(policy), terms


def sound(terms: Terms) -> None:
    """Raises: InvalidInput for terms by which something could never be decided, or by nobody."""
    faults: dict[str, list[str]] = {}
    for field, code in _faults(terms):
        faults.setdefault(f"terms.{field}", []).append(code)
    if faults:
        raise InvalidInput(faults)


def _faults(terms: Terms) -> Iterator[tuple[str, str]]:
    if terms.currency not in EXPONENTS:
        yield "currency", "money.currency"
    if terms.escalates_to == "standing_board":
        # It resolves neither money, nor projects, nor policy: what was left to it could be decided by nobody.
        yield "escalates_to", "escalation.to_board"
    if not _is_part(terms.quorum):
        yield "quorum", "ratio.range"
    if not _is_part(terms.majority) or (terms.majority.strict and _is_whole(terms.majority)):
        yield "majority", "ratio.range"
    bounds = [tier.below for tier in terms.tiers]
    closed = [below for below in bounds[:-1] if below is not None]
    if len(closed) < len(bounds) - 1 or bounds[-1:] != [None] or sorted({*closed}) != closed:
        yield "tiers", "tiers.order"
    for at, tier in enumerate(terms.tiers):
        roles = [one.role for one in tier.approvals]
        if len(set(roles)) < len(roles):
            yield f"tiers.{at}.approvals", "list.repeated"
        if not (roles or tier.resolution):
            yield f"tiers.{at}.approvals", "tier.nobody"


def _is_part(ratio: Ratio | Majority) -> bool:
    """Whether it is more than nothing, and no more than all."""
    return 0 < ratio.numerator <= ratio.denominator


def _is_whole(ratio: Ratio | Majority) -> bool:
    return ratio.numerator == ratio.denominator
