"""An example body for every POST, as the OpenAPI document and the reference page show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Body = Mapping[str, Any]

_DAY: Final = "2026-03-01"
_NOTHING: Final[Body] = {}
_REVERSAL: Final[Body] = {"reason": "重复登记"}
_GIFT: Final[Body] = {
    "fund": "gongzhi",
    "account": "bank",
    "donor": {"name": "张三", "kind": "person", "publish_as": "masked"},
    "amount": "200.00",
    "occurred_on": _DAY,
    "purpose": "广场长椅",
    "reference": "WX20260301001",
    "note": "为了母亲",
}

BODIES: Final[Mapping[str, Body]] = {
    "/members": {"code": "yeyu", "name": "业余合唱团", "kind": "cultural_society"},
    "/people": {"name": "李四", "member": "yeyu"},
    "/people/<ref>/erasures": {"reason": "本人要求"},
    "/parties": {"name": "社区银行", "kind": "organisation", "origin": "donor"},
    "/mandates": {
        "person": "per_0123456789abcdefghjk",
        "role": "treasurer",
        "from": "2026-01-01",
        "to": "2026-12-31",
    },
    "/mandates/<ref>/revocations": _NOTHING,
    "/tokens": {"person": "per_0123456789abcdefghjk"},
    "/tokens/<ref>/revocations": _NOTHING,
    "/money-accounts": {"code": "bank", "name": "基本户", "kind": "bank", "legal_holder": "社区基金会"},
    "/funds": {
        "code": "gongzhi",
        "name": "共治资金",
        "kind": "co_governance",
        "source": "donation",
        "legal_holder": "社区基金会",
        "currency": "CNY",
    },
    "/pledges": {
        "fund": "gongzhi",
        "donor": {"name": "社区银行", "kind": "organisation"},
        "amount": "5000.00",
        "occurred_on": _DAY,
    },
    "/pledges/<ref>/fulfilments": {"donation": "don_0123456789abcdefghjk", "amount": "2000.00"},
    "/donations": _GIFT,
    "/donations/<ref>/refunds": {"amount": "50.00", "occurred_on": _DAY, "reason": "误转"},
    "/receipts": {
        "fund": "gongzhi",
        "account": "bank",
        "kind": "grant",
        "from": {"name": "街道办事处", "kind": "organisation"},
        "amount": "10000.00",
        "occurred_on": _DAY,
        "restriction": {"kind": "category", "value": "养老"},
    },
    "/transfers": {
        "from": "wechat",
        "to": "bank",
        "amount": "300.00",
        "fee": "0.30",
        "occurred_on": _DAY,
    },
    "/outlays": {
        "fund": "gongzhi",
        "account": "bank",
        "kind": "bank_fee",
        "amount": "5.00",
        "occurred_on": _DAY,
    },
    **{f"/{what}/<ref>/reversals": _REVERSAL for what in ("donations", "receipts", "transfers", "outlays")},
    "/payments/<ref>/reversals": {"reason": "收款账号有误，款项退回"},
    "/reversals/<ref>/confirmations": _NOTHING,
    "/reversals/<ref>/withdrawals": {"reason": "核对后原登记无误"},
    "/reversals/<ref>/rejections": {"reason": "款项已到账，无须冲销"},
    "/allocations": {"fund": "gongzhi", "project": "bench", "amount": "1500.00", "occurred_on": _DAY},
    "/allocations/<ref>/returns": {"amount": "120.00", "reason": "结余"},
    "/projects": {"code": "bench", "name": "长椅", "purpose": "广场长椅十张", "category": "公共设施"},
    "/projects/<ref>/closings": _NOTHING,
    "/projects/<ref>/spending": {
        "amount": {"amount": "800.00", "currency": "CNY"},
        "payee": {"name": "木工社", "kind": "organisation"},
        "purpose": "木料",
        "occurred_on": _DAY,
        "attachments": ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"],
    },
    "/spending/<ref>/approvals": _NOTHING,
    "/spending/<ref>/rejections": {"reason": "没有发票"},
    "/spending/<ref>/cancellations": {"reason": "商家停业，余款不再支付"},
    "/spending/<ref>/payments": {
        "amount": "800.00",
        "account": "bank",
        "occurred_on": _DAY,
        "reference": "ICBC-0001",
    },
    "/batches": {
        "atomic": False,
        "commands": [
            {"command": "funds.record_donation", "key": "line-1", **_GIFT},
            {
                "command": "funds.refund_donation",
                "donation": "don_0123456789abcdefghjk",
                "amount": "50.00",
                "occurred_on": _DAY,
            },
        ],
    },
}
"""Path -> body."""
