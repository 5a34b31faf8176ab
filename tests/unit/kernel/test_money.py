"""Integer minor units: strict decimals in, the same decimals out, no fen made or lost."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kernel.money import EXPONENTS, MINOR_MAX, Money, MoneyError, allot, format_minor, parse_minor, total

minors = st.integers(-MINOR_MAX, MINOR_MAX)
currencies = st.sampled_from(sorted(EXPONENTS))


@given(minors, currencies)
def test_what_is_written_is_read_back(minor: int, currency: str) -> None:
    assert parse_minor(format_minor(minor, currency), currency) == minor


@given(st.from_regex(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?", fullmatch=True))
def test_a_decimal_is_read_as_the_decimal_that_it_is(text: str) -> None:
    assert parse_minor(text, "CNY") == Decimal(text) * 100


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("0", 0),
        ("1", 100),
        ("0.1", 10),
        ("12.34", 1234),
        ("-12.30", -1230),
        ("１２．３４", 1234),
        ("－１", -100),
    ],
)
def test_people_write_sums_so(text: str, minor: int) -> None:
    assert parse_minor(text, "CNY") == minor


def test_a_currency_without_decimals_takes_none() -> None:
    assert parse_minor("1234", "JPY") == 1234
    assert format_minor(1234, "JPY") == "1234"
    with pytest.raises(MoneyError, match=r"money\.decimals"):
        parse_minor("1234.0", "JPY")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[
            (text, "money.format")
            for text in ("", " ", "1e3", "1E3", "NaN", "Infinity", "inf", "+1", "1,000", "1 000")
        ],
        *[
            (text, "money.format")
            for text in ("01", "00", ".5", "5.", "1.2.3", "0x10", "1_000", "--1", "¥1", "1元")
        ],
        *[(text, "money.format") for text in ("१२", "٣", "一", "\n1", "1\n", "1\x00", "½", "\ud800")],
        # NFKC would make digits of these, and another sum of the whole.
        *[(text, "money.format") for text in ("10²", "①", "1₂", "5⒈")],
        ("0.001", "money.decimals"),
        ("1.000", "money.decimals"),
        ("90071992547409.92", "money.too_large"),
        ("9" * 64, "money.too_large"),
        ("9" * 65, "money.too_large"),
        ("1" * 1_000_000, "money.too_large"),
    ],
)
def test_what_is_no_sum_is_refused_by_code(text: str, code: str) -> None:
    with pytest.raises(MoneyError) as refusal:
        parse_minor(text, "CNY")
    assert refusal.value.code == code


def test_the_largest_sum_is_what_json_carries_exactly() -> None:
    assert parse_minor("90071992547409.91", "CNY") == MINOR_MAX == 2**53 - 1


@given(st.text(max_size=8))
@example("１e３")
def test_any_text_is_a_sum_or_refused(text: str) -> None:
    with suppress(MoneyError):
        assert abs(parse_minor(text, "CNY")) <= MINOR_MAX


@pytest.mark.parametrize("currency", ["cny", "XXX", "", "RMB"])
def test_a_currency_that_is_not_kept_is_refused(currency: str) -> None:
    with pytest.raises(MoneyError, match=r"money\.currency"):
        parse_minor("1", currency)


@given(minors, minors)
def test_money_adds_and_takes_away(a: int, b: int) -> None:
    one, other = Money(a, "CNY"), Money(b, "CNY")
    assert (one + other) - other == one
    assert one + -one == Money(0, "CNY")
    assert total([one, other, -one], "CNY") == other
    assert bool(one) is (a != 0)


def test_currencies_are_never_mixed() -> None:
    one, other = Money(1, "CNY"), Money(1, "USD")
    for mix in (Money.__add__, Money.__sub__):
        with pytest.raises(MoneyError, match=r"money\.currency"):
            mix(one, other)
    with pytest.raises(MoneyError, match=r"money\.currency"):
        total([Money(1, "USD")], "CNY")


def test_money_is_shown_with_its_currency() -> None:
    assert str(Money(-5, "CNY")) == "-0.05 CNY"


def test_there_is_no_division_of_money() -> None:
    assert not hasattr(Money, "__truediv__")
    assert not hasattr(Money, "__floordiv__")


@given(st.integers(0, MINOR_MAX), st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any))
def test_a_split_makes_and_loses_no_fen_and_is_fair_to_one(minor: int, weights: list[int]) -> None:
    shares = allot(minor, weights)
    whole = sum(weights)
    assert sum(shares) == minor
    for share, weight in zip(shares, weights, strict=True):
        assert minor * weight // whole <= share <= -(-minor * weight // whole)


@pytest.mark.parametrize(
    ("minor", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),  # earlier shares win ties
        (5, [3, 7], [2, 3]),  # 1.5 and 3.5: the tie goes to the first
        (10, [1, 2, 6], [1, 2, 7]),  # 1.11, 2.22, 6.67: the largest remainder gets the fen
        (0, [1, 2], [0, 0]),
        (7, [0, 1], [0, 7]),
    ],
)
def test_the_largest_remainder_gets_the_odd_fen(minor: int, weights: list[int], shares: list[int]) -> None:
    assert allot(minor, weights) == shares


@pytest.mark.parametrize(("minor", "weights"), [(1, []), (1, [0, 0]), (1, [2, -1]), (-1, [1])])
def test_a_split_by_nothing_or_of_a_debt_is_refused(minor: int, weights: list[int]) -> None:
    with pytest.raises(MoneyError, match=r"money\.weights"):
        allot(minor, weights)
