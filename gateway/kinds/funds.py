"""Kinds of records: money accounts, funds, gifts and other money in and out, allocations. Pure."""

from __future__ import annotations

from typing import Final

from gateway.kinds.described import MONEY, TEXT, TIED, listed, made
from gateway.kinds.kind import Kind
from services.funds import events as funds

TAGS: Final = {
    "money-accounts": "Own money accounts: bank, cash, WeChat, Alipay",
    "funds": "Funds and their figures",
    "pledges": "Pledges (认捐)",
    "donations": "Donations and what was given back of them",
    "receipts": "Receipts: grants, dues, interest, agency money, unidentified money",
    "transfers": "Transfers between own accounts",
    "outlays": "Fees, and gifts and expenses of before the council came here",
}
_REVERSIBLE: Final = ("reversal_requested", "reversed")
_FIGURES: Final = (
    *("received", "other_in", "refunded", "other_out", "committed", "spent", "pledged"),
    "goods",
)

KINDS: Final = (
    Kind(
        name="account",
        path="money-accounts",
        fact=funds.MoneyAccountOpened,
        component="MoneyAccount",
        listing="Own money accounts",
        filters=("kind", "code", "q"),
        aliases=("source", "target"),
        later={"balance": MONEY},
    ),
    Kind(
        name="fund",
        path="funds",
        fact=funds.FundOpened,
        listing="Funds",
        filters=("kind", "code", "q"),
        always={"short": MONEY},
        later={
            **dict.fromkeys((*_FIGURES, "outstanding", "available"), MONEY),
            "by_restriction": listed(made({"restriction": TIED, "available": MONEY})),
        },
    ),
    Kind(
        name="pledge",
        path="pledges",
        fact=funds.DonationPledged,
        listing="Pledges",
        one="One pledge",
        filters=("fund", "donor", "member", "status", "from", "to"),
        statuses=("open", "fulfilled"),
        always={"fulfilled": MONEY, "donations": listed(TEXT)},
        summed=("fulfilled", "donations"),
        whole=False,
    ),
    Kind(
        name="donation",
        path="donations",
        fact=funds.DonationReceived,
        listing="Donations",
        one="One donation",
        filters=(
            *("fund", "account", "donor", "member", "reference", "status", "historical"),
            *("from", "to"),
        ),
        statuses=("received", "partly_refunded", "refunded", *_REVERSIBLE),
        always={"refunded": MONEY},
        summed=("refunded",),
    ),
    Kind(
        name="refund",
        path="refunds",
        fact=funds.DonationRefunded,
        tag="donations",
        listing="Refunds",
        one="One refund",
        filters=("fund", "account", "donor", "member", "donation", "historical", "from", "to"),
        parent="donation",
        parent_said="Id of the donation that was refunded",
        statuses=("refunded",),
    ),
    Kind(
        name="receipt",
        path="receipts",
        fact=funds.ReceiptRecorded,
        listing="Receipts",
        one="One receipt",
        filters=(
            *("fund", "account", "payer", "member", "reference", "kind", "status", "historical"),
            *("from", "to"),
        ),
        statuses=("received", *_REVERSIBLE),
        renamed={"payer": "from"},
    ),
    Kind(
        name="transfer",
        path="transfers",
        fact=funds.MoneyTransferred,
        listing="Transfers",
        one="One transfer",
        filters=("fund", "account", "reference", "status", "from", "to"),
        columns={"account": "source", "target": "target"},
        statuses=("made", *_REVERSIBLE),
        special={"fee": MONEY},
        renamed={"source": "from", "target": "to"},
    ),
    Kind(
        name="outlay",
        path="outlays",
        fact=funds.OutlayRecorded,
        listing="Outlays",
        one="One outlay",
        filters=(*("fund", "account", "payee", "reference", "kind", "status", "historical", "from", "to"),),
        statuses=("made", *_REVERSIBLE),
    ),
    Kind(
        name="allocation",
        path="allocations",
        fact=funds.AllocationMade,
        listing="Allocations",
        one="One allocation",
        filters=("fund", "project", "status", "from", "to"),
        statuses=("made", "partly_returned", "returned"),
        always={"returned": MONEY},
        summed=("returned",),
    ),
)
