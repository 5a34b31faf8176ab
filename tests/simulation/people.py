"""What the people of a council ask for: sensible commands, now and then ones that must be refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from simulation.known import Known

Body = dict[str, Any]
Asked = tuple[str, str, Body]
"""Who, which command, what for. "A for B": A writes down what B did on paper."""
Ask = Callable[["People"], "Asked | list[Asked] | None"]
"""What somebody may want next: one command, or some that pass together; None: nothing of the kind."""

TREASURER, CHAIR, LEAD, FOUNDER, SECOND, DEPUTY = (
    "treasurer",
    "chair",
    "lead",
    "founder",
    "second",
    "deputy",
)
ROLES: Final[Mapping[str, Sequence[str]]] = {
    FOUNDER: ["founder"],
    TREASURER: ["treasurer"],
    CHAIR: ["chair"],
    LEAD: ["project_lead"],
    SECOND: ["treasurer", "chair"],
    # May do everything: what the separation of people refuses is asked by this one.
    DEPUTY: ["treasurer", "chair", "project_lead"],
}
BOARD: Final = ("board1", "board2", "board3")
COUNCILLORS: Final = ("councillor1", "councillor2", "councillor3", "councillor4")
SECRETARY, RESIDENT = "secretary", "resident"
OF_COUNCIL: Final[Mapping[str, Sequence[str]]] = {
    SECRETARY: ["secretary"],
    RESIDENT: ["resident"],
    **dict.fromkeys(BOARD, ("standing_board",)),
    **dict.fromkeys(COUNCILLORS, ("councillor",)),
}
"""Who decides, where a history is about that too. The councillors sit for a unit each."""
PAPER: Final = "f" * 64
HOLDER, STREET = "社区共治理事会", "街道办事处"


@dataclass(eq=False, slots=True)
class Request:
    """Commands of one person that pass together, with what was answered so far."""

    service: str
    items: list[Body]
    answers: list[Body] | None = None
    """The first answer of every item, once all were carried out."""
    tries: int = 0
    under_way: int = 0
    """How many attempts are with a process right now."""

    @property
    def wire(self) -> Body:
        return {"atomic": len(self.items) > 1, "items": self.items}

    def __str__(self) -> str:
        return " + ".join(f"{one['command']} {one['key']} {_brief(one['body'])}" for one in self.items)


def _brief(body: Mapping[str, Any]) -> str:
    brief = (
        value["minor"] if isinstance(value, dict) and "minor" in value else value for value in body.values()
    )
    return ",".join(str(one)[:10] for one in brief)


class People:
    """Asks for the next thing. Every name is a code or an id that somebody could know."""

    def __init__(self, rng: Random, known: Known, today: Callable[[], str], keys: str = "k") -> None:
        self.rng = rng
        self.known = known
        self.may: Mapping[Ask, float] = USUAL
        """What is asked for, and how often."""
        self.today = today
        self._prefix = keys
        self._keys = 0

    def ask(self) -> Request:
        """A fresh request; one in ten is two commands that pass together."""
        items = self._some()
        service = items[0]["command"].split(".")[0]
        if self.rng.random() < 0.1:
            others = self._some()
            if others[0]["command"].split(".")[0] == service:
                items += others
        return Request(service, items)

    def last_words(self) -> list[Request]:
        """A text about every payee, erased by now or not: what of their spending is not paid is rejected."""
        words = ((CHAIR, "projects.reject_spending", _rejecting(one)) for one in self.known.asked)
        return [Request("projects", [self.item(asked)]) for asked in words]

    def item(self, asked: Asked) -> Body:
        """A command as it crosses the wire."""
        who, command, body = asked
        self._keys += 1
        by, _, whose = who.partition(" for ")
        actor = self._acting(by) | {"position": 1}
        if whose:
            actor["principal"] = self._acting(whose) | {"paper": PAPER}
        return {"command": command, "key": f"{self._prefix}{self._keys}", "actor": actor, "body": body}

    def _acting(self, who: str) -> Body:
        roles = ROLES.get(who) or OF_COUNCIL[who]
        return {"person": self.known.persons[who], "mandates": dict.fromkeys(roles, f"man_{who}")}

    def _some(self) -> list[Body]:
        while True:
            made = self.rng.choices([*self.may], [*self.may.values()])[0](self)
            if made is not None:
                return [self.item(one) for one in (made if isinstance(made, list) else [made])]

    # --- what may be asked -----------------------------------------------------------------------------

    def pick(self, some: Sequence[Any]) -> Any:
        """One of the last few: people deal with what is fresh."""
        return self.rng.choice(some[-6:])

    def sum(self, most: int) -> Body:
        return {"minor": self.rng.randint(1, most), "currency": "CNY"}

    def who(self, usual: str) -> str:
        return usual if self.rng.random() < 0.7 else self.rng.choice([SECOND, DEPUTY])

    def money_in(self) -> Body:
        body: Body = {
            "fund": "main",
            "account": "bank",
            "amount": self.sum(300),
            "occurred_on": self.today(),
        }
        if self.rng.random() < 0.3:
            body["fund"] = self.rng.choice(["benches-only", "main"])
        if self.rng.random() < 0.25 and body["fund"] == "main":
            kind = self.rng.choice(["project", "category"])
            body["restriction"] = {"kind": kind, "value": "benches" if kind == "project" else "streets"}
        return body

    def donate(self) -> Asked:
        body = self.money_in() | {"donor": self.pick(self.known.donors)}
        if self.rng.random() < 0.3:
            body["note"] = "for the old people at number 7"
        return self.who(TREASURER), "funds.record_donation", body

    def pledge(self) -> Asked:
        body = self.money_in()
        del body["account"]
        return TREASURER, "funds.pledge_donation", body

    def fulfil(self) -> Asked | None:
        if not (self.known.pledges and self.known.donations):
            return None
        body = {"pledge": self.pick(self.known.pledges), "donation": self.pick(self.known.donations)[0]}
        return TREASURER, "funds.fulfil_pledge", body

    def receive(self) -> Asked:
        kind = self.rng.choice(["grant", "dues", "interest", "agency", "unidentified"])
        return TREASURER, "funds.record_receipt", self.money_in() | {"kind": kind}

    def refund(self) -> Asked | None:
        if not self.known.donations:
            return None
        donation, minor = self.pick(self.known.donations)
        body = {
            "donation": donation,
            "amount": self.sum(minor),
            "occurred_on": self.today(),
            "reason": "asked",
        }
        return TREASURER, "funds.refund_donation", body

    def transfer(self) -> Asked:
        body = {"from": "wechat", "to": "bank", "amount": self.sum(50), "occurred_on": self.today()}
        if self.rng.random() < 0.5:
            body |= {"fee": self.sum(5), "fund": "main"}
        return TREASURER, "funds.transfer_money", body

    def fee(self) -> Asked:
        kind = self.rng.choice(["bank_fee", "platform_fee", "fee_returned", "gift"])
        body = {"fund": "main", "account": "bank", "kind": kind}
        return TREASURER, "funds.record_outlay", body | {"amount": self.sum(8), "occurred_on": self.today()}

    def allocate(self) -> Asked:
        fund = "main" if self.rng.random() < 0.8 else "benches-only"
        body = {"fund": fund, "project": self.pick(self.known.projects), "occurred_on": self.today()}
        return self.who(CHAIR), "funds.allocate", body | {"amount": self.sum(200)}

    def ask_reversal(self) -> Asked | None:
        if not self.known.reversible:
            return None
        kind, target = self.pick(self.known.reversible)
        body = {"kind": kind, "target": target, "reason": "booked wrongly"}
        return self.who(TREASURER), "funds.request_reversal", body

    def confirm_reversal(self) -> Asked | None:
        if not self.known.reversals:
            return None
        body = {"reversal": self.pick(self.known.reversals)}
        return self.who(CHAIR), "funds.confirm_reversal", body

    def drop_reversal(self) -> Asked | None:
        if not self.known.reversals:
            return None
        body = {"reversal": self.pick(self.known.reversals), "reason": "it was right"}
        return self._dropping("funds", "reversal", body)

    def _dropping(self, service: str, what: str, body: Body) -> Asked:
        if self.rng.random() < 0.5:
            return self.who(TREASURER), f"{service}.withdraw_{what}", body
        return self.who(CHAIR), f"{service}.reject_{what}", body

    def propose(self) -> Asked:
        code = f"p{self.rng.randint(1, 9)}"
        body = {"code": code, "name": code, "purpose": "for everybody"}
        if self.rng.random() < 0.5:
            body["category"] = "streets"
        return LEAD, "projects.propose_project", body

    def close(self) -> Asked:
        return CHAIR, "projects.close_project", {"project": self.pick(self.known.projects)}

    def give_back(self) -> Asked | None:
        if not self.known.allocations:
            return None
        allocation, minor = self.pick(self.known.allocations)
        body = {"allocation": allocation, "amount": self.sum(minor), "reason": "not needed"}
        return CHAIR, "projects.return_allocation", body

    def request(self) -> Asked:
        body: Body = {"project": self.pick(self.known.projects), "payee": self.pick(self.known.donors)}
        body |= {"amount": self.sum(120), "purpose": "timber"}
        if self.rng.random() < 0.8:
            body["fund"] = "main"
        return self.who(LEAD) if self.rng.random() < 0.5 else LEAD, "projects.request_spending", body

    def approve(self) -> Asked | None:
        if not self.known.asked:
            return None
        return self.who(CHAIR), "projects.approve_spending", {"spending": self.pick(self.known.asked)}

    def reject(self) -> Asked | None:
        if not self.known.asked:
            return None
        return CHAIR, "projects.reject_spending", _rejecting(self.pick(self.known.asked))

    def pay(self) -> Asked | None:
        if not self.known.approved:
            return None
        spending, minor = self.pick(self.known.approved)
        account = "bank" if self.rng.random() < 0.9 else "street-bank"
        amount = {"minor": minor, "currency": "CNY"} if self.rng.random() < 0.5 else self.sum(minor)
        return (
            self.who(TREASURER),
            "projects.pay_spending",
            {"spending": spending, "amount": amount, "account": account},
        )

    def ask_payment_reversal(self) -> Asked | None:
        if not self.known.payments:
            return None
        spending, payment = self.pick(self.known.payments)
        body = {"spending": spending, "payment": payment, "reason": "bounced"}
        return self.who(TREASURER), "projects.request_payment_reversal", body

    def confirm_payment_reversal(self) -> Asked | None:
        if not self.known.payment_reversals:
            return None
        body = {"reversal": self.pick(self.known.payment_reversals)}
        return self.who(CHAIR), "projects.confirm_payment_reversal", body

    def drop_payment_reversal(self) -> Asked | None:
        if not self.known.payment_reversals:
            return None
        body = {"reversal": self.pick(self.known.payment_reversals), "reason": "it was right"}
        return self._dropping("projects", "payment_reversal", body)

    def cancel(self) -> Asked | None:
        if not self.known.asked:
            return None
        body = {"spending": self.pick(self.known.asked), "reason": "closed down"}
        return self.rng.choice([CHAIR, LEAD, DEPUTY]), "projects.cancel_spending", body

    def register(self) -> Asked:
        kind = self.rng.choice(["person", "organisation"])
        body = {"kind": kind, "name": "王小明" if kind == "person" else "新风木器店"}
        return TREASURER, "members.register_party", body | {"origin": self.rng.choice(["donor", "payee"])}

    def mandate(self) -> Asked:
        role = self.rng.choice(["treasurer", "auditor"])
        body = {"person": self.known.persons[SECOND], "role": role, "from": self.today()}
        return FOUNDER, "members.give_mandate", body

    def revoke(self) -> Asked | None:
        if not self.known.mandates:
            return None
        return FOUNDER, "members.revoke_mandate", {"mandate": self.pick(self.known.mandates)}

    def erase(self) -> list[Asked]:
        """Mostly confirmed at once, for what is confirmed late finds every service knowing already."""
        person = {"person": self.pick(self.known.donors)}
        asked: list[Asked] = [(CHAIR, "members.request_erasure", person | {"reason": "asked for it"})]
        if self.rng.random() < 0.7:
            asked.append((FOUNDER, "members.confirm_erasure", person))
        return asked

    def confirm_erasure(self) -> Asked:
        who = self.rng.choice((FOUNDER, FOUNDER, CHAIR))
        return who, "members.confirm_erasure", {"person": self.pick(self.known.donors)}


def _rejecting(spending: str) -> Body:
    return {"spending": spending, "reason": "too dear"}


USUAL: Final[Mapping[Ask, float]] = {
    People.donate: 14,
    People.pledge: 2,
    People.fulfil: 2,
    People.receive: 4,
    People.refund: 6,
    People.transfer: 3,
    People.fee: 3,
    People.allocate: 14,
    People.ask_reversal: 4,
    People.confirm_reversal: 5,
    People.drop_reversal: 2,
    People.propose: 3,
    People.close: 2,
    People.give_back: 6,
    People.request: 12,
    People.approve: 12,
    People.reject: 4,
    People.pay: 14,
    People.ask_payment_reversal: 3,
    People.confirm_payment_reversal: 5,
    People.drop_payment_reversal: 2,
    People.cancel: 2,
    People.register: 3,
    People.mandate: 1,
    People.revoke: 1,
    People.erase: 4,
    People.confirm_erasure: 3,
}
