"""Notices are posted and taken down; somebody objects, and is answered by another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import MAXYEAR, date, timedelta
from typing import Final

from kernel.documents import View
from kernel.domain import Given
from kernel.errors import InvalidInput, NotFound
from kernel.ids import is_id
from policy.history import policies
from services.members.domain.holding import signing
from services.members.domain.notices.commands import (
    AnswerObjection,
    Objected,
    OpenNotice,
    RaiseObjection,
    SettleObjection,
    WithdrawNotice,
)
from services.members.domain.notices.documents import (
    About,
    LastNotice,
    Notice,
    Objection,
    Objectors,
    OpenObjections,
)
from services.members.domain.queries import aliases_of, canonical
from services.members.domain.resolutions.documents import Resolution
from services.members.domain.sayings import Sayings, said
from services.members.errors.decisions import (
    AlreadyAnswered,
    NoticeIsOver,
    NoticeRuns,
    ObjectionNotUpheld,
    ObjectsAlready,
    SamePerson,
    SettlersApart,
    TooManyObjections,
)
from services.members.events import notices as events
from services.members.events.ids import NoticeId, ObjectionId, PartyId
from services.members.events.notices import AboutKind

PREFIXES: Final[Mapping[AboutKind, str]] = {
    "project": "prj",
    "spending": "spd",
    "resolution": "res",
    "allocation": "all",
}
"""Of the ids of what a notice or an objection can be about."""
LATEST: Final = date(MAXYEAR - 100, 1, 1)
"""No notice begins later: its days, however often it is extended, stay dates."""

OPEN_MAX: Final = 5
"""So many objections of one person wait for an answer at a time."""


def open_(view: View, command: OpenNotice, given: Given) -> Sayings:
    """Never of days that are past: nobody could have read it then.

    Raises: InvalidInput, NotFound, NoticeRuns.
    """
    starts_on = command.starts_on or given.today
    if not given.today <= starts_on <= LATEST:
        raise InvalidInput({"starts_on": ["date.past" if starts_on < given.today else "date.too_late"]})
    about = _known(view, command.about.kind, command.about.id)
    days = _days(view, command, given)
    running = _last(view, about.id)
    if running is not None and running.runs_on(given.today):
        raise NoticeRuns(running.notice, running.ends_on.isoformat(), field="about")
    notice = NoticeId(given.new_id("not"))
    ends_on = starts_on + timedelta(days=days - 1)
    fact = events.NoticeOpened(notice, about.kind, about.id, command.text, starts_on, ends_on)
    return [said(fact, notice, given)]


def _days(view: View, command: OpenNotice, given: Given) -> int:
    """As the policy has it, where more are not given; without a policy they are to be given."""
    held = policies(view).on(given.today)
    least = held[1].notice_days if held is not None else None
    if command.days is None and least is None:
        raise InvalidInput({"days": ["field.required"]})
    if command.days is not None and least is not None and command.days < least:
        raise InvalidInput({"days": ["notice.too_short"]})
    return command.days or least or 1


def withdraw(view: View, command: WithdrawNotice, given: Given) -> Sayings:
    """The reason may speak of whoever objected: it goes with any of them who is erased.

    Raises: NotFound, NoticeIsOver.
    """
    notice = _notice(view, command.notice, "notice")
    if not notice.runs_on(given.today):
        raise NoticeIsOver(notice.notice)
    about = notice.about
    fact = events.NoticeWithdrawn(notice.notice, about.kind, about.id, command.reason)
    objectors = view.get(Objectors, about.id) or Objectors()
    return [replace(said(fact, notice.notice, given), concerns=tuple(sorted(objectors.people)))]


def object_(view: View, command: RaiseObjection, given: Given) -> Sayings:
    """On the last day of a notice it is extended by as many days again, so that others can read of it.

    Raises: NotFound, NoticeIsOver, ObjectsAlready, TooManyObjections.
    """
    about, notice = _objected(view, command.about, given)
    _require_room(view, about, given)
    objection = ObjectionId(given.new_id("obj"))
    by = PartyId(given.actor.whose)
    answers_to = notice.notice if notice is not None else None
    raised = events.ObjectionRaised(objection, about.kind, about.id, answers_to, command.text, by)
    sayings = [said(raised, objection, given)]
    if notice is not None and notice.ends_on == given.today:
        until = notice.ends_on + timedelta(days=notice.days)
        extended = events.NoticeExtended(notice.notice, about.kind, about.id, until)
        sayings.append(said(extended, notice.notice, given))
    if _is_of_money(view, about):
        sayings.extend(signing(view, given))
    return sayings


def _require_room(view: View, about: About, given: Given) -> None:
    """Each objection stops payments until somebody has read it: of one human there are few at a time.

    Raises: ObjectsAlready, TooManyObjections.
    """
    person = canonical(view, PartyId(given.actor.whose))
    found = {
        objection: what
        for one in (person, *aliases_of(view, person))
        for objection, what in (view.get(OpenObjections, one) or OpenObjections()).about.items()
    }
    for objection, what in found.items():
        if what == about.id:
            raise ObjectsAlready(objection, field="about")
    if len(found) >= OPEN_MAX:
        raise TooManyObjections(str(OPEN_MAX))


def _is_of_money(view: View, about: About) -> bool:
    """Whether what is said about it belongs to the papers of a voucher."""
    if about.kind != "resolution":
        return about.kind in ("spending", "allocation")
    resolution = view.get(Resolution, about.id)
    return resolution is not None and resolution.matter.is_of_money


def _objected(view: View, objected: Objected, given: Given) -> tuple[About, Notice | None]:
    """What it is about, and the notice about it that runs, whether one objects to that, or to the thing
    itself, or to an earlier notice about it.

    An objection to a notice that is over is heard too; one that was withdrawn stands for nothing.
    """
    if objected.kind == "notice":
        named = _notice(view, objected.id, "about.id")
        if named.withdrawn:
            raise NoticeIsOver(named.notice, field="about.id")
        about, earlier = named.about, named
    else:
        about, earlier = _known(view, objected.kind, objected.id), None
    last = _last(view, about.id)
    return about, last if last is not None and last.runs_on(given.today) else earlier


def answer(view: View, command: AnswerObjection, given: Given) -> Sayings:
    """Raises: NotFound, AlreadyAnswered, SamePerson."""
    objection = _objection(view, command.objection)
    if objection.state != "open":
        raise AlreadyAnswered(command.objection)
    if given.actor.hands & objection.hands:
        raise SamePerson
    ref, about = ObjectionId(command.objection), objection.about
    fact = events.ObjectionAnswered(ref, about.kind, about.id, command.text, command.upheld, objection.by)
    return [replace(said(fact, ref, given), concerns=(objection.by,))]


def settle(view: View, command: SettleObjection, given: Given) -> Sayings:
    """By another than who raised it, and than who upheld it: else upholding would be dismissing.

    Where chair and secretary did the one and the other, the supervisor is left to settle it.

    Raises: NotFound, ObjectionNotUpheld, SettlersApart.
    """
    objection = _objection(view, command.objection)
    if objection.state != "upheld":
        raise ObjectionNotUpheld(objection.state)
    if given.actor.hands & {objection.by, *objection.upheld_by}:
        raise SettlersApart
    ref, about = ObjectionId(command.objection), objection.about
    fact = events.ObjectionSettled(ref, about.kind, about.id, command.text, objection.by)
    return [replace(said(fact, ref, given), concerns=(objection.by,))]


def _objection(view: View, ref: str) -> Objection:
    found = view.get(Objection, ref)
    if found is None:
        raise NotFound("objection", ref, field="objection")
    return found


def _known(view: View, kind: AboutKind, ref: str) -> About:
    """Of other services' things the gateway sees that they are there; resolutions are ours.

    Raises: InvalidInput, NotFound.
    """
    if not is_id(ref, PREFIXES[kind]):
        raise InvalidInput({"about.id": ["id.format"]})
    if kind == "resolution" and view.get(Resolution, ref) is None:
        raise NotFound("resolution", ref, field="about.id")
    return About(kind, ref)


def _last(view: View, about: str) -> Notice | None:
    last = view.get(LastNotice, about)
    return view.get(Notice, last.notice) if last is not None else None


def _notice(view: View, ref: str, field: str) -> Notice:
    found = view.get(Notice, ref)
    if found is None:
        raise NotFound("notice", ref, field=field)
    return found
