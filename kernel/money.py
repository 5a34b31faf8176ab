"""Money: integer minor units (fen, cents) with a currency. No floats, no division.

Source of the input rules: the domain's rules of money (strict decimals, NFKC before parsing).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

MINOR_MAX: Final = 2**53 - 1
"""The largest sum in minor units: what JSON numbers carry exactly (RFC 8785, I-JSON)."""

EXPONENTS: Final = {"CNY": 2, "USD": 2, "EUR": 2, "GBP": 2, "HKD": 2, "TWD": 2, "SGD": 2, "JPY": 0}
"""ISO 4217 minor-unit exponents of the currencies that a fund may have."""

# Half- and full-width only: NFKC would also make digits of `²` and `①`, and 102 of `10²`.
_WRITTEN: Final = re.compile(r"[-.0-9－．０-９]*", re.ASCII)
_DECIMAL: Final = re.compile(r"(?P<sign>-?)(?P<whole>0|[1-9][0-9]*)(?:\.(?P<part>[0-9]+))?", re.ASCII)


class MoneyError(ValueError):
    """Not a sum of money. `code` is stable: money.format, money.decimals, money.too_large, money.currency."""

    def __init__(self, code: str, text: str = "") -> None:
        super().__init__(code, text)
        self.code = code


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """`minor` units of `currency`; may be negative (a reversal). Compares within one currency only."""

    minor: int
    currency: str

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __bool__(self) -> bool:
        return self.minor != 0

    def _same(self, other: Money) -> None:
        if other.currency != self.currency:
            raise MoneyError("money.currency", f"{self.currency} and {other.currency} do not add up")

    def __str__(self) -> str:
        return f"{format_minor(self.minor, self.currency)} {self.currency}"


def exponent(currency: str) -> int:
    """Decimals of `currency`. Raises: MoneyError(money.currency) for one that we do not keep."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise MoneyError("money.currency", currency) from None


def parse_minor(text: str, currency: str) -> int:
    """`"12.34"` -> 1234. Full-width digits are normalised; exponents, signs of plus, separators are refused.

    Raises: MoneyError money.format, money.decimals (too many places) or money.too_large.
    """
    places = exponent(currency)
    if len(text) > 64:  # noqa: PLR2004 - no sum is longer; spares the regex hostile input
        raise MoneyError("money.too_large", text[:64])
    if _WRITTEN.fullmatch(text) is None:
        raise MoneyError("money.format", text)
    found = _DECIMAL.fullmatch(unicodedata.normalize("NFKC", text))
    if found is None:
        raise MoneyError("money.format", text)
    part = found["part"] or ""
    if len(part) > places:
        raise MoneyError("money.decimals", text)
    minor = int(found["whole"] + part.ljust(places, "0"))
    if minor > MINOR_MAX:
        raise MoneyError("money.too_large", text)
    return -minor if found["sign"] else minor


def format_minor(minor: int, currency: str) -> str:
    """1234 -> `"12.34"`; the inverse of `parse_minor`."""
    places = exponent(currency)
    sign = "-" if minor < 0 else ""
    digits = str(abs(minor)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"


def total(sums: Iterable[Money], currency: str) -> Money:
    """The sum of `sums`, which must all be of `currency`."""
    result = Money(0, currency)
    for one in sums:
        result += one
    return result


def allot(minor: int, weights: Sequence[int]) -> list[int]:
    """Split `minor` by `weights`, largest remainder first: no fen made or lost, earlier shares win ties.

    Weights are non-negative and not all zero; `minor` is non-negative.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0 or minor < 0:
        raise MoneyError("money.weights", str(list(weights)))
    shares = [minor * w // whole for w in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(minor * weights[i] % whole), i))
    for i in by_remainder[: minor - sum(shares)]:
        shares[i] += 1
    return shares
