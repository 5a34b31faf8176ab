"""The catalogue of kinds: what is said once there holds for books, views and the document."""

from __future__ import annotations

import dataclasses

import pytest

from gateway import shapes_of_ledger, showing
from gateway.books.records import columns, needs
from gateway.books.tables import records
from gateway.kinds import KINDS, TAGS, Kind
from gateway.kinds.described import MONEY
from gateway.schemas import queries
from kernel.sealed import Sealed
from services.funds import events as funds
from services.members import events as members

EACH = pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)


@EACH
def test_what_a_kind_names_is_there(kind: Kind) -> None:
    fields = {field.name for field in dataclasses.fields(kind.fact)}
    assert {kind.id_field} - {""} <= fields
    assert kind.resource in TAGS
    assert set(kind.columns) <= set(records.c.keys())
    assert set(kind.filters) - {kind.parent} <= set(queries.FILTERS)
    assert kind.special.keys() | kind.renamed.keys() <= fields
    for fact in kind.also:
        assert kind.id_field in {field.name for field in dataclasses.fields(fact)}


@EACH
def test_every_sum_of_a_record_is_shown_as_one(kind: Kind) -> None:
    schema = shapes_of_ledger.components()[shapes_of_ledger.named(kind.name)]
    assert {name for name, one in schema["properties"].items() if one == MONEY} <= showing.SUMS


def test_a_record_is_found_by_what_its_kind_says() -> None:
    row = columns({"record": "transfer", "id": "tra_1", "source": "acc_1", "target": "acc_2"})
    assert (row["account"], row["target"], row["parent"]) == ("acc_1", "acc_2", None)
    row = columns({"record": "reversal", "id": "rev_1", "target": "don_1"})
    assert (row["account"], row["target"], row["parent"]) == (None, None, "don_1")
    assert columns({"record": "council", "id": "main", "name": "x"})["name"] == "x"


def test_every_column_that_lists_are_narrowed_by_is_written() -> None:
    own = {"council", "seq", "source", "source_position", "body"}
    for kind in KINDS:
        assert set(columns({"record": kind, "id": "x"})) == set(records.c.keys()) - own


def test_a_fact_needs_the_records_that_it_names_but_not_the_one_that_it_makes() -> None:
    joined = members.MemberJoined(members.MemberId("mem_1"), "choir", "合唱团", "cultural_society")
    assert needs(joined) == []
    reason = Sealed("0" * 64)
    dropped = funds.ReversalWithdrawn(funds.ReversalId("rev_1"), "don_1", "donation", reason)
    assert set(needs(dropped)) == {"rev_1", "don_1"}
