"""What went wrong, as the HTTP face says it: RFC 9457 problem details with a stable code.

Exception
└── Problem        anything that ends a request with a 4xx or 5xx; made from a code, never from a sentence
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import orjson
from flask import Response

from gateway import statuses, texts

MEDIA_TYPE: Final = "application/problem+json"
FIELD_LENGTH_MAX: Final = 200
ERRORS_MAX: Final = 100
"""Faults told one by one; a body may have as many as it has fields."""


class Problem(Exception):  # noqa: N818 - RFC 9457's own word
    """`fields` maps a field's path to the codes of its faults; `args` fill the sentence of the code."""

    def __init__(
        self,
        code: str,
        *args: str,
        fields: Mapping[str, Sequence[str]] | None = None,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(code, *args)
        self.code = code
        self.texts = args
        self.fields = dict(fields or {})
        self.status = status or statuses.of(code)
        self.headers = {**statuses.headers(self.status), **(headers or {})}
        self.members = dict(members or {})


def document(problem: Problem, language: str) -> dict[str, Any]:
    """The problem as JSON data, in one language."""
    title, detail = texts.sentence(problem.code, problem.texts, language)
    body: dict[str, Any] = {
        "type": "about:blank",
        "code": problem.code,
        "title": title,
        "detail": detail,
        "status": problem.status,
    }
    if problem.fields:
        faults = [(field, code) for field, codes in problem.fields.items() for code in codes]
        body["errors"] = [
            {"field": _shown(field), "code": code, "message": texts.fault(code, problem.texts, language)}
            for field, code in faults[:ERRORS_MAX]
        ]
        if len(faults) > ERRORS_MAX:
            body["more_errors"] = len(faults) - ERRORS_MAX
    return {**body, **problem.members}


def _shown(field: str) -> str:
    """A field's path; the name of one that nobody knows is the caller's text, and may be anything."""
    return field.encode("utf-8", "backslashreplace").decode()[:FIELD_LENGTH_MAX]


def response(problem: Problem, language: str) -> Response:
    """The problem as an answer."""
    answer = Response(
        orjson.dumps(document(problem, language)), status=problem.status, content_type=MEDIA_TYPE
    )
    answer.headers["Content-Language"] = "zh-CN" if language == "zh" else "en"
    answer.headers["Vary"] = "Accept-Language"
    for name, value in problem.headers.items():
        answer.headers[name] = value
    return answer
