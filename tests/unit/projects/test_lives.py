"""A project is led by one unit and supervised by another, accepted, and ends: closed or cancelled."""

from __future__ import annotations

from typing import Any

import pytest
from support.rules import TODAY, Scene, nth
from unit.projects.story import (
    CHAIR,
    FIRST,
    FUND,
    LEAD,
    OTHER,
    PROJECT,
    SECOND,
    allocate,
    approved,
    cny,
    council,
    held,
    paid,
    request,
    with_money,
)

from kernel.domain import Actor, Given, Principal
from kernel.errors import NotFound
from kernel.sealed import Sealed
from services.members import events as theirs
from services.members.events.aliases import AliasRecorded
from services.projects.domain import DOMAIN
from services.projects.domain.commands import ApproveSpending, CancelSpending, CloseProject
from services.projects.domain.documents import Project, Side
from services.projects.domain.projects.commands import AcceptProject, CancelProject
from services.projects.domain.sides.commands import LeadProject, SuperviseProject
from services.projects.errors import ProjectIsClosed, SamePerson, UnpaidSpending
from services.projects.errors.projects import AlreadyAccepted, NotSupervising, SameUnit
from services.projects.events import (
    AllocationNoted,
    AllocationReturned,
    MemberId,
    Part,
    PartyId,
    ProjectAccepted,
    ProjectCancelled,
)
from services.projects.events.sides import ProjectLed, ProjectSupervised

ONE, TWO, THREE = (MemberId(nth("mem", n)) for n in (1, 2, 3))
ANNA, BO = PartyId(nth("per", 1)), PartyId(nth("per", 2))
REPORT, WHY = Sealed("a" * 64), Sealed("b" * 64)


def accept(scene: Scene, by: str, role: str | None = None) -> Scene:
    return scene.when(AcceptProject("benches", REPORT), by=by, role=role)


def sided() -> Scene:
    scene = council().when(LeadProject("benches", ONE, ANNA), by=CHAIR)
    return scene.when(SuperviseProject("benches", TWO, BO), by=CHAIR)


def test_one_unit_leads_and_another_supervises() -> None:
    scene = council().when(LeadProject("benches", ONE, ANNA), by=CHAIR)
    scene.then(ProjectLed(PROJECT, ONE, ANNA))
    scene.when(SuperviseProject(PROJECT, TWO), by=CHAIR).then(ProjectSupervised(PROJECT, TWO, None))
    found = scene.document(Project, PROJECT)
    assert (found.lead, found.supervisor) == (Side(ONE, ANNA), Side(TWO, None))
    scene.replayed()


def test_nobody_supervises_their_own_work() -> None:
    scene = sided()
    scene.when(SuperviseProject("benches", ONE), by=CHAIR).refused(SameUnit, ONE, field="member")
    scene.when(LeadProject("benches", TWO), by=CHAIR).refused(SameUnit, TWO, field="member")
    scene.when(SuperviseProject("benches", THREE, ANNA), by=CHAIR).refused(SamePerson, "lead", field="person")
    scene.when(LeadProject("benches", THREE, BO), by=CHAIR).refused(SamePerson, "supervisor")


def test_one_human_under_two_registrations_does_not_lead_and_supervise() -> None:
    scene = sided()
    for again, of in (("per_anna_again", ANNA), ("per_bo_again", BO)):
        noted = AliasRecorded(theirs.PartyId(again), theirs.PartyId(of))
        scene.hears("members", noted, again, TODAY)
    once = SuperviseProject("benches", THREE, PartyId("per_anna_again"))
    scene.when(once, by=CHAIR).refused(SamePerson, "lead", field="person")
    other = LeadProject("benches", THREE, PartyId("per_bo_again"))
    scene.when(other, by=CHAIR).refused(SamePerson, "supervisor", field="person")


def test_sides_change_and_the_old_ones_stay_in_the_log() -> None:
    scene = sided()
    scene.when(LeadProject("benches", THREE), by=CHAIR)
    scene.when(SuperviseProject("benches", ONE), by=CHAIR)
    assert scene.refusal is None
    assert [type(told.fact) for told in scene.log[-4:]] == [ProjectLed, ProjectSupervised] * 2


def test_an_ended_project_has_no_new_sides() -> None:
    scene = council().when(CloseProject("benches"), by=CHAIR)
    scene.when(LeadProject("benches", ONE), by=CHAIR).refused(ProjectIsClosed)
    scene.when(SuperviseProject("toilet", ONE), by=CHAIR).refused(NotFound, field="project")


def test_the_supervising_side_accepts_and_so_does_the_chair() -> None:
    accept(sided(), BO, "councillor").then(ProjectAccepted(PROJECT, REPORT, ()))
    scene = accept(sided(), CHAIR, "chair").then(ProjectAccepted(PROJECT, REPORT, ()))
    assert scene.document(Project, PROJECT).state == "accepted"
    assert set(scene.said[0].concerns) == {ANNA, BO}
    assert scene.said[0].occurred_on == TODAY


