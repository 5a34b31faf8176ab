"""The rules are whole: every command is decided, every fact has its documents, every foreign fact is read."""

from __future__ import annotations

from typing import get_args

import pytest
from golden.examples import EXAMPLES

from kernel.codec import Codec
from kernel.errors import Refusal
from services.projects import errors
from services.projects.domain import DOMAIN
from services.projects.domain.documents import Allocation, Spending
from services.projects.domain.milestones.documents import Milestone
from services.projects.domain.opinions.documents import Opinion
from services.projects.events import Fact

SUBJECTS: list[tuple[Fact, str]] = [
    (fact, subject) for fact, subject in EXAMPLES if fact.TYPE.startswith("projects.")
]
"""An example of every fact."""
LOADED = {Allocation, Spending, Milestone}


def test_what_grows_with_every_payment_is_loaded_by_subject() -> None:
    assert LOADED & DOMAIN.resident == set()


def test_every_fact_of_the_service_is_of_the_domain() -> None:
    assert {type(fact) for fact, _ in SUBJECTS} == set(get_args(Fact)) == set(DOMAIN.facts)


@pytest.mark.parametrize(("fact", "subject"), SUBJECTS)
def test_a_document_that_is_loaded_is_changed_only_by_facts_of_its_own_history(
    fact: Fact, subject: str
) -> None:
    kinds = DOMAIN.keys(fact)
    assert all(key == subject for kind, key in kinds if kind not in DOMAIN.resident)


def test_no_fact_makes_two_documents_of_one_kind_but_for_those_found_by_code() -> None:
    for fact, _ in SUBJECTS:
        # An issue stands with each of the opinions that it is made of: these are there already.
        kinds = [kind for kind, _ in DOMAIN.keys(fact) if kind is not Opinion]
        assert len(set(kinds)) == len(kinds) or set(kinds) == {type(fact)}


@pytest.mark.parametrize("command", DOMAIN.commands)
def test_every_command_has_its_name_and_its_roles(command: type) -> None:
    assert command.COMMAND.startswith("projects.")  # type: ignore[attr-defined]
    assert command.ROLES  # type: ignore[attr-defined]


def test_our_facts_and_those_that_we_read_are_plain() -> None:
    assert {name.split(".")[0] for name in Codec(DOMAIN.facts).names} == {"projects"}
    for source, facts in DOMAIN.foreign.items():
        assert {name.split(".")[0] for name in Codec(facts).names} == {source}
        assert source in DOMAIN.note


def test_refusals_have_codes_of_their_own() -> None:
    own = [
        one for one in vars(errors).values() if isinstance(one, type) and one.__module__ == errors.__name__
    ]
    shared = (errors.NotNoted, errors.BeforeAllocation)
    codes = [one.code for one in own if issubclass(one, Refusal) and one not in shared]
    assert len(own) == 17
    assert len(set(codes)) == len(codes) == 15
    assert all(code.startswith("projects.") for code in codes)
    assert [one.code for one in shared] == ["not_found", "invalid_input"]
