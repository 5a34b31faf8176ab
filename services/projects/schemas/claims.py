"""Bodies: service posts and claims."""

from __future__ import annotations

from typing import Final

from kernel import wire
from kernel.cases import Cases, sealing
from kernel.days import DayAhead
from services.projects.domain.claims.commands import ClosePost, MakeClaim, OpenPost, ReleaseClaim

PLACES_MAX: Final = 1_000


class OpenPostSchema(wire.Strict):
    name = wire.Text(required=True)
    duties = wire.Text(required=True)
    places = wire.Count(most=PLACES_MAX, required=True)
    project = wire.Ref(load_default=None, allow_none=True)


class ClosePostSchema(wire.Strict):
    post = wire.Id("pst", required=True)


class MakeClaimSchema(wire.Strict):
    member = wire.Id("mem", required=True)
    post = wire.Id("pst", load_default=None, allow_none=True)
    project = wire.Ref(load_default=None, allow_none=True)
    until = DayAhead(30, load_default=None, allow_none=True)


class ReleaseClaimSchema(wire.Strict):
    claim = wire.Id("clm", required=True)


CASES: Final[Cases] = {
    OpenPost.COMMAND: (OpenPostSchema(), sealing(OpenPost)),
    ClosePost.COMMAND: (ClosePostSchema(), sealing(ClosePost)),
    MakeClaim.COMMAND: (MakeClaimSchema(), sealing(MakeClaim)),
    ReleaseClaim.COMMAND: (ReleaseClaimSchema(), sealing(ReleaseClaim)),
}
