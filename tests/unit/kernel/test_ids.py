"""Ids say what they name, and a retry of the same command meets the same ones."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.ids import CODE, derived, deriving, folded, is_id, new_secret, random_bytes, salted, token_digest

parts = st.lists(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])), max_size=4)


@given(parts)
def test_a_derived_id_has_the_shape_of_one(given_parts: list[str]) -> None:
    one = derived("don", *given_parts)
    assert is_id(one)
    assert is_id(one, "don")
    assert not is_id(one, "plg")
    assert one == derived("don", *given_parts)
    assert one[4:] != derived("plg", *given_parts)[4:]


@given(parts, parts)
def test_other_parts_give_another_id(one: list[str], other: list[str]) -> None:
    assert (derived("don", *one) == derived("don", *other)) is (one == other)


def test_an_id_once_given_is_given_for_ever() -> None:
    digest = hashlib.sha256(b"don\0main\0a").digest()
    alphabet = "0123456789abcdefghjkmnpqrstvwxyz"
    bits = "".join(f"{byte:08b}" for byte in digest)[:100]
    text = "".join(alphabet[int(bits[i : i + 5], 2)] for i in range(0, 100, 5))
    assert derived("don", "main", "a") == f"don_{text}"


def test_a_command_decided_again_gets_the_same_ids() -> None:
    first, again = (deriving("main", "per_x", "key") for _ in range(2))
    made = [first("don"), first("per"), first("don")]
    assert [again("don"), again("per"), again("don")] == made
    assert len(set(made)) == 3
    assert deriving("main", "per_x", "other")("don") not in made
    assert deriving("main", "per_y", "key")("don") not in made
    assert deriving("other", "per_x", "key")("don") not in made


@pytest.mark.parametrize(
    "text",
    [
        *("", "don", "don_", "don_abc", "don_" + "0" * 19, "don_" + "0" * 21, "don_" + "0" * 19 + "u"),
        *(
            "DON_" + "0" * 20,
            "don-" + "0" * 20,
            "do_" + "0" * 20,
            "don_" + "0" * 20 + "\n",
            "don_" + "٠" * 20,
        ),
    ],
)
def test_what_only_resembles_an_id_is_none(text: str) -> None:
    assert not is_id(text)


@pytest.mark.parametrize(
    ("text", "good"),
    [("A-1.b_c", True), ("0" * 40, True)]
    + [(bad, False) for bad in ("0" * 41, "-a", "", "基金", "a b", "a\n")],
)
def test_codes_are_short_and_ascii(text: str, good: bool) -> None:
    assert (CODE.fullmatch(text) is not None) is good


def test_a_salted_key_tells_nothing_without_the_salt() -> None:
    one = salted(b"k" * 32, "per_x", "my key")
    assert one == salted(b"k" * 32, "per_x", "my key")
    assert one != salted(b"l" * 32, "per_x", "my key")
    assert one != salted(b"k" * 32, "per_y", "my key")
    assert "key" not in one
    assert len(one) == 20


def test_secrets_and_salts_never_repeat() -> None:
    assert len({new_secret() for _ in range(100)}) == 100
    assert len(random_bytes()) == 32
    assert random_bytes() != random_bytes()


def test_a_token_is_kept_as_its_digest_alone() -> None:
    assert token_digest("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(st.from_regex(CODE, fullmatch=True))
def test_a_code_is_found_whatever_its_case(code: str) -> None:
    assert folded(code.upper()) == folded(code.lower()) == folded(folded(code)) == code.lower()


def test_a_code_is_found_by_its_full_width_form() -> None:
    assert folded("\uff22\uff41\uff4e\uff4b") == "bank"


def test_an_id_is_found_as_it_is() -> None:
    assert folded(derived("don", "a")) == derived("don", "a")
