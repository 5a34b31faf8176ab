"""Founding, members, people and parties."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from support.rules import TODAY, Scene, nth

from kernel.errors import CouncilUnknown, NotFound
from kernel.sealed import Sealed
from services.members.domain import DOMAIN
from services.members.domain.commands import FoundCouncil, JoinMember, RegisterParty, RegisterPerson
from services.members.errors import AlreadyFounded, CodeTaken
from services.members.events import CouncilFounded, MandateGiven, MemberJoined, PartyRegistered, TokenIssued

FOUNDING = FoundCouncil("Binhu", demonstration=True, founder_name=Sealed("f" * 64), digest="0" * 64)
FOUNDER = PartyRegistered(nth("per"), "person", None, Sealed("f" * 64), None, "masked", "council")
JOINING = JoinMember("unit-1", "第一居民单位", "resident_unit")
COMPANY = RegisterParty("organisation", "某某公司", None, None, "full", "donor")


def test_founding_makes_the_council_its_founder_and_the_founders_token() -> None:
    scene = Scene(DOMAIN).when(FOUNDING, by="service:members")
    scene.then(
        CouncilFounded("Binhu", demonstration=True),
        FOUNDER,
        MandateGiven(nth("man"), nth("per"), "founder", TODAY, None),
        TokenIssued(nth("tok"), nth("per"), "0" * 64, on_host=True),
    )
    assert [saying.subject for saying in scene.said] == ["main", nth("per"), nth("man"), nth("tok")]


def test_a_council_is_founded_once(scene: Scene) -> None:
    scene.when(FOUNDING).refused(AlreadyFounded, "main")


@pytest.mark.parametrize("command", [JOINING, COMPANY, RegisterPerson(Sealed("a" * 64), None)])
def test_nothing_is_done_in_a_council_that_was_not_founded(command: object) -> None:
    Scene(DOMAIN).when(command).refused(CouncilUnknown, "main")


def test_a_member_joins_under_its_code(scene: Scene) -> None:
    scene.when(JOINING).then(MemberJoined(nth("mem"), "unit-1", "第一居民单位", "resident_unit"))
    assert scene.said[0].occurred_on == date(2026, 3, 2)


def test_two_members_have_not_one_code(scene: Scene) -> None:
    scene.when(JOINING).when(replace(JOINING, name="另一个")).refused(CodeTaken, "unit-1", field="code")


def test_codes_that_differ_by_case_alone_are_one(scene: Scene) -> None:
    scene.when(JOINING).when(replace(JOINING, code="UNIT-1")).refused(CodeTaken, "UNIT-1", field="code")


@pytest.mark.parametrize("ref", ["unit-1", "Unit-1", nth("mem")])
def test_a_person_belongs_to_a_member_by_its_code_or_id(scene: Scene, ref: str) -> None:
    scene.when(JOINING).when(RegisterPerson(Sealed("a" * 64), ref)).then(
        PartyRegistered(nth("per", 2), "person", None, Sealed("a" * 64), nth("mem"), "masked", "council")
    )


@pytest.mark.parametrize("ref", ["unit-2", nth("mem", 2), "mem_short"])
def test_a_member_that_is_not_known_is_refused(scene: Scene, ref: str) -> None:
    scene.when(JOINING).when(RegisterPerson(Sealed("a" * 64), ref)).refused(
        NotFound, "member", ref, field="member"
    )
    scene.when(replace(COMPANY, member=ref)).refused(NotFound, "member", ref, field="member")


def test_an_organisation_stands_in_clear(scene: Scene) -> None:
    scene.when(COMPANY).then(
        PartyRegistered(nth("org"), "organisation", "某某公司", None, None, "full", "donor")
    )


def test_donors_of_one_name_are_never_merged(scene: Scene) -> None:
    scene.when(COMPANY).when(COMPANY)
    assert scene.said[0].subject == nth("org", 2)


def test_an_anonymous_donor_has_neither_name_nor_seal(scene: Scene) -> None:
    scene.when(RegisterParty("person", None, None, None, "anonymous", "donor")).then(
        PartyRegistered(nth("per", 2), "person", None, None, None, "anonymous", "donor")
    )
