from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from buergerbuero.departments.hours import (
    Closed,
    Hours,
    Problem,
    ProblemKind,
    Span,
    Special,
    closes_at,
    closure_on,
    is_open,
    last_closing,
    opens_another_day,
    opens_next,
    problems,
    spans_on,
)

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY, TUESDAY, THURSDAY, SUNDAY = 0, 1, 3, 6
MINUTE = timedelta(minutes=1)


def span(weekday: int, opens: str, closes: str) -> Span:
    return Span(weekday, time.fromisoformat(opens), time.fromisoformat(closes))


def plan(*spans: Span, closures: Iterable[Closed] = ()) -> Hours:
    return Hours(spans, tuple(closures), BERLIN)


def berlin(moment: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=BERLIN, fold=fold)


def utc(moment: datetime | None) -> datetime | None:
    """Equality of aware times in one zone ignores the fold; in UTC it does not."""
    return moment and moment.astimezone(UTC)


MORNINGS = plan(
    span(MONDAY, "08:30", "12:00"),
    span(MONDAY, "13:00", "16:00"),
    span(THURSDAY, "08:30", "12:00"),
)
ALWAYS = tuple(span(weekday, "00:00", "00:00") for weekday in range(7))
EASTER = Closed(date(2026, 4, 3), date(2026, 4, 6), {"de": "Ostern"})
# 2026-11-23 is a Monday.


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-23 08:29:59", False),
        ("2026-11-23 08:30", True),
        ("2026-11-23 11:59:59", True),
        ("2026-11-23 12:00", False),
        ("2026-11-24 09:00", False),
    ],
)
def test_a_door_opens_on_the_minute_and_is_shut_on_the_minute(moment: str, expected: bool) -> None:
    assert is_open(MORNINGS, berlin(moment)) is expected


def test_the_question_may_come_in_any_zone() -> None:
    assert is_open(MORNINGS, datetime(2026, 11, 23, 7, 30, tzinfo=UTC)) is True
    assert is_open(MORNINGS, datetime(2026, 11, 23, 7, 29, tzinfo=UTC)) is False


def test_answers_come_in_the_zone_of_the_department() -> None:
    closing = closes_at(MORNINGS, datetime(2026, 11, 23, 7, 30, tzinfo=UTC))
    assert closing is not None
    assert closing.tzinfo is BERLIN
    assert closing.isoformat() == "2026-11-23T12:00:00+01:00"


def test_a_closed_door_does_not_close() -> None:
    assert closes_at(MORNINGS, berlin("2026-11-23 12:30")) is None


def test_an_open_door_does_not_open_next() -> None:
    assert opens_next(MORNINGS, berlin("2026-11-23 08:30")) is None


def test_the_next_opening_is_this_afternoon() -> None:
    assert opens_next(MORNINGS, berlin("2026-11-23 12:00")) == berlin("2026-11-23 13:00")


def test_the_next_opening_is_days_away() -> None:
    assert opens_next(MORNINGS, berlin("2026-11-23 16:00")) == berlin("2026-11-26 08:30")


def test_another_day_passes_over_this_afternoon() -> None:
    assert opens_another_day(MORNINGS, berlin("2026-11-23 09:00")) == berlin("2026-11-26 08:30")


def test_another_day_of_a_door_that_never_closes_is_tomorrow_at_midnight() -> None:
    assert opens_another_day(plan(*ALWAYS), berlin("2026-11-23 09:00")) == berlin("2026-11-24")


def test_the_last_closing_is_this_noon() -> None:
    assert last_closing(MORNINGS, berlin("2026-11-23 12:00")) == berlin("2026-11-23 12:00")


def test_the_last_closing_of_an_open_door_is_the_one_before() -> None:
    assert last_closing(MORNINGS, berlin("2026-11-26 10:00")) == berlin("2026-11-23 16:00")


def test_a_closing_more_than_a_week_ago_is_forgotten() -> None:
    closure = Closed(date(2026, 11, 30), date(2026, 11, 30), {"de": "Personalversammlung"})
    mondays = plan(span(MONDAY, "08:30", "12:00"), closures=[closure])
    assert last_closing(mondays, berlin("2026-11-30 12:00")) == berlin("2026-11-23 12:00")
    assert last_closing(mondays, berlin("2026-11-30 12:01")) is None


