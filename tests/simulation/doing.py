"""What a council asks for under its policy: allocations, transfers, goods, projects, spending, advances."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from simulation.deciding import MIDDLE, SMALL, UNITS
from simulation.people import (
    BOARD,
    CHAIR,
    DEPUTY,
    LEAD,
    PAPER,
    SECOND,
    SECRETARY,
    TREASURER,
    Ask,
    Asked,
    Body,
    People,
)

# --- funds ------------------------------------------------------------------------------------------------


def _resolved(people: People, *kinds: str) -> str | None:
    """A resolution of one of `kinds` that may have been adopted."""
    found = [one.resolution for one in people.known.questions if one.body["kind"] in kinds]
    return people.pick(found) if found else None


def _project(people: People) -> str:
    """Mostly the one that has money."""
    has = "square" in people.known.ids and people.rng.random() < 0.5
    return "square" if has else str(people.pick(people.known.projects))


def allocate(people: People) -> Asked:
    """Under a resolution, or so little that approvals will do."""
    body: Body = {
        "fund": "main",
        "project": _project(people),
        "occurred_on": people.today(),
        "amount": people.sum(150),
    }
    resolution = _resolved(people, "allocation")
    if resolution is not None and people.rng.random() < 0.6:
        body["resolution"] = resolution
    else:
        body["amount"] = people.sum(MIDDLE)
    return people.who(CHAIR), "funds.allocate", body


def _approver(people: People) -> str:
    who = people.rng.choice((*BOARD, *BOARD, CHAIR, CHAIR, DEPUTY))
    return f"{SECRETARY} for {who}" if people.rng.random() < 0.25 else who


def approve_allocation(people: People) -> Asked | list[Asked] | None:
    if not people.known.allocation_requests:
        return None
    body = {"allocation_request": people.pick(people.known.allocation_requests)}
    if people.rng.random() < 0.4:
        both = people.rng.choice(((BOARD[0], BOARD[1]), (BOARD[2], BOARD[2])))
        return [(f"{SECRETARY} for {one}", "funds.approve_allocation", body) for one in both]
    if people.rng.random() < 0.9:
        return _approver(people), "funds.approve_allocation", body
    body["reason"] = "no need"
    if people.rng.random() < 0.5:
        return CHAIR, "funds.withdraw_allocation", body
    return _approver(people), "funds.reject_allocation", body


def ask_transfer(people: People) -> Asked | None:
    """To the other fund of the same holder: by resolution, or because its donor says so."""
    known, rng = people.known, people.rng
    body: Body = {
        "from": "main",
        "to": rng.choice(("second", "second", "benches-only")),
        "amount": people.sum(80),
        "occurred_on": people.today(),
        "reason": "it lay in the wrong fund",
    }
    if rng.random() < 0.2:
        body |= {"from": body["to"], "to": "main"}
    if known.donations and rng.random() < 0.4:
        donation, minor = people.pick(known.donations)
        body |= {"consent": {"donation": donation, "paper": PAPER}, "amount": people.sum(minor)}
    elif (resolution := _resolved(people, "fund_transfer")) is not None:
        body["resolution"] = resolution
    elif known.policies and rng.random() < 0.8:
        return None
    return people.who(TREASURER), "funds.request_fund_transfer", body


def end_transfer(people: People) -> Asked | None:
    if not people.known.fund_transfers:
        return None
    body = {"fund_transfer": people.pick(people.known.fund_transfers)}
    if people.rng.random() < 0.8:
        return people.who(CHAIR), "funds.confirm_fund_transfer", body
    body["reason"] = "it lies right"
    if people.rng.random() < 0.5:
        return TREASURER, "funds.withdraw_fund_transfer", body
    return CHAIR, "funds.reject_fund_transfer", body


def give_goods(people: People) -> Asked:
    valued = people.rng.random() < 0.6
    rice: Body = {"name": "rice", "unit": "bag", "quantity": people.rng.randint(1, 9)}
    if valued:
        rice["value"] = people.sum(100)
    body = {"fund": "main", "items": [rice], "valued": valued, "occurred_on": people.today()}
    if people.rng.random() < 0.5:
        body["donor"] = people.pick(people.known.donors)
    return TREASURER, "funds.receive_goods", body


def move_goods(people: People) -> Asked | None:
    """Sorted, given out, acknowledged, or gone."""
    known, rng = people.known, people.rng
    if not known.gifts:
        return None
    body: Body = {"gift": people.pick(known.gifts), "occurred_on": people.today()}
    some = {"name": "rice", "quantity": rng.randint(1, 4)}
    what = rng.choice(("sort", "sort", "ship", "ship", "acknowledge", "acknowledge", "lose"))
    match what:
        case "sort":
            body["items"] = [{"name": "rice", "usable": rng.randint(1, 5), "discarded": rng.randint(0, 1)}]
        case "ship":
            body |= {"items": [some], "recipient": people.pick(known.donors)}
        case "lose":
            return CHAIR, "funds.lose_goods", body | {"items": [some], "reason": "mice"}
        case _ if known.shipments:
            gift, shipment = people.pick(known.shipments)
            body |= {"items": [some], "gift": gift, "shipment": shipment}
        case _:
            return None
    return rng.choice((TREASURER, SECRETARY)), f"funds.{what}_goods", body


# --- projects ---------------------------------------------------------------------------------------------


def sides(people: People) -> Asked:
    what = people.rng.choice(("lead", "supervise"))
    member = people.known.units[people.rng.choice(UNITS)]
    body = {"project": people.pick(people.known.projects), "member": member}
    return CHAIR, f"projects.{what}_project", body


def accept(people: People) -> Asked:
    body = {"project": people.pick(people.known.projects), "report": "it stands"}
    return CHAIR, "projects.accept_project", body


def call_off(people: People) -> Asked:
    body = {"project": people.pick(people.known.projects), "reason": "the ground is wet"}
    return CHAIR, "projects.cancel_project", body


def milestone(people: People) -> Asked:
    rng, known = people.rng, people.known
    later = date.fromisoformat(people.today()) + timedelta(days=rng.randint(0, 1))
    if known.milestones and rng.random() < 0.4:
        body: Body = {"milestone": people.pick(known.milestones)}
        if rng.random() < 0.5:
            return CHAIR, "projects.move_milestone", body | {"due_on": later.isoformat(), "reason": "rain"}
        return LEAD, "projects.complete_milestone", body
    body = {"project": people.pick(known.projects), "name": "it is dug", "due_on": later.isoformat()}
    return LEAD, "projects.set_milestone", body


def request(people: People) -> Asked:
    rng = people.rng
    kind = rng.choices(("payment", "advance", "reimbursement"), (6, 3, 1))[0]
    body: Body = {
        "project": _project(people),
        "fund": "main",
        "payee": people.pick(people.known.donors),
        "amount": people.sum(rng.choice((SMALL - 1, SMALL - 1, MIDDLE - 1, 120))),
        "purpose": "timber",
        "kind": kind,
    }
    if rng.random() < 0.8:
        body["attachments"] = [PAPER]
    return rng.choice((LEAD, LEAD, LEAD, DEPUTY)), "projects.request_spending", body


def approve(people: People) -> Asked | list[Asked] | None:
    """One by one; or the papers of two of them together."""
    known, rng = people.known, people.rng
    if not known.waiting:
        return None
    body: Body = {"spending": people.pick(known.waiting if rng.random() < 0.95 else known.asked)}
    if rng.random() < 0.4:
        both = rng.choice(((CHAIR, BOARD[0]), (BOARD[1], BOARD[2]), (BOARD[1], BOARD[1]), (BOARD[0], CHAIR)))
        return [(f"{SECRETARY} for {one}", "projects.approve_spending", body) for one in both]
    who = _approver(people)
    if CHAIR in who and people.rng.random() < 0.5:
        resolution = _resolved(people, "spending", "spending", "project")
        body |= {"resolution": resolution} if resolution is not None else {}
    return who, "projects.approve_spending", body


def pay(people: People) -> Asked | None:
    known, rng = people.known, people.rng
    if not known.approved:
        return None
    spending, minor = rng.choice(known.approved[-3:])
    amount = {"minor": minor, "currency": "CNY"} if rng.random() < 0.7 else people.sum(minor)
    body = {"spending": spending, "amount": amount, "account": "bank"}
    who = rng.choice((TREASURER, TREASURER, TREASURER, SECOND, DEPUTY))
    return who, "projects.pay_spending", body


def attach(people: People) -> Asked | None:
    if not people.known.asked:
        return None
    body = {"spending": people.pick(people.known.asked), "attachments": [PAPER[:-1] + "e"]}
    return TREASURER, "projects.attach_to_spending", body


def settle(people: People) -> Asked | None:
    """What an advance was spent on, and what came back or was paid beside it."""
    known, rng = people.known, people.rng
    if not known.advances:
        return None
    spending, minor = people.pick(known.advances)
    spent = rng.randint(1, minor)
    body: Body = {"spending": spending, "account": "bank", "attachments": [PAPER]}
    body["spent"] = {"minor": spent, "currency": "CNY"}
    if spent < minor and rng.random() < 0.8:
        body["returned"] = {"minor": minor - spent, "currency": "CNY"}
    elif rng.random() < 0.4:
        more = rng.randint(1, 20)
        body["spent"] = {"minor": minor + more, "currency": "CNY"}
        body["topped_up"] = {"minor": more, "currency": "CNY"}
    return rng.choice((TREASURER, TREASURER, SECOND)), "projects.settle_advance", body


DOING: Final[Mapping[Ask, float]] = {
    allocate: 10,
    approve_allocation: 9,
    ask_transfer: 7,
    end_transfer: 12,
    give_goods: 2,
    move_goods: 9,
    sides: 2,
    accept: 2,
    call_off: 1,
    milestone: 3,
    request: 10,
    approve: 22,
    pay: 12,
    attach: 2,
    settle: 4,
}
