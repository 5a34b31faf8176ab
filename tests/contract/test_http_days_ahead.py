"""Days to come are days that somebody can mean: the year 9999 is a slip, and what has no end says null."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

import pytest
from support.house import House, People, today

from gateway import commands

ROUTES: Final = {f"{route.path} {route.makes}": route for route in commands.ALL}
YEARS: Final[Mapping[str, tuple[str, int]]] = {
    "/mandates mandate": ("to", 30),
    "/tokens token": ("expires_on", 10),
    "/resolutions resolution": ("closes_on", 5),
    "/policies policy": ("terms.effective_from", 5),
    "/projects/<ref>/milestones milestone": ("due_on", 30),
    "/milestones/<ref>/moves milestone": ("due_on", 30),
    "/claims claim": ("until", 30),
    "/grants grant": ("tranches.0.due_on", 30),
    "/projects/<ref>/spending spending": ("retention.until", 30),
}


def changed(body: Any, path: str, value: Any) -> Any:
    """The body with `value` at that path."""
    name, _, rest = path.partition(".")
    if isinstance(body, list):
        return [changed(one, rest, value) if str(at) == name else one for at, one in enumerate(body)]
    inner = body.get(name) or {"amount": "1"}
    return {**body, name: changed(inner, rest, value) if rest else value}


@pytest.mark.parametrize("route", YEARS)
def test_a_day_that_nobody_means_is_refused_by_its_field(house: House, people: People, route: str) -> None:
    assert people
    path, example = ROUTES[route].path.replace("<ref>", "bench"), ROUTES[route].example
    field, years = YEARS[route]
    beyond = date(date.fromisoformat(today()).year + years + 1, 1, 1).isoformat()
    for day in ("9999-12-31", beyond):
        refused = house.founder.post(f"/v1{path}", changed(example, field, day), dry_run="true")
        assert refused.status_code == 422, refused.text
        assert (field, "date.too_far") in [(one["field"], one["code"]) for one in refused.json["errors"]]
    last = date(date.fromisoformat(today()).year + years, 12, 31).isoformat()
    taken = house.founder.post(f"/v1{path}", changed(example, field, last), dry_run="true")
    assert "date.too_far" not in taken.text
