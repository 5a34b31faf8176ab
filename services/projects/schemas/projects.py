"""Bodies: projects."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from services.projects.domain.projects.commands import CloseProject, ProposeProject

CATEGORY_MAX: Final = 100


class ProposeProjectSchema(wire.Strict):
    code = wire.Code(required=True)
    name = wire.Text(required=True)
    purpose = wire.Text(required=True)
    category = wire.Text(CATEGORY_MAX, load_default=None, allow_none=True)


class CloseProjectSchema(wire.Strict):
    project = wire.Ref(required=True)


CASES: Final[Cases] = {
    ProposeProject.COMMAND: (ProposeProjectSchema(), sealing(ProposeProject)),
    CloseProject.COMMAND: (CloseProjectSchema(), sealing(CloseProject)),
}
