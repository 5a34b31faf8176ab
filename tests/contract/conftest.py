"""The whole house over HTTP, once per file of tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.house import House, People


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("house"))
    made.start()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def people(house: House) -> People:
    """With two accounts of one holder, one of another, a fund and a project besides."""
    people = People(
        house.founder,
        house.person("张三", "treasurer"),
        house.person("李四", "chair"),
        house.person("王五", "project_lead"),
        house.person("赵六", "auditor"),
        house.person("钱七"),
    )
    for code, holder in (("bank", "社区"), ("cash", "社区"), ("other", "别处")):
        kind = "cash" if code == "cash" else "bank"
        account = {"code": code, "name": f"账户 {code}", "kind": kind, "legal_holder": holder}
        people.founder.made("/v1/money-accounts", account)
    fund = {
        "code": "gz",
        "name": "共治资金",
        "kind": "co_governance",
        "source": "donation",
        "legal_holder": "社区",
    }
    people.founder.made("/v1/funds", fund)
    people.lead.made("/v1/projects", {"code": "bench", "name": "长椅", "purpose": "广场长椅"})
    house.settled()
    return people