def test_a_closing_at_midnight_a_week_ago_is_remembered() -> None:
    evening = plan(span(SUNDAY, "20:00", "00:00"))
    assert last_closing(evening, berlin("2026-11-30 00:00")) == berlin("2026-11-30 00:00")
    closed = plan(
        *evening.spans, closures=[Closed(date(2026, 11, 29), date(2026, 11, 29), {"de": "zu"})]
    )
    assert last_closing(closed, berlin("2026-11-30 00:00")) == berlin("2026-11-23 00:00")


def test_a_department_without_hours_never_opens() -> None:
    now = berlin("2026-11-23 09:00")
    answers = [ask(plan(), now) for ask in (closes_at, opens_next, opens_another_day, last_closing)]
    assert is_open(plan(), now) is False
    assert answers == [None, None, None, None]


def test_a_span_until_midnight_is_open_in_the_last_minute_of_the_day() -> None:
    evening = plan(span(MONDAY, "20:00", "00:00"))
    assert is_open(evening, berlin("2026-11-23 23:59:59")) is True
    assert is_open(evening, berlin("2026-11-24 00:00")) is False
    assert closes_at(evening, berlin("2026-11-23 21:00")) == berlin("2026-11-24 00:00")


def test_days_that_meet_at_midnight_are_one_stretch() -> None:
    night = plan(span(MONDAY, "20:00", "00:00"), span(TUESDAY, "00:00", "06:00"))
    assert closes_at(night, berlin("2026-11-23 21:00")) == berlin("2026-11-24 06:00")
    assert last_closing(night, berlin("2026-11-24 05:00")) == berlin("2026-11-17 06:00")


def test_spans_that_meet_at_noon_are_one_stretch() -> None:
    day = plan(span(MONDAY, "08:00", "12:00"), span(MONDAY, "12:00", "16:00"))
    assert closes_at(day, berlin("2026-11-23 09:00")) == berlin("2026-11-23 16:00")
    assert last_closing(day, berlin("2026-11-23 13:00")) == berlin("2026-11-16 16:00")


def test_a_door_that_never_closes_has_no_closing() -> None:
    now = berlin("2026-11-23 09:00")
    assert is_open(plan(*ALWAYS), now) is True
    assert closes_at(plan(*ALWAYS), now) is None
    assert last_closing(plan(*ALWAYS), now) is None


@pytest.mark.parametrize(
    ("now", "expected"), [("2026-11-23 00:00", "2026-12-07 00:00"), ("2026-11-22 23:59", None)]
)
def test_a_closing_is_known_fourteen_days_ahead(now: str, expected: str | None) -> None:
    hours = plan(
        *ALWAYS, closures=[Closed(date(2026, 12, 7), date(2026, 12, 7), {"de": "Inventur"})]
    )
    assert closes_at(hours, berlin(now)) == (expected and berlin(expected))


def test_a_door_that_never_closes_does_not_close_where_spring_shortens_the_fortnight() -> None:
    assert closes_at(plan(*ALWAYS), berlin("2026-03-20 23:30")) is None


def test_a_closure_shuts_the_door_from_its_first_to_its_last_day() -> None:
    hours = plan(*ALWAYS, closures=[EASTER])
    assert closes_at(hours, berlin("2026-04-02 10:00")) == berlin("2026-04-03 00:00")
    assert is_open(hours, berlin("2026-04-03 00:00")) is False
    assert is_open(hours, berlin("2026-04-06 23:59")) is False
    assert opens_next(hours, berlin("2026-04-04 10:00")) == berlin("2026-04-07 00:00")


def test_the_next_opening_skips_closures() -> None:
    hours = plan(*MORNINGS.spans, closures=[EASTER])
    assert opens_next(hours, berlin("2026-04-02 12:00")) == berlin("2026-04-09 08:30")


@pytest.mark.parametrize(
    ("now", "expected"), [("2026-09-25 08:30", "2026-11-24 07:30"), ("2026-09-25 08:29", None)]
)
def test_an_opening_is_known_sixty_days_ahead(now: str, expected: str | None) -> None:
    # Sixty days of elapsed time: autumn's hour twice makes them end at 7:30 by the clock.
    closure = Closed(date(2026, 9, 1), date(2026, 11, 23), {"de": "Umbau"})
    hours = plan(span(TUESDAY, "07:30", "12:00"), closures=[closure])
    assert opens_next(hours, berlin(now)) == (expected and berlin(expected))


def test_spans_of_a_day_come_in_order() -> None:
    hours = plan(*reversed(MORNINGS.spans))
    assert spans_on(hours, date(2026, 11, 23)) == MORNINGS.spans[:2]
    assert spans_on(hours, date(2026, 11, 24)) == ()


