"""The OpenAPI 3.1 document: what the wire's fields look like, and the parts that many operations share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from apispec import APISpec
from flask_smorest import Api
from marshmallow import fields

from gateway.face import KEY_HEADER, KEY_LENGTH_MAX
from gateway.positions import HEADER
from gateway.schemas import common, queries
from gateway.schemas.batches import Command
from kernel import wire
from kernel.money import EXPONENTS

Described = dict[str, Any]

MONEY: Final[Described] = {
    "type": "object",
    "properties": {
        "amount": {"type": "string", "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$", "examples": ["12.34"]},
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
    },
    "required": ["type", "code", "title", "detail", "status"],
}
RECORD: Final[Described] = {
    "type": "object",
    "description": (
        "`record` says of what kind it is, `id` names it; then the fields it was made with, its `status`, "
        "`occurred_on`, `recorded_at`, `recorded_by`, and `position` in its service's log. Sums are "
        "{amount, currency}; parties {id, kind, name}, the name as far as the reader may see it."
    ),
    "properties": {"record": {"type": "string"}, "id": {"type": "string"}},
    "additionalProperties": True,
}
LIST: Final[Described] = {
    "type": "object",
    "properties": {
        "items": {"type": "array", "items": {"$ref": "#/components/schemas/Record"}},
        "next_cursor": {"type": ["string", "null"], "description": "For `cursor`; null on the last page"},
    },
    "required": ["items"],
}
OPENING: Final[Described] = {
    "type": "object",
    "properties": {
        "sealed": {"type": "string", "description": "SHA-256(salt || UTF-8 text), as it stands in the log"},
        "salt": {"type": "string", "description": "32 bytes in hex"},
        "text": {"type": "string"},
    },
    "required": ["sealed", "salt", "text"],
}
BATCH_RESULT: Final[Described] = {
    "type": "object",
    "properties": {
        "results": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "status": {"type": "integer"},
                    "record": {"type": ["string", "null"]},
                    "id": {"type": ["string", "null"]},
                    "position": {"type": "string"},
                    "repeated": {"type": "boolean"},
                    "problem": {"$ref": "#/components/schemas/Problem"},
                },
                "required": ["status"],
            },
        }
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


_DESCRIBED: Final[Mapping[type[fields.Field[Any]], Callable[[Any], Described]]] = {
    wire.Text: _text,
    wire.Ref: lambda field: {**_pattern(field), "description": "Code or id"},
    wire.Pattern: _pattern,
    wire.Id: lambda _: {"type": "string"},
    wire.Choice: _choice,
    wire.Flag: lambda _: {"type": "boolean"},
    wire.Day: lambda _: {"type": "string", "format": "date"},
    wire.Decimal: lambda _: {"oneOf": [{"$ref": "#/components/schemas/Money"}, {"type": "string"}]},
    wire.Many: _many,
    common.Party: lambda _: {"oneOf": [{"$ref": "#/components/schemas/Party"}, {"type": "string"}]},
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
        ("Record", RECORD),
        ("List", LIST),
        ("BatchResult", BATCH_RESULT),
        ("Opening", OPENING),
    ):
        spec.components.schema(name, schema)
    spec.components.schema("Restriction", schema=common.RestrictionBody)
    spec.components.response(
        "Problem",
        {
            "description": "A problem, with a stable code",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        },
    )
    spec.components.parameter(
        "IdempotencyKey",
        "header",
        {
            "name": KEY_HEADER,
            "required": True,
            "description": "The same key and body: the same answer. Another body: 422. Visible ASCII.",
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
