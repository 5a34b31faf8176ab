"""One example of every fact, built the same way each time, and the file of stored bytes made of them.

A new fact gets an example here, then `python tests/golden/examples.py` appends its line to `facts.jsonl`. A
line that stands there is never changed: those bytes are in somebody's log.
"""

from __future__ import annotations

import json
import sys
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from kernel.codec import Codec, Envelope
from kernel.ids import derived
from kernel.merkle import leaf_hash
from kernel.money import Money
from kernel.sealed import commitment
from services.funds import events as funds
from services.members import events as members
from services.projects import events as projects

FILE: Final = Path(__file__).with_name("facts.jsonl")
FACTS: Final = {
    "members": typing.get_args(members.Fact),
    "funds": typing.get_args(funds.Fact),
    "projects": typing.get_args(projects.Fact),
}
CODECS: Final = {service: Codec(facts) for service, facts in FACTS.items()}


@dataclass(frozen=True, slots=True)
class Line:
    """One stored event: its bytes as text, and SHA-256(0x00 || bytes) in hex."""

    type: str
    leaf: str
    bytes: str


def an(prefix: str, which: str = "one") -> Any:
    """An id, the same for ever."""
    return derived(prefix, "golden", which)


CNY = Money(123_45, "CNY")
NOTE = commitment(bytes(range(32)), "给王老师的备注")
PERSON, COMPANY, MEMBER, TOKEN, MANDATE = an("per"), an("org"), an("mem"), an("tok"), an("man")
FUND, BANK, WECHAT, DONATION, ALLOCATION = an("fnd"), an("acc"), an("acc", "wechat"), an("don"), an("all")
PROJECT, SPENDING, PAYMENT, REVERSAL = an("prj"), an("spd"), an("pay"), an("rev")
FOR_PROJECT, FOR_ELDERS = funds.Restriction("project", PROJECT), funds.Restriction("category", "elders")
FUND_PARTS = (funds.Part(FOR_PROJECT, 100_00), funds.Part(None, 23_45))
PROJECT_PARTS = (projects.Part(projects.Restriction("project", PROJECT), 100_00), projects.Part(None, 23_45))
SHARES = (
    projects.Share(ALLOCATION, projects.Restriction("category", "elders"), 100_00),
    projects.Share(an("all", "two"), None, 23_45),
)

ON = date(2025, 3, 1)
OF_BEFORE = funds.Historical("ef" * 32, 1917)

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (members.CouncilFounded("滨湖世纪社区共治理事会", demonstration=True), "main"),
    (members.MemberJoined(MEMBER, "unit-01", "第一居民单位·甲", "resident_unit"), MEMBER),
    (members.PartyRegistered(PERSON, "person", None, NOTE, MEMBER, "masked", "donor"), PERSON),
    (members.MandateGiven(MANDATE, PERSON, "treasurer", date(2026, 1, 1), date(2028, 2, 29)), MANDATE),
    (members.MandateRevoked(MANDATE, PERSON), MANDATE),
    (members.TokenIssued(TOKEN, PERSON, "0123456789abcdef" * 4, on_host=True), TOKEN),
    (members.TokenRevoked(TOKEN, PERSON), TOKEN),
    (members.HoldPlaced(PERSON, date(2056, 12, 31)), PERSON),
    (members.PersonHidden(PERSON, NOTE), PERSON),
    (members.HidingNoted(PERSON, "funds"), PERSON),
    (members.PersonErased(PERSON), PERSON),
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
    (funds.AllocationMade(ALLOCATION, FUND, PROJECT, CNY, FUND_PARTS, "长椅"), ALLOCATION),
    (funds.AllocationReturnNoted(ALLOCATION, FUND, PROJECT, CNY, FUND_PARTS), ALLOCATION),
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
    (projects.ProjectProposed(PROJECT, "benches", "广场长椅", "供老人歇脚", "elders"), PROJECT),
    (projects.ProjectClosed(PROJECT), PROJECT),
    (projects.AccountNoted(BANK, "icbc-1", "CNY", "共治理事会"), BANK),
    (projects.FundNoted(FUND, "co-gov", "CNY", "共治理事会"), FUND),
    (projects.FundFrozenNoted(FUND, frozen=True), FUND),
    (projects.AllocationNoted(ALLOCATION, FUND, PROJECT, CNY, PROJECT_PARTS), ALLOCATION),
    (
        projects.AllocationReturned(ALLOCATION, FUND, PROJECT, CNY, PROJECT_PARTS, NOTE, by_itself=False),
        ALLOCATION,
    ),
    (
        projects.SpendingRequested(SPENDING, PROJECT, FUND, COMPANY, CNY, "长椅十张", ("ab" * 32, "cd" * 32)),
        SPENDING,
    ),
    (projects.SpendingApproved(SPENDING, PROJECT, FUND, COMPANY, CNY), SPENDING),
    (projects.SpendingRejected(SPENDING, PROJECT, FUND, NOTE), SPENDING),
    (projects.SpendingCancelled(SPENDING, PROJECT, FUND, CNY, NOTE), SPENDING),
    (
        projects.SpendingPaid(
            PAYMENT, SPENDING, PROJECT, FUND, BANK, COMPANY, CNY, SHARES, "长椅十张", "B-77", ON
        ),
        SPENDING,
    ),
    (projects.PaymentReversalRequested(an("rvp"), PAYMENT, SPENDING, NOTE), SPENDING),
    (projects.PaymentReversalWithdrawn(an("rvp"), PAYMENT, SPENDING, NOTE), SPENDING),
    (projects.PaymentReversalRejected(an("rvp"), PAYMENT, SPENDING, NOTE), SPENDING),
    (
        projects.PaymentReversed(
            an("rvp"), PAYMENT, SPENDING, PROJECT, FUND, BANK, COMPANY, -CNY, SHARES, ON, still_owed=True
        ),
        SPENDING,
    ),
    (projects.PersonErasureNoted(PERSON, erased=True), PERSON),
)


def envelope(fact: Any, subject: str) -> Envelope:
    """`fact` as the writer would wrap it: what notes another log has its cause, the rest a date."""
    service, name = fact.TYPE.split(".")[:2]
    noted = name.endswith("_noted")
    return Envelope(
        council="main",
        service=service,
        position=7,
        type=fact.TYPE,
        subject=subject,
        command_id=an("cmd")[4:],
        actor={
            "person": f"service:{service}" if noted else an("per", "actor"),
            "mandate": None if noted else an("man", "actor"),
            "role": None if noted else "treasurer",
            "position": 0 if noted else 41,
        },
        occurred_on=None if noted else "2025-12-31",
        recorded_at="2025-12-31T16:30:00.123456Z",
        cause={"service": "funds", "position": 9_007_199_254_740_991} if noted else None,
        data=CODECS[service].data(fact),
    )


def made() -> Iterator[tuple[Any, Line]]:
    """Every example with the line that it gives today."""
    for fact, subject in EXAMPLES:
        body = envelope(fact, subject).encoded()
        yield fact, Line(fact.TYPE, leaf_hash(body).hex(), body.decode())


def kept() -> list[Line]:
    """The lines of the file."""
    return [Line(**json.loads(text)) for text in FILE.read_text().splitlines()]


def main() -> None:
    known = {line.type for line in kept()} if FILE.exists() else set()
    with FILE.open("a") as file:
        for _, line in made():
            if line.type not in known:
                row = {"type": line.type, "leaf": line.leaf, "bytes": line.bytes}
                file.write(json.dumps(row, ensure_ascii=False) + "\n")
                print("new:", line.type)


if __name__ == "__main__":
    main()
