"""/v1/projects/{ref}: one project and the money that it holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Response

from gateway.face import caller, face
from gateway.resources.kit import Doc, Resource, answer, found, in_full, reading
from gateway.schemas.queries import AsOf

TAG: Final = "projects"
AS_OF: Final = AsOf()
MEASURES: Final = ("allocated", "reserved", "spent", "advanced", "remaining")
COUNTED: Final[Mapping[str, Any]] = {"visits": 0, "hours": 0, "hours_by_member": []}
"""What a project has of activities and volunteers' hours while none are recorded."""


def _project(query: dict[str, Any], ref: str) -> Response:
    record = found("project", ref)
    figures = face().books.project_figures(caller().council, record["id"], **query)
    totals = figures["totals"] or [{"currency": "CNY", **dict.fromkeys(MEASURES, 0)}]
    # Of one currency, as nearly always: the sums stand in the open.
    alone = totals[0] if len(totals) == 1 else {}
    return answer(in_full({**COUNTED, **record, **figures, **alone}))


PROJECT: Final = Doc(
    "get_project", "One project with allocated, reserved, spent, advanced, remaining", "ProjectRecord"
)


def add(blp: Resource) -> None:
    """The view of one project."""
    reading(blp, "/projects/<ref>", _project, PROJECT, AS_OF)
