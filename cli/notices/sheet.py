"""What a notice says to people who read no books: for the chat group, the board and the page. Pure.

Names of people are masked whoever asks: a treasurer's token reads them in full, a notice board does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from cli.texts import Words

POST_MAX: Final = 500
"""Characters of a post, of which a chat group shows all."""
_FACT_MAX: Final = 60
_FACTS_CUT: Final = (_FACT_MAX, 30, 14)
_TEXT_MIN: Final = 150
"""What a post keeps of its text, if its facts can be cut to make room for it."""
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`facts`: (label, text) of what it is about; `days` and `foot` say until when, and how to object."""

    title: str
    facts: tuple[tuple[str, str], ...]
    text: str
    days: str
    foot: str
    number: str


def sheet(say: Words, notice: Record, about: Record, names: Mapping[str, str]) -> Sheet:
    """`about`: the record that it is about; `names`: of the projects and funds in it, by id."""
    begins, ends = (date.fromisoformat(notice[name]) for name in ("starts_on", "ends_on"))
    count = (ends - begins).days + 1
    days = say("notice.days", begins=_day(say, begins), ends=_day(say, ends), count=count)
    if notice.get("extended"):
        days += say("notice.extended")
    return Sheet(
        title=say(f"notice.title.{notice['about_kind']}"),
        facts=tuple(
            (say(f"notice.fact.{name}"), cut(text, _FACT_MAX))
            for name, text in _facts(say, notice["about_kind"], about, names)
            if text
        ),
        text=notice["text"],
        days=days,
        foot=say("notice.foot"),
        number=say("notice.number", id=notice["id"]),
    )


def _facts(say: Words, kind: str, about: Record, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """What the thing is, by (name of the fact, text)."""
    match kind:
        case "project":
            yield "project", f"{about['name']} ({about['code']})"
            yield "purpose", str(about.get("purpose") or "")
        case "resolution":
            yield "resolution", str(about["title"])
            yield "result", say(f"notice.result.{about['status']}")
        case _:
            yield "project", names.get(str(about.get("project")), "")
            yield "purpose", str(about.get("purpose") or "")
    yield "fund", names.get(str(about.get("fund")), "")
    yield "amount", amount(say, about.get("amount"))
    yield "payee", masked(about.get("payee"))


def amount(say: Words, money: Any) -> str:
    """`80,000.00 CNY`; in Chinese yuan are 元."""
    if not isinstance(money, Mapping):
        return ""
    whole, _, part = str(money["amount"]).partition(".")
    grouped = f"{int(whole):,}" + (f".{part}" if part else "")
    return say("notice.yuan", sum=grouped) if money["currency"] == "CNY" else f"{grouped} {money['currency']}"


def masked(party: Any) -> str:
    """An organisation in full, a person by the first character, whatever the reader may see."""
    if not isinstance(party, Mapping) or not party.get("name"):
        return ""
    name = str(party["name"])
    return f"{name[:1]}*" if party.get("kind") == "person" else name


def _day(say: Words, day: date) -> str:
    return say("notice.day", year=day.year, month=day.month, day=day.day)


def cut(text: str, longest: int) -> str:
    """`text`, or its beginning where it is too long."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def post(one: Sheet) -> str:
    """At most POST_MAX characters: what is too long is cut, facts before the text; the board has it all."""
    tail = [one.days, one.foot, one.number]
    for longest in _FACTS_CUT:
        head = [f"【{one.title}】", *(f"{label}：{cut(text, longest)}" for label, text in one.facts)]
        room = POST_MAX - sum(len(line) + 1 for line in (*head, *tail))
        if room >= min(len(one.text), _TEXT_MIN):
            break
    return "\n".join((*head, cut(one.text, room), *tail))
