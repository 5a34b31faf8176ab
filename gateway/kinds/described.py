"""JSON Schema in few words: what kinds of records are described with. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

Described = dict[str, Any]


def ref(name: str) -> Described:
    """A component of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def or_null(schema: Described) -> Described:
    """The same, or null."""
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def words(*of: str) -> Described:
    """One of these."""
    return {"type": "string", "enum": [*of]}


def listed(item: Described) -> Described:
    """Many of them."""
    return {"type": "array", "items": item}


def made(
    properties: Mapping[str, Described], *, optional: Mapping[str, Described] | None = None
) -> Described:
    """An object with these fields, and perhaps the optional ones."""
    return {
        "type": "object",
        "properties": {**properties, **(optional or {})},
        "required": [*properties],
    }


TEXT: Final[Described] = {"type": "string"}
DAY: Final[Described] = {"type": "string", "format": "date"}
INSTANT: Final[Described] = {"type": "string", "format": "date-time"}
COUNT: Final[Described] = {"type": "integer"}
FLAG: Final[Described] = {"type": "boolean"}
MONEY: Final = ref("MoneyShown")
PARTY: Final = ref("PartyShown")
SEALED: Final = ref("SealedText")
ON_BEHALF: Final[Described] = {
    **made({"person": PARTY, "recorded_by": TEXT, "paper": TEXT}),
    "description": "Of an act on paper: whose it was, who wrote it down, the SHA-256 of what they signed",
}
ON_PAPER: Final = {"on_behalf": ON_BEHALF}
"""What may stand beside each act of those that a record lists."""
TIED: Final = or_null(ref("RestrictionShown"))
