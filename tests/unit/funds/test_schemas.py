"""What comes by wire becomes a command, or every fault is named by its field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from support.rules import nth
from unit.funds.story import ANNA, BENCHES, DONATION, PLEDGE, REVERSAL, SHOP

from kernel.domain import Command
from kernel.errors import InvalidInput, NotFound
from kernel.money import Money
from kernel.sealed import Sealed
from services.funds.domain import DOMAIN
from services.funds.domain.allocations.commands import (
    ApproveAllocation,
    RejectAllocation,
    WithdrawAllocation,
)
from services.funds.domain.commands import (
    Allocate,
    ConfirmReversal,
    FulfilPledge,
    OpenAccount,
    OpenFund,
    PledgeDonation,
    RecordDonation,
    RecordOutlay,
    RecordReceipt,
    RefundDonation,
    RejectReversal,
    RequestReversal,
    TransferMoney,
    WithdrawReversal,
)
from services.funds.domain.fund_transfers.commands import (
    ConfirmFundTransfer,
    RejectFundTransfer,
    RequestFundTransfer,
    WithdrawFundTransfer,
)
from services.funds.domain.goods.commands import (
    AcknowledgeGoods,
    Counted,
    GivenGoods,
    Looked,
    LoseGoods,
    ReceiveGoods,
    ShipGoods,
    SortGoods,
)
from services.funds.events import Restriction
from services.funds.schemas import CASES, load

TEN: dict[str, Any] = {"minor": 1000, "currency": "CNY"}
TEN_YUAN, DAY = Money(1000, "CNY"), date(2026, 3, 1)
GIFT, SHIPMENT, BETWEEN = nth("gik"), nth("shp"), nth("ftr")
REQUEST = nth("alr")
COATS = {"name": "棉衣", "quantity": 3}
BODIES: dict[str, dict[str, Any]] = {
    "open_account": {"code": "bank", "name": "工行", "kind": "bank", "legal_holder": "理事会"},
    "open_fund": {
        "code": "f",
        "name": "共治资金",
        "kind": "co_governance",
        "source": "donation",
        "legal_holder": "理事会",
    },
    "pledge_donation": {"fund": "f", "donor": ANNA, "amount": TEN, "occurred_on": "2026-03-01"},
    "fulfil_pledge": {"pledge": PLEDGE, "donation": DONATION},
    "record_donation": {"fund": "f", "account": "bank", "amount": TEN, "occurred_on": "2026-03-01"},
    "refund_donation": {"donation": DONATION, "amount": TEN, "occurred_on": "2026-03-01"},
    "record_receipt": {
        "fund": "f",
        "account": "bank",
        "kind": "grant",
        "from": SHOP,
        "amount": TEN,
        "occurred_on": "2026-03-01",
    },
    "transfer_money": {"from": "wechat", "to": "bank", "amount": TEN, "occurred_on": "2026-03-01"},
    "record_outlay": {
        "fund": "f",
        "account": "bank",
        "kind": "bank_fee",
        "amount": TEN,
        "occurred_on": "2026-03-01",
    },
    "allocate": {"fund": "f", "project": BENCHES, "amount": TEN, "occurred_on": "2026-03-01"},
    "request_reversal": {"kind": "donation", "target": DONATION, "reason": "重复"},
    "confirm_reversal": {"reversal": REVERSAL},
    "withdraw_reversal": {"reversal": REVERSAL, "reason": "无误"},
    "reject_reversal": {"reversal": REVERSAL, "reason": "无误"},
    "receive_goods": {
        "fund": "f",
        "items": [{**COATS, "unit": "件", "value": TEN}],
        "valued": True,
        "occurred_on": "2026-03-01",
    },
    "sort_goods": {"gift": GIFT, "items": [{"name": "棉衣", "usable": 2}], "occurred_on": "2026-03-01"},
    "ship_goods": {"gift": GIFT, "recipient": SHOP, "items": [COATS], "occurred_on": "2026-03-01"},
    "acknowledge_goods": {"gift": GIFT, "shipment": SHIPMENT, "items": [], "occurred_on": "2026-03-01"},
    "approve_allocation": {"allocation_request": REQUEST},
    "reject_allocation": {"allocation_request": REQUEST, "reason": "太多"},
    "withdraw_allocation": {"allocation_request": REQUEST, "reason": "不用"},
    "request_fund_transfer": {
        "from": "f",
        "to": "g",
        "amount": TEN,
        "occurred_on": "2026-03-01",
        "reason": "转错",
    },
    "confirm_fund_transfer": {"fund_transfer": BETWEEN},
    "withdraw_fund_transfer": {"fund_transfer": BETWEEN, "reason": "无误"},
    "reject_fund_transfer": {"fund_transfer": BETWEEN, "reason": "无误"},
    "lose_goods": {"gift": GIFT, "items": [COATS], "occurred_on": "2026-03-01", "reason": "受潮"},
}
COMMANDS: list[Command] = [
    OpenAccount("bank", "工行", "bank", "CNY", "理事会"),
    OpenFund("f", "共治资金", "co_governance", "donation", "理事会", "CNY", None),
    PledgeDonation("f", ANNA, TEN_YUAN, DAY, None, None),
    FulfilPledge(PLEDGE, DONATION, None),
    RecordDonation("f", "bank", None, TEN_YUAN, DAY, None, None, None, None),
    RefundDonation(DONATION, TEN_YUAN, DAY, None),
    RecordReceipt("f", "bank", "grant", SHOP, TEN_YUAN, DAY, None, None, None, None),
    TransferMoney("wechat", "bank", TEN_YUAN, None, None, DAY, None),
    RecordOutlay("f", "bank", "bank_fee", None, TEN_YUAN, DAY, None, None, None),
    Allocate("f", BENCHES, TEN_YUAN, DAY, None),
    RequestReversal("donation", DONATION, Sealed("sealed:重复")),
    ConfirmReversal(REVERSAL),
    WithdrawReversal(REVERSAL, Sealed("sealed:无误")),
    RejectReversal(REVERSAL, Sealed("sealed:无误")),
    ReceiveGoods("f", None, (GivenGoods("棉衣", "件", 3, TEN_YUAN),), True, DAY, None, None, None),
    SortGoods(GIFT, (Looked("棉衣", 2, 0),), DAY),
    ShipGoods(GIFT, SHOP, (Counted("棉衣", 3),), DAY, None),
    AcknowledgeGoods(GIFT, SHIPMENT, (), DAY, None),
    ApproveAllocation(REQUEST),
    RejectAllocation(REQUEST, Sealed("sealed:太多")),
    WithdrawAllocation(REQUEST, Sealed("sealed:不用")),
    RequestFundTransfer("f", "g", TEN_YUAN, DAY, Sealed("sealed:转错"), None, None, None),
    ConfirmFundTransfer(BETWEEN),
    WithdrawFundTransfer(BETWEEN, Sealed("sealed:无误")),
    RejectFundTransfer(BETWEEN, Sealed("sealed:无误")),
    LoseGoods(GIFT, (Counted("棉衣", 3),), DAY, Sealed("sealed:受潮")),
]


def seal(text: str) -> Sealed:
    return Sealed(f"sealed:{text}")


def loaded(name: str, **more: Any) -> Any:
    return load(f"funds.{name}", {**BODIES[name], **more}, seal)


def faults(name: str, **more: Any) -> dict[str, list[str]]:
    with pytest.raises(InvalidInput) as refusal:
        loaded(name, **more)
    return refusal.value.errors


def test_every_command_has_its_case() -> None:
    assert set(CASES) == {command.COMMAND for command in DOMAIN.commands}  # type: ignore[attr-defined]
    assert {command.COMMAND for command in COMMANDS} == {f"funds.{name}" for name in BODIES} == set(CASES)


@pytest.mark.parametrize(("name", "command"), list(zip(BODIES, COMMANDS, strict=True)))
def test_the_least_that_is_said_makes_a_command(name: str, command: Any) -> None:
    assert loaded(name) == command


@pytest.mark.parametrize("name", BODIES)
def test_every_field_of_the_least_is_needed_but_for_who_gave(name: str) -> None:
    for field in set(BODIES[name]) - ({"donor", "from"} if name != "request_fund_transfer" else set()):
        body = {key: value for key, value in BODIES[name].items() if key != field}
        with pytest.raises(InvalidInput) as refusal:
            load(f"funds.{name}", body, seal)
        assert refusal.value.errors == {field: ["field.required"]}


@pytest.mark.parametrize("name", BODIES)
def test_a_field_that_nobody_knows_is_refused(name: str) -> None:
    assert faults(name, colour="red") == {"colour": ["field.unknown"]}


@pytest.mark.parametrize("body", [None, [], "text", 1])
def test_what_is_no_object_is_refused(body: object) -> None:
    with pytest.raises(InvalidInput) as refusal:
        load("funds.allocate", body, seal)
    assert refusal.value.errors == {"body": ["field.type"]}


def test_a_command_that_nobody_knows_is_not_found() -> None:
    with pytest.raises(NotFound) as refusal:
        load("funds.print_money", {}, seal)
    assert refusal.value.args == ("command", "funds.print_money")


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("record_donation", "note"),
        ("refund_donation", "reason"),
        ("record_receipt", "note"),
        ("record_outlay", "note"),
        ("receive_goods", "note"),
    ],
)
def test_free_text_about_people_is_sealed(name: str, field: str) -> None:
    assert getattr(loaded(name, **{field: "张三"}), field) == Sealed("sealed:张三")
    assert getattr(loaded(name, **{field: None}), field) is None


def test_a_restriction_is_none_a_project_or_a_category() -> None:
    def restriction(**body: Any) -> Any:
        return loaded("record_donation", restriction=body).restriction

    assert restriction(kind="none") is None
    assert restriction(kind="none", value=None) is None
    assert restriction(kind="project", value="benches") == Restriction("project", "benches")
    assert restriction(kind="category", value="为老服务") == Restriction("category", "为老服务")
    assert loaded("record_donation", restriction=None).restriction is None


@pytest.mark.parametrize(
    ("restriction", "fault"),
    [
        ({}, {"restriction.kind": ["field.required"]}),
        ("benches", {"restriction": ["field.type"]}),
        ({"kind": "person", "value": "x"}, {"restriction.kind": ["choice.unknown"]}),
        ({"kind": "none", "value": "x"}, {"restriction.value": ["restriction.no_value_wanted"]}),
        ({"kind": "project"}, {"restriction.value": ["field.required"]}),
        ({"kind": "category", "value": None}, {"restriction.value": ["field.required"]}),
        ({"kind": "category", "value": "x" * 101}, {"restriction.value": ["text.too_long"]}),
        ({"kind": "project", "value": "长椅"}, {"restriction.value": ["ref.format"]}),
    ],
)
def test_a_restriction_that_is_none_of_these_is_refused(restriction: Any, fault: Any) -> None:
    assert faults("record_donation", restriction=restriction) == fault


@pytest.mark.parametrize(
    ("name", "field", "value", "code"),
    [
        ("record_donation", "amount", {"minor": 0, "currency": "CNY"}, "money.not_positive"),
        ("record_donation", "amount", {"minor": -1, "currency": "CNY"}, "money.not_positive"),
        ("record_donation", "amount", {"minor": True, "currency": "CNY"}, "money.format"),
        ("record_donation", "amount", {"minor": 2**53, "currency": "CNY"}, "money.too_large"),
        ("record_donation", "amount", {"minor": 1, "currency": "XXX"}, "money.currency"),
        ("record_donation", "amount", "10.00", "money.format"),
        ("record_donation", "occurred_on", "2026-02-30", "date.unknown"),
        ("record_donation", "occurred_on", "1/3/2026", "date.format"),
        ("record_donation", "donor", "Anna", "id.format"),
        ("record_donation", "donor", DONATION, "id.format"),
        ("record_donation", "fund", 1, "field.type"),
        ("record_donation", "purpose", "a\x00b", "text.control_character"),
        ("record_donation", "purpose", " ", "text.empty"),
        ("record_donation", "reference", "two words", "reference.format"),
        ("record_receipt", "from", "Anna", "id.format"),
        ("record_receipt", "kind", "donation", "choice.unknown"),
        ("transfer_money", "from", "a b", "ref.format"),
        ("transfer_money", "to", None, "field.null"),
        ("transfer_money", "fee", {"minor": 0, "currency": "CNY"}, "money.not_positive"),
        ("open_fund", "code", DONATION, "code.format"),
        ("record_outlay", "historical", "yes", "field.type"),
        ("open_fund", "currency", "XXX", "choice.unknown"),
        ("open_account", "kind", "mattress", "choice.unknown"),
        ("request_reversal", "kind", "allocation", "choice.unknown"),
        ("request_reversal", "target", "x", "id.format"),
        ("confirm_reversal", "reversal", DONATION, "id.format"),
        ("withdraw_reversal", "reversal", DONATION, "id.format"),
        ("reject_reversal", "reason", "", "text.empty"),
        ("receive_goods", "items", [], "list.empty"),
        ("receive_goods", "items", [COATS] * 101, "list.too_long"),
        ("receive_goods", "valued", "yes", "field.type"),
        ("acknowledge_goods", "paper", "no hash", "sha256.format"),
        ("acknowledge_goods", "shipment", GIFT, "id.format"),
        ("request_fund_transfer", "resolution", "r-1", "id.format"),
        ("request_fund_transfer", "consent", "yes", "field.type"),
    ],
)
def test_a_fault_is_named_by_its_field_and_code(name: str, field: str, value: Any, code: str) -> None:
    assert faults(name, **{field: value}) == {field: [code]}


@pytest.mark.parametrize(
    ("number", "code"), [(0, "count.range"), (10**9 + 1, "count.range"), (1.0, "field.type")]
)
def test_goods_are_counted_in_whole_numbers(number: Any, code: str) -> None:
    assert faults("ship_goods", items=[{**COATS, "quantity": number}]) == {"items.0.quantity": [code]}
    assert faults("ship_goods", items=[{**COATS, "quantity": True}]) == {"items.0.quantity": ["field.type"]}
