"""What notices and objections become."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final, assert_never

from kernel.domain import Evolve, Keys, Told
from services.members.domain.notices.documents import (
    About,
    LastNotice,
    Notice,
    Objection,
    Objectors,
    OpenObjections,
)
from services.members.events.notices import (
    Fact,
    NoticeExtended,
    NoticeOpened,
    NoticeWithdrawn,
    ObjectionAnswered,
    ObjectionRaised,
    ObjectionSettled,
)


def keys(fact: Fact) -> Keys:
    """Every document that `fact` changes."""
    match fact:
        case NoticeOpened():
            return [(Notice, fact.notice), (LastNotice, fact.about)]
        case NoticeExtended() | NoticeWithdrawn():
            return [(Notice, fact.notice)]
        case ObjectionRaised():
            raised = (OpenObjections, fact.person)
            return [(Objection, fact.objection), (Objectors, fact.about), raised]
        case ObjectionAnswered():
            return [(Objection, fact.objection), (OpenObjections, fact.person)]
        case ObjectionSettled():
            return [(Objection, fact.objection)]
        case _:
            assert_never(fact)


def _notice(notice: Notice, told: Told) -> Notice:
    fact: NoticeOpened | NoticeExtended | NoticeWithdrawn = told.fact
    match fact:
        case NoticeOpened():
            days = (fact.ends_on - fact.starts_on).days + 1
            return Notice(fact.notice, About(fact.about_kind, fact.about), fact.ends_on, days)
        case NoticeExtended():
            return replace(notice, ends_on=fact.ends_on)
        case NoticeWithdrawn():
            return replace(notice, withdrawn=True)
        case _:
            assert_never(fact)


def _last_notice(_: LastNotice | None, told: Told) -> LastNotice:
    fact: NoticeOpened = told.fact
    return LastNotice(fact.notice)


def _objectors(objectors: Objectors | None, told: Told) -> Objectors:
    fact: ObjectionRaised = told.fact
    known = objectors.people if objectors is not None else frozenset()
    return Objectors(known | {fact.person})


def _objection(objection: Objection, told: Told) -> Objection:
    fact: ObjectionRaised | ObjectionAnswered | ObjectionSettled = told.fact
    match fact:
        case ObjectionRaised():
            return Objection(About(fact.about_kind, fact.about), fact.person, hands=told.hands)
        case ObjectionAnswered():
            if not fact.upheld:
                return replace(objection, state="dismissed")
            return replace(objection, state="upheld", upheld_by=told.hands)
        case ObjectionSettled():
            return replace(objection, state="settled")
        case _:
            assert_never(fact)


def _open_objections(known: OpenObjections | None, told: Told) -> OpenObjections:
    fact: ObjectionRaised | ObjectionAnswered = told.fact
    about = dict((known or OpenObjections()).about)
    match fact:
        case ObjectionRaised():
            about[fact.objection] = fact.about
        case ObjectionAnswered():
            about.pop(fact.objection, None)
        case _:
            assert_never(fact)
    return OpenObjections(about)


EVOLVE: Final[Mapping[type, Evolve]] = {
    Notice: _notice,
    LastNotice: _last_notice,
    Objection: _objection,
    Objectors: _objectors,
    OpenObjections: _open_objections,
}