def test_others_do_not_accept() -> None:
    accept(sided(), OTHER, "councillor").refused(NotSupervising)
    accept(sided(), ANNA, "chair").refused(SamePerson, "lead")
    accept(council(), OTHER, "supervisor").refused(NotSupervising)


def test_who_asked_for_the_spending_does_not_accept_not_even_as_chair() -> None:
    scene = with_money(1000).when(request(100), by=LEAD)
    accept(scene, LEAD, "chair").refused(SamePerson, "requester")
    accept(scene, CHAIR, "chair")
    assert scene.refusal is None


def test_an_alias_or_a_recorder_who_asked_for_the_spending_does_not_accept_either() -> None:
    scene = with_money(1000).when(request(100), by=LEAD)
    chairs = {"chair": "man_chair"}
    for actor in (
        Actor(CHAIR, chairs, aliases=(LEAD,)),
        Actor(LEAD, {"secretary": "man_s"}, principal=Principal(CHAIR, "a" * 64, chairs)),
    ):
        given = Given("main", actor, scene.now, scene.today, lambda prefix: prefix)
        with pytest.raises(SamePerson) as no:
            DOMAIN.decide(scene.view, AcceptProject("benches", REPORT), given)
        assert no.value.args == ("requester",)


def test_on_paper_it_is_the_supervising_person_who_accepts() -> None:
    scene = sided()
    actor = Actor(OTHER, {"secretary": "man_s"}, principal=Principal(BO, "a" * 64, {"resident": "man_r"}))
    given = Given("main", actor, scene.now, scene.today, lambda prefix: prefix)
    [saying] = DOMAIN.decide(scene.view, AcceptProject("benches", REPORT), given)
    assert saying.fact == ProjectAccepted(PROJECT, REPORT, ())


def test_a_project_is_accepted_once_and_what_is_owed_is_paid_afterwards() -> None:
    scene = with_money(1000)
    spending = approved(scene, 300)
    accept(scene, CHAIR)
    accept(scene, CHAIR).refused(AlreadyAccepted)
    scene.when(CloseProject("benches"), by=CHAIR).refused(UnpaidSpending, "3.00", "CNY")
    paid(scene, spending, 300)
    scene.when(CloseProject("benches"), by=CHAIR)
    assert scene.refusal is None
    accept(scene, CHAIR).refused(ProjectIsClosed)


def test_cancelled_part_spent_the_unspent_goes_back_and_the_spent_stays() -> None:
    scene = with_money(1000, 500)
    paid(scene, approved(scene, 1100), 1100)
    scene.when(CancelProject("benches", WHY), by=CHAIR)
    back = AllocationReturned(SECOND, FUND, PROJECT, cny(400), (Part(None, 400),), None, by_itself=True)
    scene.then(back, ProjectCancelled(PROJECT, WHY))
    assert held(scene).spent == cny(1100)
    assert not held(scene).remaining
    assert scene.document(Project, PROJECT).state == "cancelled"
    scene.replayed()


def test_a_project_ends_once() -> None:
    scene = council().when(CancelProject("benches", WHY), by=CHAIR)
    scene.when(CancelProject("benches", WHY), by=CHAIR).refused(ProjectIsClosed, PROJECT)
    scene.when(CloseProject("benches"), by=CHAIR).refused(ProjectIsClosed)
    closed = council().when(CloseProject("benches"), by=CHAIR)
    closed.when(CancelProject("benches", WHY), by=CHAIR).refused(ProjectIsClosed)


def test_what_is_owed_is_paid_or_cancelled_before_the_project_is_cancelled() -> None:
    scene = with_money(1000)
    spending = approved(scene, 300)
    scene.when(CancelProject("benches", WHY), by=CHAIR).refused(UnpaidSpending, "3.00", "CNY")
    scene.when(CancelSpending(spending, WHY), by=CHAIR, role="chair")
    scene.when(CancelProject("benches", WHY), by=CHAIR)
    back = AllocationReturned(FIRST, FUND, PROJECT, cny(1000), (Part(None, 1000),), None, by_itself=True)
    scene.then(back, ProjectCancelled(PROJECT, WHY))


def test_money_that_arrives_for_a_cancelled_project_goes_back_at_once() -> None:
    scene = council().when(CancelProject("benches", WHY), by=CHAIR)
    allocate(scene, Part(None, 700))
    kinds: list[Any] = [type(fact) for fact in scene.facts]
    assert kinds == [AllocationNoted, AllocationReturned]
    assert not held(scene).remaining


def test_a_request_of_a_cancelled_project_is_not_approved_any_more() -> None:
    scene = with_money(1000).when(request(100), by=LEAD)
    spending = scene.facts[0].spending
    scene.when(CancelProject("benches", WHY), by=CHAIR)
    scene.when(ApproveSpending(spending), by=CHAIR).refused(ProjectIsClosed)
