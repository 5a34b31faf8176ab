"""Bodies: two registrations of one human."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from services.members.domain.aliases.commands import RecordAlias


class RecordAliasSchema(wire.Strict):
    person = wire.Id("per", "org", required=True)
    of = wire.Id("per", "org", required=True)


CASES: Final[Cases] = {
    RecordAlias.COMMAND: (RecordAliasSchema(), sealing(RecordAlias)),
}
