"""A council with accounts, funds and two projects, and what its people do, the usual things filled in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from support.rules import TODAY, Scene, nth

from kernel.ids import derived
from kernel.money import Money
from kernel.sealed import Sealed
from services.funds.domain import DOMAIN
from services.funds.domain.commands import (
    Allocate,
    ConfirmReversal,
    FulfilPledge,
    OpenAccount,
    OpenFund,
    PledgeDonation,
    RecordDonation,
    RecordOutlay,
    RecordReceipt,
    RefundDonation,
    RequestReversal,
    TransferMoney,
)
from services.funds.domain.documents import Fund
from services.funds.domain.foreign import ProjectProposed
from services.funds.events import (
    AccountId,
    AllocationId,
    DonationId,
    FundId,
    Historical,
    OutlayKind,
    PartyId,
    PledgeId,
    ProjectId,
    ReceiptId,
    ReceiptKind,
    Restriction,
    ReversalId,
    ReversibleKind,
)

TREASURER, CHAIR = "per_treasurer", "per_chair"
COUNCIL, STREET = "社区共治理事会", "街道办事处"
BANK, WECHAT, DOLLAR_BANK, STREET_BANK = (AccountId(nth("acc", n)) for n in (1, 2, 3, 4))
FUND, BENCH_FUND, DOLLARS, STREET_FUND = (FundId(nth("fnd", n)) for n in (1, 2, 3, 4))
BENCHES, TOILET = (ProjectId(derived("prj", code)) for code in ("benches", "toilet"))
DONATION, RECEIPT, REVERSAL = DonationId(nth("don")), ReceiptId(nth("rcp")), ReversalId(nth("rev"))
PLEDGE, ALLOCATION = PledgeId(nth("plg")), AllocationId(nth("all"))
ANNA, SHOP = PartyId(derived("per", "anna")), PartyId(derived("org", "shop"))
WHY = Sealed("0" * 64)
YESTERDAY = TODAY - timedelta(days=1)
OF_BEFORE = Historical("a" * 64, 7)

FOR_BENCHES = Restriction("project", BENCHES)
FOR_STREETS = Restriction("category", "streets")
FOR_TOILET = Restriction("project", TOILET)
FOR_ELDERS = Restriction("category", "elders")


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


def open_account(code: str, holder: str = COUNCIL, currency: str = "CNY") -> OpenAccount:
    return OpenAccount(code, code.title(), "bank", currency, holder)


def open_fund(code: str, holder: str = COUNCIL, currency: str = "CNY", **more: Any) -> OpenFund:
    rest = {"restriction": None, **more}
    return OpenFund(code, code.title(), "co_governance", "donation", holder, currency, **rest)


def propose(scene: Scene, project: ProjectId, code: str, category: str | None = None) -> Scene:
    return scene.hears("projects", ProjectProposed(project, code, category), project, TODAY)


def council() -> Scene:
    """The council has two funds in yuan (one for the benches alone) and one in dollars."""
    scene = Scene(DOMAIN)
    propose(scene, BENCHES, "benches", "streets")
    propose(scene, TOILET, "toilet")
    scene.when(open_account("bank")).when(open_account("wechat"))
    scene.when(open_account("dollar-bank", currency="USD")).when(open_account("street-bank", STREET))
    scene.when(open_fund("co-governance"))
    scene.when(open_fund("bench-fund", restriction=Restriction("project", "benches")))
    scene.when(open_fund("dollars", currency="USD"))
    scene.when(open_fund("street", STREET))
    return scene


def donate(minor: int, restriction: Restriction | None = None, **more: Any) -> RecordDonation:
    usual: dict[str, Any] = {
        "fund": "co-governance",
        "account": "bank",
        "donor": ANNA,
        "amount": cny(minor),
        "occurred_on": TODAY,
        "purpose": None,
        "reference": None,
        "note": None,
    }
    return RecordDonation(**{**usual, "restriction": restriction, **more})


def receive(minor: int, kind: ReceiptKind = "grant", **more: Any) -> RecordReceipt:
    usual: dict[str, Any] = {
        "fund": "co-governance",
        "account": "bank",
        "payer": None,
        "amount": cny(minor),
        "occurred_on": TODAY,
        "purpose": None,
        "restriction": None,
        "reference": None,
        "note": None,
    }
    return RecordReceipt(kind=kind, **{**usual, **more})


def refund(minor: int, donation: str = DONATION, on: date = TODAY) -> RefundDonation:
    return RefundDonation(donation, cny(minor), on, None)


def transfer(minor: int, fee: Money | None = None, **more: Any) -> TransferMoney:
    usual: dict[str, Any] = {
        "source": "wechat",
        "target": "bank",
        "amount": cny(minor),
        "fee": fee,
        "fund": None,
        "occurred_on": TODAY,
        "reference": None,
    }
    return TransferMoney(**{**usual, **more})


def lay_out(minor: int, kind: OutlayKind = "bank_fee", **more: Any) -> RecordOutlay:
    usual: dict[str, Any] = {
        "fund": "co-governance",
        "account": "bank",
        "payee": None,
        "amount": cny(minor),
        "occurred_on": TODAY,
        "purpose": None,
        "reference": None,
        "note": None,
    }
    return RecordOutlay(kind=kind, **{**usual, **more})


def dollars(kind: OutlayKind, minor: int, **more: Any) -> RecordOutlay:
    """As a file of before the council came here has it."""
    usual = {"fund": "dollars", "account": "dollar-bank", "occurred_on": YESTERDAY, "historical": OF_BEFORE}
    return lay_out(minor, kind, **{**usual, "amount": Money(minor, "USD"), **more})


def donate_dollars(minor: int) -> RecordDonation:
    return donate(0, fund="dollars", account="dollar-bank", amount=Money(minor, "USD"))


def allocate(minor: int, project: str = "benches", **more: Any) -> Allocate:
    usual: dict[str, Any] = {"fund": "co-governance", "occurred_on": TODAY, "purpose": None}
    return Allocate(project=project, **{**usual, "amount": cny(minor), **more})


def pledge(minor: int, **more: Any) -> PledgeDonation:
    usual: dict[str, Any] = {
        "fund": "co-governance",
        "donor": ANNA,
        "amount": cny(minor),
        "occurred_on": TODAY,
        "purpose": None,
        "restriction": None,
    }
    return PledgeDonation(**{**usual, **more})


def fulfil(donation: str = DONATION, minor: int | None = None, pledge: str = PLEDGE) -> FulfilPledge:
    return FulfilPledge(pledge, donation, None if minor is None else cny(minor))


def ask_reversal(target: str = DONATION, kind: ReversibleKind = "donation") -> RequestReversal:
    return RequestReversal(kind, target, WHY)


def reversal(scene: Scene, target: str, kind: ReversibleKind = "donation") -> Scene:
    """Requested by the treasurer, confirmed by the chair."""
    scene.when(ask_reversal(target, kind), by=TREASURER)
    return scene.when(ConfirmReversal(scene.facts[0].reversal), by=CHAIR)


def fund(scene: Scene, id_: FundId = FUND) -> Fund:
    return scene.document(Fund, id_)


def figures(scene: Scene, id_: FundId = FUND) -> dict[str, int]:
    """The figures of the fund that are not zero."""
    names = ("received", "other_in", "refunded", "other_out", "committed", "spent", "available")
    return {name: figure for name in names if (figure := getattr(fund(scene, id_), name))}
