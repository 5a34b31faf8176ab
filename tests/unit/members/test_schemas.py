"""Bodies as they cross the wire: strict, and sealed only when all is valid."""

from __future__ import annotations

import typing
from datetime import date
from typing import Any

import pytest
from support.rules import nth
from unit.members import bodies_of_decisions

from kernel.domain import Command
from kernel.errors import InvalidInput, NotFound
from kernel.sealed import Sealed
from services.members import schemas
from services.members.domain import DOMAIN, commands
from services.members.domain.aliases.commands import RecordAlias
from services.members.domain.handovers import commands as handovers
from services.members.domain.passwords import commands as passwords
from services.members.domain.people.commands import ConfirmErasure
from services.members.domain.units import commands as units
from services.members.events import MemberKind
from services.members.events.handovers import Counted, OpenAdvance

DIGEST = "a" * 64
WHO = nth("per")


class Sealer:
    """Seals a text by writing it backwards, and remembers what it was given."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def __call__(self, text: str) -> Sealed:
        self.texts.append(text)
        return Sealed(text[::-1])


GOOD: list[tuple[str, dict[str, Any], Command]] = [
    (
        "members.found_council",
        {"name": "Binhu", "founder_name": "张三", "digest": DIGEST},
        commands.FoundCouncil("Binhu", demonstration=False, founder_name=Sealed("三张"), digest=DIGEST),
    ),
    (
        "members.join_member",
        {"code": "unit-1", "name": " 第一单位 ", "kind": "resident_unit"},
        commands.JoinMember("unit-1", "第一单位", "resident_unit"),
    ),
    ("members.register_person", {"name": "张三"}, commands.RegisterPerson(Sealed("三张"), None)),
    (
        "members.register_person",
        {"name": "𠮷田·三", "member": "unit-1"},
        commands.RegisterPerson(Sealed("三·田𠮷"), "unit-1"),
    ),
    (
        "members.register_party",
        {"kind": "person", "name": "张三", "origin": "donor"},
        commands.RegisterParty("person", None, Sealed("三张"), None, "masked", "donor"),
    ),
    (
        "members.register_party",
        {"kind": "organisation", "name": "某某公司", "member": nth("mem"), "origin": "payee"},
        commands.RegisterParty("organisation", "某某公司", None, nth("mem"), "full", "payee"),
    ),
    (
        "members.register_party",
        {"kind": "organisation", "name": "某某公司", "publish_as": "anonymous", "origin": "donor"},
        commands.RegisterParty("organisation", "某某公司", None, None, "anonymous", "donor"),
    ),
    (
        "members.register_party",
        {"kind": "person", "name": None, "member": None, "publish_as": None, "origin": "donor"},
        commands.RegisterParty("person", None, None, None, "anonymous", "donor"),
    ),
    (
        "members.give_mandate",
        {"person": WHO, "role": "chair", "from": "2026-01-01", "to": "2028-02-29"},
        commands.GiveMandate(WHO, "chair", date(2026, 1, 1), date(2028, 2, 29)),
    ),
    (
        "members.give_mandate",
        {"person": WHO, "role": "founder", "from": "2026-01-01"},
        commands.GiveMandate(WHO, "founder", date(2026, 1, 1), None),
    ),
    ("members.revoke_mandate", {"mandate": nth("man")}, commands.RevokeMandate(nth("man"))),
    ("members.issue_token", {"person": WHO, "digest": DIGEST}, commands.IssueToken(WHO, DIGEST)),
    ("members.revoke_token", {"token": nth("tok")}, commands.RevokeToken(nth("tok"))),
    (
        "members.reissue_token",
        {"person": WHO, "digest": DIGEST, "revoke_others": True},
        commands.ReissueToken(WHO, DIGEST, revoke_others=True),
    ),
    (
        "members.request_erasure",
        {"person": WHO, "reason": "本人要求"},
        commands.RequestErasure(WHO, Sealed("求要人本")),
    ),
    ("members.confirm_erasure", {"person": WHO}, ConfirmErasure(WHO)),
    ("members.request_erasure", {"person": WHO}, commands.RequestErasure(WHO, None)),
    (
        "members.rename_member",
        {"member": "choir", "name": "新名", "from": "2026-01-01"},
        units.RenameMember("choir", "新名", date(2026, 1, 1)),
    ),
    (
        "members.count_member",
        {"member": "choir", "head_count": 3, "on": "2026-01-01"},
        units.CountMember("choir", 3, date(2026, 1, 1)),
    ),
    ("members.merge_member", {"member": "choir", "into": "band"}, units.MergeMember("choir", "band")),
    (
        "members.suspend_member",
        {"member": "choir", "reason": "本人要求"},
        units.SuspendMember("choir", None, Sealed("求要人本")),
    ),
    ("members.resume_member", {"member": "choir"}, units.ResumeMember("choir")),
    ("members.leave_council", {"member": "choir"}, units.LeaveCouncil("choir")),
    (
        "members.issue_one_time_token",
        {"person": WHO, "digest": DIGEST},
        passwords.IssueOneTimeToken(WHO, DIGEST),
    ),
    ("members.request_password_reset", {"person": WHO}, passwords.RequestPasswordReset(WHO)),
    (
        "members.confirm_password_reset",
        {"person": WHO, "digest": DIGEST},
        passwords.ConfirmPasswordReset(WHO, DIGEST),
    ),
    (
        "members.set_password",
        {"person": WHO, "login": "abc", "hash": "三张", "typed": "d", "proved": True},
        passwords.SetPassword(WHO, "abc", Sealed("张三"), None, "d", proved=True),
    ),
    ("members.sign_in", {"person": WHO, "digest": DIGEST}, passwords.SignIn(WHO, DIGEST)),
    ("members.refuse_sign_in", {"login": "abc"}, passwords.RefuseSignIn("abc")),
    ("members.sign_out", {"digest": DIGEST}, passwords.SignOut(DIGEST)),
    (
        "members.open_handover",
        {
            "from": WHO,
            "to": nth("per", 2),
            "supervisor": nth("per", 3),
            "counts": [{"account": nth("acc"), "currency": "CNY", "balance": -5, "counted": 0}],
            "advances": [{"spending": nth("spd"), "currency": "CNY", "left": 7}],
            "receipt_stock": "0001-0050",
            "ledger_position": 9,
        },
        handovers.OpenHandover(
            WHO,
            nth("per", 2),
            nth("per", 3),
            (Counted(nth("acc"), "CNY", -5, 0),),
            (OpenAdvance(nth("spd"), "CNY", 7),),
            Sealed("0500-1000"),
            9,
        ),
    ),
    (
        "members.sign_handover",
        {
            "handover": nth("han"),
            "counts": [{"account": nth("acc"), "currency": "CNY", "balance": -5}],
            "advances": [{"spending": nth("spd"), "currency": "CNY", "left": 7}],
        },
        handovers.SignHandover(
            nth("han"), (Counted(nth("acc"), "CNY", -5, None),), (OpenAdvance(nth("spd"), "CNY", 7),)
        ),
    ),
    ("members.record_alias", {"person": WHO, "of": nth("per", 2)}, RecordAlias(WHO, nth("per", 2))),
    (
        "members.give_mandate",
        {"person": WHO, "role": "councillor", "from": "2026-01-01", "member": "yeyu"},
        commands.GiveMandate(WHO, "councillor", date(2026, 1, 1), None, "yeyu"),
    ),
]

GOOD += bodies_of_decisions.GOOD


@pytest.mark.parametrize(("name", "body", "command"), GOOD)
def test_a_body_becomes_its_command(name: str, body: dict[str, Any], command: Command) -> None:
    assert schemas.load(name, body, Sealer()) == command


def test_every_command_has_its_schema_and_every_schema_its_command() -> None:
    assert set(schemas.CASES) == {command.COMMAND for command in DOMAIN.commands}  # type: ignore[attr-defined]
    assert {name for name, *_ in GOOD} == set(schemas.CASES)


@pytest.mark.parametrize(("name", "body", "_"), GOOD)
def test_a_field_too_many_is_named(name: str, body: dict[str, Any], _: Command) -> None:
    sealer = Sealer()
    with pytest.raises(InvalidInput) as refusal:
        schemas.load(name, {**body, "colour": "red"}, sealer)
    assert refusal.value.errors == {"colour": ["field.unknown"]}
    assert sealer.texts == [], "nothing is sealed for a body that is refused"


@pytest.mark.parametrize(("name", "body", "_"), GOOD)
def test_a_field_of_the_wrong_type_is_named(name: str, body: dict[str, Any], _: Command) -> None:
    for field in body:
        with pytest.raises(InvalidInput) as refusal:
            schemas.load(name, {**body, field: ["\x00"]}, Sealer())
        assert field in {one.partition(".")[0] for one in refusal.value.errors}


@pytest.mark.parametrize(
    ("name", "body", "errors"),
    [
        ("members.join_member", None, {"body": ["field.type"]}),
        ("members.join_member", [], {"body": ["field.type"]}),
        (
            "members.join_member",
            {"code": nth("mem"), "kind": "club"},
            {"code": ["code.format"], "name": ["field.required"], "kind": ["choice.unknown"]},
        ),
        ("members.register_person", {"name": "  "}, {"name": ["text.empty"]}),
        ("members.register_person", {"name": "a\x00b"}, {"name": ["text.control_character"]}),
        ("members.register_person", {"name": "字" * 501}, {"name": ["text.too_long"]}),
        ("members.register_person", {"name": None}, {"name": ["field.null"]}),
        ("members.register_party", {"kind": "organisation", "origin": "donor"}, {"name": ["field.required"]}),
        ("members.register_party", {"kind": "person", "origin": "payee"}, {"name": ["field.required"]}),
        (
            "members.register_party",
            {"kind": "person", "publish_as": "full", "origin": "donor"},
            {"name": ["field.required"]},
        ),
        ("members.register_party", {"kind": "person", "name": "张三"}, {"origin": ["field.required"]}),
        (
            "members.give_mandate",
            {"person": "ada", "role": "king", "from": "2026-02-30", "to": "1.1.2026"},
            {
                "person": ["id.format"],
                "role": ["choice.unknown"],
                "from": ["date.unknown"],
                "to": ["date.format"],
            },
        ),
        ("members.issue_token", {"person": WHO}, {"digest": ["field.required"]}),
        ("members.issue_token", {"person": WHO, "digest": "A" * 64}, {"digest": ["sha256.format"]}),
        ("members.revoke_token", {"token": nth("man")}, {"token": ["id.format"]}),
        (
            "members.reissue_token",
            {"person": WHO, "digest": DIGEST, "revoke_others": 1},
            {"revoke_others": ["field.type"]},
        ),
    ],
)
def test_every_fault_is_named(name: str, body: object, errors: dict[str, list[str]]) -> None:
    with pytest.raises(InvalidInput) as refusal:
        schemas.load(name, body, Sealer())
    assert refusal.value.errors == errors


@pytest.mark.parametrize(("name", "body", "field"), bodies_of_decisions.WRONG)
def test_a_fault_inside_is_named_by_its_path(name: str, body: object, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        schemas.load(name, body, Sealer())
    assert field in refusal.value.errors


@pytest.mark.parametrize("kind", typing.get_args(MemberKind))
def test_every_kind_of_member_joins(kind: MemberKind) -> None:
    body = {"code": "a", "name": "b", "kind": kind}
    assert schemas.load("members.join_member", body, Sealer()) == commands.JoinMember("a", "b", kind)


def test_a_command_of_no_such_name_is_not_found() -> None:
    with pytest.raises(NotFound) as refusal:
        schemas.load("members.paint_member", {}, Sealer())
    assert refusal.value.args == ("command", "members.paint_member")
