"""A council with a policy, a project with much money, and the standing board."""

from __future__ import annotations

from datetime import date
from typing import Any

from support.policies import YUAN, terms
from support.rules import TODAY, Scene, nth
from unit.projects.story import CHAIR, LEAD, SHOP, allocate, cny, council

from kernel.sealed import Sealed
from services.members import events as theirs
from services.members.events import notices, policy, resolutions
from services.projects.domain.commands import ApproveSpending, RequestSpending
from services.projects.events import Part, PartyId, SpendingId

BOARD = ("per_board_1", "per_board_2", "per_board_3")
SECRETARY = "per_secretary"
PAPER = "a" * 64
MUCH = 1_000_000 * YUAN


def adopt(scene: Scene, which: int = 1, effective_from: date = date(2026, 1, 1), **other: Any) -> Scene:
    adopted = nth("pol", which)
    fact = policy.PolicyAdopted(adopted, None, terms(effective_from, **other))
    return scene.hears("members", fact, adopted, TODAY)


def with_policy(**other: Any) -> Scene:
    return adopt(allocate(council(), Part(None, MUCH)), **other)


def asked(
    scene: Scene, yuan: int, payee: PartyId = SHOP, papers: tuple[str, ...] = (PAPER,), **more: Any
) -> SpendingId:
    scene.when(
        RequestSpending("benches", payee, cny(yuan * YUAN), "timber", attachments=papers, **more), by=LEAD
    )
    assert scene.refusal is None, scene.refusal
    return SpendingId(scene.facts[0].spending)


def agree(
    scene: Scene,
    spending: SpendingId,
    by: str,
    role: str = "standing_board",
    resolution: str | None = None,
    *,
    recorder: str | None = None,
) -> Scene:
    return scene.when(ApproveSpending(spending, resolution), by=by, role=role, through=recorder)


def agreed(scene: Scene, yuan: int, **more: Any) -> SpendingId:
    """Of the lowest tier, and approved."""
    spending = asked(scene, yuan, **more)
    agree(scene, spending, CHAIR, "chair")
    agree(scene, spending, BOARD[0])
    assert scene.refusal is None, scene.refusal
    return spending


def resolved(scene: Scene, yuan: int | None, which: int = 1, **other: Any) -> str:
    """An adopted resolution to spend so much."""
    resolution = nth("res", which)
    amount = None if yuan is None else cny(yuan * YUAN)
    said: dict[str, Any] = {"kind": "spending", "fund": None, "to_fund": None, "project": None}
    said |= {"amount": amount, **other}
    fact = resolutions.ResolutionClosed(
        resolution=resolution,
        outcome="adopted",
        why=None,
        base=33,
        present=30,
        votes_for=20,
        against=5,
        abstained=5,
        recused=0,
        departed=0,
        **said,
    )
    scene.hears("members", fact, resolution, TODAY)
    return str(resolution)


def noticed(scene: Scene, about: str, ends_on: date, which: int = 1) -> Scene:
    notice = nth("not", which)
    fact = notices.NoticeOpened(notice, "spending", about, "公示", TODAY, ends_on)
    return scene.hears("members", fact, notice, TODAY)


def objected(scene: Scene, about: str, which: int = 1) -> Scene:
    objection = nth("obj", which)
    fact = notices.ObjectionRaised(
        objection, "spending", about, None, Sealed("0" * 64), theirs.PartyId("per_resident")
    )
    return scene.hears("members", fact, objection, TODAY)


def answered(scene: Scene, about: str, which: int = 1, *, upheld: bool = False) -> Scene:
    objection = nth("obj", which)
    fact = notices.ObjectionAnswered(
        objection, "spending", about, Sealed("0" * 64), upheld=upheld, person=theirs.PartyId("per_resident")
    )
    return scene.hears("members", fact, objection, TODAY)


def settled(scene: Scene, about: str, which: int = 1) -> Scene:
    objection = nth("obj", which)
    fact = notices.ObjectionSettled(
        objection, "spending", about, Sealed("0" * 64), theirs.PartyId("per_resident")
    )
    return scene.hears("members", fact, objection, TODAY)
