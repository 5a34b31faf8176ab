"""What is posted and hung up of a notice: short enough, on one page, and with nobody's full name."""

from __future__ import annotations

import re
import zlib
from base64 import a85decode
from typing import Any

import pytest

from cli.notices.page import html
from cli.notices.pdf import pdf
from cli.notices.sheet import POST_MAX, amount, masked, post, sheet
from cli.texts import Words

ZH, EN = Words("zh"), Words("en")
NOTICE: dict[str, Any] = {
    "id": "not_0123456789abcdefghjk",
    "about_kind": "project",
    "about": "prj_0123456789abcdefghjk",
    "text": "为方便老人歇脚，拟在广场添置长椅十张。",
    "starts_on": "2026-03-02",
    "ends_on": "2026-03-08",
    "extended": 0,
}
PROJECT: dict[str, Any] = {"code": "bench", "name": "广场长椅", "purpose": "供老人歇脚"}
SPENDING: dict[str, Any] = {
    "project": "prj_1",
    "fund": "fnd_1",
    "purpose": "长椅十张",
    "amount": {"amount": "80000.00", "currency": "CNY"},
    "payee": {"id": "per_1", "kind": "person", "name": "张三丰"},
}
NAMES = {"prj_1": "广场长椅", "fnd_1": "共治资金"}


def of(kind: str, about: dict[str, Any], say: Words = ZH, **other: Any) -> Any:
    return sheet(say, {**NOTICE, "about_kind": kind, **other}, about, NAMES)


def test_a_post_says_what_until_when_and_how_to_object() -> None:
    assert post(of("project", PROJECT)) == (
        "【项目公示】\n"
        "项目：广场长椅 (bench)\n"
        "用途：供老人歇脚\n"
        "为方便老人歇脚，拟在广场添置长椅十张。\n"
        "公示期：2026年3月2日至2026年3月8日，共7天。\n"
        "如有异议，请于公示期内当面、书面或线上告知理事会秘书，每件异议都会得到答复。\n"
        "公示编号：not_0123456789abcdefghjk"
    )


def test_names_of_people_are_masked_and_those_of_organisations_are_not() -> None:
    said = post(of("spending", SPENDING))
    assert "收款方：张*" in said
    assert "三丰" not in said + html(of("spending", SPENDING), "zh")
    assert "金额：80,000.00 元" in said
    assert masked({"kind": "organisation", "name": "木工社"}) == "木工社"
    assert masked({"kind": "person", "name": None}) == masked(None) == ""


def test_sums_of_other_currencies_are_named() -> None:
    assert amount(ZH, {"amount": "1234567.80", "currency": "USD"}) == "1,234,567.80 USD"
    assert amount(ZH, {"amount": "500", "currency": "JPY"}) == "500 JPY"
    assert amount(EN, {"amount": "5000.00", "currency": "CNY"}) == "5,000.00 CNY"
    assert amount(ZH, None) == ""


def test_a_resolution_is_told_with_what_came_of_it() -> None:
    about = {"title": "添置长椅", "status": "adopted", "amount": None}
    assert "决议：添置长椅\n结果：通过\n" in post(of("resolution", about))
    assert "Result：adopted\n" in post(of("resolution", about, EN))


def test_that_it_was_extended_is_said() -> None:
    assert "公示已延期" in post(of("project", PROJECT, extended=1, ends_on="2026-03-15"))


@pytest.mark.parametrize("say", [ZH, EN], ids=["zh", "en"])
@pytest.mark.parametrize("kind", ["project", "spending", "allocation", "resolution"])
def test_a_post_is_never_longer_than_a_chat_group_shows(say: Words, kind: str) -> None:
    about = {**SPENDING, **PROJECT, "title": "题" * 100, "status": "escalated", "name": "名" * 500}
    about |= {"purpose": "用" * 500, "payee": {"kind": "organisation", "name": "社" * 500}}
    said = post(of(kind, about, say, text="字" * 500, extended=1))
    assert len(said) <= POST_MAX
    assert said.count("字") >= 100  # the facts make room for it
    assert said.endswith(NOTICE["id"])


def test_the_page_shows_what_people_wrote_and_runs_none_of_it() -> None:
    page = html(of("project", PROJECT, text='<script>alert("x")</script> & 长椅'), "zh")
    assert "<script" not in page
    assert "&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; 长椅" in page
    assert "http" not in page  # it needs nothing from anywhere
    assert 'lang="zh-CN"' in page
    assert "size: A4" in page


def streams(document: bytes) -> str:
    """What is drawn, with its texts as they were."""
    raw = re.findall(rb"stream\n(.*?)~>endstream", document, re.DOTALL)
    return "".join(_text(zlib.decompress(a85decode(one))) for one in raw)


def _text(drawn: bytes) -> str:
    texts = re.findall(rb"\((.*?)(?<!\\)\) Tj", drawn, re.DOTALL)
    plain = (re.sub(rb"\\(\d{3}|.)", _unescaped, one) for one in texts)
    return "".join(one.decode("utf-16-be", "replace") for one in plain)


def _unescaped(match: re.Match[bytes]) -> bytes:
    return bytes([int(match[1], 8)]) if match[1].isdigit() else match[1]


def test_the_pdf_is_one_a4_page_with_the_same_words() -> None:
    made = of("spending", SPENDING)
    document = pdf(made)
    assert document.startswith(b"%PDF-")
    assert document.count(b"/Type /Page\n") == 1
    assert b"/MediaBox [ 0 0 595.2756 841.8898 ]" in document
    assert b"/STSong-Light" in document
    assert pdf(made) == document
    said = streams(document)
    for part in ("支出公示", "收款方：张*", "80,000.00", "公示期"):
        assert part in said, said
    assert "三丰" not in said


def test_the_longest_notice_still_is_one_page() -> None:
    about = {**SPENDING, "purpose": "用" * 500, "payee": {"kind": "organisation", "name": "社" * 500}}
    document = pdf(of("spending", about, text="字" * 500, extended=1))
    assert document.count(b"/Type /Page\n") == 1


def test_rare_characters_and_markup_stop_no_pdf() -> None:
    assert pdf(of("project", {**PROJECT, "name": "𠮷田 <b>&"}, text="👍 𠮷 <font>"))
