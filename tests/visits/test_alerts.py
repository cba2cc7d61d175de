"""Who is told when nobody opens, and when. The rule alone, without rows."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerbuero.visits.alerts import (
    ORDER,
    SEEN_LASTS,
    Stage,
    could_call,
    counts_from,
    desks_told,
    reached,
    stage_after,
    whom,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Somebody:
    id: int
    state: str
    head: bool = False
    at_desk: bool = True


FREE = Somebody(1, "free")
TALKS = Somebody(2, "talking")
PAUSES = Somebody(3, "break")
BUSY = Somebody(4, "away")  # at the desk, with something else
HOME = Somebody(5, "away", at_desk=False)
HEAD = Somebody(6, "away", head=True)
HEAD_AT_HOME = Somebody(7, "away", head=True, at_desk=False)
HEAD_TALKS = Somebody(8, "talking", head=True)
HEAD_FREE = Somebody(9, "free", head=True)
ALL = (FREE, TALKS, PAUSES, BUSY, HOME, HEAD, HEAD_AT_HOME, HEAD_TALKS, HEAD_FREE)


@pytest.mark.parametrize(
    ("crew", "somebody_could"),
    [
        ((FREE, TALKS), True),
        ((TALKS,), False),
        ((TALKS, PAUSES, BUSY), False),
        ((PAUSES,), True),
        ((HOME,), True),
        ((), True),
    ],
)
def test_while_all_on_duty_are_in_talks_the_line_moves_and_nobody_is_told(crew, somebody_could):
    assert could_call(crew) == somebody_could


def test_first_colleagues_who_are_not_free_are_told_then_the_heads_and_nobody_in_a_talk():
    assert whom(Stage.COLLEAGUES, ALL) == [PAUSES, BUSY, HOME]
    assert whom(Stage.HEADS, ALL) == [HEAD, HEAD_AT_HOME, HEAD_FREE]
    assert [whom(stage, ALL) for stage in (Stage.QUIET, Stage.NOBODY)] == [[], []]


def test_it_reaches_those_whose_desk_is_open():
    assert reached(Stage.COLLEAGUES, ALL) == [PAUSES, BUSY]
    assert reached(Stage.HEADS, ALL) == [HEAD, HEAD_FREE]


def test_it_stands_at_the_desks_of_those_who_were_told_and_of_those_who_are_free():
    assert desks_told(Stage.QUIET, ALL) == set()
    assert desks_told(Stage.NOBODY, ALL) == {1, 9}
    assert desks_told(Stage.COLLEAGUES, ALL) == {1, 3, 4, 5, 9}
    assert desks_told(Stage.HEADS, ALL) == {1, 3, 4, 5, 6, 7, 9}


@pytest.mark.parametrize(
    ("waited", "before", "crew", "after"),
    [
        (MINUTE - SECOND, Stage.QUIET, (FREE, PAUSES, HEAD), Stage.QUIET),
        (MINUTE, Stage.QUIET, (FREE, PAUSES, HEAD), Stage.COLLEAGUES),
        (2 * MINUTE - SECOND, Stage.COLLEAGUES, (FREE, PAUSES, HEAD), Stage.COLLEAGUES),
        (2 * MINUTE, Stage.COLLEAGUES, (FREE, PAUSES, HEAD), Stage.HEADS),
        # No colleague to tell: the heads at once.
        (MINUTE, Stage.QUIET, (FREE, HOME, HEAD), Stage.HEADS),
        # The colleague who was told has gone home; the heads have their time all the same.
        (MINUTE + SECOND, Stage.COLLEAGUES, (HOME, HEAD), Stage.COLLEAGUES),
        (2 * MINUTE, Stage.COLLEAGUES, (HOME, HEAD), Stage.HEADS),
        # Nobody at all, until somebody sits down.
        (MINUTE, Stage.QUIET, (FREE, HOME, HEAD_AT_HOME), Stage.NOBODY),
        (MINUTE, Stage.QUIET, (), Stage.NOBODY),
        (5 * MINUTE, Stage.NOBODY, (BUSY,), Stage.COLLEAGUES),
        (5 * MINUTE, Stage.NOBODY, (BUSY, HEAD), Stage.HEADS),
        # What was told has been told.
        (5 * MINUTE, Stage.HEADS, (PAUSES, HEAD_AT_HOME), Stage.HEADS),
        (5 * MINUTE, Stage.COLLEAGUES, (HOME, HEAD_AT_HOME), Stage.COLLEAGUES),
        # Heads in a talk are not disturbed.
        (5 * MINUTE, Stage.COLLEAGUES, (FREE, PAUSES, HEAD_TALKS), Stage.COLLEAGUES),
    ],
)
def test_each_is_told_after_the_departments_time(waited, before, crew, after):
    assert stage_after(waited, MINUTE, before, crew) == after


@given(
    st.integers(0, 900),
    st.integers(15, 600),
    st.sampled_from(list(Stage)),
    st.lists(st.sampled_from(ALL), unique=True),
)
def test_nothing_is_claimed_that_did_not_happen(seconds, setting, before, crew):
    """A stage is reached by telling somebody at a desk, and never taken back."""
    after = stage_after(seconds * SECOND, setting * SECOND, before, crew)
    assert ORDER.index(after) >= ORDER.index(before)
    if after not in (before, Stage.NOBODY):
        assert reached(after, crew)
        assert seconds >= setting


def test_whoever_was_seen_counts_again_after_five_minutes_and_a_later_knock_at_once():
    assert timedelta(minutes=5) == SEEN_LASTS
    assert counts_from(NOON, None, None) == NOON
    assert counts_from(NOON, NOON + MINUTE, None) == NOON + 6 * MINUTE
    assert counts_from(NOON, NOON + MINUTE, NOON + 2 * MINUTE) == NOON + 2 * MINUTE
    assert counts_from(NOON, NOON + MINUTE, NOON + 9 * MINUTE) == NOON + 6 * MINUTE
