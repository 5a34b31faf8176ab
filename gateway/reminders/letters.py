"""What a reminder says, for a program and for a person. Pure."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Final

import orjson

from gateway.tasks.task import Task

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "approve_spending": ("审批支出", "approve spending"),
    "pay_spending": ("支付", "pay"),
    "settle_advance": ("核销借款", "settle an advance"),
    "confirm_reversal": ("确认冲销", "confirm a reversal"),
    "approve_allocation": ("审批拨款", "approve an allocation"),
    "confirm_fund_transfer": ("确认资金间调拨", "confirm a transfer between funds"),
    "assign_issue": ("交办议题", "say who deals with an issue"),
    "solve_issue": ("办理议题", "deal with an issue"),
    "call_back": ("回访诉求人", "call back who asked for it"),
    "draw_tranche": ("支付下一期资助", "pay the next tranche of a grant"),
    "cast_vote": ("表决", "vote"),
    "confirm_recusal": ("确认回避", "confirm a recusal"),
    "confirm_assembly_decision": ("确认居民大会决定", "confirm what the residents' assembly decided"),
    "answer_objection": ("答复异议", "answer an objection"),
    "settle_objection": ("办结异议", "settle an objection"),
    "post_notice": ("张贴项目公示", "post the notice of a project"),
    "notice_ends": ("公示即将期满", "a notice ends"),
    "milestone": ("里程碑", "milestone"),
    "accept_project": ("验收项目", "accept a project"),
}
"""Kind of task -> what it is called."""


@dataclass(frozen=True, slots=True)
class Reminder:
    """What one person is reminded of on one day (ISO, Shanghai)."""

    council: str
    person: str
    day: str
    tasks: Sequence[Task]

    @property
    def id(self) -> str:
        """The same for the same tasks of the same day: whoever gets it twice can tell."""
        said = [self.council, self.person, self.day, *sorted(key_of(task) for task in self.tasks)]
        return hashlib.sha256("\n".join(said).encode()).hexdigest()


def key_of(task: Task) -> str:
    """What tells a task from every other one of a council."""
    return f"{task.kind}/{task.about}"


def body(reminder: Reminder) -> bytes:
    """As a webhook gets it: JSON in UTF-8, without anybody's name."""
    return orjson.dumps(
        {
            "id": reminder.id,
            "council": reminder.council,
            "person": reminder.person,
            "day": reminder.day,
            "tasks": [task.shown(reminder.day) for task in reminder.tasks],
        }
    )


def signature(secret: str, sent: bytes) -> str:
    """`sha256=` and the HMAC-SHA256 (hex) of the very bytes that are sent."""
    return "sha256=" + hmac.new(secret.encode(), sent, hashlib.sha256).hexdigest()


def mail(reminder: Reminder, sender: str, address: str) -> EmailMessage:
    """As a person reads it, in Chinese and English."""
    message = EmailMessage()
    count = len(reminder.tasks)
    message["Subject"] = f"共治待办 {count} 项 · Gongzhi: {count} waiting"
    message["From"] = sender
    message["To"] = address
    message["Message-ID"] = f"<{reminder.id}@gongzhi>"
    lines = [_line(task, reminder.day) for task in reminder.tasks]
    message.set_content("\n".join([f"{reminder.council}  {reminder.day}", "", *lines, ""]))
    return message


def _line(task: Task, day: str) -> str:
    zh, en = WORDS.get(task.kind, (task.kind, task.kind))
    late = "【逾期 overdue】" if task.is_overdue(day) else ""
    return f"- {late}{task.due_on}  {zh} / {en}: {task.title or task.about}"
