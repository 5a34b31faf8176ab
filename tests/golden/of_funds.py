"""An example of each of the first facts of funds, with its subject."""

from __future__ import annotations

from typing import Any, Final

from golden.parts import (
    ALLOCATION,
    BANK,
    CNY,
    COMPANY,
    DONATION,
    FUND,
    NOTE,
    ON,
    PAYMENT,
    PERSON,
    PROJECT,
    REVERSAL,
    WECHAT,
    an,
)

from kernel.money import Money
from services.funds import events as funds

FOR_PROJECT, FOR_ELDERS = funds.Restriction("project", PROJECT), funds.Restriction("category", "elders")
PARTS = (funds.Part(FOR_PROJECT, 100_00), funds.Part(None, 23_45))
OF_BEFORE = funds.Historical("ef" * 32, 1917)

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (funds.MoneyAccountOpened(BANK, "icbc-1", "工行基本户", "bank", "CNY", "共治理事会"), BANK),
    (
        funds.FundOpened(
            FUND,
            "co-gov",
            "共治资金",
            "co_governance",
            "donation",
            "共治理事会",
            "CNY",
            FOR_ELDERS,
        ),
        FUND,
    ),
    (funds.DonationPledged(an("plg"), FUND, PERSON, CNY, FOR_PROJECT, "添置长椅"), an("plg")),
    (funds.PledgeFulfilled(an("plg"), DONATION, FUND, CNY), an("plg")),
    (funds.PledgeReopened(an("plg"), DONATION, FUND, CNY, CNY), an("plg")),
    (
        funds.DonationReceived(
            DONATION,
            FUND,
            BANK,
            PERSON,
            CNY,
            FOR_PROJECT,
            '添置长椅 "一批"',
            "4200001234567890",
            NOTE,
            OF_BEFORE,
        ),
        DONATION,
    ),
    (
        funds.DonationRefunded(
            an("ref"), DONATION, FUND, BANK, PERSON, CNY, FOR_PROJECT, ON, NOTE, OF_BEFORE
        ),
        DONATION,
    ),
    (
        funds.ReceiptRecorded(
            an("rcp"),
            FUND,
            BANK,
            "appropriation",
            COMPANY,
            CNY,
            FOR_ELDERS,
            "启动资金",
            "0007",
            NOTE,
            OF_BEFORE,
        ),
        an("rcp"),
    ),
    (
        funds.MoneyTransferred(an("tra"), WECHAT, BANK, CNY, Money(60, "CNY"), FUND, "T/2026-1"),
        an("tra"),
    ),
    (
        funds.OutlayRecorded(
            an("out"), FUND, BANK, "gift", COMPANY, CNY, "赠予 𠮷田小学", "X-1", NOTE, OF_BEFORE
        ),
        an("out"),
    ),
    (
        funds.AllocationMade(ALLOCATION, FUND, PROJECT, CNY, PARTS, "长椅", an("res"), an("alr"), ON),
        ALLOCATION,
    ),
    (funds.AllocationReturnNoted(ALLOCATION, FUND, PROJECT, CNY, PARTS), ALLOCATION),
    (funds.PaymentNoted(PAYMENT, FUND, PROJECT, BANK, -CNY), PAYMENT),
    (funds.ProjectNoted(PROJECT, "benches", "elders", open=True), PROJECT),
    (funds.ReversalRequested(REVERSAL, DONATION, "donation", NOTE), DONATION),
    (funds.ReversalWithdrawn(REVERSAL, DONATION, "donation", NOTE), DONATION),
    (funds.ReversalRejected(REVERSAL, DONATION, "donation", NOTE), DONATION),
    (funds.DonationReversed(REVERSAL, DONATION, FUND, BANK, PERSON, -CNY, FOR_PROJECT, ON), DONATION),
    (
        funds.ReceiptReversed(
            REVERSAL, an("rcp"), FUND, BANK, "appropriation", COMPANY, -CNY, FOR_ELDERS, ON
        ),
        an("rcp"),
    ),
    (
        funds.TransferReversed(REVERSAL, an("tra"), WECHAT, BANK, -CNY, Money(-60, "CNY"), FUND, ON),
        an("tra"),
    ),
    (funds.OutlayReversed(REVERSAL, an("out"), FUND, BANK, "gift", COMPANY, -CNY, ON), an("out")),
    (funds.FundOverCommitted(FUND, CNY), FUND),
    (funds.FundCovered(FUND), FUND),
    (funds.PersonErasureNoted(PERSON, erased=True), PERSON),
)
