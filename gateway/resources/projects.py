"""/v1/projects: projects and the money that they hold."""

from __future__ import annotations

from typing import Any, Final

from flask import Response

from gateway import commands
from gateway.face import caller, face
from gateway.resources.kit import Doc, answer, found, listing, posting, reading, resource, shown
from gateway.schemas.queries import AsOf

AS_OF: Final = AsOf()
MEASURES: Final = ("allocated", "reserved", "spent", "remaining")

blp = resource("projects", "Projects and their figures")
listing(blp, "project", "Projects", "status", "code", "q")
posting(blp, commands.of("/projects"))
posting(blp, commands.of("/projects/<ref>/closings"))
posting(blp, commands.of("/projects/<ref>/spending"))


def _project(query: dict[str, Any], ref: str) -> Response:
    record = found("project", ref)
    figures = face().books.project_figures(caller().council, record["id"], **query)
    totals = figures["totals"] or [{"currency": "CNY", **dict.fromkeys(MEASURES, 0)}]
    # Of one currency, as nearly always: the sums stand in the open.
    alone = totals[0] if len(totals) == 1 else {}
    return answer(shown([{**record, **figures, **alone}])[0])


PROJECT: Final = Doc("get_project", "One project with allocated, reserved, spent, remaining", "ProjectRecord")
reading(blp, "/projects/<ref>", _project, PROJECT, AS_OF)
