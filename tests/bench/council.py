"""A council to measure with: its treasurer, an account, a fund, and donors who exist by id."""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass, replace
from typing import Any, Final

from bench.system import Grown, Http

DONORS: Final = 50
BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class Council:
    """What the load needs to know."""

    treasurer: str
    """Token."""
    fund: str
    account: str
    donors: tuple[str, ...]

    def bodies(self) -> list[str]:
        """Donations as a treasurer's program would send them."""
        return [json.dumps(self._donation(at), ensure_ascii=False) for at in range(len(self.donors))]

    def batches(self) -> list[str]:
        """Batches of 500 donations."""
        commands = [{"command": "funds.record_donation", **self._donation(at)} for at in range(BATCH)]
        return [json.dumps({"atomic": False, "commands": commands}, ensure_ascii=False)]

    def _donation(self, at: int) -> dict[str, Any]:
        return {
            "fund": self.fund,
            "account": self.account,
            "donor": {"id": self.donors[at % len(self.donors)]},
            "amount": f"{10 + at % 500}.{at % 100:02}",
            "occurred_on": f"2026-0{1 + at % 6}-1{at % 10}",
            "purpose": "社区共建长椅与花池",
            "reference": f"WX{20260000 + at}",
        }


def set_up(system: Grown) -> Council:
    """By HTTP, as people do."""
    council = open_books(system.gateway.url, system.founder)
    treasurer = Http(system.gateway.url, council.treasurer)
    donors = []
    for number in range(DONORS):
        gift = {
            "fund": council.fund, "account": council.account, "amount": "1.00", "occurred_on": "2026-01-01",
            "donor": {"name": f"捐赠人{number}", "kind": "person"},
        }  # fmt: skip
        donors.append(treasurer.post("/v1/donations", gift)["donor"]["id"])
    treasurer.close()
    return replace(council, donors=tuple(donors))


def open_books(url: str, founders_token: str) -> Council:
    """A treasurer, an account `bank`, a fund `cog`; no donors yet."""
    founder = Http(url, founders_token)
    person = founder.post("/v1/people", {"name": "司库"})
    founder.post("/v1/mandates", {"person": person["id"], "role": "treasurer", "from": "2020-01-01"})
    token = founder.post("/v1/tokens", {"person": person["id"]})["token"]
    account = founder.post(
        "/v1/money-accounts", {"code": "bank", "name": "银行", "kind": "bank", "legal_holder": "council"}
    )
    fund = founder.post(
        "/v1/funds",
        {
            "code": "cog", "name": "共治基金", "kind": "co_governance", "source": "donation",
            "legal_holder": "council",
        },
    )  # fmt: skip
    founder.close()
    return Council(token, fund["id"], account["id"], ())


_runs = itertools.count(1)


def prefix() -> str:
    """Of the keys of one run of the load."""
    return f"run{next(_runs)}"
