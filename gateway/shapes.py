"""What records look like, as JSON Schema: made of the very facts that the records are made of."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from gateway import member_names, papers
from gateway.kinds import HIDDEN, KINDS, PARTIES
from gateway.kinds.described import (
    COUNT,
    DAY,
    FLAG,
    INSTANT,
    MONEY,
    ON_BEHALF,
    PARTY,
    SEALED,
    TEXT,
    Described,
    listed,
    made,
    or_null,
    ref,
    words,
)
from gateway.kinds.kind import Kind, bare, is_optional
from kernel.money import Money
from kernel.sealed import Sealed

_PLAIN: Final[Mapping[Any, Described]] = {
    str: TEXT,
    int: COUNT,
    bool: FLAG,
    date: DAY,
    Money: MONEY,
    Sealed: SEALED,
}
_SHARED: Final[Mapping[str, Described]] = {
    "Restriction": ref("RestrictionShown"),
    "Historical": ref("HistoricalShown"),
}
"""Parts of facts, by the name that each service has for them."""
PAPERS: Final[Described] = {
    **listed(
        made(
            {"file": TEXT, "kept": words(*papers.STATES)},
            optional={"media_type": TEXT, "size": COUNT},
        )
    ),
    "description": "Of a GET by id: whether each attachment is kept here, or is paper that lies elsewhere",
}


def record(component: str) -> Described:
    """The schema of the records that are shown as that component."""
    kinds = [one for one in KINDS.values() if one.title == component]
    about = kinds[0]
    shown: dict[str, Described] = {}
    perhaps: dict[str, Described] = {}
    for name, hint in about.hints.items():
        if name in HIDDEN:
            continue
        schema = about.special.get(name, _of_field(name, hint))
        if not schema:
            continue
        shown[about.renamed.get(name, name)] = schema
        if name == member_names.FIELD:
            shown[member_names.SHOWN_AS] = or_null(TEXT)
        if name == "amount" and bare(hint) is Money:
            (perhaps if is_optional(hint) else shown)["currency"] = TEXT
    head = {"record": words(*(one.name for one in kinds)), "id": TEXT}
    body = {
        **shown,
        **({"status": words(*about.statuses)} if about.statuses else {}),
        **about.always,
        "occurred_on": or_null(DAY),
        "recorded_at": INSTANT,
        "recorded_by": or_null(TEXT),
        "position": {**TEXT, "description": "In its service's log, such as funds/123"},
    }
    papered = {papers.SHOWN_AS: PAPERS} if _names_papers(about) else {}
    later = {**perhaps, **about.later, **papered, "on_behalf": ON_BEHALF, "dry_run": FLAG}
    return made({**head, **body}, optional=later) if about.whole else made(head, optional={**body, **later})


def _names_papers(about: Kind) -> bool:
    """Whether such a record, or a part of it, has attachments."""
    parts = (about.always, about.later, about.special)
    named = {name for part in parts for name in part}
    inside = {name for part in parts for schema in part.values() for name in schema.get("properties", ())}
    return papers.NAMED in {*about.hints, *named, *inside}


def filter_words(kind: str) -> dict[str, tuple[str, ...]]:
    """What `status` and `kind` may be in the list of records of that kind."""
    about = KINDS[kind]
    special = about.special.get("kind")
    kinds = tuple(special["enum"]) if special else typing.get_args(about.hints.get("kind"))
    return {"status": about.statuses, "kind": kinds}


def _of_field(name: str, hint: Any) -> Described:
    """The schema of one field of a fact."""
    if name in PARTIES:
        return or_null(PARTY) if is_optional(hint) else PARTY
    if is_optional(hint):
        [inner] = [one for one in typing.get_args(hint) if one is not type(None)]
        return or_null(_of_field(name, inner))
    while isinstance(hint, typing.NewType):
        hint = hint.__supertype__
    origin, inside = typing.get_origin(hint), typing.get_args(hint)
    if origin is not None:
        return words(*inside) if origin is typing.Literal else listed(_of_field("", inside[0]))
    if hint in _PLAIN:
        return _PLAIN[hint]
    return _SHARED.get(hint.__name__) or _of_part(hint)


def _of_part(part: Any) -> Described:
    """The schema of an object inside a fact; minor units are shown as a decimal."""
    return made(
        {
            "amount" if name == "minor" else name: MONEY if name == "minor" else _of_field(name, hint)
            for name, hint in typing.get_type_hints(part).items()
            if name != "TYPE"
        }
    )
