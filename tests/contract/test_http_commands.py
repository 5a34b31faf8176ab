"""The table of commands, held against what the services take."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from marshmallow import Schema
from prometheus_client import CollectorRegistry
from support.roles_page import EVERYBODY, OPEN, ROLES, Row, routes, rows

from gateway import commands
from gateway.app import create_app
from gateway.called import OF_A_PAYEE, OF_WHO_ACTS
from gateway.commands import Route
from gateway.commands.reversals import OF_REVERSALS, PAYMENT_REVERSAL
from gateway.kinds import KINDS
from gateway.metrics import Metrics
from services.funds import schemas as funds
from services.members import schemas as members
from services.projects import schemas as projects

DRAWN = {"members.issue_token", "members.issue_one_time_token", "members.confirm_password_reset"}
"""What is secret in them is drawn by the service."""
SIGNING = {f"members.{name}" for name in ("sign_in", "refuse_sign_in", "set_password", "sign_out")}
"""Asked for by the service itself, once it compared a password or was shown a token."""
CASES: Mapping[str, tuple[Schema, Any]] = {**members.CASES, **funds.CASES, **projects.CASES}
ALL = tuple(
    route
    for route in (*commands.ALL, *(routes["rvp"] for routes in OF_REVERSALS))
    if route.command not in DRAWN
)
BESIDE = DRAWN | SIGNING | {"projects.store_file", "members.found_council", "members.reissue_token"}
"""The founding and a reissue come from the machine itself."""


def app_of_nothing() -> Flask:
    """The application over parts that are not there: its routes are."""
    nothing: Any = SimpleNamespace(bus=None)
    return create_app(nothing, nothing, nothing, metrics=Metrics(CollectorRegistry()))


def names(schema: Schema, *, required: bool = False) -> set[str]:
    return {one.data_key or name for name, one in schema.fields.items() if one.required or not required}


def sent(route: Route) -> set[str]:
    """What the service is sent at most."""
    more = {route.takes} if route.takes else set()
    # The view of a payment's reversal adds the spending that the payment is of.
    return (
        # Whose act it is that is written down stands beside the body, not in it.
        (names(route.body) - {"on_behalf"})
        | more
        | set(route.fixed)
        | ({"spending"} if route is PAYMENT_REVERSAL else set())
        # What stands in the ledger is added to a handover.
        | ({"advances", "ledger_position"} if route.path == "/handovers" else set())
        | ({"counts", "advances"} if route.path == "/handovers/<ref>/signatures" else set())
        # What payees and actors are called, which a rule compares.
        | ({"payee_name"} if route.command in OF_A_PAYEE else set())
        | ({"called"} if route.command in OF_WHO_ACTS else set())
    )


@pytest.mark.parametrize("route", ALL, ids=lambda route: route.path)
def test_a_route_sends_what_its_service_takes(route: Route) -> None:
    assert sent(route) == names(CASES[route.command][0])


@pytest.mark.parametrize("route", ALL, ids=lambda route: route.path)
def test_what_a_service_requires_is_required_of_the_caller(route: Route) -> None:
    beyond_body = sent(route) - names(route.body)
    defaulted = {"currency"} & names(route.body)
    required = names(CASES[route.command][0], required=True)
    assert required == names(route.body, required=True) | (beyond_body & required) | (defaulted & required)


def test_every_command_of_the_services_has_its_route() -> None:
    assert {route.command for route in ALL} | BESIDE == set(CASES)


def test_every_route_of_the_table_has_its_view_and_the_other_way_round() -> None:
    app = app_of_nothing()
    posts = {rule.rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert posts == {f"/v1{route.path}" for route in commands.ALL} | {
        "/v1/batches",
        "/v1/files",
        "/v1/sign-ins",
        "/v1/passwords",
        "/v1/sign-outs",
    }
    assert commands.of("/donations").command == "funds.record_donation"


def test_every_kind_of_record_has_its_list_and_the_view_of_one() -> None:
    app = app_of_nothing()
    reads = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert {f"/v1/{kind.path}{rest}" for kind in KINDS.values() for rest in ("", "/<ref>")} <= reads


def test_the_roles_that_the_page_names_are_those_that_the_service_asks_for() -> None:
    from services.funds.domain import DOMAIN as FUNDS
    from services.members.domain import DOMAIN as MEMBERS
    from services.projects.domain import DOMAIN as PROJECTS

    asked = {
        command.COMMAND: command.ROLES  # type: ignore[attr-defined]
        for domain in (MEMBERS, FUNDS, PROJECTS)
        for command in domain.commands
    }
    for route in ALL:
        assert set(route.roles) == set(asked[route.command]), route.command


def test_every_route_stands_in_the_table_and_the_other_way_round() -> None:
    known = {(row.method, row.path) for row in rows()}
    assert len(known) == len(rows()), "a route stands twice in docs/roles.md"
    there = routes(app_of_nothing())
    of_posts = {f"/v1{route.path}": route.roles for route in commands.ALL}
    lacking = [
        str(Row(method, path, of_posts.get(path, (EVERYBODY,)) if method == "POST" else (EVERYBODY,)))
        for method, path in sorted(there - known)
    ]
    assert not lacking, "docs/roles.md lacks these rows (see to it that the roles are right):\n" + "\n".join(
        lacking
    )
    assert not known - there, f"docs/roles.md has rows of routes that are not there: {sorted(known - there)}"


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.route)
def test_the_roles_of_the_table_are_roles_and_those_of_its_command(row: Row) -> None:
    if len(row.who) > 1 or row.who[0] not in (EVERYBODY, OPEN):
        assert set(row.who) <= set(ROLES), f"{row.route}: no role, or in no tables of words: {row.who}"
    for route in commands.ALL:
        if (row.method, row.path) == ("POST", f"/v1{route.path}"):
            assert set(row.who) == set(route.roles), f"{row.route}: its Route says {', '.join(route.roles)}"
