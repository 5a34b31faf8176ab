"""A seal tells nothing without its opening, and fits no other text."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kernel.sealed import Opening, commitment

salts = st.binary(min_size=32, max_size=32)
texts = st.text(st.characters(exclude_categories=["Cs"]))


@given(salts, texts)
def test_an_opening_opens_its_own_seal(salt: bytes, text: str) -> None:
    opening = Opening(commitment(salt, text).sealed, salt, text)
    assert opening.holds()
    assert not replace(opening, text=text + "x").holds()
    assert not replace(opening, salt=bytes(32) if salt != bytes(32) else b"\1" * 32).holds()


@given(texts)
def test_the_same_text_is_sealed_differently_by_another_salt(text: str) -> None:
    assert commitment(bytes(32), text) != commitment(b"\1" * 32, text)
