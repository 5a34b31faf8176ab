"""Refusals of somebody say who may, and which two acts are apart, in both languages."""

from __future__ import annotations

import typing

import pytest

from gateway import commands, texts
from gateway.orders import Failed, Order, outcome
from gateway.problems import document
from services.members.events import Role
from services.projects.errors import SamePerson


def said(failed: object, language: str) -> str:
    assert isinstance(failed, Failed)
    return str(document(failed.problem(), language)["detail"])


def test_who_may_not_is_told_which_roles_may() -> None:
    failed = Failed("forbidden", ("funds.approve_allocation", "chair, standing_board"))
    assert said(failed, "en") == "None of your mandates allows this. It takes one of: chair, standing board."
    assert said(failed, "zh") == "您现任的职务都不允许这样做。可以办理的职务：理事长、常务理事。"
    assert said(Failed("forbidden"), "en") == "None of your mandates allows this"


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_every_role_has_a_word(language: str) -> None:
    assert set(texts.catalogue(language)["roles"]) == set(typing.get_args(Role))


@pytest.mark.parametrize(
    ("part", "command", "en", "zh"),
    [
        ("requester", "projects.pay_spending", "asked for it does not pay it", "提出申请的人不得支付"),
        ("approver", "projects.pay_spending", "approved it does not pay it", "批准的人不得支付"),
        (
            "requester",
            "projects.approve_spending",
            "asked for it does not approve it",
            "提出申请的人不得批准",
        ),
        ("lead", "projects.accept_project", "leads the project does not accept the", "不得验收项目"),
        ("payee", "projects.settle_advance", "is paid by it does not settle it", "收款的人不得核销"),
    ],
)
def test_the_two_acts_that_one_person_may_not_do_are_named(part: str, command: str, en: str, zh: str) -> None:
    refusal = SamePerson(part)
    answer = {"refused": {"code": refusal.code, "args": [*refusal.args], "fields": {}}}
    failed = outcome(answer, Order(command, "k", {}))
    assert en in said(failed, "en")
    assert zh in said(failed, "zh")


@pytest.mark.parametrize("language", texts.LANGUAGES)
def test_what_has_a_word_as_an_act_is_a_command(language: str) -> None:
    acts = {name[4:] for name in texts.catalogue(language)["states"] if name.startswith("act.")}
    of_either_service = {"projects.confirm_payment_reversal"}  # whose route asks which one it is
    assert acts <= {route.command for route in commands.ALL} | of_either_service
