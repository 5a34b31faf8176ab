"""Lists of gifts that grow, that resemble each other, that are only tried, or are cut off midway."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.served import standing
from support.terminal import Terminal

from cli.setup.commands import token_of_role

ANSWERS = "某某理事会\n张某\n李某\n王某\n\nBANK\n\n\n\nn\nGZ\n\n\n\n\nn\nn\n"
HEADER = "捐赠人,金额,日期,流水号"

Import = Callable[..., tuple[int, int, int, list[int]]]
"""Lines and options -> exit code, how many were taken, how many known, which look recorded already."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Terminal]:
    """The treasurer's terminal."""
    folder = tmp_path_factory.mktemp("house")
    with standing(folder) as (url, founder):
        (folder / "first-run-token").write_text(founder)
        assert Terminal(url).run("init", "--data", str(folder), answers=ANSWERS).code == 0
        yield Terminal(url, token_of_role(folder, "treasurer"))


@pytest.fixture
def taking(house: Terminal, tmp_path: Path) -> Import:
    def run(lines: list[str], *options: str) -> tuple[int, int, int, list[int]]:
        file = tmp_path / "gifts.csv"
        file.write_text("\n".join([HEADER, *lines]), encoding="utf-8")
        ran = house.run("import", "donations", str(file), "--json", *options)
        said = ran.data()
        assert said["lines"] == said["taken"] + said["known"] + len(said["refused"])
        return ran.code, said["taken"], said["known"], said["look_recorded"]

    return run


def sum_of(house: Terminal, day: str) -> int:
    """How many donations the books have of that day."""
    return len(house.data("donations", "--from", day, "--to", day))


@pytest.mark.parametrize("donor", ["", "孙某"])
@pytest.mark.parametrize("options", [(), ("--donors-by-name",)])
def test_two_boxes_with_a_like_line_keep_both_once_the_treasurer_says_so(
    house: Terminal, taking: Import, donor: str, options: tuple[str, ...]
) -> None:
    day = f"2024-0{1 + bool(donor) + 2 * bool(options)}-07"
    one, other = [f"{donor},20.00,{day},"] * 2, [f",5.00,{day},", f"{donor},20.00,{day},"]
    assert taking(one, *options) == (0, 2, 0, [])
    assert taking(one, *options) == (0, 0, 2, [])
    assert taking(other, *options) == (1, 1, 0, [3])
    assert taking(other, *options, "--another", "3", "--dry-run") == (0, 1, 1, [])
    assert taking(other, *options, "--another", "3") == (0, 1, 1, [])
    assert taking(other, *options) == (0, 0, 2, [])  # what was said is not asked again
    assert sum_of(house, day) == 4
    grown = [*one, f"{donor},7.00,{day},"]
    assert taking(grown, *options) == (1, 1, 0, [2, 3])
    assert taking(grown, *options, "--known", "all") == (0, 0, 3, [])
    assert sum_of(house, day) == 5


def test_a_grown_list_whose_new_line_looks_like_another_box_keeps_it(house: Terminal, taking: Import) -> None:
    day = "2024-06-07"
    assert taking([f",20.00,{day},"])[:3] == (0, 1, 0)
    assert taking([f",1.00,{day},", f",2.00,{day},"])[:3] == (0, 2, 0)
    grown = [f",1.00,{day},", f",2.00,{day},", f",20.00,{day},"]
    assert taking(grown) == (1, 0, 0, [2, 3, 4])
    assert taking(grown, "--known", "all", "--another", "4") == (0, 1, 2, [])
    assert sum_of(house, day) == 4


def test_a_dry_run_knows_what_is_recorded(house: Terminal, taking: Import) -> None:
    day = "2024-07-07"
    lines = [f"孙某,1.00,{day},B1", f"周某,2.00,{day},", f",3.00,{day},", f",3.00,{day},"]
    for options in ((), ("--donors-by-name",)):
        of_names = [
            line.replace("某", f"某{len(options)}").replace("B1", f"B{len(options)}") for line in lines
        ]
        of_names = [line.replace("3.00", f"3.0{len(options)}") for line in of_names]
        assert taking(of_names, *options, "--dry-run") == (0, 4, 0, [])
        assert taking(of_names, *options) == (0, 4, 0, [])
        assert taking(of_names, *options, "--dry-run") == (0, 0, 4, [])
        more = [f"吴某,4.00,{day},", *of_names]
        assert taking(more, *options, "--dry-run") == (1, 1, 1, [4, 5, 6])
    assert sum_of(house, day) == 8


def test_the_lines_in_question_are_said_in_words_that_can_be_typed(house: Terminal, tmp_path: Path) -> None:
    day = "2024-08-07"
    for at in range(2):
        file = tmp_path / f"{at}.csv"
        file.write_text(f"{HEADER}\n" + f",8.00,{day},\n" * 3 + f",{at + 1}.00,{day},\n", encoding="utf-8")
    assert house.run("import", "donations", str(tmp_path / "0.csv")).code == 0
    ran = house.run("import", "donations", str(tmp_path / "1.csv"))
    assert ran.code == 1
    assert "--known 2-4" in ran.out
    assert "--another 2-4" in ran.out
    assert house.run("import", "donations", str(tmp_path / "1.csv"), "--known", "2-x").code == 2


def test_donations_are_listed_in_full_or_say_that_there_are_more(house: Terminal, taking: Import) -> None:
    day = "2024-09-07"
    taking([f",{at + 1}.00,{day},C{at}" for at in range(205)])
    asked = ("donations", "--from", day, "--to", day)
    assert len(house.data(*asked)) == 205
    some = house.run(*asked, "--limit", "204", "--json")
    assert (len(some.data()), "there are more" in some.err) == (204, True)
    assert "more" not in house.run(*asked, "--limit", "205", "--json").err
    assert "已收" in house.run(*asked, "--lang", "zh").out


def test_a_refused_line_says_why_and_not_where_it_stood_in_a_batch(house: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "gifts.csv"
    file.write_text(f"{HEADER}\n,1.00,2999-01-01,\n", encoding="utf-8")
    ran = house.run("import", "donations", str(file), "--lang", "zh")
    assert ran.code == 1
    assert "commands." not in ran.out
    assert "errors" not in ran.out
