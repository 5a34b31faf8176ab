"""Who is in the demonstration council, and where its money is. Invented; every name says so. Pure."""

from __future__ import annotations

from datetime import date
from typing import Final

from cli.setup.plan import Account, Fund, Office, Person, Setup, Unit

COUNCIL: Final = "演示社区共治理事会"
CENTRE: Final = "演示社区服务中心"
COMMITTEE: Final = "演示社区居民委员会"
BEGINS: Final = date(2022, 1, 1)

GOVERNANCE, WELFARE, SELF = "DEMO-GZ", "DEMO-GY", "DEMO-ZZ"
BANK, WECHAT, CENTRE_BANK, COMMITTEE_BANK = "DEMO-BANK", "DEMO-WX", "DEMO-CENTRE", "DEMO-COMMITTEE"
ACCOUNT_OF: Final = {GOVERNANCE: BANK, WELFARE: CENTRE_BANK, SELF: COMMITTEE_BANK}

_UNITS: Final = {
    "party_organisation": ("社区党总支", "第一网格党支部", "第二网格党支部"),
    "residents_committee": ("东区居民委员会", "西区居民委员会"),
    "self_governing": ("业主委员会一", "业主委员会二", "楼长联谊会", "议事协商会"),
    "social_organisation": (
        "社会工作站", "公益坊", "养老服务中心", "青少年服务站", "法律援助点",
        "清洁公益社", "助老公益社", "平安巡防社", "护学公益社", "维修公益社",
    ),
    "cultural_society": ("合唱团", "书画社", "太极拳社", "读书会"),
    "resident_unit": (
        "小学", "中学", "幼儿园", "卫生服务中心", "派出所", "银行网点", "物业公司", "超市", "书店", "药店",
    ),
}  # fmt: skip


def setup() -> Setup:
    """33 units, eight people with a role each, four accounts of three legal holders, three funds.

    Building groups and volunteer teams join beside them: `groups`.
    """
    made = Setup(COUNCIL)
    names = [(kind, name) for kind, names in _UNITS.items() for name in names]
    made.units = [
        Unit(f"DEMO-U{number:02}", f"演示·{name}", kind) for number, (kind, name) in enumerate(names, start=1)
    ]
    roles = {
        "treasurer": "出纳",
        "chair": "理事长",
        "project_lead": "项目负责人",
        "secretary": "秘书",
        "auditor": "审计员",
        "standing_board": "常务理事",
        "supervisor": "监事",
        "resident": "居民",
    }
    made.people = [Person(f"演示{name}", None, (Office(role, BEGINS),)) for role, name in roles.items()]
    made.accounts = [
        Account(BANK, "理事会基本户（演示）", "bank", "CNY", COUNCIL),
        Account(WECHAT, "理事会微信户（演示）", "wechat", "CNY", COUNCIL),
        Account(CENTRE_BANK, "服务中心专户（演示）", "bank", "CNY", CENTRE),
        Account(COMMITTEE_BANK, "居委会专户（演示）", "bank", "CNY", COMMITTEE),
    ]
    made.funds = [
        Fund(GOVERNANCE, "共治资金（演示）", "co_governance", "donation", COUNCIL, "CNY"),
        Fund(WELFARE, "公益金（演示）", "public_welfare", "own", CENTRE, "CNY"),
        Fund(SELF, "自治资金（演示）", "self_governance", "government_grant", COMMITTEE, "CNY"),
    ]
    return made