def test_a_closure_has_no_spans_and_tells_its_reason() -> None:
    hours = plan(*ALWAYS, closures=[EASTER])
    days = [date(2026, 4, day) for day in (2, 3, 6, 7)]
    assert [len(spans_on(hours, day)) for day in days] == [1, 0, 0, 1]
    assert [closure_on(hours, day) for day in days] == [None, EASTER, EASTER, None]


# Spring: on 2026-03-29 the clock jumps from 2:00 to 3:00, at 1:00 UTC.


def test_the_hour_that_spring_skips_never_opens() -> None:
    hours = plan(span(SUNDAY, "02:00", "03:00"))
    assert opens_next(hours, berlin("2026-03-29 01:59")) == berlin("2026-04-05 02:00")
    assert is_open(hours, datetime(2026, 3, 29, 1, 0, tzinfo=UTC)) is False
    assert last_closing(hours, berlin("2026-03-29 12:00")) is None


def test_a_span_that_begins_in_the_skipped_hour_opens_as_the_clock_jumps() -> None:
    hours = plan(span(SUNDAY, "02:30", "04:00"))
    assert opens_next(hours, berlin("2026-03-29 01:00")) == berlin("2026-03-29 03:00")


def test_a_span_that_ends_in_the_skipped_hour_closes_as_the_clock_jumps() -> None:
    hours = plan(span(SUNDAY, "01:00", "02:30"))
    assert closes_at(hours, berlin("2026-03-29 01:30")) == berlin("2026-03-29 03:00")


def test_spans_around_the_skipped_hour_are_one_stretch() -> None:
    hours = plan(span(SUNDAY, "01:00", "02:00"), span(SUNDAY, "03:00", "04:00"))
    assert closes_at(hours, berlin("2026-03-29 01:30")) == berlin("2026-03-29 04:00")
    assert closes_at(hours, berlin("2026-04-05 01:30")) == berlin("2026-04-05 02:00")


def test_office_hours_after_spring_keep_their_clock() -> None:
    opening = opens_next(MORNINGS, berlin("2026-03-28 12:00"))
    assert utc(opening) == datetime(2026, 3, 30, 6, 30, tzinfo=UTC)


# Autumn: on 2026-10-25 the clock goes from 3:00 back to 2:00, at 1:00 UTC.


def test_the_hour_that_autumn_repeats_is_open_twice_as_long() -> None:
    hours = plan(span(SUNDAY, "02:00", "03:00"))
    opening = opens_next(hours, berlin("2026-10-25 00:00"))
    closing = closes_at(hours, berlin("2026-10-25 02:30"))
    assert utc(opening) == datetime(2026, 10, 25, 0, 0, tzinfo=UTC)
    assert utc(closing) == datetime(2026, 10, 25, 2, 0, tzinfo=UTC)


def test_a_door_that_closed_in_the_repeated_hour_stays_closed() -> None:
    hours = plan(span(SUNDAY, "01:00", "02:30"))
    closing = closes_at(hours, berlin("2026-10-25 01:00"))
    assert utc(closing) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert is_open(hours, berlin("2026-10-25 02:15", fold=1)) is False


def test_a_door_that_opened_in_the_repeated_hour_stays_open() -> None:
    hours = plan(span(SUNDAY, "02:30", "04:00"))
    assert is_open(hours, berlin("2026-10-25 02:15", fold=0)) is False
    assert is_open(hours, berlin("2026-10-25 02:15", fold=1)) is True


def test_the_day_that_autumn_lengthens_is_open_for_twenty_five_hours() -> None:
    sunday = plan(span(SUNDAY, "00:00", "00:00"))
    opening = utc(opens_next(sunday, berlin("2026-10-24 12:00")))
    closing = utc(closes_at(sunday, berlin("2026-10-25 12:00")))
    assert opening is not None
    assert closing is not None
    assert closing - opening == timedelta(hours=25)


# Problems


def test_a_good_plan_has_no_problems() -> None:
    assert problems(MORNINGS.spans) == []
    assert problems(ALWAYS) == []


def test_spans_that_meet_do_not_overlap() -> None:
    early, late = span(MONDAY, "08:00", "12:00"), span(MONDAY, "12:00", "00:00")
    assert problems([late, early]) == []
    assert [early.overlaps(late), late.overlaps(early)] == [False, False]


@pytest.mark.parametrize("closes", ["08:00", "08:30"])
def test_an_end_must_come_after_the_start(closes: str) -> None:
    wrong = span(MONDAY, "08:30", closes)
    assert problems([wrong]) == [Problem(ProblemKind.END_BEFORE_START, wrong)]


