"""What can be asked for by POST: path, command, body, and how the path enters the body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import Any, Final

from marshmallow import Schema

from gateway import kept_papers, orders
from gateway.orders import Named, Order, wire
from gateway.schemas.common import NamedParty, OnBehalf, Party
from kernel import wire as fields

DAY: Final = "2026-03-01"
"""Of the examples."""
RECORDERS: Final = ("secretary",)
"""Who writes down what others did on paper, as `Domain.recorders` of the services says."""
NOTHING: Final[Mapping[str, Any]] = {}


@cache
def _on_paper(schema: type[Schema]) -> type[Schema]:
    """The body with who did it on paper; one for all routes of that body, so that it is documented once."""
    paper = {"on_behalf": fields.Inner(OnBehalf, load_default=None, allow_none=True)}
    return type(f"{schema.__name__}OnPaper", (schema,), paper)


@dataclass(frozen=True)
class Route:
    """POST `/v1` + `path` is `command`; the path's <ref> is the body's `takes`; `fixed` fields it implies.

    `makes`: the kind of record that it makes or changes, and answers. `example`: a body, as the OpenAPI
    document and the reference page show it. `own_view`: its view stands in gateway/resources, and no batch
    has it. `on_behalf`: the secretary may write it down for who did it on paper. `names`: as of an order.
    """

    path: str
    command: str
    schema: type[Schema]
    summary: str
    roles: tuple[str, ...]
    makes: str
    example: Mapping[str, Any]
    takes: str | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)
    own_view: bool = False
    on_behalf: bool = False
    names: Mapping[str, str] = field(default_factory=dict)
    or_makes: str = ""
    """Another kind, where it is that which is made."""

    @cached_property
    def _schema(self) -> type[Schema]:
        return _on_paper(self.schema) if self.on_behalf else self.schema

    @cached_property
    def body(self) -> Schema:
        """The schema of the HTTP body."""
        return self._schema()

    @cached_property
    def in_batch(self) -> Schema:
        """The schema of a command in a batch: the body, and in it what the path would have said."""
        if self.takes is None:
            return self.body
        ref = {self.takes: fields.Ref(required=True)}
        made = type(f"{self._schema.__name__}InBatch", (self._schema,), ref)
        schema: Schema = made()
        return schema

    @cached_property
    def _renamed(self) -> Mapping[str, str]:
        """Attribute -> name on the wire, where they differ."""
        return {
            name: one.data_key for name, one in self.body.fields.items() if one.data_key not in (None, name)
        }

    @cached_property
    def _holding_papers(self) -> tuple[tuple[str, Any], ...]:
        return kept_papers.holding(self.body)

    @cached_property
    def _party(self) -> tuple[str, str] | None:
        """(attribute, wire name) of the field that may name somebody."""
        for name, one in self.body.fields.items():
            if isinstance(one, Party):
                return name, one.data_key or name
        return None

    def asked(self, loaded: Mapping[str, Any]) -> tuple[str, ...]:
        """The roles of which whoever sends this body needs one."""
        return RECORDERS if self.on_behalf and loaded.get("on_behalf") is not None else self.roles

    def order(self, loaded: Mapping[str, Any], key: str, ref: str | None = None) -> Order:
        """The order that a validated body makes; `ref` came by the path."""
        named: Named | None = None
        on_behalf: orders.OnBehalf | None = None
        body = {**self.fixed}
        for name, value in loaded.items():
            if value is None:
                continue
            if name == "on_behalf" and self.on_behalf:
                on_behalf = orders.OnBehalf(**value)
                continue
            on_wire = self._renamed.get(name, name)
            if isinstance(value, NamedParty):
                named = Named(on_wire, wire(value.body))
            else:
                body[on_wire] = wire(value)
        if ref is not None and self.takes is not None:
            body[self.takes] = ref
        in_path = frozenset({self.takes}) if ref is not None and self.takes else frozenset()
        asked = self.asked(loaded)
        papers = tuple(kept_papers.named(self._holding_papers, loaded))
        return Order(self.command, key, body, named, in_path, on_behalf, asked, self.names, papers=papers)
