"""Commands: opinions and issues, posts and claims, activities."""

from __future__ import annotations

from typing import Final

from gateway.commands.route import DAY, NOTHING, Route
from gateway.schemas import common, community

_HANDLING: Final = ("secretary", "chair")
_COUNTING: Final = ("project_lead", "secretary")
_CLAIMING: Final = ("secretary", "councillor")
_PERSON: Final = {"person": "per_0123456789abcdefghjk"}
_OPINION: Final = "opi_0123456789abcdefghjk"
_MEMBER: Final = "mem_0123456789abcdefghjk"
_ISSUE: Final = "iss_0123456789abcdefghjk"

OF_OPINIONS: Final = (
    Route(
        "/opinions",
        "projects.record_opinion",
        community.Opinion,
        "Write down an opinion (诉求). A resident: their own",
        ("secretary", "councillor", "project_lead", "resident"),
        "opinion",
        {
            "channel": "visit",
            "topic": "公共设施",
            "text": "广场上没有地方坐",
            "place": "滨湖广场东侧",
            "occurred_on": DAY,
        },
        on_behalf=True,
    ),
    Route(
        "/issues",
        "projects.open_issue",
        community.Issue,
        "Open an issue of one opinion or of many",
        _HANDLING,
        "issue",
        {"title": "广场没有长椅", "opinions": [_OPINION]},
    ),
    Route(
        "/issues/<ref>/opinions",
        "projects.join_opinions",
        community.MoreOpinions,
        "Join opinions that ask for the same",
        _HANDLING,
        "issue",
        {"opinions": [_OPINION]},
        takes="issue",
    ),
    Route(
        "/issues/<ref>/assignments",
        "projects.assign_issue",
        community.IssuePerson,
        "Say who deals with it (交办)",
        _HANDLING,
        "issue",
        _PERSON,
        takes="issue",
        names={"person": "party"},
    ),
    Route(
        "/issues/<ref>/supervisions",
        "projects.supervise_issue",
        community.IssuePerson,
        "Say who sees to it that it is dealt with (督办): another person",
        _HANDLING,
        "issue",
        _PERSON,
        takes="issue",
        names={"person": "party"},
    ),
    Route(
        "/issues/<ref>/solutions",
        "projects.solve_issue",
        community.Solution,
        "Say that it is solved, and no money was needed: whom it is assigned to",
        (
            *("chair", "standing_board", "treasurer", "accountant", "supervisor", "secretary"),
            *("councillor", "project_lead", "resident"),
        ),
        "issue",
        {"text": "已与物业协商，增设座椅六张"},
        takes="issue",
        on_behalf=True,
    ),
    Route(
        "/issues/<ref>/projects",
        "projects.issue_to_project",
        community.BecameProject,
        "Say by which project it is dealt with",
        _HANDLING,
        "issue",
        {"project": "bench"},
        takes="issue",
    ),
    Route(
        "/call-backs",
        "projects.call_back",
        community.CallBack,
        "Ask the author whether it is solved (回访); a first dissatisfied answer opens the issue again",
        _HANDLING,
        "call_back",
        {"opinion": _OPINION, "issue": _ISSUE, "result": "satisfied", "note": "很方便"},
    ),
)

OF_CLAIMS: Final = (
    Route(
        "/posts",
        "projects.open_post",
        community.Post,
        "Offer a service post (服务岗位)",
        _HANDLING,
        "post",
        {"name": "楼道巡查", "duties": "每周巡查一次，登记隐患", "places": 3},
    ),
    Route(
        "/posts/<ref>/closings",
        "projects.close_post",
        common.Empty,
        "Offer it no more; who still has it is released",
        _HANDLING,
        "post",
        NOTHING,
        takes="post",
    ),
    Route(
        "/claims",
        "projects.make_claim",
        community.Claim,
        "A member unit claims a post or a project (认领)",
        _CLAIMING,
        "claim",
        {"member": _MEMBER, "post": "pst_0123456789abcdefghjk", "until": "2030-12-31"},
        on_behalf=True,
        names={"member": "member"},
    ),
    Route(
        "/claims/<ref>/releases",
        "projects.release_claim",
        common.Empty,
        "Give a claim back",
        (*_CLAIMING, "chair"),
        "claim",
        NOTHING,
        takes="claim",
        on_behalf=True,
    ),
)

OF_ACTIVITIES: Final = (
    Route(
        "/activities",
        "projects.record_activity",
        community.Activity,
        "Record an activity and its visits (人次)",
        _COUNTING,
        "activity",
        {"project": "bench", "name": "邻里茶话会", "visits": 60, "occurred_on": DAY},
        names={"member": "member"},
    ),
    Route(
        "/activities/<ref>/withdrawals",
        "projects.withdraw_activity",
        common.Reason,
        "Take back an activity that was recorded wrongly",
        _COUNTING,
        "activity",
        {"reason": "重复登记"},
        takes="activity",
    ),
    Route(
        "/volunteer-hours",
        "projects.record_hours",
        community.VolunteerHours,
        "Record hours that a unit's volunteers gave a project",
        _COUNTING,
        "volunteer_hours",
        {"project": "bench", "member": _MEMBER, "count": 8, "hours": 24, "occurred_on": DAY},
        names={"member": "member"},
    ),
    Route(
        "/volunteer-hours/<ref>/withdrawals",
        "projects.withdraw_hours",
        common.Reason,
        "Take back hours that were recorded wrongly",
        _COUNTING,
        "volunteer_hours",
        {"reason": "人数有误"},
        takes="volunteer_hours",
    ),
)

ROUTES: Final = (*OF_OPINIONS, *OF_CLAIMS, *OF_ACTIVITIES)
