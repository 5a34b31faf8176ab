"""Bugs planted on purpose in the rooms of decisions, and of the money that waits for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from kernel.clock import accounting_date
from kernel.domain import Given
from kernel.money import Money
from kernel.writer import Writer, _Origin
from services.funds.domain import figures
from services.funds.domain.allocations import decide as allocating
from services.funds.domain.allocations.documents import Allotted
from services.funds.domain.decisions import lookup as at_funds
from services.funds.domain.fund_transfers import decide as transferring
from services.funds.domain.goods import decide as goods
from services.funds.domain.lookup import find_project
from services.funds.events.fund_transfers import FundTransferred
from services.members.domain.documents import Party
from services.members.domain.resolutions import counting, seats
from services.projects.domain.advances import decide as advances
from services.projects.domain.documents import ProjectFund
from services.projects.domain.projects import approval
from services.projects.domain.spending import approving, blocks, hands, paying

Changes = Sequence[tuple[Any, str, Any]]
"""What is put in whose place: (room or class, name, the wrong thing)."""
TALLY: Final = counting.tally
OUTCOME: Final = counting.outcome
EFFECTS: Final = figures.effects
FIND_PROJECT: Final = find_project


def _nothing(*_: Any, **__: Any) -> None:
    """What should be seen to is not."""


def _yes(*_: Any, **__: Any) -> bool:
    return True


def _no_quorum(resolution: Any, votes: Any) -> Any:
    """Whoever is there decides, if they are not too few in number."""
    return OUTCOME(replace(resolution, quorum=replace(resolution.quorum, numerator=0)), votes)


def _no_minimum(resolution: Any, votes: Any) -> Any:
    """Whoever is there decides, if they are enough of those that there are."""
    return OUTCOME(replace(resolution, minimum_present=0), votes)


def _recused_too(resolution: Any, gone: Any) -> Any:
    """Who stood aside is of the base all the same."""
    made = TALLY(resolution, gone)
    return replace(made, base=made.base + made.recused)


def _nobody(*_: Any) -> set[str]:
    """Whoever left is still of the base."""
    return set()


def _unbound(view: Any, ref: str, *_: Any) -> Any:
    """Adopted is adopted: for what, and for how much, is not looked at."""
    return at_funds.resolution(view, ref)


def _approved(view: Any, ref: str) -> Any:
    """Whether a project was approved is not asked."""
    return replace(FIND_PROJECT(view, ref), approved=True)


def _arrives_twice(fund: Any, fact: Any) -> Iterator[Any]:
    """What comes from another fund is counted twice there."""
    for measure, restriction, minor in EFFECTS(fund, fact):
        doubled = isinstance(fact, FundTransferred) and measure == "other_in"
        yield measure, restriction, minor * 2 if doubled else minor


def _alone(*_: Any, **__: Any) -> int:
    """Each part of a sum is looked at by itself."""
    return 0


def _nothing_lacks(*_: Any) -> tuple[()]:
    """One approval is as good as all of them."""
    return ()


def _without_advances(held: ProjectFund) -> Money:
    """What is out as an advance may be spent once more."""
    return held.allocated - held.returned - held.reserved - held.spent


def _unconfirmed(party: Party, day: date) -> bool:
    """Whoever asked is as good as two."""
    return party.is_known_everywhere and not party.erased and not party.held_on(day)


SEEN: Final[dict[int, Any]] = {}
"""By writer: what was due when it last looked."""


def _due_at_the_last_look(self: Writer) -> bool:
    """What time made true is said at the next look, whoever said it since."""
    if self.domain.due is None:
        return False
    now = self._clock.now()
    given = Given(self.council, self._itself(), now, accounting_date(now), lambda prefix: f"{prefix}_")
    before, SEEN[id(self)] = SEEN.get(id(self)), self.domain.due(self.shelf.residents(), given)
    self.said_late = before  # type: ignore[attr-defined]
    return bool(before)


def _say_what_was_seen(self: Writer, batch: Any, draft: Any) -> None:
    actor, command_id = self._itself(), f"due/{draft.next_position}"
    self._write(draft, self.said_late, _Origin(command_id, actor, None), batch.now)  # type: ignore[attr-defined]


OF_DECISIONS: Final[Mapping[str, Changes]] = {
    "without a quorum all is adopted": [(counting, "outcome", _no_quorum)],
    "however few are there may decide": [(counting, "outcome", _no_minimum)],
    "who stood aside is counted as silent": [(counting, "tally", _recused_too)],
    "who left without a vote is counted as silent": [(seats, "gone", _nobody)],
    "an adopted resolution allows any allocation and any transfer": [
        (allocating, "bound", _unbound),
        (transferring, "bound", _unbound),
    ],
    "any resolution allows any spending": [(approving, "require_room", _nothing)],
    "a project that nobody approved is given money": [(allocating, "find_project", _approved)],
    "a project is approved whatever runs or is objected to": [(approval, "_ready", _yes)],
    "what is due is said by what was seen before": [
        (Writer, "is_anything_due", _due_at_the_last_look),
        (Writer, "_say_due", _say_what_was_seen),
    ],
    "one person approves an allocation twice": [(allocating, "_require_another", _nothing)],
    "a sum may be split into small allocations": [(Allotted, "near", _alone)],
    "one approval is enough for any spending": [(approving, "lacking", _nothing_lacks)],
    "one person approves a spending twice": [(hands, "require_apart", _nothing)],
    "who asked or approved pays": [(paying, "third_person", _nothing)],
    "an objection stops no payment": [(blocks, "require_unopposed", _nothing)],
    "a notice stops no payment": [(blocks, "require_notice_over", _nothing)],
    "papers are not asked for": [(blocks, "require_papers", _nothing)],
    "advances do not count as gone": [(ProjectFund, "remaining", property(_without_advances))],
    "what is paid beside an advance has no bound": [(advances, "_topped_up", _nothing)],
    "a transfer between funds is not looked at again": [(transferring, "_require_right", _nothing)],
    "money from another fund arrives twice": [(figures, "effects", _arrives_twice)],
    "more goods go out than there are": [(goods, "_require_there", _nothing)],
    "an erasure takes one person": [(Party, "may_go_on", _unconfirmed)],
}
FOUND_DECIDED: Final[Mapping[str, frozenset[str]]] = {
    "without a quorum all is adopted": frozenset({"vote.quorum"}),
    "however few are there may decide": frozenset({"vote.minimum"}),
    "who stood aside is counted as silent": frozenset({"vote.count"}),
    "who left without a vote is counted as silent": frozenset({"vote.count"}),
    "an adopted resolution allows any allocation and any transfer": frozenset(
        {"resolution.beyond", "resolution.unfit"}
    ),
    "any resolution allows any spending": frozenset({"resolution.beyond", "resolution.unfit"}),
    "a project that nobody approved is given money": frozenset({"project.unapproved"}),
    "a project is approved whatever runs or is objected to": frozenset({"project.notice"}),
    "what is due is said by what was seen before": frozenset({"due.once"}),
    "one person approves an allocation twice": frozenset({"allocation.people"}),
    "a sum may be split into small allocations": frozenset({"allocation.tier", "allocation.resolution"}),
    "one approval is enough for any spending": frozenset({"approval.tier"}),
    "one person approves a spending twice": frozenset({"approval.people"}),
    "who asked or approved pays": frozenset({"spending.people"}),
    "an objection stops no payment": frozenset({"payment.objection"}),
    "a notice stops no payment": frozenset({"payment.notice"}),
    "papers are not asked for": frozenset({"payment.papers"}),
    "advances do not count as gone": frozenset({"project.beyond"}),
    "what is paid beside an advance has no bound": frozenset({"spending.beyond", "project.beyond"}),
    "a transfer between funds is not looked at again": frozenset(
        {"resolution.beyond", "transfer.resolution", "fund.negative"}
    ),
    "money from another fund arrives twice": frozenset({"fund.sum"}),
    "more goods go out than there are": frozenset({"goods.beyond"}),
    "an erasure takes one person": frozenset({"erasure.unconfirmed"}),
}
"""By which rule each is found."""
