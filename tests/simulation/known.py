"""What people have seen answered: the ids that they can name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Data = Mapping[str, Any]


@dataclass(slots=True)
class Question:
    """A resolution as those who opened it know it. `silent`: the seats of which no vote was heard of."""

    resolution: str
    body: Data
    closes_on: str
    roll: list[str]
    silent: list[str]
    proposed: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Known:
    """See the module."""

    persons: dict[str, str] = field(default_factory=dict)
    donors: list[str] = field(default_factory=list)
    donations: list[tuple[str, int]] = field(default_factory=list)
    pledges: list[str] = field(default_factory=list)
    reversible: list[tuple[str, str]] = field(default_factory=list)
    allocations: list[tuple[str, int]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    approved: list[tuple[str, int]] = field(default_factory=list)
    payments: list[tuple[str, str]] = field(default_factory=list)
    reversals: list[str] = field(default_factory=list)
    payment_reversals: list[str] = field(default_factory=list)
    projects: list[str] = field(default_factory=list)
    mandates: list[str] = field(default_factory=list)

    policies: int = 0
    units: dict[str, str] = field(default_factory=dict)
    """By code."""
    ids: dict[str, str] = field(default_factory=dict)
    """Of funds and projects, by code."""
    questions: list[Question] = field(default_factory=list)
    open: list[Question] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    objections: list[str] = field(default_factory=list)
    upheld: list[str] = field(default_factory=list)
    abouts: list[tuple[str, str]] = field(default_factory=list)
    """What a notice or an objection may be about: kind and id."""
    allocation_requests: list[str] = field(default_factory=list)
    fund_transfers: list[str] = field(default_factory=list)
    gifts: list[str] = field(default_factory=list)
    shipments: list[tuple[str, str]] = field(default_factory=list)
    milestones: list[str] = field(default_factory=list)
    advances: list[tuple[str, int]] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    """Spending that is neither approved nor rejected, as far as people know."""
    kinds: dict[str, str] = field(default_factory=dict)
    """Of spending, by id."""

    def learn(self, event: Mapping[str, Any]) -> None:
        """Take in what an answer says."""
        if (told := LEARNT.get(event["type"])) is not None:
            told(self, event["data"])

    def question(self, resolution: str) -> Question | None:
        """One that is not known to be closed."""
        return next((one for one in self.open if one.resolution == resolution), None)


def _registered(known: Known, data: Data) -> None:
    if data["origin"] != "council":
        known.donors.append(data["party"])


def _received(known: Known, data: Data) -> None:
    known.donations.append((data["donation"], data["amount"]["minor"]))
    known.reversible.append(("donation", data["donation"]))


def _reversible(kind: str) -> Callable[[Known, Data], None]:
    return lambda known, data: known.reversible.append((kind, data[kind]))


def _id(where: str, name: str) -> Callable[[Known, Data], None]:
    return lambda known, data: getattr(known, where).append(data[name])


def _sum(where: str, name: str) -> Callable[[Known, Data], None]:
    return lambda known, data: getattr(known, where).append((data[name], data["amount"]["minor"]))


def _proposed(known: Known, data: Data) -> None:
    known.projects.append(data["code"])
    known.ids[data["code"]] = data["project"]
    known.abouts.append(("project", data["project"]))


def _fund(known: Known, data: Data) -> None:
    known.ids[data["code"]] = data["fund"]


def _unit(known: Known, data: Data) -> None:
    known.units[data["code"]] = data["member"]


def _requested(known: Known, data: Data) -> None:
    known.asked.append(data["spending"])
    known.waiting.append(data["spending"])
    known.kinds[data["spending"]] = data["kind"]
    known.abouts.append(("spending", data["spending"]))


def _approved(known: Known, data: Data) -> None:
    known.approved.append((data["spending"], data["amount"]["minor"]))
    _decided(known, data)


def _decided(known: Known, data: Data) -> None:
    if data["spending"] in known.waiting:
        known.waiting.remove(data["spending"])


def _paid(known: Known, data: Data) -> None:
    known.payments.append((data["spending"], data["payment"]))
    if known.kinds.get(data["spending"]) == "advance":
        known.advances.append((data["spending"], data["amount"]["minor"]))


def _policy(known: Known, _: Data) -> None:
    known.policies += 1


def _opened(known: Known, data: Data) -> None:
    roll = list(data["roll"])
    made = Question(data["resolution"], data, data["closes_on"], roll, list(roll))
    known.questions.append(made)
    known.open.append(made)
    known.abouts.append(("resolution", data["resolution"]))


def _spoken(known: Known, data: Data) -> None:
    question = known.question(data["resolution"])
    if question is not None and data["seat"] in question.silent:
        question.silent.remove(data["seat"])


def _proposed_aside(known: Known, data: Data) -> None:
    question = known.question(data["resolution"])
    if question is not None:
        question.proposed.append(data["seat"])


def _closed(known: Known, data: Data) -> None:
    question = known.question(data["resolution"])
    if question is not None:
        known.open.remove(question)


def _answered(known: Known, data: Data) -> None:
    if data["objection"] in known.objections:
        known.objections.remove(data["objection"])
        if data["upheld"]:
            known.upheld.append(data["objection"])


def _settled(known: Known, data: Data) -> None:
    if data["objection"] in known.upheld:
        known.upheld.remove(data["objection"])


def _shipped(known: Known, data: Data) -> None:
    known.shipments.append((data["gift"], data["shipment"]))


LEARNT: Final[Mapping[str, Callable[[Known, Data], None]]] = {
    "members.party_registered.v1": _registered,
    "members.mandate_given.v1": _id("mandates", "mandate"),
    "members.member_joined.v1": _unit,
    "members.policy_adopted.v1": _policy,
    "members.resolution_opened.v1": _opened,
    "members.vote_cast.v1": _spoken,
    "members.recusal_proposed.v1": _proposed_aside,
    "members.recusal_declared.v1": _spoken,
    "members.resolution_closed.v1": _closed,
    "members.notice_opened.v1": _id("notices", "notice"),
    "members.objection_raised.v1": _id("objections", "objection"),
    "members.objection_answered.v1": _answered,
    "members.objection_settled.v1": _settled,
    "funds.fund_opened.v1": _fund,
    "funds.donation_received.v1": _received,
    "funds.donation_pledged.v1": _id("pledges", "pledge"),
    "funds.receipt_recorded.v1": _reversible("receipt"),
    "funds.money_transferred.v1": _reversible("transfer"),
    "funds.outlay_recorded.v1": _reversible("outlay"),
    "funds.allocation_made.v1": _sum("allocations", "allocation"),
    "funds.allocation_requested.v1": _id("allocation_requests", "allocation_request"),
    "funds.fund_transfer_requested.v1": _id("fund_transfers", "fund_transfer"),
    "funds.goods_received.v1": _id("gifts", "gift"),
    "funds.goods_shipped.v1": _shipped,
    "funds.reversal_requested.v1": _id("reversals", "reversal"),
    "projects.project_proposed.v1": _proposed,
    "projects.spending_requested.v1": _requested,
    "projects.spending_approved.v1": _approved,
    "projects.spending_rejected.v1": _decided,
    "projects.spending_cancelled.v1": _decided,
    "projects.spending_paid.v1": _paid,
    "projects.payment_reversal_requested.v1": _id("payment_reversals", "reversal"),
    "projects.milestone_set.v1": _id("milestones", "milestone"),
}
