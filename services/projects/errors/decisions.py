"""What the council's decisions do not allow."""

from __future__ import annotations

from typing import ClassVar

from kernel.errors import Conflict


class ResolutionNotAdopted(Conflict):
    """No resolution of this id was adopted, as far as is known here; the argument is the id."""

    code = "projects.resolution_not_adopted"
    may_be_behind: ClassVar = ("members",)
