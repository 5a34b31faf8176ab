"""Bodies become commands, and every fault is told by its field and code."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from unit.projects import community_bodies
from unit.projects.lives_bodies import BODIES as OF_LIVES
from unit.projects.story import FIRST, PAYMENT, SHOP, SPENDING, cny

from kernel.domain import Command
from kernel.errors import InvalidInput, NotFound
from kernel.ids import derived
from kernel.sealed import Sealed
from services.projects import schemas
from services.projects.domain import DOMAIN
from services.projects.domain.advances.commands import SettleAdvance
from services.projects.domain.commands import (
    ApproveSpending,
    CancelSpending,
    CloseProject,
    ConfirmPaymentReversal,
    PaySpending,
    ProposeProject,
    RejectPaymentReversal,
    RejectSpending,
    RequestPaymentReversal,
    RequestSpending,
    ReturnAllocation,
    WithdrawPaymentReversal,
)
from services.projects.domain.files.commands import StoreFile
from services.projects.domain.spending.commands import AttachToSpending
from services.projects.events import ReversalId

REVERSAL = ReversalId(derived("rvp", "1"))
PAPER = "a" * 64
SEEN = derived("per", "ada")
SUM = {"minor": 1234, "currency": "CNY"}
DAY = "2026-02-14"

# Per command: the least body with the command that it makes, and the fullest.
LEAST_AND_FULLEST: list[tuple[dict[str, Any], Command]] = [
    ({"code": "benches", "name": "长椅", "purpose": "rest"}, ProposeProject("benches", "长椅", "rest")),
    (
        {"code": "benches", "name": "长椅", "purpose": "rest", "category": "养老"},
        ProposeProject("benches", "长椅", "rest", "养老"),
    ),
    ({"project": "benches"}, CloseProject("benches")),
    ({"allocation": FIRST, "amount": SUM}, ReturnAllocation(FIRST, cny(1234))),
    (
        {"allocation": FIRST, "amount": SUM, "reason": "late"},
        ReturnAllocation(FIRST, cny(1234), Sealed("seal of late")),
    ),
    (
        {"project": "benches", "payee": SHOP, "amount": SUM, "purpose": "timber"},
        RequestSpending("benches", SHOP, cny(1234), "timber"),
    ),
    (
        {
            "project": "benches",
            "fund": "co-governance",
            "payee": SHOP,
            "amount": SUM,
            "purpose": " timber ",
            "occurred_on": DAY,
            "attachments": [PAPER, "b" * 64],
            "kind": "payment",
            "category": "facilities",
            "invoice": {"number": " 24 ", "seller": "a shop"},
            "retention": {"amount": SUM, "until": DAY},
        },
        RequestSpending(
            "benches",
            SHOP,
            cny(1234),
            "timber",
            "co-governance",
            date(2026, 2, 14),
            (PAPER, "b" * 64),
            category="facilities",
            invoice="24",
            seller=Sealed("seal of a shop"),
            retained=cny(1234),
            retained_until=date(2026, 2, 14),
        ),
    ),
    ({"spending": SPENDING}, AttachToSpending(SPENDING)),
    (
        {"spending": SPENDING, "attachments": [PAPER], "invoice": {"number": "24"}},
        AttachToSpending(SPENDING, (PAPER,), "24"),
    ),
    ({"spending": SPENDING}, SettleAdvance(SPENDING)),
    (
        {
            "spending": SPENDING,
            "spent": SUM,
            "returned": SUM,
            "topped_up": SUM,
            "account": "bank",
            "occurred_on": DAY,
            "reference": "TX-1",
            "attachments": [PAPER],
            "invoices": [{"number": "24"}, {"number": "25"}],
        },
        SettleAdvance(
            SPENDING,
            cny(1234),
            cny(1234),
            cny(1234),
            "bank",
            date(2026, 2, 14),
            "TX-1",
            (PAPER,),
            ("24", "25"),
        ),
    ),
    ({"spending": SPENDING}, ApproveSpending(SPENDING)),
    ({"spending": SPENDING}, RejectSpending(SPENDING)),
    ({"spending": SPENDING, "reason": "late"}, RejectSpending(SPENDING, Sealed("seal of late"))),
    (
        {"spending": SPENDING, "amount": SUM, "account": "bank"},
        PaySpending(SPENDING, cny(1234), "bank"),
    ),
    (
        {"spending": SPENDING, "amount": SUM, "account": "bank", "occurred_on": DAY, "reference": "TX-1"},
        PaySpending(SPENDING, cny(1234), "bank", date(2026, 2, 14), "TX-1"),
    ),
    (
        {"spending": SPENDING, "payment": PAYMENT, "reason": "bounced"},
        RequestPaymentReversal(SPENDING, PAYMENT, Sealed("seal of bounced")),
    ),
    ({"reversal": REVERSAL}, ConfirmPaymentReversal(REVERSAL)),
    (
        {"reversal": REVERSAL, "reason": "late"},
        WithdrawPaymentReversal(REVERSAL, Sealed("seal of late")),
    ),
    (
        {"reversal": REVERSAL, "reason": "late"},
        RejectPaymentReversal(REVERSAL, Sealed("seal of late")),
    ),
    ({"spending": SPENDING, "reason": "late"}, CancelSpending(SPENDING, Sealed("seal of late"))),
    *OF_LIVES,
    ({"file": PAPER, "size": 4, "media_type": "image/png"}, StoreFile(PAPER, 4, "image/png")),
    (
        {
            "file": PAPER,
            "size": 4,
            "media_type": "image/png",
            "shows_people": True,
            "concerns": [SEEN],
            "kept_as": "0" * 16,
            "key": "b" * 64,
        },
        StoreFile(
            PAPER,
            4,
            "image/png",
            True,
            (SEEN,),
            "0" * 16,
            Sealed("seal of " + "b" * 64),
        ),
    ),
    *community_bodies.BODIES,
]


def load(command: type, body: object) -> Command:
    return schemas.load(command.COMMAND, body, lambda text: Sealed(f"seal of {text}"))  # type: ignore[attr-defined]


@pytest.mark.parametrize(("body", "command"), LEAST_AND_FULLEST)
def test_a_body_becomes_its_command(body: dict[str, Any], command: Command) -> None:
    assert load(type(command), body) == command


@pytest.mark.parametrize(("body", "command"), LEAST_AND_FULLEST)
def test_an_unknown_field_is_refused(body: dict[str, Any], command: Command) -> None:
    with pytest.raises(InvalidInput) as refused:
        load(type(command), {**body, "role": "chair"})
    assert refused.value.fields() == {"role": ["field.unknown"]}


@pytest.mark.parametrize("command", DOMAIN.commands)
def test_every_required_field_is_missed_by_name(command: type) -> None:
    least = next(body for body, made in LEAST_AND_FULLEST if type(made) is command)
    with pytest.raises(InvalidInput) as refused:
        load(command, {})
    assert refused.value.fields() == {field: ["field.required"] for field in least}


def test_every_command_has_its_case_under_its_name() -> None:
    assert set(schemas.CASES) == {command.COMMAND for command in DOMAIN.commands}  # type: ignore[attr-defined]
    assert {type(command) for _, command in LEAST_AND_FULLEST} == set(DOMAIN.commands)


def test_a_command_of_another_name_is_not_found() -> None:
    with pytest.raises(NotFound) as refused:
        schemas.load("projects.spend_it_all", {}, Sealed)
    assert refused.value.args == ("command", "projects.spend_it_all")


@pytest.mark.parametrize(
    ("field", "value", "path", "code"),
    [
        ("project", "no such thing", "project", "ref.format"),
        ("project", 7, "project", "field.type"),
        ("fund", "", "fund", "ref.format"),
        ("payee", "Shop & Sons", "payee", "id.format"),
        ("payee", SPENDING, "payee", "id.format"),
        ("amount", "12.34", "amount", "money.format"),
        ("amount", 12, "amount", "money.format"),
        ("amount", {"minor": 0, "currency": "CNY"}, "amount", "money.not_positive"),
        ("amount", {"minor": -5, "currency": "CNY"}, "amount", "money.not_positive"),
        ("amount", {"minor": True, "currency": "CNY"}, "amount", "money.format"),
        ("amount", {"minor": 2**53, "currency": "CNY"}, "amount", "money.too_large"),
        ("amount", {"minor": 5, "currency": "XXX"}, "amount", "money.currency"),
        ("purpose", "   ", "purpose", "text.empty"),
        ("purpose", "x" * 501, "purpose", "text.too_long"),
        ("purpose", "a\x00b", "purpose", "text.control_character"),
        ("purpose", "\ud800", "purpose", "text.control_character"),
        ("purpose", None, "purpose", "field.null"),
        ("occurred_on", "2026-02-30", "occurred_on", "date.unknown"),
        ("occurred_on", "14.2.2026", "occurred_on", "date.format"),
        ("attachments", [PAPER, "beef"], "attachments.1", "sha256.format"),
        ("attachments", [PAPER, PAPER], "attachments", "list.repeated"),
        ("attachments", [f"{n:064x}" for n in range(51)], "attachments", "list.too_long"),
        ("attachments", PAPER, "attachments", "field.type"),
        ("attachments", None, "attachments", "field.null"),
        ("kind", "gift", "kind", "choice.unknown"),
        ("kind", None, "kind", "field.null"),
        ("category", "x" * 101, "category", "text.too_long"),
        ("invoice", {}, "invoice.number", "field.required"),
        ("invoice", "24", "invoice", "field.type"),
        ("invoice", {"number": "1" * 65}, "invoice.number", "text.too_long"),
        ("invoice", {"number": 24}, "invoice.number", "field.type"),
        ("invoice", {"number": "24", "code": "1"}, "invoice.code", "field.unknown"),
        ("retention", {"amount": SUM}, "retention.until", "field.required"),
        ("retention", {"amount": SUM, "until": "soon"}, "retention.until", "date.format"),
        ("retention", {"amount": 5, "until": DAY}, "retention.amount", "money.format"),
    ],
)
def test_a_faulty_request_names_the_field(field: str, value: object, path: str, code: str) -> None:
    body = {"project": "benches", "payee": SHOP, "amount": SUM, "purpose": "timber", field: value}
    with pytest.raises(InvalidInput) as refused:
        load(RequestSpending, body)
    assert refused.value.fields() == {path: [code]}


def test_fifty_papers_are_not_too_many() -> None:
    papers = [f"{n:064x}" for n in range(50)]
    body = {"project": "benches", "payee": SHOP, "amount": SUM, "purpose": "timber", "attachments": papers}
    made = load(RequestSpending, body)
    assert isinstance(made, RequestSpending)
    assert made.attachments == tuple(papers)


@pytest.mark.parametrize("body", [None, [], "text", 7])
def test_what_is_no_object_is_no_body(body: object) -> None:
    with pytest.raises(InvalidInput):
        load(CloseProject, body)


def test_a_code_does_not_look_like_an_id() -> None:
    with pytest.raises(InvalidInput) as refused:
        load(ProposeProject, {"code": derived("prj", "x"), "name": "x", "purpose": "x"})
    assert refused.value.fields() == {"code": ["code.format"]}


@pytest.mark.parametrize(("command", "field", "value", "path", "code"), community_bodies.FAULTS)
def test_a_fault_of_the_community_s_bodies_is_told_by_its_field_and_code(
    command: type, field: str, value: object, path: str, code: str
) -> None:
    least = next(body for body, made in LEAST_AND_FULLEST if type(made) is command)
    with pytest.raises(InvalidInput) as refused:
        load(command, {**least, field: value})
    assert refused.value.fields() == {path: [code]}
