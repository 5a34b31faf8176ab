"""A council that was founded as a demonstration says so over HTTP, and no other council does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from support.house import COUNCIL, House, People

from gateway import demonstration
from kernel.db import DatabaseDown


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("invented"), demonstration=True)
    made.start()
    assert made.books.wait_for(COUNCIL, {"members": 1}, 30)
    yield made
    made.stop()


def answers(house: House) -> list[Any]:
    """Of every sort: lists, records, what was made, what was refused, what is not there."""
    person = house.founder.post("/v1/people", {"name": "演示某人"})
    return [
        person,
        house.founder.get("/v1/funds"),
        house.founder.get("/v1/trial-balance"),
        house.founder.get(f"/v1/people/{person.json['id']}"),
        house.founder.get("/v1/nowhere"),
        house.founder.get("/v1/funds/none"),
        house.founder.post("/v1/people", {"name": 1}),
        house.founder.post("/v1/donations", {}),
    ]


def test_every_answer_of_a_demonstration_says_so(invented: House) -> None:
    for answer in answers(invented):
        assert answer.headers.get(demonstration.HEADER) == "true", (answer.status_code, answer.json)


def test_no_answer_of_another_council_says_so(house: House, people: People) -> None:
    assert people.founder
    house.settled()
    for answer in (*answers(house), house.open("/v1/openapi.json"), house.open("/docs")):
        assert demonstration.HEADER not in answer.headers
    assert house.open("/readyz").json == {"status": "ready"}
    assert demonstration.SENTENCE not in house.open("/docs").text
    assert demonstration.TITLE not in house.open("/v1/openapi.json").json["info"]["title"]


def test_pages_that_need_no_token_say_so_in_both_languages(invented: House) -> None:
    document, page = invented.open("/v1/openapi.json"), invented.open("/docs")
    assert document.headers[demonstration.HEADER] == page.headers[demonstration.HEADER] == "true"
    assert document.json["info"]["description"].startswith(demonstration.SENTENCE)
    assert demonstration.TITLE in document.json["info"]["title"]
    assert "均为虚构" in page.text
    assert "of no real council" in page.text
    assert invented.open("/readyz").json == {"status": "ready", "demonstration": True}


def test_what_is_known_of_a_council_outlives_its_database() -> None:
    class Away:
        """Books whose database goes away after the first look."""

        away = False

        def councils(self) -> list[str]:
            if self.away:
                raise DatabaseDown("OperationalError")
            return ["main"]

        def record(self, *_: str) -> dict[str, Any]:
            return {"demonstration": True}

    books: Any = Away()
    known, late = demonstration.Demonstrations(books), demonstration.Demonstrations(books)
    assert known.any()
    Away.away = True
    assert known.any()
    assert not late.any()
