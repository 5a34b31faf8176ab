"""A council's year as its three services would log it: what tests of the books read."""

from __future__ import annotations

from datetime import date

from support.logs import Logs

from kernel.money import Money
from kernel.sealed import Opening, Sealed, commitment
from services.funds import events as f
from services.funds.events import fund_transfers as between
from services.funds.events import goods as g
from services.members import events as m
from services.projects import events as p

DAY = date(2025, 3, 1)


def cny(minor: int) -> Money:
    return Money(minor, "CNY")


class Story:
    """Tells facts with their causes. Ids are short on purpose: `don_1`, `spd_1`."""

    def __init__(self, council: str = "main") -> None:
        self.logs = Logs(council)
        self._counts: dict[str, int] = {}
        self._days: dict[str, date] = {}
        self._tied: dict[str, f.Restriction | None] = {}

    def new(self, prefix: str) -> str:
        self._counts[prefix] = n = self._counts.get(prefix, 0) + 1
        return f"{prefix}_{n}"

    # --- setting up ----------------------------------------------------------------------------------
    def founded(self) -> Story:
        tell = self.logs.tell
        tell(m.CouncilFounded("Binhu"), self.logs.council)
        tell(m.MemberJoined(m.MemberId("mem_1"), "unit-1", "First unit", "resident_unit"), "mem_1")
        self.account("bank", "bank")
        self.account("wechat", "wechat")
        self.fund("cog")
        return self

    def account(self, code: str, kind: f.AccountKind, holder: str = "council", currency: str = "CNY") -> str:
        account = self.new("acc")
        fact = f.MoneyAccountOpened(f.AccountId(account), code, code.title(), kind, currency, holder)
        position = self.logs.tell(fact, account)
        noted = p.AccountNoted(p.AccountId(account), code, currency, holder)
        self.logs.tell(noted, account, cause=("funds", position))
        return account

    def fund(
        self,
        code: str,
        holder: str = "council",
        currency: str = "CNY",
        restriction: f.Restriction | None = None,
    ) -> str:
        fund = self.new("fnd")
        fact = f.FundOpened(
            f.FundId(fund), code, code.title(), "co_governance", "donation", holder, currency, restriction
        )
        position = self.logs.tell(fact, fund)
        self.logs.tell(p.FundNoted(p.FundId(fund), code, currency, holder), fund, cause=("funds", position))
        return fund

    def person(self, name: str) -> str:
        """A donor whose name is sealed; the opening is in `logs.openings`."""
        person = self.new("per")
        salt = person.encode().ljust(32, b".")
        seal = commitment(salt, name)
        self.logs.openings[seal.sealed] = Opening(seal.sealed, salt, name)
        fact = m.PartyRegistered(m.PartyId(person), "person", None, seal, None, "masked", "donor")
        self.logs.tell(fact, person)
        return person

    # --- money ---------------------------------------------------------------------------------------
    def donation(  # noqa: PLR0917
        self,
        minor: int,
        fund: str = "fnd_1",
        account: str = "acc_1",
        on: date = DAY,
        restriction: f.Restriction | None = None,
        donor: str | None = None,
    ) -> str:
        donation = self.new("don")
        fact = f.DonationReceived(
            f.DonationId(donation),
            f.FundId(fund),
            f.AccountId(account),
            f.PartyId(donor) if donor else None,
            cny(minor),
            restriction,
            "benches",
            "ref",
            None,
        )
        self.logs.tell(fact, donation, on)
        self._days[donation], self._tied[donation] = on, restriction
        return donation

    def refund(self, donation: str, minor: int, on: date = DAY) -> str:
        refund = self.new("ref")
        fact = f.DonationRefunded(
            f.RefundId(refund),
            f.DonationId(donation),
            f.FundId("fnd_1"),
            f.AccountId("acc_1"),
            None,
            cny(minor),
            self._tied[donation],
            self._days[donation],
            None,
        )
        self.logs.tell(fact, donation, on)
        return refund

    def receipt(self, kind: f.ReceiptKind, minor: int, on: date = DAY) -> str:
        receipt = self.new("rcp")
        fact = f.ReceiptRecorded(
            f.ReceiptId(receipt), f.FundId("fnd_1"), f.AccountId("acc_1"), kind, None, cny(minor), None, None,
            None, None,
        )  # fmt: skip
        self.logs.tell(fact, receipt, on)
        self._days[receipt] = on
        return receipt

    def receipt_reversed(self, receipt: str, kind: f.ReceiptKind, minor: int, on: date = DAY) -> str:
        reversal = self.new("rev")
        fact = f.ReceiptReversed(
            f.ReversalId(reversal), f.ReceiptId(receipt), f.FundId("fnd_1"), f.AccountId("acc_1"), kind, None,
            cny(minor), None, self._days.get(receipt, on),
        )  # fmt: skip
        self.logs.tell(fact, receipt, on, person="per_chair")
        return reversal

    def transfer(self, minor: int, fee: int = 0, on: date = DAY) -> str:
        transfer = self.new("tra")
        fact = f.MoneyTransferred(
            f.TransferId(transfer),
            f.AccountId("acc_2"),
            f.AccountId("acc_1"),
            cny(minor),
            cny(fee) if fee else None,
            f.FundId("fnd_1") if fee else None,
            None,
        )
        self.logs.tell(fact, transfer, on)
        return transfer

    def outlay(self, kind: f.OutlayKind, minor: int, on: date = DAY) -> str:
        outlay = self.new("out")
        fact = f.OutlayRecorded(
            f.OutlayId(outlay), f.FundId("fnd_1"), f.AccountId("acc_1"), kind, None, cny(minor), None, None,
            None,
        )  # fmt: skip
        self.logs.tell(fact, outlay, on)
        return outlay

    def reversal(self, donation: str, minor: int, on: date = DAY) -> str:
        reversal = self.new("rev")
        asked = f.ReversalRequested(f.ReversalId(reversal), donation, "donation", Sealed("0" * 64))
        self.logs.tell(asked, donation, on)
        fact = f.DonationReversed(
            f.ReversalId(reversal),
            f.DonationId(donation),
            f.FundId("fnd_1"),
            f.AccountId("acc_1"),
            None,
            cny(minor),
            None,
            self._days[donation],
        )
        self.logs.tell(fact, donation, on, person="per_chair")
        return reversal

    def goods(self, minor: int, shipped: int, on: date = DAY) -> str:
        """A gift in kind of that value, of which so much was given out."""
        gift, fund = g.GiftId(self.new("gik")), f.FundId("fnd_1")
        items = (g.Goods("coats", "pieces", minor, minor),)
        self.logs.tell(g.GoodsReceived(gift, fund, None, items, cny(minor), None, None, None), gift, on)
        looked = g.GoodsSorted(gift, fund, (g.Sorted("coats", minor, 0, 0),), None, None)
        self.logs.tell(looked, gift, on)
        shipment, count = g.ShipmentId(self.new("shp")), g.Count("coats", shipped, shipped)
        school = f.PartyId("org_1")
        sent = g.GoodsShipped(shipment, gift, fund, school, (count,), cny(shipped), None, None)
        self.logs.tell(sent, gift, on)
        return gift

    def between_funds(self, minor: int, on: date = DAY) -> str:
        """Unrestricted money of the first fund, asked for and confirmed, in a second one."""
        transfer, target = between.FundTransferId(self.new("ftr")), f.FundId(self.fund("second"))
        path = transfer, f.FundId("fnd_1"), target, cny(minor), None, None, None, None, None, None
        asked = between.FundTransferRequested(*path, Sealed("0" * 64))
        self.logs.tell(asked, transfer, on)
        self.logs.tell(between.FundTransferred(*path), transfer, on, person="per_chair")
        return transfer

    # --- projects ------------------------------------------------------------------------------------
    def project(self, code: str) -> str:
        project = self.new("prj")
        fact = p.ProjectProposed(p.ProjectId(project), code, code.title(), "plaza", None)
        position = self.logs.tell(fact, project)
        noted = f.ProjectNoted(f.ProjectId(project), code, None, open=True)
        self.logs.tell(noted, project, cause=("projects", position))
        return project

    def allocation(self, project: str, minor: int, on: date = DAY) -> str:
        allocation = self.new("all")
        fund = f.FundId("fnd_1")
        fact = f.AllocationMade(
            f.AllocationId(allocation), fund, f.ProjectId(project), cny(minor), (f.Part(None, minor),), None
        )
        position = self.logs.tell(fact, allocation, on)
        noted = p.AllocationNoted(
            p.AllocationId(allocation),
            p.FundId("fnd_1"),
            p.ProjectId(project),
            cny(minor),
            (p.Part(None, minor),),
        )
        self.logs.tell(noted, allocation, on, cause=("funds", position))
        return allocation

    def given_back(self, allocation: str, project: str, minor: int, on: date = DAY) -> None:
        returned = p.AllocationReturned(
            p.AllocationId(allocation), p.FundId("fnd_1"), p.ProjectId(project), cny(minor),
            (p.Part(None, minor),), None, by_itself=False,
        )  # fmt: skip
        position = self.logs.tell(returned, allocation, on)
        noted = f.AllocationReturnNoted(
            f.AllocationId(allocation), f.FundId("fnd_1"), f.ProjectId(project), cny(minor),
            (f.Part(None, minor),),
        )  # fmt: skip
        self.logs.tell(noted, allocation, on, cause=("projects", position))

    def spending(self, project: str, minor: int, on: date = DAY) -> str:
        """Requested and approved."""
        spending = self.new("spd")
        ids = p.SpendingId(spending), p.ProjectId(project), p.FundId("fnd_1")
        asked = p.SpendingRequested(*ids, p.PartyId("org_1"), cny(minor), "planks", (), on)
        self.logs.tell(asked, spending, on)
        self.logs.tell(
            p.SpendingApproved(*ids, p.PartyId("org_1"), cny(minor)), spending, on, person="per_chair"
        )
        return spending

    def payment(self, spending: str, project: str, allocation: str, minor: int, on: date = DAY) -> str:
        payment = self.new("pay")
        fact = p.SpendingPaid(
            p.PaymentId(payment),
            p.SpendingId(spending),
            p.ProjectId(project),
            p.FundId("fnd_1"),
            p.AccountId("acc_1"),
            p.PartyId("org_1"),
            cny(minor),
            (p.Share(p.AllocationId(allocation), None, minor),),
            "planks",
            None,
        )
        position = self.logs.tell(fact, spending, on)
        self._days[payment] = on
        self._noted(payment, project, minor, position, on)
        return payment

    def payment_reversed(  # noqa: PLR0917
        self, payment: str, spending: str, project: str, allocation: str, minor: int, on: date = DAY
    ) -> None:
        fact = p.PaymentReversed(
            p.ReversalId(self.new("rvp")),
            p.PaymentId(payment),
            p.SpendingId(spending),
            p.ProjectId(project),
            p.FundId("fnd_1"),
            p.AccountId("acc_1"),
            p.PartyId("org_1"),
            cny(minor),
            (p.Share(p.AllocationId(allocation), None, minor),),
            self._days[payment],
            still_owed=True,
        )
        self._noted(payment, project, -minor, self.logs.tell(fact, spending, on), on)

    def _noted(self, payment: str, project: str, minor: int, position: int, on: date) -> None:
        fact = f.PaymentNoted(
            f.PaymentId(payment), f.FundId("fnd_1"), f.ProjectId(project), f.AccountId("acc_1"), cny(minor)
        )
        self.logs.tell(fact, payment, on, cause=("projects", position))
