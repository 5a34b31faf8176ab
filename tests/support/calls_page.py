"""docs/internal-calls.md taken apart, and its tables as the code says they must be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from kernel import wire
from services.funds import schemas as funds
from services.funds.domain import DOMAIN as FUNDS
from services.funds.schemas.parts import HistoricalSchema, RestrictionSchema
from services.funds.service import FundsService
from services.members import schemas as members
from services.members.domain import DOMAIN as MEMBERS
from services.members.schemas.notices import AboutSchema, ObjectedSchema
from services.members.schemas.policy import TermsSchema
from services.members.service import MembersService
from services.projects import schemas as projects
from services.projects.domain import DOMAIN as PROJECTS
from services.projects.schemas.advances import Numbers
from services.projects.schemas.files import People, Size
from services.projects.schemas.grants import Tranches
from services.projects.schemas.opinions import Opinions
from services.projects.schemas.spending import Attachments, Called, InvoiceSchema, RetentionSchema
from services.projects.service import ProjectsService

PAGE: Final = Path(__file__).resolve().parents[2] / "docs" / "internal-calls.md"
SERVICES: Final[Mapping[str, tuple[type, Any, Any]]] = {
    "members": (MembersService, MEMBERS, members),
    "funds": (FundsService, FUNDS, funds),
    "projects": (ProjectsService, PROJECTS, projects),
}
WORDS: Final[Mapping[type, str]] = {
    wire.Minor: "money",
    wire.Count: "number",
    wire.Whole: "whole number",
    wire.Day: "day",
    wire.Ref: "ref",
    wire.Id: "id",
    wire.Code: "code",
    wire.Flag: "true or false",
    RestrictionSchema: "restriction",
    HistoricalSchema: "historical",
    InvoiceSchema: "invoice",
    RetentionSchema: "retention",
    Numbers: "list",
    Attachments: "SHA-256 of each paper",
    Called: "names",
    TermsSchema: "terms",
    AboutSchema: "kind and id",
    ObjectedSchema: "kind and id",
    People: "id of each",
    Size: "number",
    wire.Many: "list",
    wire.Count: "number",
    Opinions: "ids of opinions",
    Tranches: "list of `amount` money and `due_on` day",
}
DRAWN_INSIDE: Final = frozenset({"digest"})
"""What a named method adds to the body by itself."""


def blocks() -> list[str]:
    """The Python of the page, in order."""
    return re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


def tables() -> str:
    """The page's last part: a table per service, a row per command that has a named method."""
    return "\n".join(_table(name) for name in SERVICES)


def _table(service: str) -> str:
    kind, domain, schemas = SERVICES[service]
    head = f"### {service}\n\n| Method | Roles | Body |\n|---|---|---|\n"
    rows = []
    for command in domain.commands:
        method = command.COMMAND.partition(".")[2]
        if hasattr(kind, method):
            roles = ", ".join(sorted(command.ROLES))
            body = ", ".join(_fields(schemas.CASES[command.COMMAND][0].fields))
            rows.append(f"| `{method}` | {roles} | {body} |\n")
    return head + "".join(rows)


def _fields(fields: Mapping[str, Any]) -> Iterator[str]:
    for name, field in fields.items():
        if name not in DRAWN_INSIDE:
            mark = "" if field.required else "?"
            kinds = (type(field.schema) if isinstance(field, wire.Inner) else type(field)).__mro__
            word = next((WORDS[kind] for kind in kinds if kind in WORDS), "")
            choices = " \\| ".join(map(str, field.words)) if isinstance(field, wire.Choice) else ""
            yield f"`{field.data_key or name}`{mark} {choices or word}".rstrip()