def test_an_overlap_names_the_later_span_and_the_one_it_runs_into() -> None:
    early, late = span(MONDAY, "08:00", "12:00"), span(MONDAY, "11:59", "16:00")
    assert problems([late, early]) == [Problem(ProblemKind.OVERLAP, late, early)]


def test_an_overlap_with_a_span_until_midnight_is_seen() -> None:
    early, late = span(MONDAY, "08:00", "00:00"), span(MONDAY, "22:00", "23:00")
    assert problems([early, late]) == [Problem(ProblemKind.OVERLAP, late, early)]


def test_the_same_span_twice_is_an_overlap() -> None:
    twice = span(MONDAY, "08:00", "12:00")
    assert problems([twice, twice]) == [Problem(ProblemKind.OVERLAP, twice, twice)]


def test_the_same_times_on_two_days_do_not_overlap() -> None:
    assert problems([span(MONDAY, "08:00", "12:00"), span(TUESDAY, "08:00", "12:00")]) == []


def test_a_backwards_span_overlaps_nothing_and_comes_first() -> None:
    backwards = span(TUESDAY, "12:00", "08:00")
    early, late = span(MONDAY, "08:00", "12:00"), span(MONDAY, "09:00", "10:00")
    assert problems([backwards, early, late, span(TUESDAY, "09:00", "10:00")]) == [
        Problem(ProblemKind.END_BEFORE_START, backwards),
        Problem(ProblemKind.OVERLAP, late, early),
    ]


# Every minute around both changes of the clock, told by a clock on the wall.

CHANGES = (date(2026, 3, 29), date(2026, 10, 25))
BEFORE, AFTER = timedelta(days=10), timedelta(days=18)


