"""What a recorded fact's state allows."""

from __future__ import annotations

from services.funds.domain.documents import Reversible
from services.funds.errors import AlreadyReversed, ReversalPending


def require_standing(document: Reversible, ref: str) -> None:
    """Raises: ReversalPending, AlreadyReversed."""
    if document.state == "reversal_pending":
        raise ReversalPending(ref)
    if document.state == "reversed":
        raise AlreadyReversed(ref)
