"""Bodies: the council begins."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from services.members.domain.council.commands import FoundCouncil


class FoundCouncilSchema(wire.Strict):
    name = wire.Text(required=True)
    demonstration = wire.Flag(load_default=False)
    founder_name = wire.Text(required=True)
    digest = wire.sha256(required=True)


CASES: Final[Cases] = {
    FoundCouncil.COMMAND: (FoundCouncilSchema(), sealing(FoundCouncil, "founder_name")),
}
