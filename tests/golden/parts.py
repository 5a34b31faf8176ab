"""What the examples are made of: ids, sums and people, the same for ever."""

from __future__ import annotations

from datetime import date
from typing import Any

from kernel.ids import derived
from kernel.money import Money
from kernel.sealed import commitment


def an(prefix: str, which: str = "one") -> Any:
    """An id, the same for ever."""
    return derived(prefix, "golden", which)


CNY = Money(123_45, "CNY")
NOTE = commitment(bytes(range(32)), "给王老师的备注")
PERSON, COMPANY, MEMBER, TOKEN, MANDATE = an("per"), an("org"), an("mem"), an("tok"), an("man")
FUND, BANK, WECHAT, DONATION, ALLOCATION = an("fnd"), an("acc"), an("acc", "wechat"), an("don"), an("all")
PROJECT, SPENDING, PAYMENT, REVERSAL = an("prj"), an("spd"), an("pay"), an("rev")

ON = date(2025, 3, 1)
