"""What the council's decisions do not allow."""

from __future__ import annotations

from typing import ClassVar

from kernel.errors import Conflict
from kernel.money import Money, format_minor


class ResolutionNotAdopted(Conflict):
    """No resolution of this id was adopted, as far as is known here; the argument is the id."""

    code = "funds.resolution_not_adopted"
    may_be_behind: ClassVar = ("members",)


class ResolutionNeeded(Conflict):
    """By the policy in force, this is decided by a resolution: none was named.

    What a project gives back is counted no more, so it may be that this has not arrived.
    """

    code = "funds.resolution_needed"
    may_be_behind: ClassVar = ("projects",)


class ObjectionOpen(Conflict):
    """Somebody objects to the resolution, and it is neither dismissed nor settled: nothing goes under it."""

    code = "funds.objection_open"
    may_be_behind: ClassVar = ("members",)


class OtherResolution(Conflict):
    """The resolution decided something else. Args: in what it differs (kind, fund, project, amount ...)."""

    code = "funds.other_resolution"


class ResolutionExceeded(Conflict):
    """More than is left of the sum for all that is done under the resolution. Args: left, currency."""

    code = "funds.resolution_exceeded"

    def __init__(self, left: Money) -> None:
        super().__init__(format_minor(left.minor, left.currency), left.currency, field="amount")
