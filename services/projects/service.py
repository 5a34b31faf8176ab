"""The projects service: projects, the money that they hold, and its spending.

Each command has a method of its name, `(council, actor, key, body)`: see docs/internal-calls.md for bodies,
results and refusals. Here stands what is asked otherwise.
"""

from __future__ import annotations

from typing import Any

from kernel.answers import wire_error
from kernel.db import StorageFault
from kernel.desk import Desk
from kernel.errors import Refusal, Unavailable
from kernel.messaging.logservice import LogService, hosted_desk, named_methods
from kernel.messaging.rpc import rpc
from services.projects import schemas
from services.projects.domain import DOMAIN
from services.projects.domain.documents import ProjectFund, ProjectFunds, in_project
from services.projects.domain.lookup import open_project

Answer = dict[str, Any]


@named_methods(DOMAIN)
class ProjectsService(LogService):
    """Registered with nameko as `projects`."""

    name = "projects"
    desk = hosted_desk(DOMAIN, schemas.load)

    @rpc
    def remaining(self, council: str, project: str) -> Answer:
        """What may be spent, in minor units: {"project", "funds": [{"fund", "currency", "remaining"}]}."""
        desk: Desk = self.desk
        try:
            view = desk.view(council)
            found = open_project(view, project)
        except (Refusal, Unavailable, StorageFault) as error:
            return wire_error(error)
        given = view.get(ProjectFunds, found)
        held = [
            (fund, view.get(ProjectFund, in_project(found, fund))) for fund in (given.funds if given else ())
        ]
        funds = [
            {"fund": fund, "currency": one.remaining.currency, "remaining": one.remaining.minor}
            for fund, one in held
            if one is not None
        ]
        return {"project": found, "funds": funds}
