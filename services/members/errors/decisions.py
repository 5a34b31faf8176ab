"""What policy, resolutions, notices and objections refuse.

Refusal
├── NoSeat                  whoever has no seat on the roll does not vote
├── SeatNeeded              somebody sits for several: which one is it?
├── SamePerson              who objected does not answer
├── AssemblyByTwo           who writes down what the assembly decided does not confirm it
├── RecusalByTwo            who proposes that a seat stands aside does not confirm it
├── SettlersApart           nor settles it, and neither does who upheld it
└── Conflict
    ├── NoPolicy            without a policy in force nothing says how votes are counted
    ├── PolicyStands        the first policy is written down, later ones are resolved
    ├── NobodyToVote        no seat is taken on the day of the opening
    ├── ResolutionIsClosed  there is an outcome already
    ├── VoteIsOver          its last day is past: it closes as it stands
    ├── VoteGoesOn          before its last day it closes only once every seat has spoken
    ├── SeatRecused         out of the vote
    ├── SeatHasVoted        none but who sits there takes its vote back
    ├── RecusalWaits        it was proposed already: another confirms it
    ├── NoRecusalProposed   only what was proposed is confirmed
    ├── SeatDeparted        the unit left, was merged or suspended
    ├── NotEscalated        only what was escalated is carried on, and once
    ├── NoAssemblyDecision  only what was written down is confirmed
    ├── NoticeRuns          one notice about one thing at a time
    ├── NoticeIsOver        over or withdrawn
    ├── ObjectsAlready      a person has one objection to a thing at a time
    ├── TooManyObjections   and few in all
    ├── AlreadyAnswered     an answer is given once
    └── ObjectionNotUpheld  only what was upheld is settled, and once
"""

from __future__ import annotations

from kernel.errors import Conflict, Forbidden, Refusal


class NoPolicy(Conflict):
    """No policy is in force."""

    code = "members.no_policy"


class PolicyStands(Conflict):
    """The council has a policy; another is adopted by a resolution of kind policy."""

    code = "members.policy_stands"


class NobodyToVote(Conflict):
    """The argument is the body of which no seat is taken."""

    code = "members.nobody_to_vote"


class ResolutionIsClosed(Conflict):
    """The argument is the outcome."""

    code = "members.resolution_closed"


class VoteIsOver(Conflict):
    """The argument is the last day (ISO) of the vote."""

    code = "members.vote_over"


class VoteGoesOn(Conflict):
    """The arguments: its last day (ISO), and how many seats have not spoken."""

    code = "members.vote_goes_on"


class NoSeat(Forbidden):
    """Who votes, or stands aside, sits for none of the roll, or not for this one."""

    code = "members.no_seat"


class SeatNeeded(Refusal):
    """The ids of the seats that they sit for."""

    code = "members.seat_needed"


class SeatRecused(Conflict):
    """The argument is the seat."""

    code = "members.seat_recused"


class SeatHasVoted(Conflict):
    """The argument is the seat: a recusal would void its vote, so it is the voter's own to declare."""

    code = "members.seat_has_voted"


class RecusalWaits(Conflict):
    """The argument is the seat."""

    code = "members.recusal_waits"


class NoRecusalProposed(Conflict):
    """The argument is the seat."""

    code = "members.no_recusal_proposed"


class RecusalByTwo(Forbidden):
    """Whoever proposed a recusal, or wrote it down, does not confirm it."""

    code = "members.recusal_by_two"


class SeatDeparted(Conflict):
    """The argument is the seat: a vote that it cast stays, and it casts no other."""

    code = "members.seat_departed"


class NotEscalated(Conflict):
    """The arguments: the state in which that resolution is, or in which other it is carried on."""

    code = "members.not_escalated"


class NoAssemblyDecision(Conflict):
    """Nothing of the residents' assembly waits to be confirmed."""

    code = "members.no_assembly_decision"


class AssemblyByTwo(Forbidden):
    """Whoever wrote down what the residents' assembly decided does not confirm it."""

    code = "members.assembly_by_two"


class NoticeRuns(Conflict):
    """The arguments: the notice, and its last day (ISO)."""

    code = "members.notice_runs"


class NoticeIsOver(Conflict):
    """The argument is the notice."""

    code = "members.notice_over"


class AlreadyAnswered(Conflict):
    """The argument is the objection."""

    code = "members.objection_answered"


class ObjectsAlready(Conflict):
    """The argument is their objection to the same thing that has no answer yet."""

    code = "members.objects_already"


class TooManyObjections(Conflict):
    """The argument: as many objections of theirs as may wait for an answer at a time."""

    code = "members.too_many_objections"


class ObjectionNotUpheld(Conflict):
    """The argument: it is open, dismissed or settled."""

    code = "members.objection_not_upheld"


class SettlersApart(Forbidden):
    """Neither whoever raised an objection nor whoever upheld it settles it."""

    code = "members.settlers_apart"


class SamePerson(Forbidden):
    """Whoever raised an objection, or wrote it down, does not answer it."""

    code = "members.same_person"
