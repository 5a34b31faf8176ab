"""A founded council to begin with: `nth("per")` is its founder, who holds `nth("man")` and `nth("tok")`."""

from __future__ import annotations

import pytest
from support.rules import Scene

from kernel.sealed import Sealed
from services.members.domain import DOMAIN
from services.members.domain.commands import FoundCouncil

FOUNDING = FoundCouncil(
    "滨湖世纪社区共治理事会", demonstration=False, founder_name=Sealed("f" * 64), digest="0" * 64
)
HOST = "service:members"


@pytest.fixture
def scene() -> Scene:
    return Scene(DOMAIN).when(FOUNDING, by=HOST)
