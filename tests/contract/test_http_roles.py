"""docs/roles.md held against the application: every route with every role, with no token and with another's.

A new route needs a row in docs/roles.md (test_http_commands.py sees to it), and a new kind of record
perhaps a maker in tests/support/walking.py.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pytest
from support.filed import PDF, filled
from support.house import Caller, House
from support.passing import passing
from support.roles_page import OPEN, ROLES, Row, rows
from support.walking import GIFT, World

from gateway import commands

ROWS: Final = rows()
OF_COUNCIL: Final = tuple(row for row in ROWS if row.who != (OPEN,))
OTHER: Final = "other"
NEEDED: Final = {"service": "funds"}
"""What is asked for by query parameters that are required."""
BODIES: Final[Mapping[str, Any]] = {
    "POST /v1/batches": {"commands": [{"command": "none"}]},
    "POST /v1/files": filled(PDF, b"another"),
}
"""Of what is no command in the table."""
UNREACHED: Final[Mapping[str, set[str]]] = {
    "POST /v1/members/<ref>/resumptions": {"members.member_not_suspended"},
    "POST /v1/people/<ref>/erasures/confirmations": {"members.no_erasure"},
    "POST /v1/people/<ref>/password-resets": {"members.no_password"},
    "POST /v1/people/<ref>/password-resets/confirmations": {"members.no_reset"},
    "POST /v1/handovers/<ref>/signatures": {"members.accounts_moved", "members.not_a_signer"},
    "POST /v1/sign-outs": {"invalid_input"},
    "POST /v1/policies": {"members.policy_stands"},
    "POST /v1/resolutions/<ref>/recusals": {"members.no_seat", "not_found"},
    "POST /v1/resolutions/<ref>/recusals/confirmations": {"not_found"},
    "POST /v1/resolutions/<ref>/assembly-decisions": {"members.not_escalated"},
    "POST /v1/resolutions/<ref>/assembly-decisions/confirmations": {"members.not_escalated"},
    "POST /v1/objections/<ref>/settlements": {"members.objection_not_upheld"},
    "POST /v1/pledges/<ref>/fulfilments": {"funds.other_donor"},
    "POST /v1/fund-transfers": {"funds.resolution_needed"},
    "POST /v1/gifts-in-kind/<ref>/acknowledgements": {"not_found"},
    "POST /v1/gifts-in-kind/<ref>/losses": {"funds.goods_exceeded"},
    "POST /v1/gifts-in-kind/<ref>/shipments": {"funds.goods_exceeded"},
    "POST /v1/projects/<ref>/cancellations": {"projects.open_advances"},
    "POST /v1/projects/<ref>/closings": {"projects.open_advances"},
    "POST /v1/spending/<ref>/approvals": {"projects.objection_open"},
    "POST /v1/spending/<ref>/payments": {"projects.wrong_state"},
    "POST /v1/advances/<ref>/settlements": {"projects.exceeds_advance"},
    "POST /v1/payments/<ref>/reversals": {"projects.reversal_pending"},
    "POST /v1/issues/<ref>/opinions": {"projects.opinion_joined"},
    "POST /v1/issues/<ref>/solutions": {"projects.issue_wrong_state"},
    "POST /v1/call-backs": {"projects.issue_wrong_state"},
    "POST /v1/claims": {"projects.already_claimed", "projects.not_your_unit"},
    "POST /v1/grants/<ref>/spending": {"projects.other_spending"},
    "POST /v1/grants/<ref>/reports": {"projects.tranche_wrong_state"},
    "POST /v1/grants/<ref>/returns": {"invalid_input"},
}
"""Route -> what those who may are told at the most, for the one record of the world is not ready for it."""
_PARAMETER: Final = re.compile(r"<(?:\w+:)?(\w+)>")


@pytest.fixture(scope="module")
def councils(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[House, Caller]]:
    """A house, and the founder of another council in it."""
    house = House(tmp_path_factory.mktemp("roles"))
    founder = house.another_council(OTHER)
    house.start()
    yield house, founder
    house.stop()


@pytest.fixture(scope="module")
def house(councils: tuple[House, Caller]) -> House:
    return councils[0]


@pytest.fixture(scope="module")
def made(house: House) -> tuple[World, dict[str, str]]:
    """The world, and the kinds that are not in it, with the reason."""
    world = World(house)
    return world, world.everything()


@pytest.fixture(scope="module")
def world(made: tuple[World, dict[str, str]]) -> World:
    return made[0]


@pytest.fixture(scope="module")
def stranger(councils: tuple[House, Caller]) -> Caller:
    """Somebody who may do everything, in another council."""
    house, founder = councils
    founder.made("/v1/members", {"code": "yeyu", "name": "别处", "kind": "resident_unit"})
    person = founder.made("/v1/people", {"name": "周一"})["id"]
    for role in ROLES:
        unit = {"member": "yeyu"} if role == "councillor" else {}
        founder.made("/v1/mandates", {"person": person, "role": role, "from": "2020-01-01", **unit})
    return Caller(house, founder.made("/v1/tokens", {"person": person})["token"], person)


@pytest.fixture(scope="module")
def document(house: House) -> Any:
    return house.open("/v1/openapi.json").json["paths"]


Way = tuple[str, dict[str, str], Any]
"""(path, query, body) of a request."""


@pytest.fixture
def ways(row: Row, world: World, document: Any) -> list[Way]:
    return ways_of(row, world, document)


def ways_of(row: Row, world: World, document: Any) -> list[Way]:
    """How this route is asked, once for each record that it may be asked about."""
    parameter = _PARAMETER.search(row.path)
    query = asked(row, document) | ({"dry_run": "true"} if row.method == "POST" else {})
    refs = values(world, row, parameter[1]) if parameter else ("",)
    return [(_PARAMETER.sub(ref, row.path), query, body_of(world, row, ref)) for ref in refs]


def body_of(world: World, row: Row, ref: str) -> Any:
    route = next((one for one in commands.ALL if ("POST", f"/v1{one.path}") == (row.method, row.path)), None)
    if route is None:
        return BODIES.get(row.route)
    body = world.example(route, ref) | passing(world, route.path)
    return {name: said for name, said in body.items() if said is not None}


def values(world: World, row: Row, parameter: str) -> tuple[str, ...]:
    """What may stand in the path."""
    match parameter:
        case "ref":
            return world.refs(row.path.removeprefix("/v1"))
        case "code":
            return ("1002",)
        case "digest":
            note = world.by_role["treasurer"].seen(f"/v1/donations/{world.an('donation')}")["note"]
            return (note["sealed"],)
    raise AssertionError(f"{row.route}: say in `values` of {__name__} what may stand for <{parameter}>")


def asked(row: Row, document: Any) -> dict[str, str]:
    """The query parameters without which it is not answered."""
    path = _PARAMETER.sub(r"{\1}", row.path)
    item = document.get(path, {})
    parameters = [*item.get("parameters", ()), *item.get(row.method.lower(), {}).get("parameters", ())]
    return {
        one["name"]: NEEDED[one["name"]]
        for one in parameters
        if one.get("in") == "query" and one.get("required")
    }


def sent(who: Caller, row: Row, way: Way) -> Any:
    path, query, body = way
    return who.post(path, body, None, None, **query) if row.method == "POST" else who.get(path, None, **query)


def by_route(row: Row) -> str:
    return row.route


def test_of_every_kind_of_record_one_is_made(made: tuple[World, dict[str, str]]) -> None:
    assert not made[1], "\n".join(made[1].values())


@pytest.mark.parametrize("row", OF_COUNCIL, ids=by_route)
def test_who_has_none_of_the_roles_is_forbidden_and_who_has_one_is_not(
    row: Row, world: World, ways: list[Way]
) -> None:
    for way in ways:
        for role, who in {**world.by_role, "nobody": world.nobody}.items():
            answer = sent(who, row, way)
            told = f"{row.route} as {role}: {answer.status_code} {answer.get_data(as_text=True)[:300]}"
            if row.may(role):
                assert answer.status_code not in (401, 404, 405), told
                assert answer.status_code < 500, told
                assert answer.status_code != 403 or answer.json["code"] != "forbidden", told
            else:
                assert answer.status_code == 403, told
                assert answer.json["code"] == "forbidden", told
                roles = answer.json["detail"].partition("It takes one of: ")[2].rstrip(".").split(", ")
                # What is asked of one record may be asked of fewer than of all of its kind.
                assert roles, told
                assert {one.replace(" ", "_") for one in roles} <= {*row.who, *ROLES} - {role}, told


def test_where_nobody_reaches_success_is_known(world: World, document: Any) -> None:
    """A refusal by a rule says that a role may ask, and no more: the rest is in the tests of their topic."""
    refused = {}
    for row in OF_COUNCIL:
        asking = [world.by_role[role] for role in ROLES if row.may(role)]
        codes = set()
        for who, way in itertools.product(asking, ways_of(row, world, document)):
            answer = sent(who, row, way)
            if answer.status_code < 400:
                break
            codes.add(answer.json["code"])
        else:
            refused[row.route] = codes
    new = {route: codes for route, codes in refused.items() if not codes <= UNREACHED.get(route, set())}
    assert not new, f"make them pass in tests/support/passing.py, or say so in UNREACHED: {new}"


@pytest.mark.parametrize(
    "row", [row for row in OF_COUNCIL if row.method == "POST" and "<" in row.path], ids=by_route
)
def test_who_may_not_do_it_does_not_learn_whether_it_is_there(
    row: Row, world: World, ways: list[Way]
) -> None:
    [route] = (one for one in commands.ALL if f"/v1{one.path}" == row.path)
    for path, query, body in ways:
        [ref] = (one for one in path.split("/") if one in world.every_id())
        nothing = f"{ref.partition('_')[0]}_0123456789abcdefghjk"
        told = [
            world.nobody.post(path, body, None, None, **query),
            world.nobody.post(path.replace(ref, nothing), route.example, None, None, **query),
        ]
        assert [one.json["code"] for one in told] == ["forbidden", "forbidden"], row.route


@pytest.mark.parametrize("route", [one for one in commands.ALL if one.on_behalf], ids=lambda one: one.path)
def test_what_was_done_on_paper_is_written_down_by_the_secretary_alone(
    route: commands.Route, world: World
) -> None:
    ref = world.refs(route.path)[0] if "<ref>" in route.path else ""
    path = f"/v1{route.path.replace('<ref>', ref)}"
    for role, who in {**world.by_role, "nobody": world.nobody}.items():
        whose = world.by_role[route.roles[0]].person
        body = {**world.example(route, ref), "on_behalf": {"person": whose, "paper": "0" * 64}}
        answer = who.post(path, body, dry_run="true")
        told = f"POST {path} as {role}: {answer.status_code} {answer.get_data(as_text=True)[:300]}"
        if role == "secretary":
            assert answer.status_code not in (401, 404, 405), told
            assert answer.status_code != 403 or answer.json["code"] != "forbidden", told
        else:
            assert (answer.status_code, answer.json["code"]) == (403, "forbidden"), told


def test_who_may_not_give_does_not_learn_whether_a_donor_is_there(world: World) -> None:
    for donor in ("per_0123456789abcdefghjk", world.an("person")):
        answer = world.nobody.post("/v1/donations", {**GIFT, "donor": donor})
        assert (answer.status_code, answer.json["code"]) == (403, "forbidden")


@pytest.mark.parametrize("row", OF_COUNCIL, ids=by_route)
def test_without_a_token_that_is_known_nothing_is_answered(row: Row, world: World, ways: list[Way]) -> None:
    for way in ways:
        for token, code in (("", "token.missing"), ("nobodys-token", "token.unknown")):
            answer = sent(Caller(world.house, token), row, way)
            assert (answer.status_code, answer.json["code"]) == (401, code), row.route


@pytest.mark.parametrize("row", [row for row in ROWS if row.who == (OPEN,)], ids=by_route)
def test_what_needs_no_token_asks_for_none(row: Row, house: House) -> None:
    answer = house.open(row.path, row.method)
    assert answer.status_code not in (404, 405), row.route
    assert answer.status_code != 401 or not answer.json["code"].startswith("token."), row.route


@pytest.mark.parametrize("row", OF_COUNCIL, ids=by_route)
def test_another_councils_token_shows_and_does_nothing_of_this_council(
    row: Row, world: World, stranger: Caller, ways: list[Way]
) -> None:
    ids = world.every_id()
    for way in ways:
        answer = sent(stranger, row, way)
        told = f"{row.route}: {answer.status_code} {answer.get_data(as_text=True)[:300]}"
        assert answer.status_code < 500, told
        if any(one in way[0] for one in ids) or "<digest>" in row.path:
            # In the body it may be somebody of ours who is not there first.
            assert answer.status_code in (403, 404) or answer.json["code"] == "not_found", told
        if answer.status_code < 400:  # of the other council itself
            body = answer.get_data(as_text=True)
            assert not [one for one in ids if one in body], told


def test_a_batch_says_of_each_command_what_it_would_say_alone(world: World) -> None:
    told = []
    for name, route in commands.IN_BATCH.items():
        refs = {route.takes: world.refs(route.path)[0]} if route.takes else {}
        told.append({"command": name, **world.example(route, "".join(refs.values())), **refs})
    for role, who in {**world.by_role, "nobody": world.nobody}.items():
        answer = who.post("/v1/batches", {"commands": told}, dry_run="true")
        assert answer.status_code == 200, answer.text
        for name, result in zip(commands.IN_BATCH, answer.json["results"], strict=True):
            forbidden = result.get("problem", {}).get("code") == "forbidden"
            assert forbidden is (role not in commands.IN_BATCH[name].roles), (role, name, result)
