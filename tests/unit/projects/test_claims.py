"""Member units claim projects and service posts, release them, and let them run out."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st
from support.rules import TODAY, Scene, nth
from unit.projects.story import CHAIR, PROJECT, council

from kernel.errors import InvalidInput, NotFound
from kernel.ids import derived
from services.members.events import MandateGiven
from services.projects.domain.claims.commands import ClosePost, MakeClaim, OpenPost, ReleaseClaim
from services.projects.domain.claims.documents import WHOLE, Calendar, Claims
from services.projects.domain.commands import CloseProject
from services.projects.errors import ProjectIsClosed
from services.projects.errors.claims import (
    AlreadyClaimed,
    ClaimEnded,
    NotYourUnit,
    PostIsClosed,
    PostIsFull,
)
from services.projects.events.claims import (
    ClaimExpired,
    ClaimMade,
    ClaimReleased,
    CouncillorNoted,
    MandateId,
    MemberId,
    PostClosed,
    PostOpened,
)

RED, BLUE, GREEN = (MemberId(derived("mem", one)) for one in ("red", "blue", "green"))
POST, CLAIM = nth("pst"), nth("clm")


def offered(places: int = 2, project: str | None = None) -> Scene:
    return council().when(OpenPost("楼道巡查", "每周一次", places, project))


def test_a_post_is_offered_to_so_many_units() -> None:
    offered().then(PostOpened(POST, "楼道巡查", "每周一次", 2, None))
    assert offered(project="benches").facts[0].project == PROJECT
    offered(project="toilet").refused(NotFound, "project", "toilet")


def test_a_unit_claims_a_post_or_a_project() -> None:
    scene = offered().when(MakeClaim(RED, POST, until=TODAY))
    scene.then(ClaimMade(CLAIM, RED, POST, None, TODAY))
    scene.when(MakeClaim(RED, project="benches"))
    scene.then(ClaimMade(nth("clm", 2), RED, None, PROJECT, None))
    scene.when(MakeClaim(BLUE, project=PROJECT))
    assert [one.member for one in scene.document(Claims, PROJECT).standing] == [RED, BLUE]


def test_a_claim_is_of_one_thing_that_is_there() -> None:
    scene = offered()
    scene.when(MakeClaim(RED)).refused(InvalidInput, field="post")
    scene.when(MakeClaim(RED, POST, "benches")).refused(InvalidInput, field="project")
    scene.when(MakeClaim(RED, nth("pst", 9))).refused(NotFound, field="post")
    scene.when(MakeClaim(RED, project="toilet")).refused(NotFound, field="project")


def test_a_claim_of_a_day_that_is_over_is_refused() -> None:
    offered().when(MakeClaim(RED, POST, until=TODAY - timedelta(days=1))).refused(InvalidInput, field="until")


def test_a_unit_claims_the_same_once() -> None:
    scene = offered().when(MakeClaim(RED, POST))
    scene.when(MakeClaim(RED, POST)).refused(AlreadyClaimed, CLAIM, field="member")
    scene.when(ReleaseClaim(CLAIM))
    assert scene.when(MakeClaim(RED, POST)).refusal is None


def test_a_post_has_no_more_claims_than_places() -> None:
    scene = offered(2).when(MakeClaim(RED, POST)).when(MakeClaim(BLUE, POST))
    scene.when(MakeClaim(GREEN, POST)).refused(PostIsFull, "2", field="post")
    scene.when(ReleaseClaim(CLAIM)).then(ClaimReleased(CLAIM, RED, POST, None))
    assert scene.when(MakeClaim(GREEN, POST)).refusal is None


def test_a_claim_is_released_once() -> None:
    scene = offered().when(MakeClaim(RED, POST)).when(ReleaseClaim(CLAIM))
    scene.when(ReleaseClaim(CLAIM)).refused(ClaimEnded, "released")
    scene.when(ReleaseClaim(nth("clm", 9))).refused(NotFound, field="claim")


def test_closing_a_post_releases_who_has_it() -> None:
    scene = offered().when(MakeClaim(RED, POST, until=TODAY)).when(MakeClaim(BLUE, POST))
    scene.when(ClosePost(POST)).then(
        ClaimReleased(CLAIM, RED, POST, None),
        ClaimReleased(nth("clm", 2), BLUE, POST, None),
        PostClosed(POST),
    )
    scene.when(ClosePost(POST)).refused(PostIsClosed, POST)
    scene.when(ClosePost(nth("pst", 9))).refused(NotFound, field="post")
    scene.when(MakeClaim(RED, POST)).refused(PostIsClosed)
    assert scene.document(Calendar, WHOLE) == Calendar()
    scene.replayed()


def test_nothing_of_a_closed_project_is_claimed() -> None:
    scene = offered(project="benches").when(CloseProject("benches"), by=CHAIR)
    scene.when(MakeClaim(RED, project="benches")).refused(ProjectIsClosed)
    scene.when(MakeClaim(RED, POST)).refused(ProjectIsClosed)
    scene.when(OpenPost("看护", "长椅", 1, "benches")).refused(ProjectIsClosed)


def test_a_claim_ends_by_itself_when_its_last_day_is_over() -> None:
    scene = offered().when(MakeClaim(RED, POST, until=TODAY + timedelta(days=1)))
    scene.when(MakeClaim(BLUE, POST))
    scene.later().tended().then()
    scene.later().tended().then(ClaimExpired(CLAIM, RED, POST, None))
    scene.tended().then()
    scene.when(ReleaseClaim(CLAIM)).refused(ClaimEnded, "expired")
    assert scene.when(MakeClaim(GREEN, POST)).refusal is None
    scene.replayed()


def test_a_claim_that_was_released_does_not_end_again() -> None:
    scene = offered().when(MakeClaim(RED, POST, until=TODAY)).when(ReleaseClaim(CLAIM))
    scene.later().tended().then()


def _choir_s(scene: Scene, mandate: str = "man_councillor", member: MemberId | None = RED) -> Scene:
    """The members service gives a mandate."""
    given = MandateGiven(mandate, "per_1", "councillor", TODAY, None, member)  # type: ignore[arg-type]
    return scene.hears("members", given, mandate)


def test_a_councillor_claims_and_releases_for_their_own_unit_alone() -> None:
    scene = _choir_s(offered(3)).then(CouncillorNoted(MandateId("man_councillor"), RED))
    scene.when(MakeClaim(RED, POST), role="councillor").then(ClaimMade(CLAIM, RED, POST, None, None))
    scene.when(MakeClaim(BLUE, POST), role="councillor").refused(NotYourUnit, BLUE, field="member")
    scene.when(MakeClaim(BLUE, POST), role="secretary")
    scene.when(ReleaseClaim(nth("clm", 2)), role="councillor").refused(NotYourUnit, BLUE)
    scene.when(ReleaseClaim(CLAIM), role="councillor").then(ClaimReleased(CLAIM, RED, POST, None))
    scene.when(ReleaseClaim(nth("clm", 2)), role="chair")
    assert scene.refusal is None


def test_what_a_councillor_signed_is_for_their_own_unit_too() -> None:
    scene = _choir_s(offered())
    scene.when(MakeClaim(BLUE, POST), role="councillor", through="per_secretary").refused(NotYourUnit)
    assert scene.when(MakeClaim(RED, POST), role="councillor", through="per_secretary").refusal is None


def test_whom_a_councillor_acts_for_is_noted_once_and_of_nobody_else() -> None:
    scene = _choir_s(_choir_s(council())).then()
    _choir_s(scene, "man_other", None).then()
    offered().when(MakeClaim(RED, POST), role="councillor").refused(NotYourUnit)


def _claims(days: list[int | None]) -> Scene:
    scene = council()
    for n, days_left in enumerate(days):
        until: date | None = None if days_left is None else TODAY + timedelta(days=days_left)
        scene.when(MakeClaim(MemberId(derived("mem", str(n))), project="benches", until=until))
    return scene


@settings(max_examples=60, deadline=None)
@drawn(st.lists(st.none() | st.integers(0, 10), max_size=12), st.integers(0, 12))
def test_just_the_claims_whose_day_is_over_end_and_each_once(days: list[int | None], gone: int) -> None:
    scene = _claims(days).later(gone).tended() if gone else _claims(days).tended()
    ended = [fact.claim for fact in scene.facts]
    over = {nth("clm", n) for n, left in enumerate(days, 1) if left is not None and left < gone}
    assert len(ended) == len(set(ended))
    assert set(ended) == over
    standing = scene.view.get(Claims, PROJECT) or Claims()
    assert {one.claim for one in standing.standing} == {nth("clm", n) for n in range(1, len(days) + 1)} - over
    scene.tended().then()
    scene.replayed()
