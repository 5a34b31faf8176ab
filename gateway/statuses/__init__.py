"""The one table from the code of a refusal, or of anything else that ends a request, to its HTTP status.

A room per service, and perhaps per topic; what stands in two of them is refused at import. A refusal knows
nothing of HTTP. Not found is 404 where the path named the thing and 422 where the body did: the one rule
beside the table (`for_refusal`).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from gateway.merged import merged
from gateway.statuses import (
    community,
    decisions,
    files,
    funds,
    gateway,
    kernel,
    lives,
    members,
    projects,
    spending,
)

UNKNOWN: Final = 409
"""A code that a newer service knows and this release does not: a refusal all the same."""

ROOMS: Final = (
    kernel,
    members,
    community,
    funds,
    projects,
    spending,
    lives,
    files,
    gateway,
    decisions,
)
STATUS: Final[Mapping[str, int]] = merged(*(room.STATUS for room in ROOMS))

_RETRY_AFTER_S: Final = {429: "1", 503: "2", 504: "5"}


def of(code: str) -> int:
    """The status of `code`."""
    return STATUS.get(code, UNKNOWN)


def for_refusal(code: str, fields: Collection[str], in_path: Collection[str]) -> int:
    """The status of a service's refusal that names `fields`, of which the path carried `in_path`.

    The fault is the path's where the thing not found stands there: 404. Otherwise the body names what is
    not: 422.
    """
    status = of(code)
    if status != 404:  # noqa: PLR2004 - the status itself is the subject
        return status
    named_by_path = bool(in_path) and (not fields or any(field in in_path for field in fields))
    return 404 if named_by_path else 422


def headers(status: int) -> Mapping[str, str]:
    """The headers that go with a status."""
    if status == 401:  # noqa: PLR2004
        return {"WWW-Authenticate": 'Bearer realm="gongzhi"'}
    return {"Retry-After": _RETRY_AFTER_S[status]} if status in _RETRY_AFTER_S else {}
