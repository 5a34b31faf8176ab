"""Failures of late, by key: so many, within a while, and no more of them in memory than may be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kernel.failures import Failures, TooMany

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def failures() -> Failures:
    return Failures(3, 15 * MINUTE, keys_max=2)


def fail(failures: Failures, key: str, at: datetime = NOON) -> None:
    with failures.trying(key, at):
        pass


def ask_in_vain(failures: Failures) -> None:
    with failures.trying("ada", NOON) as failed:
        failed.clear()
        raise TimeoutError


def test_after_so_many_failures_one_waits_until_the_first_of_them_is_old(failures: Failures) -> None:
    for minute in range(3):
        fail(failures, "ada", NOON + minute * MINUTE)
    with pytest.raises(TooMany) as no:
        fail(failures, "ada", NOON + 5 * MINUTE)
    assert no.value.wait_s == 10 * 60 + 1
    fail(failures, "ada", NOON + 15 * MINUTE)
    fail(failures, "bo", NOON + 5 * MINUTE)


def test_what_succeeds_or_was_not_tried_is_no_failure(failures: Failures) -> None:
    for _ in range(9):
        with failures.trying("ada", NOON) as failed:
            failed.clear()
    for _ in range(9):
        with pytest.raises(TimeoutError):
            ask_in_vain(failures)
    fail(failures, "ada")


def test_tries_under_way_count_until_they_are_through(failures: Failures) -> None:
    with failures.trying("ada", NOON) as one, failures.trying("ada", NOON), failures.trying("ada", NOON):
        with pytest.raises(TooMany):
            fail(failures, "ada")
        one.clear()
    fail(failures, "ada")
    with pytest.raises(TooMany):
        fail(failures, "ada")


def test_failures_that_others_tell_of_count_too(failures: Failures) -> None:
    with pytest.raises(TooMany), failures.trying("ada", NOON, [NOON - MINUTE] * 3):
        pass


def test_the_longest_unseen_key_is_forgotten_first(failures: Failures) -> None:
    for _ in range(3):
        fail(failures, "ada")
    fail(failures, "bo")
    fail(failures, "cy")
    fail(failures, "ada")
