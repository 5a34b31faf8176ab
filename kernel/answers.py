"""What crosses RPC when commands are answered: plain JSON data (docs/ARCHITECTURE.md, the wire)."""

from __future__ import annotations

from typing import Any

from kernel.codec import Envelope
from kernel.errors import Broken, Refusal, Unavailable
from kernel.tickets import Answer, Done, Refused, Undone


def wire_answer(answer: Answer) -> dict[str, Any]:
    """{"events", "repeated"}, {"refused": {code, args, fields}} or {"unavailable": code}."""
    match answer:
        case Done(events, repeated):
            return {"events": [_plain(event) for event in events], "repeated": repeated}
        case Refused(refusal):
            return wire_error(refusal)
        case Undone(why):
            return wire_error(why)


def wire_error(error: Exception) -> dict[str, Any]:
    """A refusal with all that it says; anything else as a code that says: try again."""
    if isinstance(error, Refusal):
        return {"refused": error.as_wire()}
    return {"unavailable": error.code if isinstance(error, Unavailable) else "database_down"}


def performed(answer: dict[str, Any]) -> dict[str, Any]:
    """A command's answer with what it was about, and where its last event stands."""
    if "events" not in answer:
        return answer
    first, last = answer["events"][0], answer["events"][-1]
    return {"id": first["subject"], "position": last["position"], **answer}


def outcome(answer: Answer) -> str:
    """One word for the counters: done, repeated, refused, failed (a fault of ours) or unavailable."""
    match answer:
        case Done(_, repeated):
            return "repeated" if repeated else "done"
        case Refused():
            return "refused"
        case Undone(Broken()):
            return "failed"
        case Undone():
            return "unavailable"


def _plain(event: Envelope) -> dict[str, Any]:
    return {name: getattr(event, name) for name in Envelope.__slots__}
