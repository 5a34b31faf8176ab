"""What the demonstration council heard, took up, claimed and held, beside its money. Invented. Pure.

Commands by reference; `of` has the ids of what was made before: the references of opinions, issues and posts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

LABEL: Final = "演示"
Body = dict[str, Any]
Told = Iterator[tuple[str, str, Body]]
"""(command, reference, body)."""

OPINIONS: Final = (
    ("o1", "visit", "facility", "广场上没有地方坐", "演示居民05", "2022-06-11"),
    ("o2", "chat_group", "facility", "带孩子散步想歇歇脚", "演示居民12", "2022-06-13"),
    ("o3", "hotline", "facility", "游园里找不到厕所", "演示居民21", "2022-09-20"),
    ("o4", "meeting", "facility", "老人出门最怕没有厕所", None, "2022-09-24"),
    ("o5", "web", "welfare", "家里有许多干净的旧衣服", "演示居民33", "2022-03-18"),
    ("o6", "chat_group", "education", "想学书法和手机摄影", "演示居民08", "2022-12-02"),
    ("o7", "visit", "safety", "三号楼路灯不亮", "演示居民17", "2024-10-08"),
    ("o8", "web", "facility", "长椅夏天太晒", None, "2024-11-05"),
)
"""Reference, channel, topic, text, author, day."""
ISSUES: Final = (
    ("i1", "广场缺少座椅", ("o1", "o2"), "DEMO-BENCH"),
    ("i2", "游园缺少公厕", ("o3", "o4"), "DEMO-TOILET"),
    ("i3", "旧衣物的去处", ("o5",), "DEMO-GARMENT"),
    ("i4", "老年人学习的场所", ("o6",), "DEMO-ELDERLY"),
    ("i5", "三号楼路灯", ("o7", "o1"), None),
)
"""Reference, title, opinions, the project that it became. One opinion belongs to two of them."""
POSTS: Final = (
    ("p1", "游园巡查岗", "每周两次查看设施", 3, "DEMO-TOILET", ("DEMO-U15", "DEMO-U17")),
    ("p2", "课堂助教岗", "签到、发放教材", 2, "DEMO-ELDERLY", ("DEMO-U16",)),
    ("p3", "楼道清洁岗", "每月一次", 4, None, ("DEMO-U15", "DEMO-U06", "DEMO-U07")),
)
"""Reference, name, duties, places, project, the units that claim it."""
ACTIVITIES: Final = (
    ("a1", "DEMO-GARMENT", "旧衣整理日", 86, "2022-05-21"),
    ("a2", "DEMO-GARMENT", "旧衣整理日", 112, "2023-05-20"),
    ("a3", "DEMO-ELDERLY", "书法班", 208, "2023-06-30"),
    ("a4", "DEMO-ELDERLY", "手机摄影班", 174, "2023-12-22"),
    ("a5", "DEMO-BENCH", "长椅落成茶话会", 63, "2022-10-15"),
)
"""Reference, project, name, visits, day."""
HOURS: Final = (
    ("h1", "DEMO-GARMENT", "DEMO-U15", 14, 56, "2022-05-21"),
    ("h2", "DEMO-GARMENT", "DEMO-U16", 11, 33, "2023-05-20"),
    ("h3", "DEMO-ELDERLY", "DEMO-U16", 6, 72, "2023-06-30"),
    ("h4", "DEMO-BENCH", "DEMO-U19", 5, 20, "2022-10-14"),
)
"""Reference, project, unit, how many volunteers, hours of all of them, day."""
SUPPORT: Final = (
    ("s1", "venue", "DEMO-U11", "活动室每周三下午免费使用", "2022-03-01"),
    ("s2", "training", "DEMO-U12", "财务和安全培训两次", "2023-04-12"),
    ("s3", "policy", "DEMO-U14", "备案指导", "2023-09-06"),
)
"""Reference, kind, unit, text, day."""


def opinions() -> Told:
    """Who is not named said it in a meeting or on a page."""
    for ref, channel, topic, text, author, day in OPINIONS:
        said: Body = {"channel": channel, "topic": topic, "text": f"{LABEL}：{text}", "occurred_on": day}
        if author is not None:
            said["author"] = {"name": author, "kind": "person"}
        yield "projects.record_opinion", ref, said


def issues(of: Mapping[str, str]) -> Told:
    for ref, title, asked, _ in ISSUES:
        body: Body = {"title": f"{title}（{LABEL}）", "opinions": [of[one] for one in asked]}
        yield "projects.open_issue", ref, body


def became(of: Mapping[str, str]) -> Told:
    """The issues that projects deal with."""
    for ref, _, _, project in ISSUES:
        if project is not None:
            yield "projects.issue_to_project", ref, {"issue": of[ref], "project": project}


def posts() -> Told:
    for ref, name, duties, places, project, _ in POSTS:
        post: Body = {"name": f"{name}（{LABEL}）", "duties": duties, "places": places}
        yield "projects.open_post", ref, {**post, "project": project} if project else post


def claims(of: Mapping[str, str]) -> Told:
    """Units claim posts, and one of the projects."""
    for ref, _, _, _, _, units in POSTS:
        for unit in units:
            yield "projects.make_claim", f"{ref}-{unit}", {"member": unit, "post": of[ref]}
    yield "projects.make_claim", "c1", {"member": "DEMO-U11", "project": "DEMO-GARMENT"}


def held() -> Told:
    """Activities, volunteers' hours and support that is no money."""
    for ref, project, name, visits, day in ACTIVITIES:
        body: Body = {"project": project, "name": f"{LABEL}：{name}", "visits": visits, "occurred_on": day}
        yield "projects.record_activity", ref, body
    for ref, project, unit, count, hours, day in HOURS:
        of_unit: Body = {"member": unit, "count": count, "hours": hours}
        yield "projects.record_hours", ref, {**of_unit, "project": project, "occurred_on": day}
    for ref, kind, unit, text, day in SUPPORT:
        given: Body = {"kind": kind, "member": unit, "text": f"{LABEL}：{text}", "occurred_on": day}
        yield "projects.record_support", ref, given
