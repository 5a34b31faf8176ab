"""Of policy, resolutions, notices and objections."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATUS: Final[Mapping[str, int]] = {
    "members.no_policy": 409,
    "members.policy_stands": 409,
    "members.nobody_to_vote": 409,
    "members.resolution_closed": 409,
    "members.vote_over": 409,
    "members.vote_goes_on": 409,
    "members.no_seat": 403,
    "members.seat_needed": 422,
    "members.seat_recused": 409,
    "members.seat_has_voted": 409,
    "members.recusal_waits": 409,
    "members.no_recusal_proposed": 409,
    "members.recusal_by_two": 403,
    "members.seat_departed": 409,
    "members.not_escalated": 409,
    "members.no_assembly_decision": 409,
    "members.assembly_by_two": 403,
    "members.notice_runs": 409,
    "members.notice_over": 409,
    "members.objection_answered": 409,
    "members.objection_not_upheld": 409,
    "members.objects_already": 409,
    "members.settlers_apart": 403,
    "members.too_many_objections": 409,
    "members.same_person": 403,
}
