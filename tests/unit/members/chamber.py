"""A council with a policy and units that vote: `seated(scene, 3)` -> the ids of its units."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from support.policies import terms
from support.rules import TODAY, Scene

from kernel.domain import Saying
from services.members.domain.policy.commands import AdoptPolicy
from services.members.domain.resolutions.commands import CastVote, CloseResolution, OpenResolution
from services.members.domain.resolutions.documents import Resolution
from services.members.events import MandateGiven, MandateRevoked, MemberJoined
from services.members.events.mandates import Role
from services.members.events.resolutions import ResolutionClosed

DAY: Final = timedelta(days=1)
CHAIR, SECRETARY, SUPERVISOR = "per_chair", "per_secretary", "per_supervisor"


def unit(number: int) -> Any:
    """Id of a unit."""
    return f"mem_{number:020}"


def councillor(number: int) -> str:
    """Who sits for it."""
    return f"per_councillor{number}"


def mandated(scene: Scene, person: str, role: Role, member: Any = None, ends_on: date | None = None) -> Scene:
    """`person` holds `role`; the mandate is named after all three."""
    mandate: Any = f"man_{person}_{role}_{member or ''}"
    fact = MandateGiven(mandate, person, role, TODAY - DAY, ends_on, member)  # type: ignore[arg-type]
    return scene.given(Saying(fact, mandate, TODAY))


def ended(scene: Scene, person: str, role: Role, member: Any = None) -> Scene:
    mandate: Any = f"man_{person}_{role}_{member or ''}"
    return scene.given(Saying(MandateRevoked(mandate, person), mandate, TODAY))  # type: ignore[arg-type]


def joined(scene: Scene, number: int) -> Any:
    """A unit with a councillor."""
    fact = MemberJoined(unit(number), f"unit-{number}", f"第{number}居民单位", "resident_unit")
    scene.given(Saying(fact, unit(number), TODAY))
    mandated(scene, councillor(number), "councillor", unit(number))
    return unit(number)


def seated(scene: Scene, units: int, **other: Any) -> list[Any]:
    """A policy, and so many units with a councillor each. Unless said otherwise three must be present."""
    said = {"minimum_present": 3, **other}
    scene.when(AdoptPolicy(terms(**said)), role="founder")
    assert scene.refusal is None
    return [joined(scene, number) for number in range(1, units + 1)]


def opening(**other: Any) -> OpenResolution:
    """Ten benches, to be voted on for a week."""
    usual: dict[str, Any] = {
        "title": "添置长椅",
        "text": "为广场添置长椅十张。",
        "kind": "other",
        "body": "full_council",
        "closes_on": TODAY + 7 * DAY,
    }
    return OpenResolution(**{**usual, **other})


def opened(scene: Scene, **other: Any) -> Any:
    """The id of the resolution."""
    scene.when(opening(**other), by=CHAIR, role="chair")
    assert scene.refusal is None, repr(scene.refusal)
    return scene.facts[0].resolution


def voting(scene: Scene, resolution: str, *choices: str, first: int = 1) -> Scene:
    """The councillors of the first units vote so, one after the other."""
    for number, choice in enumerate(choices, first):
        command = CastVote(resolution, choice)  # type: ignore[arg-type]
        scene.when(command, by=councillor(number), role="councillor")
        assert scene.refusal is None, repr(scene.refusal)
    return scene


def changed(scene: Scene, fact: Any) -> Scene:
    """A unit leaves, is merged away, suspended or resumed."""
    return scene.given(Saying(fact, fact.member, scene.today))


def closed(scene: Scene, resolution: str) -> ResolutionClosed:
    """What comes of it by hand, on its last day."""
    scene.now += scene.document(Resolution, resolution).closes_on - scene.today
    scene.when(CloseResolution(resolution), by=CHAIR, role="chair")
    assert scene.refusal is None, repr(scene.refusal)
    fact = scene.facts[0]
    assert isinstance(fact, ResolutionClosed)
    return fact


def counted(fact: ResolutionClosed) -> tuple[Any, ...]:
    """(base, present, for, against, abstained, recused, departed)."""
    return (
        fact.base,
        fact.present,
        fact.votes_for,
        fact.against,
        fact.abstained,
        fact.recused,
        fact.departed,
    )
