"""`gongzhi up --demo`: labelled wherever it shows, for as long as it stands, and never beside real money."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import httpx
from support.ports import reserve_port
from support.running import PROGRAM, Part, eventually
from support.terminal import Terminal

from cli.host.backup import back_up
from cli.host.places import embedded_urls
from cli.setup.commands import token_of_role
from gateway.demonstration import HEADER, SENTENCE


def up(folder: Path, *options: str) -> Part:
    port = reserve_port()
    return Part("up", ["up", "--data", str(folder), "--port", str(port), *options], {}, port)


def test_a_demonstration_is_labelled_everywhere_and_for_ever(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with up(folder, "--demo") as house:
        eventually(lambda: token_of_role(folder, "auditor") is not None, 60, house.tail)
        auditor = token_of_role(folder, "auditor")
        eventually(lambda: "demo-tokens.json" in house.output(), 90, house.tail)
    with up(folder) as house:  # the word was said once, at the founding
        eventually(lambda: house.ready()["status"] == "ready", 60, house.tail)
        assert house.ready()["demonstration"] is True
        assert SENTENCE in httpx.get(f"{house.url}/v1/openapi.json").json()["info"]["description"]
        bearer = {"Authorization": f"Bearer {auditor}"}
        assert httpx.get(f"{house.url}/v1/trial-balance", headers=bearer).headers[HEADER] == "true"
        members_page_filter_and_are_found(house.url, bearer)
        people = httpx.get(f"{house.url}/v1/people", headers=bearer).json()["items"]
        assert "演示理事长" in {one["name"] for one in people}
        ran = Terminal(house.url, auditor, "zh").run("fund")
        assert (ran.code, "均为虚构" in ran.err) == (0, True)
        assert "均为虚构" in house.output() or "invented" in house.output()
        manifest = back_up(embedded_urls(folder), tmp_path / "backup", lambda _: None)
        assert manifest["demonstrations"] == ["main"]


def members_page_filter_and_are_found(url: str, bearer: dict[str, str]) -> None:
    def pages(**asked: str) -> list[list[dict[str, Any]]]:
        found: list[list[dict[str, Any]]] = []
        cursor: dict[str, str] = {}
        while True:
            page = httpx.get(f"{url}/v1/members", params={**asked, **cursor}, headers=bearer).json()
            found.append(page["items"])
            if page["next_cursor"] is None:
                return found
            cursor = {"cursor": page["next_cursor"]}

    everybody = pages(limit="200")
    assert [len(page) for page in everybody] == [200, 89]
    members = [one for page in everybody for one in page]
    assert len({one["id"] for one in members}) == 289
    assert {"演示" in one["name"] for one in members} == {True}
    [teams] = pages(limit="200", kind="volunteer_team")
    assert (len(teams), sum(one["head_count"] for one in teams)) == (67, 6_327)
    assert len(pages(limit="200", kind="building_group")[0]) == 189
    [found] = pages(limit="200", q="柳浪", kind="volunteer_team")
    assert {one["name"] for one in found} == {one["name"] for one in teams if "柳浪" in one["name"]} != set()


def test_invented_money_never_goes_into_a_council_that_is_no_demonstration(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with up(folder) as house:
        eventually((folder / "first-run-token").exists, 60, house.tail)
        eventually(lambda: house.ready()["status"] == "ready", 60, house.tail)
        assert "demonstration" not in house.ready()
    ran = subprocess.run(
        [PROGRAM, "up", "--data", str(folder), "--port", "0", "--demo"],
        env={**os.environ, "LANG": "en_US.UTF-8", "LC_ALL": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, "not founded as a demonstration" in ran.stderr) == (1, True), ran
    assert not (folder / "demo-tokens.json").exists()
