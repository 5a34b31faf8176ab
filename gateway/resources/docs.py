"""/v1/openapi.json and /docs, a reference page made of it. No token.

Both are made once, and once more where a demonstration council is kept: then they say so.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

import orjson
from flask import Blueprint, Response
from flask_smorest import Api
from jinja2 import Environment, select_autoescape

from gateway import demonstration
from gateway.face import face
from gateway.resources.kit import JSON

METHODS = ("get", "post")


def blueprint(api: Api) -> Blueprint:
    """The two views over the document of `api`."""
    blp = Blueprint("docs", __name__)

    def spec(*, shown: bool) -> dict[str, Any]:
        made: dict[str, Any] = api.spec.to_dict()
        return demonstration.labelled(made) if shown else made

    @cache
    def document(*, shown: bool) -> bytes:
        return orjson.dumps(spec(shown=shown), option=orjson.OPT_INDENT_2)

    @cache
    def page(*, shown: bool) -> str:
        return rendered(spec(shown=shown))

    @blp.get("/v1/openapi.json")
    def _openapi() -> Response:
        shown = face().demonstrations.any()
        headers = {demonstration.HEADER: "true"} if shown else {}
        return Response(document(shown=shown), headers=headers, content_type="application/json")

    @blp.get("/docs")
    def _docs() -> Response:
        shown = face().demonstrations.any()
        headers = {demonstration.HEADER: "true"} if shown else {}
        answer = Response(page(shown=shown), headers=headers, content_type="text/html; charset=utf-8")
        answer.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
        return answer

    return blp


def rendered(spec: dict[str, Any]) -> str:
    """The reference page: one file, nothing fetched from elsewhere."""
    source = files("gateway.pages").joinpath("reference.html").read_text(encoding="utf-8")
    template = Environment(autoescape=select_autoescape(default_for_string=True)).from_string(source)
    tags = [{**tag, "operations": list(operations(spec, tag["name"]))} for tag in spec["tags"]]
    shapes = [
        (name, fields_of(schema))
        for name, schema in sorted(spec["components"]["schemas"].items())
        if "properties" in schema and not name.endswith("Query")
    ]
    return template.render(info=spec["info"], tags=tags, shapes=shapes, shape=shape)


def operations(spec: dict[str, Any], tag: str) -> Iterator[dict[str, Any]]:
    """The operations of a tag, each with its path and all its parameters."""
    for path, item in spec["paths"].items():
        for method in METHODS:
            operation = item.get(method)
            if operation is None or tag not in operation["tags"]:
                continue
            given = [*item.get("parameters", ()), *operation.get("parameters", ())]
            parameters = {(one["in"], one["name"]): one for one in (resolved(spec, each) for each in given)}
            yield {
                **operation,
                "method": method.upper(),
                "path": path,
                "parameters": list(parameters.values()),
                **body_of(spec, operation),
                **answers_of(spec, operation),
            }


def body_of(spec: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """The fields of the body, with what each may be, and an example."""
    content = operation.get("requestBody", {}).get("content", {}).get(JSON)
    if content is None:
        return {"body": [], "example": None}
    example = json.dumps(content["example"], ensure_ascii=False, indent=2)
    return {"body": fields_of(resolved(spec, content["schema"])), "example": example}


def answers_of(spec: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """The fields of the answer where all went well, and when each status comes."""
    responses = {status: resolved(spec, one) for status, one in operation["responses"].items()}
    schema = responses["200"]["content"][JSON]["schema"]
    return {
        "answer_name": shape(schema),
        "answer": fields_of(resolved(spec, schema)),
        "statuses": [(status, one["description"]) for status, one in sorted(responses.items())],
    }


def fields_of(schema: dict[str, Any]) -> list[dict[str, Any]]:
    """The fields of an object, one row each."""
    needed = schema.get("required", ())
    return [
        {
            "name": name,
            "required": name in needed,
            "shape": shape(one),
            "description": one.get("description", ""),
        }
        for name, one in schema.get("properties", {}).items()
    ]


def resolved(spec: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """A reference followed, one step after the other."""
    while "$ref" in node:
        found: Any = spec
        for step in node["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        node = found
    return node


def shape(schema: dict[str, Any]) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join("null" if one is None else str(one) for one in schema["enum"])
    for words in ("oneOf", "anyOf"):
        if words in schema:
            return " | ".join(shape(one) for one in schema[words])
    kinds = schema.get("type", "any")
    text = " | ".join(kinds) if isinstance(kinds, list) else str(kinds)
    if kinds == "array":
        text = f"[{shape(schema.get('items', {}))}]"
    return f"{text} ({schema['format']})" if "format" in schema else text
