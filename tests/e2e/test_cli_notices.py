"""`gongzhi notice-text` against a standing house."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.served import standing
from support.terminal import Terminal


@pytest.fixture(scope="module")
def terminal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """The founder, who is given what it takes to propose a project and to post a notice of it."""
    with standing(tmp_path_factory.mktemp("notices")) as (url, founder):
        terminal = Terminal(url, founder)
        person = json.loads(terminal.run("get", "tokens").out)["items"][0]["person"]["id"]
        for role in ("project_lead", "secretary"):
            mandate = {"person": person, "role": role, "from": "2020-01-01"}
            assert terminal.run("post", "mandates", json.dumps(mandate)).code == 0
        bench = {"code": "bench", "name": "广场长椅", "purpose": "供老人歇脚"}
        assert terminal.run("post", "projects", json.dumps(bench)).code == 0
        yield terminal


def posted(terminal: Terminal, text: str) -> str:
    body = {"about": {"kind": "project", "id": "bench"}, "text": text, "days": 7}
    ran = terminal.run("post", "notices", json.dumps(body), "--field", "id")
    assert ran.code == 0, ran.err
    return ran.out.strip()


def test_a_notice_is_printed_in_chinese_and_written_as_pages(terminal: Terminal, tmp_path: Path) -> None:
    notice = posted(terminal, "长椅十张")
    page, print_ = tmp_path / "notice.html", tmp_path / "notice.pdf"
    ran = terminal.run("notice-text", notice, "--html", str(page), "--pdf", str(print_))
    assert ran.code == 0, ran.err
    assert ran.out.startswith("【项目公示】\n项目：广场长椅 (bench)\n")
    assert ran.out.endswith(f"公示编号：{notice}\n")
    assert "长椅十张" in page.read_text(encoding="utf-8")
    assert print_.read_bytes().startswith(b"%PDF-")
    english = terminal.run("notice-text", notice, "--lang", "en")
    assert english.out.startswith("【Public notice of a project】\n")
    assert json.loads(terminal.run("notice-text", notice, "--json").out)["text"] + "\n" == ran.out

    nowhere = terminal.run("notice-text", notice, "--pdf", str(tmp_path / "no" / "folder.pdf"))
    assert nowhere.code == 2
    assert terminal.run("post", f"notices/{notice}/withdrawals").code == 0
    withdrawn = terminal.run("notice-text", notice)
    assert (withdrawn.code, withdrawn.out) == (1, "")
    assert terminal.run("notice-text", "nothing").code == 1
