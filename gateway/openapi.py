"""The OpenAPI 3.1 document: what the wire's fields look like, and the parts that many operations share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from apispec import APISpec
from flask_smorest import Api
from marshmallow import fields

from gateway import problems, shapes_of_ledger
from gateway.face import KEY_HEADER, KEY_LENGTH_MAX
from gateway.positions import HEADER
from gateway.problems import Problem
from gateway.schemas import common, handovers, queries, signing
from gateway.schemas.batches import Command
from kernel import wire
from kernel.money import EXPONENTS

Described = dict[str, Any]

MONEY: Final[Described] = {
    "type": "object",
    "properties": {
        "amount": {
            "type": "string",
            "pattern": "^[0-9０-９]+([.．][0-9０-９]+)?$",
            "description": "Greater than zero, with no more places than the currency has",
            "examples": ["12.34"],
        },
        "currency": {"type": "string", "enum": sorted(EXPONENTS), "default": "CNY"},
    },
    "required": ["amount"],
    "additionalProperties": False,
}
PARTY: Final[Described] = {
    "type": "object",
    "properties": {
        "name": {"type": ["string", "null"]},
        "kind": {"enum": ["person", "organisation"]},
        "member": {"type": ["string", "null"], "description": "Code or id of a member unit"},
        "publish_as": {"enum": ["full", "masked", "anonymous", None]},
    },
    "required": ["kind"],
    "additionalProperties": False,
}
PROBLEM: Final[Described] = {
    "type": "object",
    "description": "RFC 9457. `code` is stable; the texts are Chinese or English by Accept-Language.",
    "properties": {
        "type": {"type": "string"},
        "code": {"type": "string"},
        "title": {"type": "string"},
        "detail": {"type": "string"},
        "status": {"type": "integer"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "field": {"type": "string"},
                    "code": {"type": "string"},
                    "message": {"type": "string"},
                },
                "required": ["field", "code", "message"],
            },
        },
        "more_errors": {"type": "integer", "description": "How many faults are not listed in `errors`"},
        "results": {
            "type": "array",
            "description": "Of an atomic batch that was refused: what each command met",
            "items": {"$ref": "#/components/schemas/CommandResult"},
        },
    },
    "required": ["type", "code", "title", "detail", "status"],
}
PROBLEMS: Final[Mapping[int, str]] = {
    400: "The request is malformed: no Idempotency-Key, a header or a body that cannot be read",
    401: "No token, or one that is unknown or revoked",
    403: "No mandate for this, or another person must do it",
    404: "There is no such thing, or nothing at this address",
    409: "Not possible as things stand: too little money, another state, a code that is taken",
    413: "The body is over 1 MiB",
    415: "The body is not application/json",
    422: "Fields are wrong, missing or unknown: `errors` names each; or the key had another body",
    429: "Too much at once; nothing was decided. Retry-After says when to send it again",
    500: "A defect in here",
    503: "Something behind this does not answer; nothing was decided. Send the same again, with the same key",
    504: "The ledger is not there yet, or the outcome is unknown: send the same again, with the same key",
}
"""Status -> when it is answered."""
_EXAMPLES: Final[Mapping[int, Problem]] = {
    400: Problem("idempotency.key_missing"),
    401: Problem("token.unknown"),
    403: Problem("forbidden", "funds.allocate", "chair"),
    404: Problem("not_found", "donation", "don_0123456789abcdefghjk", status=404),
    409: Problem("funds.insufficient", "12.34", "CNY", fields={"amount": ["funds.insufficient"]}),
    413: Problem("body.too_large"),
    415: Problem("body.media_type"),
    422: Problem("invalid_input", fields={"amount": ["money.decimals"]}),
    429: Problem("overloaded"),
    500: Problem("internal"),
    503: Problem("broker_down"),
    504: Problem("outcome_unknown"),
}


def example(status: int) -> Described:
    """A problem of that status, as it is answered."""
    return problems.document(_EXAMPLES[status], "en")


COMMAND_RESULT: Final[Described] = {
    "type": "object",
    "properties": {
        "status": {
            "type": "integer",
            "description": "As if it came alone: 201 written (200 in a dry run), else that of the problem",
        },
        "record": {"type": ["string", "null"], "description": "The kind of record that it made or changed"},
        "id": {
            "type": ["string", "null"],
            "description": "Of that record; in a dry run of one that will not be",
        },
        "position": {"type": "string", "description": "Where in the service's log it is: `funds/123`"},
        "repeated": {"type": "boolean", "description": "Whether the same key had carried it out before"},
        "problem": {"$ref": "#/components/schemas/Problem"},
    },
    "required": ["status"],
}
BATCH_RESULT: Final[Described] = {
    "type": "object",
    "properties": {
        "results": {
            "type": "array",
            "description": "One for each command, in their order",
            "items": {"$ref": "#/components/schemas/CommandResult"},
        },
        "dry_run": {"type": "boolean", "description": "Said where nothing was written"},
    },
    "required": ["results"],
}


def _text(field: wire.Text) -> Described:
    return {"type": "string", "minLength": 1, "maxLength": field.longest}


def _pattern(field: wire.Pattern) -> Described:
    return {"type": "string", "pattern": f"^{field.pattern.pattern}$"}


def _choice(field: wire.Choice) -> Described:
    return {"type": "string", "enum": list(field.words)}


def _many(field: wire.Many) -> Described:
    return {"type": "array", "maxItems": field.longest}


_PARTY_BY_ID: Final[Described] = {
    "type": "object",
    "properties": {"id": {"type": "string"}},
    "required": ["id"],
    "additionalProperties": False,
}
_DESCRIBED: Final[Mapping[type[fields.Field[Any]], Callable[[Any], Described]]] = {
    wire.Text: _text,
    wire.Ref: lambda field: {**_pattern(field), "description": "Code or id"},
    wire.Pattern: _pattern,
    wire.Id: lambda _: {"type": "string"},
    wire.Choice: _choice,
    wire.Flag: lambda _: {"type": "boolean"},
    wire.Count: lambda field: {"type": "integer", "minimum": field.least, "maximum": wire.COUNT_MAX},
    handovers.CountedSum: lambda _: {"type": "string"},
    wire.Line: lambda _: {"type": "integer", "minimum": 1, "maximum": wire.LINE_MAX},
    signing.Secret: lambda secret: {
        "type": "string",
        "minLength": secret.least,
        "maxLength": signing.PASSWORD_MOST,
        "writeOnly": True,
    },
    wire.Day: lambda _: {"type": "string", "format": "date"},
    wire.Decimal: lambda _: {"oneOf": [{"$ref": "#/components/schemas/Money"}, {"type": "string"}]},
    wire.Many: _many,
    common.Party: lambda _: {
        "oneOf": [{"$ref": "#/components/schemas/Party"}, _PARTY_BY_ID, {"type": "string"}],
        "description": "Somebody by name, who becomes a party first; or a party's id, alone or in an object",
    },
    common.Restriction: lambda _: {"$ref": "#/components/schemas/Restriction"},
    Command: lambda _: {
        "type": "object",
        "properties": {"command": {"type": "string"}, "key": {"type": "string"}},
        "required": ["command"],
    },
    queries.Limit: lambda _: {"type": "integer", "minimum": 1, "maximum": queries.LIMIT_MAX},
    queries.Switch: lambda _: {"type": "boolean"},
    queries.Instant: lambda _: {"type": "string", "format": "date-time"},
    queries.Cursor: lambda _: {"type": "string"},
}


def described(_: Any, field: fields.Field[Any], **__: Any) -> Described:
    """The JSON Schema of one of our fields, by its nearest class; for apispec."""
    for kind in type(field).__mro__:
        how = _DESCRIBED.get(kind)
        if how is not None:
            return _or_null(how(field)) if field.allow_none else how(field)
    return {}


def _or_null(schema: Described) -> Described:
    """apispec's own way knows plain types only."""
    if "enum" in schema:
        return {**schema, "type": ["string", "null"], "enum": [*schema["enum"], None]}
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def add_shared_parts(api: Api) -> None:
    """Components that operations refer to."""
    spec: APISpec = api.spec
    api.ma_plugin.converter.add_attribute_function(described)
    for name, schema in (
        ("Money", MONEY),
        ("Party", PARTY),
        ("Problem", PROBLEM),
        ("CommandResult", COMMAND_RESULT),
        ("BatchResult", BATCH_RESULT),
        *shapes_of_ledger.components().items(),
    ):
        spec.components.schema(name, schema)
    spec.components.schema("Restriction", schema=common.RestrictionBody)
    for status, when in PROBLEMS.items():
        schema = {"$ref": "#/components/schemas/Problem"}
        content = {"application/problem+json": {"schema": schema, "example": example(status)}}
        spec.components.response(f"Problem{status}", {"description": when, "content": content})
    spec.components.parameter(
        "IdempotencyKey",
        "header",
        {
            "name": KEY_HEADER,
            "required": True,
            "description": "The same key and body: the same answer. Another body: 422. Visible ASCII. Yours "
            "alone, unless it begins with `council:`: then whoever may do this meets the first one's answer.",
            "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH_MAX},
        },
    )
    spec.components.parameter(
        "LedgerPosition",
        "header",
        {
            "name": HEADER,
            "description": "As a write answered it: wait until the ledger has that, or 504 `ledger.behind`.",
            "schema": {"type": "string", "examples": ["funds/123"]},
        },
    )
    spec.components.header(
        "LedgerPosition",
        {
            "description": "Where in the logs this is: a read that sends it back sees what was written here",
            "schema": {"type": "string", "examples": ["funds/123", "members/5, funds/124"]},
        },
    )
    spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})


def options(description: str) -> dict[str, Any]:
    """What the document says of itself."""
    return {
        "info": {
            "description": description,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "security": [{"token": []}],
        "servers": [{"url": "/"}],
    }
