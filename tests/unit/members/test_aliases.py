"""Two registrations of one human: one actor, under the mandates of one."""

from __future__ import annotations

import pytest
from support.rules import TODAY, Scene, nth

from kernel.acting import actor_of
from kernel.errors import InvalidInput, NotFound, PersonGone
from kernel.sealed import Sealed
from services.members.domain import authenticate
from services.members.domain.aliases.commands import RecordAlias
from services.members.domain.commands import (
    GiveMandate,
    IssueToken,
    RegisterParty,
    RegisterPerson,
    RequestErasure,
)
from services.members.domain.queries import aliases_of
from services.members.errors import IsAnAlias, LastFounder, NotAPerson
from services.members.events import MandateRevoked
from services.members.events.aliases import AliasRecorded

FOUNDER, ADA, AGAIN, BO, OFFICE = nth("per"), nth("per", 2), nth("per", 3), nth("per", 4), nth("org")
OF_ADA, OF_AGAIN = "a" * 64, "b" * 64


@pytest.fixture
def people(scene: Scene) -> Scene:
    """Ada, who is chair, was registered again, as treasurer; Bo; an organisation."""
    for letter in "abc":
        scene.when(RegisterPerson(Sealed(letter * 64), None))
    scene.when(RegisterParty("organisation", "某某公司", None, None, "full", "payee"))
    scene.when(GiveMandate(ADA, "chair", TODAY, None)).when(IssueToken(ADA, OF_ADA))
    return scene.when(GiveMandate(AGAIN, "treasurer", TODAY, None)).when(IssueToken(AGAIN, OF_AGAIN))


def test_the_token_of_an_alias_acts_as_the_person_and_under_their_mandates_alone(people: Scene) -> None:
    people.when(RecordAlias(AGAIN, ADA)).then(AliasRecorded(AGAIN, ADA), MandateRevoked(nth("man", 3), AGAIN))
    for digest in (OF_ADA, OF_AGAIN):
        assert authenticate(people.view, digest, TODAY) == (ADA, {"chair": nth("man", 2)})
    assert aliases_of(people.view, ADA) == (AGAIN,)
    people.replayed()


def test_an_alias_is_given_nothing_to_act_with(people: Scene) -> None:
    people.when(RecordAlias(AGAIN, ADA))
    people.when(GiveMandate(AGAIN, "chair", TODAY, None)).refused(IsAnAlias, AGAIN, ADA, field="person")
    people.when(IssueToken(AGAIN, "c" * 64)).refused(IsAnAlias, AGAIN, ADA, field="person")


def test_nobody_is_an_alias_of_themselves(people: Scene) -> None:
    people.when(RecordAlias(ADA, ADA)).refused(InvalidInput, field="of")


def test_there_is_no_alias_of_an_alias(people: Scene) -> None:
    people.when(RecordAlias(AGAIN, ADA))
    people.when(RecordAlias(BO, AGAIN)).refused(IsAnAlias, AGAIN, ADA, field="of")
    people.when(RecordAlias(AGAIN, BO)).refused(IsAnAlias, AGAIN, ADA, field="person")
    people.when(RecordAlias(ADA, BO)).refused(IsAnAlias, AGAIN, ADA, field="person")
    people.when(RecordAlias(BO, ADA)).then(AliasRecorded(BO, ADA))
    assert aliases_of(people.view, ADA) == (AGAIN, BO)


def test_both_are_people_who_are_there(people: Scene) -> None:
    people.when(RecordAlias(nth("per", 9), ADA)).refused(NotFound, "person", nth("per", 9), field="person")
    people.when(RecordAlias(ADA, nth("per", 9))).refused(NotFound, "person", nth("per", 9), field="of")
    people.when(RecordAlias(OFFICE, ADA)).refused(NotAPerson, OFFICE, field="person")
    people.when(RequestErasure(BO, None))
    people.when(RecordAlias(BO, ADA)).refused(PersonGone, BO, field="person")
    people.when(RecordAlias(ADA, BO)).refused(PersonGone, BO, field="of")


def test_the_last_founder_is_nobodys_second_registration(people: Scene) -> None:
    people.when(RecordAlias(FOUNDER, ADA)).refused(LastFounder, nth("man"))
    people.when(RecordAlias(ADA, FOUNDER)).then(
        AliasRecorded(ADA, FOUNDER), MandateRevoked(nth("man", 2), ADA)
    )


def test_whoever_must_be_apart_is_apart_from_every_registration() -> None:
    wire = {"person": ADA, "mandates": {}, "position": 3, "aliases": [AGAIN]}
    principal = {"person": BO, "mandates": {}, "paper": "0" * 64, "aliases": [FOUNDER]}
    assert actor_of(wire).hands == {ADA, AGAIN}
    assert actor_of({**wire, "principal": principal}).hands == {ADA, AGAIN, BO, FOUNDER}


@pytest.mark.parametrize("aliases", ["per_x", [1], {"per_x": 1}, 7])
def test_aliases_are_a_list_of_ids(aliases: object) -> None:
    wire = {"person": ADA, "mandates": {}, "position": 3}
    with pytest.raises(InvalidInput):
        actor_of({**wire, "aliases": aliases})
    with pytest.raises(InvalidInput):
        actor_of({**wire, "principal": {"person": BO, "mandates": {}, "paper": "0" * 64, "aliases": aliases}})
