"""An example of each fact about service posts and claims, with its subject."""

from __future__ import annotations

from typing import Any, Final

from golden.parts import MANDATE, MEMBER, ON, PROJECT, an

from services.projects.events import claims

POST, CLAIM = an("pst"), an("clm")

EXAMPLES: Final[tuple[tuple[Any, str], ...]] = (
    (claims.CouncillorNoted(MANDATE, MEMBER), MANDATE),
    (claims.PostOpened(POST, "楼道巡查", "每周巡查一次", 3, PROJECT), POST),
    (claims.PostClosed(POST), POST),
    (claims.ClaimMade(CLAIM, MEMBER, POST, None, ON), CLAIM),
    (claims.ClaimReleased(CLAIM, MEMBER, POST, None), CLAIM),
    (claims.ClaimExpired(CLAIM, MEMBER, None, PROJECT), CLAIM),
)
