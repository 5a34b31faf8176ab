"""Of the lives of projects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

STATUS: Final[Mapping[str, int]] = {
    "projects.not_approved": 409,
    "projects.already_accepted": 409,
    "projects.not_accepted": 409,
    "projects.same_unit": 409,
    "projects.milestone_done": 409,
    "projects.not_supervising": 403,
}
