"""What the demonstration council received, set aside and paid in three years. Invented. Pure.

Two of the funds were *set up*: their money comes by receipts, never by donations.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from cli.demo.council import GOVERNANCE, SELF, WECHAT, WELFARE, setup

LABEL: Final = "演示"
YEARS: Final = (2022, 2023, 2024)


@dataclass(frozen=True, slots=True)
class Gift:
    """A donation; sums are fen. `donor` None: anonymous; `unit`: the giving member unit's code."""

    ref: str
    account: str
    donor: str | None
    unit: str | None
    fen: int
    day: date
    purpose: str | None
    project: str | None = None


@dataclass(frozen=True, slots=True)
class Grant:
    """Money that set a fund up: an appropriation or a grant."""

    ref: str
    fund: str
    kind: str
    payer: str
    fen: int
    day: date


@dataclass(frozen=True, slots=True)
class Project:
    """A project, what each fund commits to it, and what it spends."""

    code: str
    name: str
    purpose: str
    category: str
    allocations: tuple[tuple[str, int, date], ...]
    spending: tuple[Spending, ...]


@dataclass(frozen=True, slots=True)
class Spending:
    """A request; `ends`: how far it has come. A payment of two parts has two days."""

    ref: str
    fund: str
    payee: str
    fen: int
    purpose: str
    day: date
    ends: str
    paid_on: tuple[date, ...] = ()

    def attachment(self) -> str:
        """SHA-256 of the paper that there would be."""
        return hashlib.sha256(f"{LABEL} {self.ref} {self.purpose}".encode()).hexdigest()


def gifts() -> list[Gift]:
    """Residents give a little each month, units more in the spring, a few without a name."""
    return [*_of_residents(), *_of_units(), *_of_nobody(), *_for_benches()]


