"""What a council begins with: its units, its people and what they may do, its accounts and funds. Pure."""

from __future__ import annotations

import re
import typing
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from services.funds.events import AccountKind, FundKind, FundSource
from services.members.events import MemberKind, Role

ROLES: Final = typing.get_args(Role)
MEMBER_KINDS: Final = typing.get_args(MemberKind)
ACCOUNT_KINDS: Final = typing.get_args(AccountKind)
FUND_KINDS: Final = typing.get_args(FundKind)
FUND_SOURCES: Final = typing.get_args(FundSource)
CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)

CHINESE: Final = {
    # What people write in a sheet or answer to a question -> the word of the interface.
    "出纳": "treasurer", "会计出纳": "treasurer", "理事长": "chair", "主席": "chair",
    "项目负责人": "project_lead",
    "项目负责": "project_lead", "审计": "auditor", "审计员": "auditor",
    "发起人": "founder", "创建人": "founder",
    "党组织": "party_organisation", "自治组织": "self_governing", "社会组织": "social_organisation",
    "志愿者团队": "volunteer_team", "志愿团队": "volunteer_team", "文化社团": "cultural_society",
    "共建单位": "resident_unit", "驻区单位": "resident_unit", "成员单位": "resident_unit",
    "居民委员会": "residents_committee", "居委会": "residents_committee", "楼栋小组": "building_group",
    "银行": "bank", "现金": "cash", "微信": "wechat", "支付宝": "alipay",
    "共治资金": "co_governance", "公益金": "public_welfare", "自治资金": "self_governance", "其他": "other",
    "捐赠": "donation", "政府拨款": "government_grant", "政府资助": "government_grant", "代管": "agency",
    "自有": "own",
}  # fmt: skip


class NotUnderstood(ValueError):  # noqa: N818 - named as what it says
    """`code` names a sentence of `cli.texts`; `about` fills it."""

    def __init__(self, code: str, **about: Any) -> None:
        super().__init__(code, about)
        self.code = code
        self.about = about


@dataclass(frozen=True, slots=True)
class Unit:
    """A member unit (成员单位)."""

    code: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Office:
    """A role from one day to another; `starts_on` None: from the day of the setting up."""

    role: str
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who acts for the council; the same name of the same unit is the same person here."""

    name: str
    member: str | None
    offices: tuple[Office, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """A money account (资金账户)."""

    code: str
    name: str
    kind: str
    currency: str
    legal_holder: str


@dataclass(frozen=True, slots=True)
class Fund:
    """A fund (资金)."""

    code: str
    name: str
    kind: str
    source: str
    legal_holder: str
    currency: str


@dataclass(slots=True)
class Setup:
    """All of it. `council` is the legal holder where a line names none."""

    council: str
    units: list[Unit] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    accounts: list[Account] = field(default_factory=list)
    funds: list[Fund] = field(default_factory=list)


def word(text: str, words: tuple[str, ...], what: str) -> str:
    """One of `words`, written in English or Chinese. Raises: NotUnderstood."""
    plain = text.strip().lower().replace(" ", "_")
    found = CHINESE.get(text.strip(), plain)
    if found not in words:
        raise NotUnderstood("setup.word", what=what, text=text, words=choices(words))
    return found


def choices(words: tuple[str, ...]) -> str:
    """`words` with one Chinese name each, for a question or a template."""
    chinese = {english: name for name, english in reversed(CHINESE.items())}
    return ", ".join(f"{chinese[one]} {one}" if one in chinese else one for one in words)


def code(text: str) -> str:
    """A code. Raises: NotUnderstood."""
    found = text.strip()
    if CODE.fullmatch(found) is None:
        raise NotUnderstood("setup.code", text=text)
    return found


def gathered(offices: list[tuple[str, str | None, Office]]) -> list[Person]:
    """Lines of (name, member, office) -> people, each with all their offices, in order of first mention."""
    by_person: dict[tuple[str, str | None], list[Office]] = {}
    for name, member, office in offices:
        by_person.setdefault((name, member), []).append(office)
    return [Person(name, member, tuple(dict.fromkeys(held))) for (name, member), held in by_person.items()]
