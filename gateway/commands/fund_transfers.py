"""Commands: money between funds (资金间调拨)."""

from __future__ import annotations

from typing import Final

from gateway.commands.route import DAY, NOTHING, Route
from gateway.schemas import common, fund_transfers

ROUTES: Final = (
    Route(
        "/fund-transfers",
        "funds.request_fund_transfer",
        fund_transfers.FundTransfer,
        "Ask for money to go from one fund to another; another person confirms it",
        ("treasurer",),
        "fund_transfer",
        {
            "from": "gongzhi",
            "to": "gongyi",
            "amount": "200.00",
            "occurred_on": DAY,
            "reason": "捐赠人本意是捐给公益金",
            "consent": {
                "donation": "don_0123456789abcdefghjk",
                "paper": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            },
        },
    ),
    Route(
        "/fund-transfers/<ref>/confirmations",
        "funds.confirm_fund_transfer",
        common.Empty,
        "Confirm a transfer between funds that another person asked for",
        ("chair",),
        "fund_transfer",
        NOTHING,
        takes="fund_transfer",
        on_behalf=True,
    ),
    Route(
        "/fund-transfers/<ref>/withdrawals",
        "funds.withdraw_fund_transfer",
        common.Reason,
        "Take back a transfer between funds that is not confirmed",
        ("treasurer",),
        "fund_transfer",
        {"reason": "金额有误"},
        takes="fund_transfer",
    ),
    Route(
        "/fund-transfers/<ref>/rejections",
        "funds.reject_fund_transfer",
        common.Reason,
        "Reject a transfer between funds that is not confirmed",
        ("chair",),
        "fund_transfer",
        {"reason": "捐赠人并未同意"},
        takes="fund_transfer",
        on_behalf=True,
    ),
)
