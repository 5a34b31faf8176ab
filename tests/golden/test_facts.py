"""The bytes of every fact, as they were stored: they never change, and every release reads them."""

from __future__ import annotations

import hashlib
import importlib
import json
from typing import Any

import pytest
import rfc8785
from golden.examples import CODECS, EXAMPLES, FACTS, Line, file_of, kept, made

from kernel.codec import Codec, decode_envelope
from kernel.domain import Domain

LINES = kept()
MADE = list(made())
BY_TYPE = {line.type: line for line in LINES}


def test_every_fact_has_one_example_and_one_line() -> None:
    known = [fact.TYPE for facts in FACTS.values() for fact in facts]
    assert sorted(line.type for _, line in MADE) == sorted(known), "give the new fact an example"
    assert set(known) <= set(BY_TYPE), "run `python tests/golden/examples.py` and commit the new line"
    assert len(BY_TYPE) == len(LINES)


def test_a_line_stands_in_its_services_file_by_type() -> None:
    for service in FACTS:
        types = [json.loads(text)["type"] for text in file_of(service).read_text().splitlines()]
        assert types == sorted(types)
        assert {name.split(".")[0] for name in types} == {service}


@pytest.mark.parametrize(("fact", "subject"), EXAMPLES, ids=[fact.TYPE for fact, _ in EXAMPLES])
def test_what_is_loaded_by_subject_is_changed_by_facts_of_that_subject_alone(fact: Any, subject: str) -> None:
    domain = _domain(fact.TYPE.split(".")[0])
    loaded = [key for kind, key in domain.keys(fact) if kind not in domain.resident]
    assert set(loaded) <= {subject}


@pytest.mark.parametrize(("fact", "line"), MADE, ids=[line.type for _, line in MADE])
def test_encoding_gives_the_stored_bytes(fact: Any, line: Line) -> None:
    assert line == BY_TYPE[fact.TYPE]


@pytest.mark.parametrize(("fact", "line"), MADE, ids=[line.type for _, line in MADE])
def test_decoding_the_stored_bytes_gives_the_fact(fact: Any, line: Line) -> None:
    service = fact.TYPE.split(".")[0]
    assert CODECS[service].fact(decode_envelope(BY_TYPE[line.type].bytes.encode())) == fact


@pytest.mark.parametrize("line", LINES, ids=[line.type for line in LINES])
def test_a_stored_line_stays_readable_canonical_and_as_it_was_hashed(line: Line) -> None:
    body = line.bytes.encode()
    read = decode_envelope(body)
    assert CODECS[read.service].knows(line.type)
    assert read.encoded() == body
    assert body == rfc8785.dumps(json.loads(body))
    assert hashlib.sha256(b"\x00" + body).hexdigest() == line.leaf


def _domain(service: str) -> Domain:
    domain: Domain = importlib.import_module(f"services.{service}.domain").DOMAIN
    return domain


def _readers() -> list[tuple[str, type]]:
    found = []
    for service in FACTS:
        found += [(service, reader) for readers in _domain(service).foreign.values() for reader in readers]
    return found


@pytest.mark.parametrize(("service", "reader"), _readers())
def test_the_other_services_read_the_stored_bytes_with_their_own_classes(service: str, reader: Any) -> None:
    line = BY_TYPE[reader.TYPE]
    assert not reader.TYPE.startswith(f"{service}.")
    theirs = next(fact for fact, made in MADE if made.type == line.type)
    ours = Codec([reader]).fact(decode_envelope(line.bytes.encode()))
    assert isinstance(ours, reader)
    for name in reader.__annotations__:
        if name != "TYPE":
            assert _plain(getattr(ours, name)) == _plain(getattr(theirs, name))


def _plain(value: Any) -> Any:
    """Without the classes, of which each service has its own; only the fields that both have are compared."""
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if hasattr(value, "__dataclass_fields__"):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value
