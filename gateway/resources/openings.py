"""/v1/openings: the opening of a sealed text, so that anyone can check the text against the log."""

from __future__ import annotations

from typing import Any, Final

import structlog
from flask import Response

from gateway.desks import BROKER_DOWN, PASSING
from gateway.face import caller, face
from gateway.problems import Problem
from gateway.resources.kit import Doc, answer, reading, resource
from gateway.schemas import queries
from kernel.bus import BusDown, CallTimedOut, RemoteFailure

READERS: Final = ("supervisor", "auditor")
OPENING: Final = queries.Opening()

_log = structlog.get_logger(__name__)

blp = resource("openings", "Openings of sealed texts, for auditors")


def _opening(query: dict[str, Any], digest: str) -> Response:
    who = caller()
    if not who.has(*READERS):
        raise Problem("forbidden", "get_opening", ", ".join(READERS))
    if not queries.is_digest(digest):
        raise Problem("not_found", "opening", digest, status=404)
    try:
        found = face().vaults.openings(query["service"], who.council, [digest]).get(digest)
    except (BusDown, CallTimedOut):
        raise Problem(BROKER_DOWN) from None
    except RemoteFailure as error:
        _log.error("http.opening_failure", service=query["service"], kind=error.kind)
        raise Problem(PASSING.get(error.kind, "internal")) from None
    # Who opened what stands in the operator's log: an opening is a person's text.
    _log.info("http.opening", council=who.council, by=who.person, sealed=digest, found=found is not None)
    if found is None:
        raise Problem("not_found", "opening", digest, status=404)
    return answer({"sealed": found.sealed, "salt": found.salt.hex(), "text": found.text})


reading(
    blp,
    "/openings/<digest>",
    _opening,
    Doc(
        "get_opening",
        "The salt and text of a sealed value, so that an outsider can check it against the log",
        "Opening",
        "`sealed` is SHA-256(salt || UTF-8 text), in hex. 404 once it is erased. Roles: auditor.",
    ),
    OPENING,
)
