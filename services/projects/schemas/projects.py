"""Bodies: projects."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from services.projects.domain.projects.commands import (
    AcceptProject,
    CancelProject,
    CloseProject,
    ProposeProject,
)
from services.projects.schemas.spending import Attachments

CATEGORY_MAX: Final = 100
REPORT_MAX: Final = 2000


class ProposeProjectSchema(wire.Strict):
    code = wire.Code(required=True)
    name = wire.Text(required=True)
    purpose = wire.Text(required=True)
    category = wire.Text(CATEGORY_MAX, load_default=None, allow_none=True)


class CloseProjectSchema(wire.Strict):
    project = wire.Ref(required=True)


class AcceptProjectSchema(wire.Strict):
    project = wire.Ref(required=True)
    report = wire.Text(REPORT_MAX, required=True)
    attachments = Attachments(load_default=())


class CancelProjectSchema(wire.Strict):
    project = wire.Ref(required=True)
    reason = wire.Text(required=True)


CASES: Final[Cases] = {
    ProposeProject.COMMAND: (ProposeProjectSchema(), sealing(ProposeProject)),
    AcceptProject.COMMAND: (AcceptProjectSchema(), sealing(AcceptProject, "report")),
    CancelProject.COMMAND: (CancelProjectSchema(), sealing(CancelProject, "reason")),
    CloseProject.COMMAND: (CloseProjectSchema(), sealing(CloseProject)),
}
