"""What a trace says of requests and answers, and a request changed a little."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def brief(answer: Mapping[str, Any]) -> str:
    """An answer."""
    if "events" in answer:
        kinds = ", ".join(f"{one['position']} {one['type'].split('.')[1]}" for one in answer["events"])
        return ("again " if answer["repeated"] else "") + kinds
    return str(answer.get("unavailable") or answer["refused"]["code"])


def otherwise(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body of a command, with something else in it."""
    if "amount" in body:
        return {"amount": {**body["amount"], "minor": body["amount"]["minor"] + 1}}
    return {name: value + "x" for name, value in body.items() if name in ("name", "reason", "purpose")}


def handed(desk: str, request: object, again: str) -> str:
    """A request on its way to a process."""
    return f"{desk} <- {request}{again}"