def _of_residents() -> Iterator[Gift]:
    for month in range(len(YEARS) * 12):
        year, of_year = YEARS[month // 12], month % 12 + 1
        for nth in range(2 + month % 2):
            number = (month * 7 + nth * 11) % 40 + 1
            day = date(year, of_year, 3 + (month * 5 + nth * 9) % 25)
            fen = 5_000 + (month * 37 + nth * 53) % 29 * 1_300 + nth * 88
            yield Gift(f"r{month:02}-{nth}", WECHAT, f"演示居民{number:02}", None, fen, day, None)


def _of_units() -> Iterator[Gift]:
    units = setup().units
    for year in YEARS:
        for nth in range(9):
            unit = units[(nth * 4 + year) % len(units)]
            fen = 1_280_000 + (nth * 31 + year) % 17 * 94_700
            day = date(year, 3 + nth % 3, 2 + nth * 3)
            yield Gift(f"u{year}-{nth}", "DEMO-BANK", unit.name, unit.code, fen, day, f"{LABEL}：社区共建")


def _of_nobody() -> Iterator[Gift]:
    for nth, year in enumerate(YEARS):
        day = date(year, 10, 11 + nth)
        yield Gift(f"a{year}", WECHAT, None, None, 66_600 + nth * 11_100, day, f"{LABEL}：不具名")


def _for_benches() -> Iterator[Gift]:
    for nth in range(5):
        day = date(2022, 6, 6 + nth)
        purpose = f"{LABEL}：指定用于广场长椅"
        yield Gift(
            f"b{nth}", WECHAT, f"演示居民{50 + nth}", None, 30_000 + nth * 2_500, day, purpose, "DEMO-BENCH"
        )


def grants() -> list[Grant]:
    """What set up the two other funds."""
    made = []
    for nth, year in enumerate(YEARS):
        spring, autumn = date(year, 2, 16), date(year, 9, 14)
        made += [
            Grant(
                f"gy{year}", WELFARE, "grant", "演示社会组织发展基金", 18_350_000 + nth * 1_120_000, spring
            ),
            Grant(
                f"zz{year}a", SELF, "appropriation", "演示街道办事处", 27_480_000 + nth * 2_090_000, spring
            ),
            Grant(f"zz{year}b", SELF, "appropriation", "演示街道办事处", 9_260_000 + nth * 730_000, autumn),
        ]
    return made


def projects() -> list[Project]:
    """The projects that the report names, with invented sums."""
    return [
        Project(
            "DEMO-BENCH",
            "广场长椅（演示）",
            f"{LABEL}：为广场添置长椅",
            "facility",
            ((GOVERNANCE, 6_840_000, date(2022, 7, 4)),),
            (
                Spending(
                    "bench1",
                    GOVERNANCE,
                    "演示木作工坊",
                    4_160_000,
                    f"{LABEL}：长椅二十六条",
                    date(2022, 7, 20),
                    "paid",
                    (date(2022, 8, 3), date(2022, 9, 2)),
                ),
                Spending(
                    "bench2",
                    GOVERNANCE,
                    "演示石材店",
                    1_375_000,
                    f"{LABEL}：基座",
                    date(2022, 8, 8),
                    "paid",
                    (date(2022, 8, 22),),
                ),
                Spending(
                    "bench3",
                    GOVERNANCE,
                    "演示运输队",
                    318_000,
                    f"{LABEL}：重复的运费",
                    date(2022, 8, 30),
                    "rejected",
                ),
            ),
        ),
        Project(
            "DEMO-TOILET",
            "街头游园生态公厕（演示）",
            f"{LABEL}：街头游园的生态公厕",
            "facility",
            ((GOVERNANCE, 9_720_000, date(2022, 11, 7)), (SELF, 23_650_000, date(2022, 11, 9))),
            (
                Spending(
                    "toilet1",
                    SELF,
                    "演示环保设备厂",
                    19_840_000,
                    f"{LABEL}：生态公厕主体",
                    date(2022, 12, 5),
                    "paid",
                    (date(2022, 12, 19), date(2023, 3, 13)),
                ),
                Spending(
                    "toilet2",
                    GOVERNANCE,
                    "演示市政安装队",
                    7_310_000,
                    f"{LABEL}：管线与安装",
                    date(2023, 2, 13),
                    "paid",
                    (date(2023, 2, 27),),
                ),
                Spending(
                    "toilet3",
                    GOVERNANCE,
                    "演示园艺店",
                    845_000,
                    f"{LABEL}：四周绿化",
                    date(2023, 4, 10),
                    "approved",
                ),
            ),
        ),
        Project(
            "DEMO-GARMENT",
            "衣旧传情（演示）",
            f"{LABEL}：旧衣整理、清洗、寄送",
            "welfare",
            ((WELFARE, 5_430_000, date(2022, 5, 9)), (WELFARE, 4_970_000, date(2024, 5, 8))),
            tuple(
                Spending(
                    f"garment{year}",
                    WELFARE,
                    "演示清洗与物流社",
                    2_615_000 + nth * 147_000,
                    f"{LABEL}：{year}年清洗与寄送",
                    date(year, 6, 5),
                    "paid",
                    (date(year, 6, 26),),
                )
                for nth, year in enumerate(YEARS)
            ),
        ),
        Project(
            "DEMO-ELDERLY",
            "老年大学（演示）",
            f"{LABEL}：老年大学的课程与教具",
            "education",
            ((WELFARE, 13_280_000, date(2023, 1, 30)), (SELF, 8_640_000, date(2024, 2, 26))),
            (
                Spending(
                    "elderly1",
                    WELFARE,
                    "演示文具店",
                    1_964_000,
                    f"{LABEL}：书画教具",
                    date(2023, 3, 6),
                    "paid",
                    (date(2023, 3, 20),),
                ),
                Spending(
                    "elderly2",
                    WELFARE,
                    "演示教师工会",
                    6_720_000,
                    f"{LABEL}：授课补贴",
                    date(2023, 9, 4),
                    "paid",
                    (date(2023, 9, 18), date(2024, 1, 15)),
                ),
                Spending(
                    "elderly3",
                    SELF,
                    "演示琴行",
                    3_585_000,
                    f"{LABEL}：电子琴",
                    date(2024, 4, 1),
                    "paid",
                    (date(2024, 4, 22),),
                ),
                Spending(
                    "elderly4", SELF, "演示印务社", 427_000, f"{LABEL}：课本", date(2024, 11, 4), "requested"
                ),
            ),
        ),
    ]
