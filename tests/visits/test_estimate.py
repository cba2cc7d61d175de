"""How long until somebody is called: what always holds of the ranges."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from buergerbuero.visits.estimate import (
    DRAWN_PLACES,
    ENOUGH_TURNS,
    Error,
    Outlook,
    Range,
    Reading,
    Turn,
    outlook,
)

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LONGEST = 100
some = settings(max_examples=20, deadline=None)  # each draws many lines


def turns_of(*minutes: float, ended: datetime = NOON - DAY) -> list[Turn]:
    return [
        Turn(ended - (len(minutes) - place) * MINUTE, took * MINUTE)
        for place, took in enumerate(minutes)
    ]


TEN_MINUTES = turns_of(*(8 + place % 5 for place in range(40)))
ONE_TALKS = Reading(TEN_MINUTES, running=[MINUTE], free=0, on_break=0)


def ranges(reading: Reading, places: int = 20) -> list[Range]:
    return [ahead(reading).range(place) for place in range(places)]


def ahead(reading: Reading) -> Outlook:
    found = outlook(reading, LONGEST, NOON)
    assert found
    return found


minutes = st.floats(0.1, 120).map(lambda value: value * MINUTE)
turn = st.builds(lambda ago, took: Turn(NOON - ago, took), minutes, minutes)
error = st.builds(
    lambda low, more, took: Error(Range(low, low + more), took), minutes, minutes, minutes
)
readings = st.builds(
    Reading,
    turns=st.lists(turn, min_size=ENOUGH_TURNS, max_size=30),
    running=st.lists(minutes, max_size=3),
    free=st.integers(0, 2),
    on_break=st.integers(1, 2),
    errors=st.lists(error, max_size=20),
    back_in=st.lists(minutes, max_size=2),
)


@some
@given(readings, st.integers(0, 2 * DRAWN_PLACES), st.integers(0, 5))
def test_the_low_end_is_never_above_the_high_one(reading, present, away):
    found = ahead(reading).range(present, away)
    assert timedelta() <= found.low <= found.high


@some
@given(readings)
def test_whoever_stands_further_behind_waits_no_shorter(reading):
    found = ranges(reading, LONGEST)
    assert [one.low for one in found] == sorted(one.low for one in found)
    assert [one.high for one in found] == sorted(one.high for one in found)


@some
@given(readings, st.integers(0, 30), st.integers(0, 8))
def test_people_who_are_away_lie_between_being_there_and_not_being_there(reading, present, away):
    look = ahead(reading)
    found, without, with_all = (
        look.range(present, away),
        look.range(present),
        look.range(present + away),
    )
    assert without.low <= found.low <= with_all.low
    assert without.high <= found.high <= with_all.high


@some
@given(readings)
def test_the_same_look_gives_the_same_ranges(reading):
    assert ranges(reading) == ranges(reading)


def test_with_too_few_turns_nothing_is_said():
    few = replace(ONE_TALKS, turns=TEN_MINUTES[: ENOUGH_TURNS - 1])
    assert outlook(few, LONGEST, NOON) is None
    assert outlook(replace(few, turns=TEN_MINUTES[:ENOUGH_TURNS]), LONGEST, NOON)


def test_with_nobody_on_duty_nothing_is_said():
    assert outlook(replace(ONE_TALKS, running=[]), LONGEST, NOON) is None


def test_the_truth_of_a_regular_office_lies_inside():
    """Talks of 8 to 12 minutes, one begun a minute ago: the fourth is called after 37 to 47."""
    found = ahead(ONE_TALKS).range(3)
    assert 30 * MINUTE < found.low < 37 * MINUTE
    assert 47 * MINUTE < found.high < 60 * MINUTE


def test_a_second_advisor_halves_the_wait():
    two = replace(ONE_TALKS, running=[MINUTE, MINUTE])
    assert ahead(two).range(9).high < 0.6 * ahead(ONE_TALKS).range(9).high


def test_a_talk_that_has_lasted_long_is_nearer_its_end():
    usual, late = ahead(ONE_TALKS), ahead(replace(ONE_TALKS, running=[9 * MINUTE]))
    assert late.range(0).high < usual.range(0).high


def test_talks_longer_than_any_before_tell_of_a_slow_day():
    short, endless = (replace(ONE_TALKS, running=[n * MINUTE] * 3) for n in (1, 25))
    assert ahead(endless).pace > ahead(short).pace
    assert ahead(endless).range(5).high > ahead(short).range(5).high


def test_the_pace_of_today_is_seen_in_the_last_turns():
    assert 0.9 < ahead(ONE_TALKS).pace < 1.1
    slow = [*TEN_MINUTES, *turns_of(*[20] * 8, ended=NOON)]
    assert ahead(replace(ONE_TALKS, turns=slow)).pace > 1.5


def test_who_has_said_when_they_are_back_is_waited_for_until_then():
    away = replace(ONE_TALKS, running=[])
    soon, late = (ahead(replace(away, back_in=[n * MINUTE])).range(0) for n in (5, 45))
    assert soon.low == soon.high == 5 * MINUTE
    assert late.low == late.high == 45 * MINUTE


def errors(took: timedelta, count: int = 200) -> list[Error]:
    return [Error(Range(10 * MINUTE, 20 * MINUTE), took)] * count


def test_where_the_truth_lay_later_the_range_moves_later():
    before, after = ahead(ONE_TALKS), ahead(replace(ONE_TALKS, errors=errors(30 * MINUTE)))
    assert after.range(5).high > before.range(5).high
    assert after.range(5).low > before.range(5).low
    assert after.drawn(5) == before.drawn(5)


def test_where_the_truth_lay_on_both_sides_the_range_widens():
    both = [*errors(5 * MINUTE), *errors(40 * MINUTE)]
    before, after = ahead(ONE_TALKS).range(5), ahead(replace(ONE_TALKS, errors=both)).range(5)
    assert after.low < before.low
    assert after.high > before.high


def test_beyond_the_drawn_places_the_line_grows_evenly():
    look = ahead(ONE_TALKS)
    last = look.range(DRAWN_PLACES)
    twice = look.range(2 * DRAWN_PLACES + 1)
    assert 1.9 * last.low < twice.low < 2.1 * last.low
