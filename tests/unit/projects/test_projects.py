"""A project is proposed, and closes when nothing more is owed: what it has left goes back first."""

from __future__ import annotations

from support.rules import TODAY, nth
from unit.projects.story import (
    CHAIR,
    DOLLARS,
    FIRST,
    FOR_BENCHES,
    FOR_ELDERS,
    FOURTH,
    FUND,
    LEAD,
    PROJECT,
    SECOND,
    THIRD,
    allocate,
    approved,
    cny,
    council,
    held,
    paid,
    pay,
    request,
    requested,
    with_money,
)

from kernel.errors import NotFound
from kernel.money import Money
from services.projects.domain.commands import ApproveSpending, CloseProject, ProposeProject, RejectSpending
from services.projects.domain.documents import Project
from services.projects.errors import CodeTaken, ProjectIsClosed, UnpaidSpending, WrongState
from services.projects.events import (
    AllocationReturned,
    Part,
    ProjectClosed,
    ProjectId,
    ProjectProposed,
)


def test_a_project_is_proposed() -> None:
    scene = council().when(ProposeProject("toilet", "生态公厕", "an eco-toilet", "street"), by=LEAD)
    project = ProjectId(nth("prj", 2))
    scene.then(ProjectProposed(project, "toilet", "生态公厕", "an eco-toilet", "street"))
    assert scene.said[0].subject == project
    assert scene.said[0].occurred_on == TODAY
    assert scene.document(Project, project) == Project("toilet", "street", open=True)


def test_a_code_names_one_project_for_ever() -> None:
    scene = council()
    scene.when(ProposeProject("benches", "more", "more")).refused(CodeTaken, "benches", field="code")
    scene.when(CloseProject("benches"))
    scene.when(ProposeProject("benches", "more", "more")).refused(CodeTaken)


def test_a_project_is_found_by_its_code_in_another_case_and_no_other_may_have_it() -> None:
    scene = council()
    scene.when(ProposeProject("Benches", "more", "more")).refused(CodeTaken, "Benches", field="code")
    scene.when(CloseProject("BENCHES"), by=CHAIR).then(ProjectClosed(PROJECT))


def test_a_project_without_money_just_closes() -> None:
    council().when(CloseProject("benches"), by=CHAIR).then(ProjectClosed(PROJECT))


def test_a_project_is_closed_by_its_id_too() -> None:
    council().when(CloseProject(PROJECT), by=CHAIR).then(ProjectClosed(PROJECT))


def test_an_unknown_project_cannot_close() -> None:
    council().when(CloseProject("toilet")).refused(NotFound, "project", "toilet", field="project")


def test_a_project_closes_once() -> None:
    scene = council().when(CloseProject("benches"))
    scene.when(CloseProject("benches")).refused(ProjectIsClosed, PROJECT)


def test_what_is_left_goes_back_allocation_by_allocation_and_the_spent_stays() -> None:
    scene = with_money(1000, 500, 200)
    allocate(scene, Part(None, 70), allocation=FOURTH, fund=DOLLARS, currency="USD")
    paid(scene, approved(scene, 1100, fund=FUND), 1100)
    scene.when(CloseProject("benches"), by=CHAIR).then(
        AllocationReturned(SECOND, FUND, PROJECT, cny(400), (Part(None, 400),), None, by_itself=True),
        AllocationReturned(THIRD, FUND, PROJECT, cny(200), (Part(None, 200),), None, by_itself=True),
        AllocationReturned(
            FOURTH, DOLLARS, PROJECT, Money(70, "USD"), (Part(None, 70),), None, by_itself=True
        ),
        ProjectClosed(PROJECT),
    )
    assert [saying.subject for saying in scene.said] == [SECOND, THIRD, FOURTH, PROJECT]
    assert held(scene).spent == cny(1100)
    assert held(scene).remaining == cny(0)
    scene.replayed()


def test_parts_go_back_under_their_restrictions() -> None:
    scene = allocate(council(), Part(FOR_BENCHES, 10), Part(FOR_ELDERS, 20), Part(None, 30))
    scene.when(CloseProject("benches")).then(
        AllocationReturned(
            FIRST,
            FUND,
            PROJECT,
            cny(60),
            (Part(None, 30), Part(FOR_ELDERS, 20), Part(FOR_BENCHES, 10)),
            None,
            by_itself=True,
        ),
        ProjectClosed(PROJECT),
    )


def test_a_project_with_approved_unpaid_spending_does_not_close() -> None:
    scene = with_money(1000)
    spending = approved(scene, 300)
    scene.when(CloseProject("benches")).refused(UnpaidSpending, "3.00", "CNY")
    paid(scene, spending, 100)
    scene.when(CloseProject("benches")).refused(UnpaidSpending, "2.00", "CNY")
    paid(scene, spending, 200)
    scene.when(CloseProject("benches"))
    assert scene.refusal is None


def test_a_closed_project_asks_for_nothing_and_nothing_is_approved() -> None:
    scene = with_money(1000)
    spending = requested(scene, 300)
    scene.when(CloseProject("benches"))
    scene.when(request(1)).refused(ProjectIsClosed, PROJECT)
    scene.when(ApproveSpending(spending), by=CHAIR).refused(ProjectIsClosed, PROJECT)
    scene.when(pay(1, spending)).refused(WrongState, "requested")
    scene.when(RejectSpending(spending), by=CHAIR)
    assert scene.refusal is None
