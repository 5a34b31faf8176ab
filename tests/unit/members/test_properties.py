"""Whatever is asked in whatever order: nobody gets in by a revoked token or an ended mandate."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from support.rules import TODAY, Scene, nth

from kernel.sealed import Sealed
from services.members.domain import DOMAIN, authenticate, commands, foreign, mandates_in_force
from services.members.domain.commands import FoundCouncil
from services.members.domain.people.commands import ConfirmErasure
from services.members.events import (
    HidingNoted,
    HoldPlaced,
    MandateGiven,
    MandateRevoked,
    PersonErased,
    PersonHidden,
    TokenIssued,
    TokenRevoked,
)

DIGESTS = [letter * 64 for letter in "0123"]


def few(prefix: str) -> st.SearchStrategy[str]:
    """Ids that are likely to exist."""
    return st.integers(1, 4).map(lambda n: nth(prefix, n))


days = st.integers(-3, 6).map(lambda n: TODAY.replace(day=TODAY.day + 4 + n))
steps = st.one_of(
    st.builds(commands.JoinMember, st.sampled_from("ab"), st.just("名"), st.just("resident_unit")),
    st.builds(commands.RegisterPerson, st.just(Sealed("a" * 64)), st.sampled_from([None, "a", "b"])),
    st.just(commands.RegisterParty("organisation", "公司", None, None, "full", "donor")),
    st.builds(
        commands.GiveMandate, few("per"), st.sampled_from(["founder", "chair"]), days, st.none() | days
    ),
    st.builds(commands.RevokeMandate, few("man")),
    st.builds(commands.IssueToken, few("per"), st.sampled_from(DIGESTS)),
    st.builds(commands.RevokeToken, few("tok")),
    st.builds(commands.ReissueToken, few("per"), st.sampled_from(DIGESTS), st.booleans()),
    st.builds(commands.RequestErasure, few("per") | few("org"), st.none()),
    st.builds(ConfirmErasure, few("per")),
    st.builds(foreign.DonationReceived, few("per") | few("org")),
    st.builds(foreign.SpendingApproved, few("per") | few("org")),
    st.builds(foreign.HidingNotedByFunds, few("per"), st.booleans()),
    st.builds(foreign.HidingNotedByProjects, few("per"), st.booleans()),
    st.integers(1, 3),
)


def play(history: list[Any]) -> Scene:
    founding = FoundCouncil("名", demonstration=False, founder_name=Sealed("f" * 64), digest=DIGESTS[0])
    scene = Scene(DOMAIN).when(founding, by="service:members")
    for step in history:
        match step:
            case int():
                scene.later(step)
            case foreign.DonationReceived() | foreign.HidingNotedByFunds():
                scene.hears("funds", step, nth("don"), TODAY)
            case foreign.SpendingApproved() | foreign.HidingNotedByProjects():
                scene.hears("projects", step, nth("spd"), TODAY)
            case ConfirmErasure():
                scene.when(step, by="per_another")
            case _:
                scene.when(step)
    return scene


@given(st.lists(steps, max_size=25))
def test_a_token_opens_what_its_log_says_and_nothing_else(history: list[Any]) -> None:
    scene = play(history)
    facts = [told.fact for told in scene.log]
    revoked = {fact.token for fact in facts if isinstance(fact, TokenRevoked)}
    ended = {fact.mandate for fact in facts if isinstance(fact, MandateRevoked)}
    for digest in DIGESTS:
        issued = [fact for fact in facts if isinstance(fact, TokenIssued) and fact.digest == digest]
        assert len(issued) <= 1
        expected = [fact.person for fact in issued if fact.token not in revoked]
        found = authenticate(scene.view, digest, scene.today)
        assert (found is None) is (expected == [])
        if found is not None:
            in_force = [
                fact
                for fact in facts
                if isinstance(fact, MandateGiven)
                and fact.person == expected[0]
                and fact.mandate not in ended
                and fact.starts_on <= scene.today
                and (fact.ends_on is None or scene.today <= fact.ends_on)
            ]
            assert found[0] == expected[0]
            assert set(found[1]) == {fact.role for fact in in_force}
            assert set(found[1].values()) <= {fact.mandate for fact in in_force}


@given(st.lists(steps, max_size=25))
def test_nobody_who_asked_to_be_erased_acts_any_more(history: list[Any]) -> None:
    scene = play(history)
    hidden = {told.fact.person for told in scene.log if isinstance(told.fact, PersonHidden)}
    for digest in DIGESTS:
        found = authenticate(scene.view, digest, scene.today)
        assert found is None or found[0] not in hidden
    for person in hidden:
        assert mandates_in_force(scene.view, person, scene.today) == {}


@given(st.lists(steps, max_size=25))
def test_documents_folded_again_from_the_log_are_the_same(history: list[Any]) -> None:
    play(history).replayed()


@given(st.lists(steps, max_size=25))
def test_somebody_can_always_give_a_mandate(history: list[Any]) -> None:
    """Today, and as long as nobody does anything more."""
    scene = play(history)
    facts = [told.fact for told in scene.log]
    ended = {fact.mandate for fact in facts if isinstance(fact, MandateRevoked)}
    assert any(
        isinstance(fact, MandateGiven)
        and fact.role == "founder"
        and fact.starts_on <= scene.today
        and fact.ends_on is None
        and fact.mandate not in ended
        for fact in facts
    )


@given(st.lists(steps, max_size=25))
def test_nobody_is_erased_twice_or_without_being_hidden(history: list[Any]) -> None:
    facts = [told.fact for told in play(history).log]
    hidden = [fact.person for fact in facts if isinstance(fact, PersonHidden)]
    erased = [fact.person for fact in facts if isinstance(fact, PersonErased)]
    assert len(set(hidden)) == len(hidden)
    assert len(set(erased)) == len(erased)
    assert set(erased) <= set(hidden)


@given(st.lists(steps, max_size=25))
def test_nobody_is_erased_under_a_hold_or_before_every_service_knows(history: list[Any]) -> None:
    knowing: dict[str, set[str]] = {}
    held: set[str] = set()
    for fact in (told.fact for told in play(history).log):
        match fact:
            case HidingNoted():
                knowing.setdefault(fact.person, set()).add(fact.service)
            case HoldPlaced():  # no hold passes within these days
                held.add(fact.person)
            case PersonErased():
                assert knowing.get(fact.person) == {"funds", "projects"}
                assert fact.person not in held