@cache
def wall_clock(change: date) -> list[tuple[date, int]]:
    """For each minute the day and the latest minute of that day the clock has shown so far."""
    moment, shown, latest = first_minute(change), [], (date.min, 0)
    for _ in range((BEFORE + AFTER) // MINUTE):
        local = moment.astimezone(BERLIN)
        latest = max(latest, (local.date(), local.hour * 60 + local.minute))
        shown.append(latest)
        moment += MINUTE
    return shown


def first_minute(change: date) -> datetime:
    return datetime.combine(change - BEFORE, time(0, 0), BERLIN).astimezone(UTC)


def open_minutes(hours: Hours, change: date) -> list[bool]:
    """Brute force: is the door open in this minute?"""
    week = {(s.weekday, m) for s in hours.spans for m in range(minute(s.opens), end_minute(s))}
    closed = {day for day in days_shown(change) if closure_on(hours, day)}
    return [
        (day.weekday(), minute_shown) in week and day not in closed
        for day, minute_shown in wall_clock(change)
    ]


@cache
def days_shown(change: date) -> set[date]:
    return {day for day, _ in wall_clock(change)}


def minute(at: time) -> int:
    return at.hour * 60 + at.minute


def end_minute(span: Span) -> int:
    return minute(span.closes) or 24 * 60


# Plans meet midnight and the changing hour far more often than chance would have it.
times = st.builds(
    time,
    st.sampled_from([0, 0, 1, 2, 2, 3, 3, 4]) | st.integers(0, 23),
    st.sampled_from([0, 0, 30]) | st.integers(0, 59),
)
spans = st.builds(Span, st.integers(0, 6), times, times)
some_weeks = st.lists(spans, max_size=12).map(tuple)
full_weeks = some_weeks.map(lambda more: ALWAYS + more)


@st.composite
def situations(draw: st.DrawFn) -> tuple[Hours, date, int]:
    """A plan, one of the changes of the clock, and a minute not far from it."""
    change = draw(st.sampled_from(CHANGES))
    days = st.integers(-9, 17).map(lambda number: change + timedelta(days=number))
    closures = st.builds(
        lambda day, length: Closed(day, day + timedelta(days=length), {"de": "zu"}),
        days,
        st.integers(0, 3),
    )
    hours = plan(*draw(some_weeks | full_weeks), closures=draw(st.lists(closures, max_size=2)))
    night = st.integers(-60, 6 * 60)
    now = draw(night | st.integers(-2 * 24 * 60, 3 * 24 * 60)) + BEFORE // MINUTE
    return hours, change, now


@given(situations())
@settings(deadline=None)
def test_a_door_is_open_in_the_minutes_of_a_brute_force_scan(
    situation: tuple[Hours, date, int],
) -> None:
    hours, change, now = situation
    start = first_minute(change)
    minutes = range(now - 30, now + 30)
    scan = open_minutes(hours, change)
    assert [is_open(hours, start + m * MINUTE) for m in minutes] == [scan[m] for m in minutes]


@given(situations())
@settings(deadline=None)
def test_the_next_opening_is_the_first_open_minute(situation: tuple[Hours, date, int]) -> None:
    hours, change, now = situation
    start, scan = first_minute(change), open_minutes(hours, change)
    found = utc(opens_next(hours, start + now * MINUTE))
    expected = None if scan[now] else first(scan, now, True)
    # The scan ends long before the sixty days do.
    seen = found if found and found < start + len(scan) * MINUTE else None
    assert seen == (expected and start + expected * MINUTE)


@given(situations())
@settings(deadline=None)
def test_the_opening_another_day_is_the_first_open_minute_after_today(
    situation: tuple[Hours, date, int],
) -> None:
    hours, change, now = situation
    start, scan, shown = first_minute(change), open_minutes(hours, change), wall_clock(change)
    tomorrow = next(m for m in range(now, len(shown)) if shown[m][0] > shown[now][0])
    expected = first(scan, tomorrow, True)
    found = utc(opens_another_day(hours, start + now * MINUTE))
    seen = found if found and found < start + len(scan) * MINUTE else None
    assert seen == (expected and start + expected * MINUTE)


@given(situations())
@settings(deadline=None)
def test_the_closing_is_the_first_closed_minute(situation: tuple[Hours, date, int]) -> None:
    hours, change, now = situation
    start, scan = first_minute(change), open_minutes(hours, change)
    fortnight = scan[: now + 14 * 24 * 60 + 1]
    expected = first(fortnight, now, False) if scan[now] else None
    found = utc(closes_at(hours, start + now * MINUTE))
    assert found == (expected and start + expected * MINUTE)


@given(situations())
@settings(deadline=None)
def test_the_last_closing_is_the_last_minute_that_follows_an_open_one(
    situation: tuple[Hours, date, int],
) -> None:
    hours, change, now = situation
    start, scan = first_minute(change), open_minutes(hours, change)
    week = range(now, now - 7 * 24 * 60 - 1, -1)
    expected = next((m for m in week if scan[m - 1] and not scan[m]), None)
    found = utc(last_closing(hours, start + now * MINUTE))
    assert found == (expected and start + expected * MINUTE)


def first(scan: list[bool], now: int, wanted: bool) -> int | None:
    return next((m for m in range(now, len(scan)) if scan[m] is wanted), None)


@given(st.lists(spans, max_size=8))
def test_a_plan_without_problems_opens_no_minute_twice(week: list[Span]) -> None:
    minutes = [(s.weekday, m) for s in week for m in range(minute(s.opens), end_minute(s))]
    every_span_lasts = all(minute(s.opens) < end_minute(s) for s in week)
    no_minute_twice = len(minutes) == len(set(minutes))
    assert (problems(week) == []) is (every_span_lasts and no_minute_twice)


# Days with hours of their own

EVE = date(2026, 12, 24)  # a Thursday


def with_special(*spans: Span, closures: Iterable[Closed] = ()) -> Hours:
    special = Special(EVE, spans, {"de": "Heiligabend"})
    return replace(MORNINGS, specials=(special,), closures=tuple(closures))


def test_a_special_day_has_its_own_hours_and_no_others() -> None:
    hours = with_special(span(THURSDAY, "09:00", "10:00"))
    assert spans_on(hours, EVE) == (span(THURSDAY, "09:00", "10:00"),)
    assert spans_on(hours, EVE - timedelta(days=7)) == (span(THURSDAY, "08:30", "12:00"),)
    assert opens_next(hours, berlin("2026-12-24T08:45")) == berlin("2026-12-24T09:00")
    assert closes_at(hours, berlin("2026-12-24T09:30")) == berlin("2026-12-24T10:00")


def test_a_special_day_opens_a_door_that_a_closure_would_shut() -> None:
    closed = Closed(EVE, EVE, {"de": "Betriebsferien"})
    hours = with_special(span(THURSDAY, "09:00", "10:00"), closures=[closed])
    assert is_open(hours, berlin("2026-12-24T09:30"))
    assert closure_on(hours, EVE) is None


def test_a_special_day_without_hours_is_closed_with_its_reason() -> None:
    hours = with_special()
    assert not is_open(hours, berlin("2026-12-24T09:30"))
    assert closure_on(hours, EVE) == Closed(EVE, EVE, {"de": "Heiligabend"})
