"""What resources are made of: strict parsing, answers, and views built from the table of commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import orjson
from flask import Request, Response, request
from flask_smorest import Blueprint
from marshmallow import Schema
from webargs.flaskparser import FlaskParser

from gateway import (
    answering,
    bodies,
    cursors,
    member_names,
    papers,
    positions,
    sealed_texts,
    shapes,
    shapes_of_ledger,
    showing,
)
from gateway.commands import Route
from gateway.face import Face, caller, face, idempotency_key
from gateway.kinds import KINDS, PATHS, Kind
from gateway.orders import Done, Order
from gateway.problems import Problem
from gateway.reading import Name
from gateway.schemas import queries
from gateway.schemas.queries import DryRun, Nothing
from gateway.tasks.approvals import Approvals
from gateway.tasks.finding import Records
from kernel import ids, wire
from kernel.clock import accounting_date
from kernel.errors import InvalidInput

JSON: Final = "application/json"


@dataclass(frozen=True, slots=True)
class Doc:
    """What the OpenAPI document says of an operation; `answers` is the schema of its answer."""

    operation: str
    summary: str
    answers: str
    description: str | None = None

    def parts(self, answers: Mapping[int, str], problems: Iterable[int]) -> dict[str, Any]:
        """As flask-smorest takes it. Its decorators for responses would each cost every request a call."""
        schema = {"$ref": f"#/components/schemas/{self.answers}"}
        responses: dict[str, Any] = {
            str(status): {"description": what, "content": {JSON: {"schema": schema}}}
            for status, what in answers.items()
        }
        if "201" in responses:
            responses["201"]["headers"] = {positions.HEADER: {"$ref": "#/components/headers/LedgerPosition"}}
        responses |= {str(status): f"Problem{status}" for status in problems}
        described = {"description": self.description} if self.description else {}
        return {"operationId": self.operation, "summary": self.summary, "responses": responses, **described}


class Parser(FlaskParser):
    """Our strict reader of bodies and queries, behind flask-smorest's decorator."""

    def parse(self, argmap: Any, req: Request | None = None, *, location: str | None = None, **_: Any) -> Any:
        asked = req or request
        if location == "json":
            return loaded(argmap, bodies.read(asked))
        # Most requests have no query: what its schema makes of nothing is the same each time.
        return loaded(argmap, query(asked)) if asked.query_string else {**of_nothing(argmap)}


@cache
def of_nothing(schema: Schema) -> Mapping[str, Any]:
    """The defaults of a query."""
    return loaded(schema, {})


class Resource(Blueprint):  # type: ignore[misc]  # flask-smorest publishes no types
    """A blueprint under /v1."""

    ARGUMENTS_PARSER = Parser()


def resource(name: str, description: str) -> Resource:
    """An empty resource, to be filled with views."""
    return Resource(name, __name__, url_prefix="/v1", description=description)


def loaded(schema: Schema, data: Any) -> dict[str, Any]:
    """`data` through `schema`. Raises: Problem invalid_input with the fields."""
    try:
        return wire.load(schema, data)
    except InvalidInput as error:
        raise Problem("invalid_input", fields=error.errors) from None


def query(asked: Request) -> dict[str, str]:
    """The query parameters, none twice. Raises: Problem."""
    twice = {name: ["query.repeated"] for name, values in asked.args.lists() if len(values) > 1}
    if twice:
        raise Problem("invalid_input", fields=twice)
    return asked.args.to_dict()


