"""Kinds of records: settlements of advances. Pure."""

from __future__ import annotations

from typing import Final

from gateway.kinds.described import MONEY
from gateway.kinds.kind import Kind
from services.projects import events as projects

TAGS: Final = {"settlements": "Settlements of advances (借款核销)"}

KINDS: Final = (
    Kind(
        name="settlement",
        path="settlements",
        fact=projects.AdvanceSettled,
        listing="Settlements of advances",
        one="One settlement",
        filters=("fund", "project", "account", "payee", "spending", "reference", "from", "to"),
        parent="spending",
        parent_said="Id of the advance that was settled",
        statuses=("settled",),
        special={"returned": MONEY, "topped_up": MONEY},
    ),
)
