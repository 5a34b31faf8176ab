"""Instants are UTC, accounting dates are Shanghai's."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.clock import SHANGHAI, SystemClock, accounting_date, instant_text, parse_instant

zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
instants = st.datetimes(datetime(1986, 1, 2), datetime(2200, 1, 1), timezones=zones)  # noqa: DTZ001 - bounds


@given(instants)
def test_an_instant_is_read_back_from_its_text(instant: datetime) -> None:
    text = instant_text(instant)
    assert parse_instant(text) == instant
    assert parse_instant(text).tzinfo is UTC
    assert len(text) == len("2026-01-01T00:00:00.000000Z")


@given(instants, instants)
def test_texts_sort_as_instants_do(one: datetime, other: datetime) -> None:
    assert (instant_text(one) < instant_text(other)) is (one < other)


@pytest.mark.parametrize(
    "text", ["2026-01-01T08:00:00+08:00", "2026-01-01T00:00:00Z", "2025-12-31T19:30:00.000-04:30"]
)
def test_any_offset_is_read(text: str) -> None:
    assert parse_instant(text) == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-01-01T00:00:00", "2026-01-01", "2026-02-30T00:00:00Z", "now", ""])
def test_what_names_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        parse_instant(text)


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2025, 12, 31, 15, 59, 59, tzinfo=UTC), date(2025, 12, 31)),
        (datetime(2025, 12, 31, 16, 30, tzinfo=UTC), date(2026, 1, 1)),  # another year, another regime
        (datetime(2028, 2, 28, 16, tzinfo=UTC), date(2028, 2, 29)),
        # Summer time of 1986 to 1991: the day began at 15:00 UTC.
        (datetime(1986, 7, 1, 14, 59, tzinfo=UTC), date(1986, 7, 1)),
        (datetime(1986, 7, 1, 15, 0, tzinfo=UTC), date(1986, 7, 2)),
        (datetime(1991, 12, 1, 15, 0, tzinfo=UTC), date(1991, 12, 1)),
    ],
)
def test_the_accounting_date_is_shanghais(instant: datetime, day: date) -> None:
    assert accounting_date(instant) == day


@given(instants.filter(lambda instant: instant.year > 1991))
def test_shanghai_is_eight_hours_ahead_since_1992(instant: datetime) -> None:
    assert accounting_date(instant) == (instant.astimezone(UTC) + timedelta(hours=8)).date()


def test_the_machines_clock_runs() -> None:
    clock = SystemClock()
    before, ticks = clock.now(), clock.monotonic()
    clock.sleep(0.001)
    assert clock.now() > before
    assert clock.monotonic() > ticks
    assert before.utcoffset() == timedelta(0)
    assert str(SHANGHAI) == "Asia/Shanghai"