def answer(body: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Response:
    """JSON out."""
    return Response(orjson.dumps(body), status=status, headers=headers, content_type=JSON)


# --- writing -----------------------------------------------------------------------------------------
Complete = Callable[[Route, Mapping[str, Any], str, str], Order]
"""(route, body, key, ref) -> the order."""


def posting(blp: Resource, route: Route, complete: Complete | None = None) -> None:
    """The view of one command. `complete` makes the order where path and body are not enough."""

    def view(body: dict[str, Any], query: dict[str, Any], ref: str | None = None) -> Response:
        key = idempotency_key()
        order = completed(complete, route, body, key, ref or "") if complete else route.order(body, key, ref)
        return carried_out(order, dry_run=query["dry_run"])

    documented_post(blp, route, view)


def completed(complete: Complete, route: Route, body: Mapping[str, Any], key: str, ref: str) -> Order:
    """The order, for which more is looked up. Raises: Problem, that of who may not do this first."""
    try:
        return complete(route, body, key, ref)
    except Problem as problem:
        barred = face().clerk.barred(caller(), route.command, route.asked(body))
        raise (barred.problem() if barred else problem) from None


def documented_post(blp: Resource, route: Route, view: Callable[..., Response]) -> None:
    """Route a POST view that takes (body, query, ref)."""
    add_post(
        blp,
        route.path,
        view,
        route.body,
        Doc(
            operation_id(route),
            route.summary,
            shapes_of_ledger.answered(route.makes, route.or_makes),
            f"Roles: {', '.join(route.roles)}. "
            "Sealed texts (`note`, `reason`) are answered without their text.",
        ),
        example=route.example,
    )


def add_post(
    blp: Resource,
    path: str,
    view: Callable[..., Response],
    body: Schema,
    doc: Doc,
    *,
    example: Mapping[str, Any],
    is_open: bool = False,
) -> None:
    """Route a POST view, with what every POST has in common. `is_open`: it needs no token."""
    answers = {201: "Written.", 200: "Nothing was written."}
    problems = (400, 401, 403, 404, 409, 413, 415, 422, 429, 500, 503, 504)
    anybody: dict[str, Any] = {"security": []} if is_open else {}
    documented: Any = blp.doc(**doc.parts(answers, problems), **anybody)(view)
    documented = blp.arguments(DRY_RUN, location="query")(documented)
    documented = blp.arguments(body, example=example)(documented)
    mention(documented, KEY_PARAMETER)
    blp.add_url_rule(path, doc.operation, documented, methods=["POST"])


def mention(view: Any, parameter: str) -> None:
    """Document a shared parameter of one operation; flask-smorest knows such for whole paths only."""
    view._apidoc["arguments"]["parameters"].append(parameter)  # noqa: SLF001 - its own mark on views


def operation_id(route: Route) -> str:
    """`funds.record_donation` at /donations -> `record_donation`."""
    name = route.command.partition(".")[2]
    return f"{name}_of_{route.fixed['kind']}" if route.fixed else name


def carried_out(order: Order, *, dry_run: bool) -> Response:
    """One order, and its answer. Raises: Problem."""
    [outcome] = face().clerk.carry_out(caller(), [order], dry_run=dry_run)
    if not isinstance(outcome, Done):
        raise outcome.problem()
    record = answering.whole(face(), caller().council, outcome.events)
    body = shown([record], showing.given_name(order, outcome))[0]
    if dry_run:
        return answer({**body, "dry_run": True})
    headers = {"Ledger-Position": positions.text([*outcome.party, *outcome.events])}
    if record.get("record") in PATHS:
        headers["Location"] = f"/v1/{PATHS[record['record']]}/{record['id']}"
    return answer(body, 201, headers)


# --- reading -----------------------------------------------------------------------------------------
def shown(records: Sequence[Mapping[str, Any]], given: Mapping[str, Name] | None = None) -> list[Any]:
    """Records as the caller may see them; `given` are names that the ledger may not have yet."""
    who, given = caller(), given or {}
    wanted = showing.party_ids(records) - given.keys()
    names = {**given, **face().books.names(who.council, wanted)} if wanted else given
    answered = [showing.shown(record, names, who) for record in records]
    member_names.add(face().books, who.council, records, answered)
    return answered


def in_full(record: Mapping[str, Any]) -> dict[str, Any]:
    """One record, with sealed texts that the caller may read, where its papers are, whose approval it lacks.

    Of GET alone: these may change while the record does not, and a repeated POST answers as the first did.
    """
    door, who = face(), caller()
    body: dict[str, Any] = shown([record])[0]
    body |= papers.read(door.books, who.council, record)
    body |= _still_asked(record)
    return sealed_texts.read(door.books, door.vaults, record, body, who)


def _still_asked(record: Mapping[str, Any]) -> dict[str, Any]:
    """Of a spending that nobody approved yet: whose approvals it waits for today."""
    if (record["record"], record.get("status")) != ("spending", "requested") or "lacking" in record:
        return {}
    door = face()
    records = Records(door.books, caller().council)
    approvals = Approvals(records, accounting_date(door.clock.now()).isoformat())
    return {"lacking": [dict(one) for one in approvals.lacking(record)]}


def found(kind: str, ref: str) -> Mapping[str, Any]:
    """The record of a code or an id. Raises: Problem not_found.

    What another caller's 201 created a moment ago may not be in the ledger yet: once, and bounded, wait for
    the heads of the logs that would tell of it.
    """
    door, council = face(), caller().council
    if ids.CODE.fullmatch(ref) is None:
        raise Problem("not_found", kind, ref, status=404)
    record = door.books.record(council, kind, ref)
    if record is None and caught_up(door, council, KINDS[kind].owners):
        record = door.books.record(council, kind, ref)
    if record is None:
        raise Problem("not_found", kind, ref, status=404)
    return record


def caught_up(door: Face, council: str, services: Sequence[str]) -> bool:
    """Whether the ledger now has what the services' logs hold."""
    heads = {service: door.heads.head(service, council) for service in services}
    known = {service: head for service, head in heads.items() if head}
    return bool(known) and positions.waited(door, council, known, door.config.new_s_max)


def listing(blp: Resource, kind: Kind) -> None:
    """GET of the list of a kind of records."""
    schema = queries.of_kind(kind, shapes.filter_words(kind.name))

    def view(query: dict[str, Any]) -> Response:
        walk = walking(query)
        page = face().books.records(
            caller().council,
            kind.name,
            filters=narrowed(query, kind.filters),
            limit=query["limit"],
            after=walk.after,
        )
        return answer({"items": shown(page.items), "next_cursor": walk.next(page.next)})

    answers = f"{shapes_of_ledger.named(kind.name).removesuffix('Record')}List"
    doc = Doc(f"list_{kind.path.replace('-', '_')}", kind.listing, answers)
    reading(blp, f"/{kind.path}", view, doc, schema)


def walking(query: Mapping[str, Any]) -> cursors.Walk:
    """The way through the list of this request. Raises: Problem where the cursor is another query's."""
    return cursors.walk(caller().council, request.path, query)


def showing_one(blp: Resource, kind: Kind) -> None:
    """GET by code or id."""

    def view(query: dict[str, Any], ref: str) -> Response:  # noqa: ARG001 - that there is none was checked
        return answer(in_full(found(kind.name, ref)))

    doc = Doc(f"get_{kind.name}", kind.one, shapes_of_ledger.named(kind.name))
    reading(blp, f"/{kind.path}/<ref>", view, doc)


def reading(
    blp: Resource, path: str, view: Callable[..., Response], doc: Doc, schema: Schema | None = None
) -> None:
    """Route a GET view that takes (query, ref), with what every read has in common."""
    problems = (400, 401, 403, 404, 422, 429, 500, 503, 504)
    documented: Any = blp.doc(**doc.parts({200: "As it is."}, problems))(view)
    documented = blp.arguments(schema or NOTHING, location="query")(documented)
    mention(documented, POSITION_PARAMETER)
    blp.add_url_rule(path, doc.operation, documented)


def narrowed(query: Mapping[str, Any], filters: Sequence[str]) -> dict[str, str]:
    """The filters that were given, as the books take them."""
    given = {name: query[name] for name in filters if query.get(name) is not None}
    return {name: one.isoformat() if isinstance(one, date) else str(one) for name, one in given.items()}


DRY_RUN: Final = DryRun()
NOTHING: Final = Nothing()
KEY_PARAMETER: Final = "IdempotencyKey"
POSITION_PARAMETER: Final = "LedgerPosition"
