"""Roots by compact range against the definition of RFC 9162, section 2.1.1."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.merkle import EMPTY_ROOT, Range, leaf_hash, node_hash, root_of

bodies = st.lists(st.binary(max_size=8), max_size=70)


def by_definition(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 9162: split at the largest power of two below the size."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + by_definition(leaves[:split]) + by_definition(leaves[split:])).digest()


@given(bodies)
def test_the_root_is_that_of_the_definition(leaves: list[bytes]) -> None:
    assert root_of(leaves) == by_definition(leaves)


@given(bodies, st.data())
def test_a_range_kept_and_taken_up_again_goes_on_as_if_never_put_down(
    leaves: list[bytes], data: st.DataObject
) -> None:
    cut = data.draw(st.integers(0, len(leaves)))
    hashes = [leaf_hash(leaf) for leaf in leaves]
    kept = Range().extend(hashes[:cut])
    again = Range.unpacked(kept.size, kept.packed())
    assert again == kept
    assert again.extend(hashes[cut:]) == Range().extend(hashes)


@given(bodies)
def test_a_range_keeps_one_hash_for_each_bit_of_its_size(leaves: list[bytes]) -> None:
    kept = Range().extend(map(leaf_hash, leaves))
    assert kept.size == len(leaves)
    assert len(kept.peaks) == len(leaves).bit_count()


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=40), st.data())
def test_one_changed_byte_changes_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves[:at], leaves[at] + b"!", *leaves[at + 1 :]]
    assert root_of(changed) != root_of(leaves)


def test_a_leaf_is_never_taken_for_a_node() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != node_hash(left, right) == root_of([b"a", b"b"])


def test_nothing_has_the_root_of_nothing() -> None:
    assert Range().root() == EMPTY_ROOT == root_of([])


@pytest.mark.parametrize(
    ("size", "packed"), [(1, b""), (0, bytes(32)), (3, bytes(32)), (1, bytes(33)), (2, bytes(31))]
)
def test_peaks_that_do_not_fit_the_size_are_refused(size: int, packed: bytes) -> None:
    with pytest.raises(ValueError, match="peaks"):
        Range.unpacked(size, packed)
