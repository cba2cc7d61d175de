"""What is said at the counter: in round numbers, calmly, and when it will be too late."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from buergerbuero.departments.status import Expected
from buergerbuero.visits.estimate import Range
from buergerbuero.visits.promises import (
    is_later,
    is_too_late,
    said,
    stops,
    takes_longer,
)

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def between(low: float, high: float) -> Range:
    return Range(low * MINUTE, high * MINUTE)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0, 0, (0, 5)),
        (1, 4, (0, 5)),
        (2, 5.1, (0, 10)),
        (10, 25, (10, 25)),
        (11, 21, (10, 25)),
        (10, 10, (10, 15)),
        (44, 90, (40, 90)),
        (44, 91, (40, 120)),
        (64, 80, (60, 80)),
        (64, 91, (60, 120)),
        (95, 150, (90, 150)),
        (500, 900, (480, 510)),
    ],
)
def test_minutes_are_rounded_outwards(low, high, words):
    assert said(between(low, high)) == words


lengths = st.floats(0, 470)
before = st.none() | st.tuples(st.integers(0, 16), st.integers(1, 4)).map(
    lambda pair: Expected(30 * pair[0], 30 * (pair[0] + pair[1]))
)


@given(lengths, lengths, before)
def test_what_is_said_is_a_range_and_holds_the_exact_one_but_for_a_minute(low, more, before):
    assume(low + more < 470)
    lower, upper = said(between(low, low + more), before)
    assert lower < upper
    assert lower - 1 <= low
    assert low + more <= upper + 1


@given(lengths, lengths)
def test_what_was_said_is_said_again(low, more):
    first = said(between(low, low + more))
    assert said(between(low, low + more), first) == first


def test_a_number_at_the_edge_does_not_flicker():
    told = said(between(10.2, 24.8))
    for low, high in ((9.8, 25.2), (10.2, 24.8), (9.5, 25.5), (10.9, 24.9)):
        assert said(between(low, high), told) == told == (10, 25)
    assert said(between(8.5, 26.5), told) == (5, 30)


def test_while_the_time_passes_each_number_is_said_once():
    told, heard = said(between(30, 60)), []
    for second in range(0, 1800, 5):
        left = 30 - second / 60
        told = said(between(left + (second % 3) / 10, 2 * left + (second % 7) / 10), told)
        heard.append(told)
    changes = [pair for pair in pairwise(heard) if pair[0] != pair[1]]
    assert len(changes) == len({two for _, two in changes})


def test_too_late_is_when_the_middle_lies_behind_the_end():
    told = Expected(10, 30)
    assert not is_too_late(told, NOON, NOON + 20 * MINUTE)
    assert is_too_late(told, NOON, NOON + 19 * MINUTE)
    assert not is_too_late(told, NOON, None)
    assert not is_too_late(None, NOON, NOON)


def test_a_door_stops_when_even_the_quickest_way_takes_too_long():
    assert not stops(False, 30 * MINUTE, 30 * MINUTE)
    assert stops(False, 31 * MINUTE, 30 * MINUTE)
    assert not stops(True, 31 * MINUTE, None)


def test_a_door_that_has_stopped_opens_again_with_ten_minutes_to_spare():
    assert stops(True, 25 * MINUTE, 30 * MINUTE)
    assert stops(True, 21 * MINUTE, 30 * MINUTE)
    assert not stops(True, 20 * MINUTE, 30 * MINUTE)


def test_later_is_clearly_more_than_what_was_told():
    assert not is_later(20 * MINUTE, waited=10 * MINUTE, soonest=15 * MINUTE)
    assert is_later(20 * MINUTE, waited=10 * MINUTE, soonest=16 * MINUTE)
    assert not is_later(60 * MINUTE, waited=60 * MINUTE, soonest=15 * MINUTE)
    assert is_later(60 * MINUTE, waited=60 * MINUTE, soonest=16 * MINUTE)


@pytest.mark.parametrize(
    ("pace", "late", "told", "begins", "goes_on"),
    [
        (1, 0, 0, False, False),
        (1.5, 0, 0, True, True),
        (1.49, 0, 0, False, True),
        (1.25, 0, 0, False, True),
        (1.24, 0, 4, False, False),
        (1, 2, 4, True, True),
        (1, 1, 4, False, True),
        (1, 1, 5, False, False),
    ],
)
def test_it_takes_longer_when_today_is_slow_or_half_of_those_waiting_were_told_less(
    pace, late, told, begins, goes_on
):
    assert takes_longer(False, pace, late, told) is begins
    assert takes_longer(True, pace, late, told) is goes_on
