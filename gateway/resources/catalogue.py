"""The resources of the catalogue: of every kind its list and one of it, of every command its POST.

What is special stands in a file beside this one: `TAG` says which resource it belongs to, `add` adds its
views. A kind without `one` and a route with `own_view` need such a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gateway import commands
from gateway.commands import Route
from gateway.kinds import KINDS, TAGS
from gateway.resources import (
    files,
    funds,
    grants,
    handovers,
    issues,
    money_accounts,
    payments,
    people,
    projects,
    reversals,
    tokens,
)
from gateway.resources.kit import Resource, listing, posting, resource, showing_one

SPECIAL: Final = (
    people,
    tokens,
    money_accounts,
    funds,
    projects,
    payments,
    reversals,
    issues,
    grants,
    files,
    handovers,
)
_TAG_OF: Final = {kind.path: kind.resource for kind in KINDS.values()}


def tag_of(route: Route) -> str:
    """The resource of a command: that of the kind whose path it begins with, or that it makes."""
    return _TAG_OF.get(route.path.split("/")[1]) or KINDS[route.makes].resource


def resources() -> Sequence[Resource]:
    """All of them, with their views."""
    made = {name: resource(name, description) for name, description in TAGS.items()}
    for kind in KINDS.values():
        listing(made[kind.resource], kind)
        if kind.one:
            showing_one(made[kind.resource], kind)
    for route in commands.ROUTES:
        posting(made[tag_of(route)], route)
    for module in SPECIAL:
        module.add(made[module.TAG])
    return list(made.values())
