"""What doors do by themselves about the rest of their day."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from buergerbuero.departments import actions as departments
from buergerbuero.departments.hours import Hours, Span
from buergerbuero.departments.models import Department, DutyState, OpeningHours
from buergerbuero.departments.status import State
from buergerbuero.live.bus import bus
from buergerbuero.visits import actions
from buergerbuero.visits import clock as jobs
from buergerbuero.visits.foresight import look_ahead
from buergerbuero.visits.look import day_ends, load_look, load_public_state, reopens
from buergerbuero.visits.models import Visit
from tests.people import has_served, knock, on_duty

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
WEEK = range(7)


def hours(office, *spans, days=(0,)):
    office.opening_hours.all().delete()
    for day in days:
        for opens, closes in spans:
            OpeningHours.objects.create(department=office, weekday=day, opens=opens, closes=closes)


@pytest.fixture
def talking(office, demir):
    """The only advisor has just called somebody; talks take about ten minutes here."""
    has_served(office, 10)
    return actions.enter(actions.call(knock(office, "Ayla"), demir))


@pytest.fixture
def closing(office, talking):
    """The office closes at 12:30, half an hour from now, and opens again tomorrow."""
    hours(office, (time(8), time(12, 30)), days=WEEK)
    return timezone.now() + 30 * MINUTE


def public(office):
    return load_public_state(Department.objects.get(pk=office.pk))


def looks_ahead(office):
    look_ahead()
    return public(office)


def line_up(office, count):
    return [knock(office, f"Nr. {number}") for number in range(count)]


# Too late for whoever knocks now


def test_a_door_says_before_the_knock_that_it_will_probably_be_too_late(office, closing):
    assert not public(office).too_late
    line_up(office, 2)
    found = public(office)
    assert found.too_late
    assert (found.state, found.takes_people) == (State.BUSY, True)
    assert found.opens_next == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


def test_without_enough_experience_nothing_is_too_late(office, demir):
    actions.call(knock(office), demir)
    hours(office, (time(8), time(12, 1)))
    line_up(office, 5)
    found = looks_ahead(office)
    assert (found.too_late, found.state, found.expected) == (False, State.BUSY, None)


def test_a_door_stops_by_itself_when_even_quick_talks_would_not_do(office, closing):
    line_up(office, 2)
    assert looks_ahead(office).state == State.BUSY
    line_up(office, 2)
    found = looks_ahead(office)
    assert (found.state, found.by_itself) == (State.NO_MORE, True)
    office.refresh_from_db()
    with pytest.raises(actions.NotTaken):
        knock(office)
    assert found.opens_next == datetime(2026, 11, 24, 7, 0, tzinfo=UTC)


def test_only_those_who_will_probably_be_called_are_said_to_be_served(office, closing):
    line_up(office, 6)
    found = looks_ahead(office)
    ahead = load_look(office).forecast
    in_time = [place for place in range(6) if sum(ahead.expected(place)) / 2 <= 30]
    assert (found.still_served, found.beyond) == (len(in_time), 6 - len(in_time))
    assert 0 < found.beyond < 6


def test_it_takes_people_again_when_there_is_time_to_spare(office, closing):
    line = line_up(office, 4)
    assert looks_ahead(office).state == State.NO_MORE
    actions.leave(line[0])
    assert looks_ahead(office).state == State.NO_MORE
    for visit in line[1:]:
        actions.leave(visit)
    assert looks_ahead(office).state == State.BUSY


def test_an_advisor_who_is_free_takes_people_until_the_end(clock, office, closing, demir):
    actions.end(Visit.objects.get(state="talking"), demir)
    clock.move_to(closing - MINUTE)
    on_duty(demir)
    assert looks_ahead(office).state == State.OPEN


def test_who_pressed_stop_has_the_last_word(office, closing, demir):
    departments.stop_taking(office)
    assert (looks_ahead(office).state, public(office).by_itself) == (State.NO_MORE, False)


def test_an_advisor_may_take_people_again_and_is_not_overruled_today(office, closing):
    line_up(office, 4)
    assert looks_ahead(office).by_itself
    departments.resume_taking(office)
    assert looks_ahead(office).state == State.BUSY
    assert looks_ahead(office).too_late


def test_a_department_may_keep_its_door_open(office, closing):
    Department.objects.update(stops_in_time=False)
    line_up(office, 4)
    assert (looks_ahead(office).state, public(office).too_late) == (State.BUSY, True)


def test_tomorrow_is_another_day(clock, office, closing, demir):
    line_up(office, 4)
    assert looks_ahead(office).by_itself
    clock.shift(timedelta(days=1, hours=-3))
    on_duty(demir)
    assert public(office).state in (State.BUSY, State.OPEN)
    look_ahead()
    assert Department.objects.get(pk=office.pk).too_late_on is None


def test_a_door_without_an_end_never_stops(office, talking):
    line_up(office, 20)
    assert looks_ahead(office).state == State.BUSY


def test_before_a_pause_nobody_is_sent_away(office, talking):
    """Whoever waits keeps the place until the door opens again; it says from when."""
    hours(office, (time(8), time(12, 30)), (time(13, 30), time(17)))
    line_up(office, 4)
    found = looks_ahead(office)
    assert (found.state, found.too_late) == (State.BUSY, True)
    assert found.opens_next == datetime(2026, 11, 23, 12, 30, tzinfo=UTC)


# The end of the day


@pytest.fixture
def announced(monkeypatch, django_capture_on_commit_callbacks):
    """What a job announces."""
    topics = []
    monkeypatch.setattr(bus, "publish", topics.extend)

    def run(job):
        topics.clear()
        with django_capture_on_commit_callbacks(execute=True):
            job()
        return list(topics)

    return run


def test_who_waits_over_a_pause_keeps_the_place(clock, office, talking, demir):
    hours(office, (time(8), time(12, 30)), (time(13, 30), time(17)))
    (ayla,) = line_up(office, 1)
    departments.set_duty(demir, DutyState.AWAY)
    for minutes in (31, 60, 89):
        clock.move_to(datetime(2026, 11, 23, 11, 0, tzinfo=UTC) + minutes * MINUTE)
        jobs.acknowledge([ayla.pk])
        jobs.end_day()
    ayla.refresh_from_db()
    assert (ayla.state, public(office).state) == ("waiting", State.CLOSED)
    assert public(office).served_until is None


def test_after_closing_it_is_known_until_when_people_are_served(clock, office, closing, demir):
    line_up(office, 12)
    clock.move_to(closing + 10 * MINUTE)
    on_duty(demir)
    found = public(office)
    assert (found.state, found.served_until) == (State.CLOSED, closing + HOUR)
    assert 0 < found.beyond < 12


def test_who_comes_too_late_by_the_end_is_announced_without_an_action(
    clock, office, closing, demir, announced
):
    line_up(office, 3)
    watching = jobs.Doors()
    announced(watching.announce_changes)
    before = public(office).beyond
    clock.shift(12 * MINUTE)
    on_duty(demir)
    assert "department:elterngeldstelle" in announced(watching.announce_changes)
    assert public(office).beyond > before


# Clocks that change


NIGHT = (Span(6, time(0), time(4)),)


def planned(*spans):
    return Hours(spans=spans, closures=(), zone=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("day", "closes"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 29, 2, 0, tzinfo=UTC)),  # 4:00 is an hour earlier
        (date(2026, 10, 25), datetime(2026, 10, 25, 3, 0, tzinfo=UTC)),  # and an hour later
        (date(2026, 11, 22), datetime(2026, 11, 22, 3, 0, tzinfo=UTC)),
    ],
)
def test_the_day_ends_an_hour_after_closing_whatever_the_clocks_do(clock, day, closes):
    clock.move_to(closes + MINUTE)
    assert day_ends(planned(*NIGHT), closes + MINUTE) == closes + HOUR
    assert timezone.localdate(closes) == day


@pytest.mark.parametrize(
    ("now", "minutes"),
    [
        (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), 90),  # 1:30, and 2:00 is 3:00
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), 150),  # 2:30, for the first time
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), 90),  # 2:30, for the second time
    ],
)
def test_time_left_is_counted_and_not_read_from_the_clock(clock, office, demir, now, minutes):
    """A line of so many people is too late in the one night and not in the other."""
    clock.move_to(now - 2 * HOUR)
    hours(office, (time(0), time(0)), days=(5,))
    OpeningHours.objects.create(department=office, weekday=6, opens=time(0), closes=time(4))
    has_served(office, 10)
    on_duty(demir)
    actions.call(knock(office), demir)
    clock.move_to(now)
    on_duty(demir)
    Visit.objects.filter(state="called").update(called_at=now)
    found = load_look(office)
    assert found.public.closes_at - now == minutes * MINUTE
    ahead = found.forecast
    last = max(place for place in range(40) if sum(ahead.expected(place)) / 2 <= minutes)
    line_up(office, last)
    assert not public(office).too_late
    line_up(office, 1)
    assert public(office).too_late


def test_midnight_is_the_end_of_its_day_and_no_pause_of_the_next():
    weekdays = [Span(day, time(18), time(0)) for day in WEEK]
    midnight = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    assert not reopens(planned(*weekdays), midnight)
    assert day_ends(planned(*weekdays), midnight + MINUTE) == midnight + HOUR


# It takes longer today


def test_who_waits_clearly_longer_than_told_makes_the_door_say_so(clock, office, demir, talking):
    line_up(office, 2)
    assert not looks_ahead(office).takes_longer
    for _ in range(4):
        clock.shift(10 * MINUTE)
        on_duty(demir)
    found = looks_ahead(office)
    assert found.takes_longer
    assert Department.objects.get().longer_on == timezone.localdate()


def test_it_says_so_once_and_stops_by_itself(clock, office, demir, talking, announced):
    line = line_up(office, 2)
    clock.shift(40 * MINUTE)
    on_duty(demir)
    assert announced(look_ahead) == ["overview", "department:elterngeldstelle"]
    assert announced(look_ahead) == []
    actions.end(talking, demir)
    for visit in line:
        actions.leave(visit)
    for _ in range(20):
        visit = actions.enter(actions.call(knock(office), demir))
        clock.shift(9 * MINUTE)
        on_duty(demir)
        actions.end(visit, demir)
    actions.call(knock(office), demir)
    assert not looks_ahead(office).takes_longer


def test_where_nobody_has_to_wait_nothing_takes_longer(office, demir, talking):
    Department.objects.update(longer_on=timezone.localdate())
    assert public(office).takes_longer
    actions.end(talking, demir)
    assert not public(office).takes_longer
