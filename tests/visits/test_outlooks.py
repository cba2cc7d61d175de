"""What is known of how long it takes, from the history of a department."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buergerbuero.departments.models import DutyState
from buergerbuero.visits import actions, outlooks
from buergerbuero.visits import clock as jobs
from buergerbuero.visits.estimate import ENOUGH_TURNS, Error, Range
from buergerbuero.visits.handing_over import hand_over
from buergerbuero.visits.look import load_look, load_looks
from buergerbuero.visits.models import Event, Visit
from buergerbuero.visits.snapshot import load_snapshot
from tests.people import has_served, knock, on_duty

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


@pytest.fixture
def history(office):
    return lambda: outlooks._departments[office.pk].history


@pytest.fixture
def talking(office, demir):
    """The only advisor has somebody with her, so whoever knocks has to wait."""
    return actions.enter(actions.call(knock(office, "Ayla"), demir))


def turns(history):
    return [turn.took for turn in history().turns]


def learned(office):
    """The turns that a look finds, if somebody has to wait."""
    history = outlooks._departments[office.pk].history
    history.follow(office.pk)
    return [turn.took for turn in history.turns]


def expected(office):
    return load_look(office).public.expected


def test_without_enough_turns_nothing_is_expected(office, talking):
    has_served(office, count=ENOUGH_TURNS - 1)
    assert expected(office) is None
    has_served(office, count=1)
    assert expected(office) is not None


def test_the_range_follows_from_the_offices_own_talks(office, talking):
    has_served(office, 10)
    low, high = expected(office)
    assert low <= 10 < high


def test_turns_of_other_doors_do_not_count(office, centre, talking):
    has_served(centre)
    assert expected(office) is None


def test_with_somebody_free_nobody_waits_and_nothing_is_said(office, demir, brandt):
    has_served(office)
    assert expected(office) is None
    knock(office, "Ayla")
    assert expected(office) is None
    knock(office, "Boris")
    assert expected(office) is not None


def test_with_nobody_on_duty_nothing_is_expected(office):
    has_served(office)
    knock(office)
    assert expected(office) is None


def test_a_turn_lasts_from_the_call_to_the_end(clock, office, demir, history, talking):
    clock.shift(7 * MINUTE)
    actions.end(talking, demir)
    on_duty(demir)
    actions.call(knock(office), demir)
    load_look(office)
    assert turns(history) == [7 * MINUTE]


def test_a_call_nobody_answered_is_a_turn_and_one_taken_back_is_none(clock, office, demir, history):
    visit = actions.call(knock(office), demir)
    clock.shift(MINUTE)
    actions.take_back(visit, demir)
    actions.reached(actions.call(visit, demir))
    clock.move_to(Visit.objects.get().offer_until)
    jobs.acknowledge([visit.pk])
    jobs.end_offers()
    on_duty(demir, DutyState.BREAK)
    load_look(office)
    assert turns(history) == [2 * MINUTE]


def test_what_happens_is_followed_and_read_once(clock, office, demir, history, talking):
    has_served(office, count=5)
    load_look(office)
    assert len(turns(history)) == 5
    clock.shift(3 * MINUTE)
    actions.end(talking, demir)
    on_duty(demir)
    actions.call(knock(office), demir)
    with CaptureQueriesContext(connection) as asked:
        load_look(office)
    assert turns(history)[5:] == [3 * MINUTE]
    assert len([one for one in asked if "visits_event" in one["sql"]]) == 1


def test_handed_over_within_the_department_a_turn_goes_on(clock, office, talking, demir, brandt):
    clock.shift(2 * MINUTE)
    hand_over(talking, demir, brandt)
    assert learned(office) == []
    clock.shift(3 * MINUTE)
    actions.end(talking, brandt)
    assert learned(office) == [5 * MINUTE]


def test_handed_over_to_another_department_a_turn_is_over_here(
    clock, office, talking, demir, okafor
):
    clock.shift(2 * MINUTE)
    hand_over(talking, demir, okafor)
    assert learned(office) == [2 * MINUTE]
    assert outlooks._departments[office.pk].history._called == {}


def test_a_history_that_is_no_longer_there_is_forgotten(office, history, talking):
    has_served(office)
    assert expected(office) is not None
    Event.objects.filter(visit__letter="ZZ").delete()
    assert expected(office) is None
    assert turns(history) == []


def test_a_look_costs_one_query_for_each_door_where_people_have_to_wait(
    office, centre, demir, okafor, talking
):
    has_served(office)
    load_looks()
    with CaptureQueriesContext(connection) as asked:
        load_looks()
    assert len([one for one in asked if "visits_event" in one["sql"]]) == 1


def test_while_nobody_comes_or_goes_a_range_holds_for_ten_seconds(clock, office, talking):
    has_served(office)
    first = load_look(office).forecast
    clock.shift(9 * SECOND)
    assert load_look(office).forecast is first
    clock.shift(SECOND)
    assert load_look(office).forecast is not first


def test_a_longer_talk_changes_the_range(clock, office, demir, talking):
    has_served(office, 10)
    before = expected(office)
    clock.shift(8 * MINUTE)
    on_duty(demir)
    assert expected(office).high < before.high


# What was drawn is kept with the knock, and learned from at the call


def test_a_knock_keeps_what_was_drawn_and_told(office, talking):
    has_served(office, 10)
    told = expected(office)
    visit = knock(office)
    assert visit.drawn_low / 60 < 10 < visit.drawn_high / 60
    assert visit.told_high == 60 * told.high


def test_a_knock_that_finds_somebody_free_is_told_nothing(office, demir):
    has_served(office)
    visit = knock(office)
    assert (visit.drawn_low, visit.drawn_high, visit.told_high) == (None, None, None)


@pytest.fixture
def waiting(office, talking):
    has_served(office, 10)
    return knock(office, "Boris")


def errors(history):
    return list(history().errors)


def test_at_the_call_it_is_known_how_right_the_range_was(clock, office, demir, history, waiting):
    clock.shift(12 * MINUTE)
    actions.end(demir.visits.get(state="talking"), demir)
    actions.call(waiting, demir)
    load_look(office)
    drawn = Range(waiting.drawn_low * SECOND, waiting.drawn_high * SECOND)
    assert errors(history) == [Error(drawn, 12 * MINUTE)]


def test_only_the_first_call_counts(clock, office, demir, history, waiting):
    actions.end(demir.visits.get(state="talking"), demir)
    for _ in range(3):
        clock.shift(MINUTE)
        actions.take_back(actions.call(waiting, demir), demir)
    actions.call(waiting, demir)
    load_look(office)
    assert [one.took for one in errors(history)] == [MINUTE]


def test_at_another_door_nothing_was_told(centre, demir, okafor, waiting):
    actions.end(demir.visits.get(state="talking"), demir)
    moved = actions.transfer(actions.enter(actions.call(waiting, demir)), demir, centre)
    assert (moved.drawn_low, moved.drawn_high, moved.told_high) == (None, None, None)


def test_who_is_long_gone_takes_what_was_told_along(clock, waiting):
    """Row 8: seconds without a name; deleted with the rest of the visit after 90 days."""
    actions.leave(waiting)
    clock.shift(timedelta(days=91))
    jobs.erase()
    assert not Visit.objects.filter(pk=waiting.pk).exists()


# Everybody reads the same


def test_the_snapshot_says_what_the_door_says(office, talking, waiting):
    on_duty(talking.advisor)
    reading = load_snapshot(office.slug)
    assert reading.public == load_look(office).public
    assert reading.forecast.expected(1) == reading.public.expected


def test_people_who_are_away_count_half(office, talking, waiting):
    for _ in range(3):
        knock(office)
    reading = load_snapshot(office.slug)
    ahead = reading.forecast
    assert ahead.expected(2, 2).low == ahead.expected(3).low
    assert ahead.expected(2, 1) == (ahead.expected(2).low, ahead.expected(3).high)


def test_a_very_long_line_has_a_range_too(office, talking, waiting):
    assert load_look(office).forecast.expected(500) == (480, 510)
    assert timezone.localdate() == waiting.day
