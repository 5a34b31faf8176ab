"""Bodies: who leads a project, and who supervises it."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from services.projects.domain.sides.commands import LeadProject, SuperviseProject


class SideSchema(wire.Strict):
    project = wire.Ref(required=True)
    member = wire.Id("mem", required=True)
    person = wire.Id("per", load_default=None, allow_none=True)


CASES: Final[Cases] = {
    LeadProject.COMMAND: (SideSchema(), sealing(LeadProject)),
    SuperviseProject.COMMAND: (SideSchema(), sealing(SuperviseProject)),
}
