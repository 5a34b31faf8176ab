"""HTTP bodies for opinions and issues, posts and claims, activities, grants and other support."""

from __future__ import annotations

import typing
from typing import Any

from gateway.schemas.common import Party, optional
from gateway.schemas.papers import Paper
from kernel import wire
from kernel.days import DayAhead
from services.projects.events.grants import SupportKind
from services.projects.events.opinions import Channel, Satisfaction

_SAID_MAX = 2_000
_TOPIC_MAX = 100
_OPINIONS_MAX = 200
_TRANCHES_MAX = 24
_AT_ONCE_MAX = 1_000_000
_PLACES_MAX = 1_000


def _opinions() -> Any:
    return wire.Many(wire.Id("opi"), _OPINIONS_MAX, some=True, required=True)


class Opinion(wire.Strict):
    """What somebody said is wrong, or wishes for. A resident is the author of what they say themselves."""

    channel = wire.Choice(*typing.get_args(Channel), required=True)
    topic = wire.Text(_TOPIC_MAX, required=True)
    text = wire.Text(_SAID_MAX, required=True)
    place = optional(wire.Text)
    author = optional(Party, "author")
    occurred_on = optional(wire.Day)


class Issue(wire.Strict):
    """What is to be dealt with, and the opinions that ask for it."""

    title = wire.Text(required=True)
    opinions = _opinions()


class MoreOpinions(wire.Strict):
    """More opinions that ask for the same."""

    opinions = _opinions()


class IssuePerson(wire.Strict):
    """Who deals with it, or supervises it."""

    person = wire.Id("per", required=True)


class Solution(wire.Strict):
    """What was done; sealed, so that it can be erased."""

    text = wire.Text(_SAID_MAX, required=True)


class BecameProject(wire.Strict):
    """The project, code or id."""

    project = wire.Ref(required=True)


class CallBack(wire.Strict):
    """What the author of `opinion` says of the issue, or of the project that it became: name one."""

    opinion = wire.Id("opi", required=True)
    result = wire.Choice(*typing.get_args(Satisfaction), required=True)
    issue = optional(wire.Id, "iss")
    project = optional(wire.Ref)
    note = optional(wire.Text)


class Post(wire.Strict):
    """A service post that up to `places` units may claim."""

    name = wire.Text(required=True)
    duties = wire.Text(required=True)
    places = wire.Count(most=_PLACES_MAX, required=True)
    project = optional(wire.Ref)


class Claim(wire.Strict):
    """A unit (code or id) takes on a post or a project, one of the two, to `until` (included) or for good."""

    member = wire.Ref(required=True)
    post = optional(wire.Id, "pst")
    project = optional(wire.Ref)
    until = optional(DayAhead, 30)


class Activity(wire.Strict):
    """`visits`: how often somebody came, not how many people did. `member`: the unit that held it."""

    project = wire.Ref(required=True)
    name = wire.Text(required=True)
    visits = wire.Count(most=_AT_ONCE_MAX, required=True)
    member = optional(wire.Ref)
    occurred_on = optional(wire.Day)


class VolunteerHours(wire.Strict):
    """`hours` that `count` volunteers of a unit gave, all of theirs together."""

    project = wire.Ref(required=True)
    member = wire.Ref(required=True)
    count = wire.Count(most=_AT_ONCE_MAX, required=True)
    hours = wire.Count(most=_AT_ONCE_MAX, required=True)
    activity = optional(wire.Id, "act")
    occurred_on = optional(wire.Day)


class Tranche(wire.Strict):
    """One part of a grant."""

    amount = wire.Decimal(required=True)
    due_on = DayAhead(30, required=True)


class Grant(wire.Strict):
    """`payee`: the organisation (party id) that is paid. `agreement`: SHA-256 of the paper both signed."""

    project = wire.Ref(required=True)
    member = wire.Ref(required=True)
    payee = wire.Id("org", required=True)
    purpose = wire.Text(required=True)
    agreement = Paper(required=True)
    tranches = wire.Many(wire.Inner(Tranche), _TRANCHES_MAX, some=True, required=True)


class Drawing(wire.Strict):
    """The spending that pays the tranche of this number: of the same project, payee and sum."""

    number = wire.Count(most=_TRANCHES_MAX, required=True)
    spending = wire.Id("spd", required=True)


class TrancheReport(wire.Strict):
    """What the organisation did with a tranche; what it did not spend is to come back."""

    number = wire.Count(most=_TRANCHES_MAX, required=True)
    spent = wire.Decimal(nothing=True, required=True)
    text = wire.Text(required=True)
    attachments = wire.Many(Paper(), 50)


class GrantReturn(wire.Strict):
    """`by`: the receipt by which the money came in, or the reversal of a payment that came back whole."""

    number = wire.Count(most=_TRANCHES_MAX, required=True)
    amount = wire.Decimal(required=True)
    by = wire.Id("rcp", "rvp", required=True)


class Support(wire.Strict):
    """Help to a member organisation that is no money."""

    kind = wire.Choice(*typing.get_args(SupportKind), required=True)
    member = wire.Ref(required=True)
    text = wire.Text(required=True)
    project = optional(wire.Ref)
    occurred_on = optional(wire.Day)
