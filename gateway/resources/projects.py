"""/v1/projects/{ref}: one project and the money that it holds."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from gateway.face import caller, face
from gateway.resources.kit import Doc, Resource, answer, found, in_full, reading
from gateway.schemas.queries import AsOf

TAG: Final = "projects"
AS_OF: Final = AsOf()
MEASURES: Final = ("allocated", "reserved", "spent", "advanced", "remaining")


def _project(query: dict[str, Any], ref: str) -> Response:
    record = found("project", ref)
    figures = face().books.project_figures(caller().council, record["id"], **query)
    totals = figures["totals"] or [{"currency": "CNY", **dict.fromkeys(MEASURES, 0)}]
    # Of one currency, as nearly always: the sums stand in the open.
    alone = totals[0] if len(totals) == 1 else {}
    return answer(in_full({**record, **figures, **alone}))


PROJECT: Final = Doc(
    "get_project", "One project with allocated, reserved, spent, advanced, remaining", "ProjectRecord"
)


def add(blp: Resource) -> None:
    """The view of one project."""
    reading(blp, "/projects/<ref>", _project, PROJECT, AS_OF)
