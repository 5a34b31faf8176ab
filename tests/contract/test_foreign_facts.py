"""What a service reads of another's facts is really in them: every tolerant reader against what it reads."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date
from importlib import import_module
from typing import Any, Literal, NewType

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.rules import COUNCIL, NOON, Scene

from kernel.clock import instant_text
from kernel.codec import Codec, Envelope, decode_envelope
from kernel.domain import Domain
from kernel.money import EXPONENTS
from services.funds.domain import DOMAIN as FUNDS
from services.members.domain import DOMAIN as MEMBERS
from services.projects.domain import DOMAIN as PROJECTS

DOMAINS: dict[str, Domain] = {"members": MEMBERS, "funds": FUNDS, "projects": PROJECTS}
READ = [
    pytest.param(source, foreign, id=f"{reader}-reads-{foreign.__name__}")
    for reader, domain in DOMAINS.items()
    for source, facts in domain.foreign.items()
    for foreign in facts
]
NOTED = [
    pytest.param(domain, source, id=f"{reader}-notes-{source}")
    for reader, domain in DOMAINS.items()
    for source in domain.note
]

# As the wire lets them in: no control characters, no lone surrogates, sums that JSON numbers carry.
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=20)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: TEXTS,
    int: st.integers(-(2**53) + 1, 2**53 - 1),
    bool: st.booleans(),
    date: st.dates(date(2000, 1, 1)),
    type(None): st.none(),
}


def values(kind: Any) -> st.SearchStrategy[Any]:
    """Any value that a field of this type may have in a fact."""
    if isinstance(kind, NewType):
        return values(kind.__supertype__)
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*map(values, parts))
    if origin is Literal:
        return st.sampled_from(parts)
    if origin is tuple:
        return st.lists(values(parts[0]), max_size=3).map(tuple)
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        fields = {field.name: values(hints[field.name]) for field in dataclasses.fields(kind)}
        if "currency" in fields:
            fields["currency"] = st.sampled_from(sorted(EXPONENTS))
        return st.builds(typing.cast("type", kind), **fields)
    return PLAIN[kind]


def said_by(source: str) -> dict[str, type]:
    """The facts of a service by their type names."""
    facts = typing.get_args(import_module(f"services.{source}.events").Fact)
    return {fact.TYPE: fact for fact in facts}


def stored(source: str, fact: Any) -> Envelope:
    """`fact` as the source's log has it."""
    envelope = Envelope(
        council=COUNCIL,
        service=source,
        position=1,
        type=fact.TYPE,
        subject="subject",
        command_id="key",
        actor={"person": "per_somebody", "mandate": None, "position": 0},
        occurred_on=None,
        recorded_at=instant_text(NOON),
        cause=None,
        data=Codec([type(fact)]).data(fact),
    )
    return decode_envelope(envelope.encoded())


@pytest.mark.parametrize(("source", "foreign"), READ)
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_a_reader_finds_in_the_real_fact_what_it_needs(
    source: str, foreign: Any, data: st.DataObject
) -> None:
    fact = data.draw(values(said_by(source)[foreign.TYPE]))
    read = Codec([foreign]).fact(stored(source, fact))
    assert type(read) is foreign
    real = msgspec.to_builtins(fact)
    for name, value in msgspec.to_builtins(read).items():
        assert value == real[name]


@pytest.mark.parametrize(("source", "foreign"), READ)
def test_a_reader_invents_no_field(source: str, foreign: Any) -> None:
    # A field with a default would be read from a fact that has it not.
    real = {field.name for field in dataclasses.fields(said_by(source)[foreign.TYPE])}
    assert {field.name for field in dataclasses.fields(foreign)} <= real


@pytest.mark.parametrize(("domain", "source"), NOTED)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_nothing_that_another_service_says_makes_noting_fail(
    domain: Domain, source: str, data: st.DataObject
) -> None:
    """Not even of things that were never heard of: a restored log, a fault of theirs."""
    scene = Scene(domain)
    facts = data.draw(st.lists(st.one_of(*map(values, said_by(source).values())), min_size=1, max_size=4))
    for fact in facts:
        scene.hears(source, fact, "subject", data.draw(st.none() | PLAIN[date]))
    scene.replayed()


def test_every_service_that_notes_reads_and_is_held_here() -> None:
    assert {domain.name for domain in DOMAINS.values()} == set(DOMAINS)
    for domain in DOMAINS.values():
        assert set(domain.note) == set(domain.foreign)
        assert domain.name not in domain.note


def test_whoever_follows_a_service_is_followed_by_it() -> None:
    """So that a service knows whom to ask, beside the ledger, how far its log is known."""
    for name, domain in DOMAINS.items():
        assert all(name in DOMAINS[source].note for source in domain.note)
