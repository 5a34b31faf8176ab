"""Where an import goes when it is not told: the only fund and account of the currency, or nowhere."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from cli.client import Gateway
from cli.importing import target
from cli.importing.faults import CannotStart

LISTS: dict[str, list[dict[str, Any]]] = {
    "/v1/funds": [
        {"code": "GZ", "currency": "CNY", "legal_holder": "council"},
        {"code": "OC", "currency": "USD", "legal_holder": "host"},
        {"code": "E1", "currency": "EUR", "legal_holder": "host"},
        {"code": "E2", "currency": "EUR", "legal_holder": "host"},
    ],
    "/v1/money-accounts": [
        {"code": "BANK", "currency": "CNY", "legal_holder": "council"},
        {"code": "CASH", "currency": "CNY", "legal_holder": "council"},
        {"code": "OURS", "currency": "USD", "legal_holder": "council"},
        {"code": "HOSTS", "currency": "USD", "legal_holder": "host"},
    ],
}


def answer(request: httpx.Request) -> httpx.Response:
    items = LISTS.get(request.url.path)
    if items is not None:
        return httpx.Response(200, json={"items": items, "next_cursor": None})
    path, _, code = request.url.path.rpartition("/")
    found = [one for one in LISTS[path] if one["code"] == code]
    return httpx.Response(200, json=found[0]) if found else httpx.Response(404, json={"code": "not_found"})


@pytest.fixture
def gateway() -> Gateway:
    return Gateway("http://x", "t", transport=httpx.MockTransport(answer))


def refused(code: str, **about: object) -> Any:
    return pytest.raises(CannotStart, check=lambda e: (e.code, e.about) == (code, about))


def test_the_only_fund_of_the_currency_is_taken(gateway: Gateway) -> None:
    assert target.fund(gateway, None, "CNY")["code"] == "GZ"
    assert target.fund(gateway, None, "USD")["code"] == "OC"
    assert target.fund(gateway, "E2", "USD")["code"] == "E2"


def test_where_there_are_several_or_none_it_says_which_there_are(gateway: Gateway) -> None:
    with refused("target.many_of_currency_funds", codes="E1 (EUR), E2 (EUR)", currency="EUR"):
        target.fund(gateway, None, "EUR")
    every = "GZ (CNY), OC (USD), E1 (EUR), E2 (EUR)"
    with refused("target.none_of_currency_funds", codes=every, currency="JPY"):
        target.fund(gateway, None, "JPY")
    with refused("target.no_funds", ref="XX"):
        target.fund(gateway, "XX", "CNY")


def test_of_several_accounts_the_one_of_the_funds_holder_is_taken(gateway: Gateway) -> None:
    dollars, yuan = LISTS["/v1/funds"][1], LISTS["/v1/funds"][0]
    assert target.account(gateway, None, dollars)["code"] == "HOSTS"
    with refused("target.many_of_currency_money-accounts", codes="BANK (CNY), CASH (CNY)", currency="CNY"):
        target.account(gateway, None, yuan)
    assert target.account(gateway, "CASH", yuan)["code"] == "CASH"
    with refused("target.currency", account="OURS", has="USD", needs="CNY"):
        target.account(gateway, "OURS", yuan)
