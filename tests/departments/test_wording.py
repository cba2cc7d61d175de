from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils import translation

from buergerbuero.departments.hours import Span
from buergerbuero.departments.status import Expected, PublicState, State
from buergerbuero.departments.wording import (
    TONES,
    Words,
    bare_moment,
    clock,
    describe,
    moment,
    refusal,
    span,
    spans,
    waiting,
    weekday,
)

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday, 12:00 in Berlin
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NO_TIME = "Heute reicht die Zeit leider nicht mehr."
HALF_PAST_EIGHT = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def now():
    with time_machine.travel(NOON, tick=False) as travelling, translation.override("de"):
        yield travelling


def at_door(state, **facts):
    return replace(PublicState(state, 0, None, {}, None, None, None), **facts)


def door(state, **facts):
    return describe(at_door(state, **facts))


@pytest.mark.parametrize(
    ("state", "facts", "word", "detail", "tone"),
    [
        (
            State.SUSPENDED,
            {"message": {"de": "Bitte rufen Sie an."}},
            "Heute nicht per Video",
            "Bitte rufen Sie an.",
            "closed",
        ),
        (
            State.CLOSED,
            {"opens_next": HALF_PAST_EIGHT + DAY},
            "Geschlossen",
            "öffnet morgen um 8:30 Uhr",
            "closed",
        ),
        (State.CLOSED, {}, "Geschlossen", "", "closed"),
        (
            State.CLOSED,
            {"message": {"de": "Heiligabend"}, "opens_next": HALF_PAST_EIGHT + DAY},
            "Geschlossen",
            "Heiligabend, öffnet morgen um 8:30 Uhr",
            "closed",
        ),
        (State.CLOSED, {"message": {"de": "Umzug"}}, "Geschlossen", "Umzug", "closed"),
        (
            State.NO_MORE,
            {"waiting": 3, "still_served": 3, "opens_next": HALF_PAST_EIGHT + 3 * DAY},
            "Nimmt heute niemanden mehr an – 3 kommen noch dran",
            "wieder ab Donnerstag, 8:30 Uhr",
            "closed",
        ),
        (
            State.NO_MORE,
            {"waiting": 1, "still_served": 1},
            "Nimmt heute niemanden mehr an – 1 kommt noch dran",
            "",
            "closed",
        ),
        (State.NO_MORE, {}, "Nimmt heute niemanden mehr an", "", "closed"),
        (
            State.FULL,
            {"waiting": 12},
            "Voll – 12 warten",
            "Bitte versuchen Sie es etwas später",
            "full",
        ),
        (
            State.UNSTAFFED,
            {"waiting": 1},
            "Gerade nicht besetzt – 1 wartet",
            "Anklopfen geht, es kann etwas dauern",
            "closed",
        ),
        (State.OPEN, {}, "Offen – niemand wartet", "Sie kommen gleich dran", "open"),
        (State.OPEN, {"waiting": 2}, "Offen – 2 warten", "", "open"),
        (
            State.BUSY,
            {},
            "Im Gespräch – niemand wartet",
            "Sie kommen als Nächstes dran",
            "busy",
        ),
        (State.BUSY, {"waiting": 1}, "Im Gespräch – 1 wartet", "", "busy"),
        (
            State.ON_BREAK,
            {"waiting": 2, "back_at": NOON + HOUR / 2},
            "Kurze Pause – 2 warten",
            "zurück um 12:30 Uhr",
            "busy",
        ),
        (State.ON_BREAK, {}, "Kurze Pause – niemand wartet", "", "busy"),
    ],
)
def test_what_everybody_reads_at_a_door(state, facts, word, detail, tone):
    assert door(state, **facts) == Words(word, detail, tone)


SOON = Expected(10, 25)


@pytest.mark.parametrize(
    ("state", "facts", "wait", "notes"),
    [
        (State.BUSY, {"expected": SOON}, "voraussichtlich 10 bis 25 Minuten", ()),
        (State.FULL, {"expected": SOON, "takes_longer": True}, "", ()),
        (
            State.BUSY,
            {"expected": SOON, "takes_longer": True},
            "voraussichtlich 10 bis 25 Minuten",
            ("Heute dauert es länger als sonst.",),
        ),
        (
            State.BUSY,
            {"expected": SOON, "too_late": True, "opens_next": HALF_PAST_EIGHT + DAY},
            "",
            ("Voraussichtlich nicht mehr vor Schließung.",),
        ),
        (
            State.BUSY,
            {"expected": SOON, "too_late": True, "opens_next": NOON + 2 * HOUR},
            "",
            ("Voraussichtlich kommen Sie erst ab 14:00 Uhr dran.",),
        ),
        (
            State.NO_MORE,
            {"expected": SOON, "too_late": True, "by_itself": True},
            "",
            ("Wer jetzt anklopft, käme vor Schließung nicht mehr dran.",),
        ),
    ],
)
def test_what_is_said_of_the_time_it_takes(state, facts, wait, notes):
    words = door(state, **facts)
    assert (words.wait, words.notes) == (wait, notes)


def test_every_state_has_its_words():
    assert set(TONES) == set(State)
    assert [state for state in State if not door(state).word] == []


@pytest.mark.parametrize(
    ("state", "facts", "sentence"),
    [
        (
            State.SUSPENDED,
            {"message": {"de": "Bitte rufen Sie an."}},
            "Heute beraten wir hier nicht per Video. Bitte rufen Sie an.",
        ),
        (State.SUSPENDED, {}, "Heute beraten wir hier nicht per Video."),
        (
            State.CLOSED,
            {"opens_next": HALF_PAST_EIGHT + DAY},
            "Die Tür ist gerade zugegangen. Sie öffnet wieder morgen um 8:30 Uhr.",
        ),
        (State.CLOSED, {}, "Die Tür ist gerade zugegangen."),
        (
            State.NO_MORE,
            {"opens_next": HALF_PAST_EIGHT + 3 * DAY},
            f"{NO_TIME} Die Tür öffnet wieder am Donnerstag um 8:30 Uhr.",
        ),
        (State.NO_MORE, {}, NO_TIME),
        (
            State.FULL,
            {"waiting": 12},
            "Gerade warten schon 12 Personen. Bitte versuchen Sie es etwas später.",
        ),
    ],
)
def test_whoever_is_not_taken_reads_why(state, facts, sentence):
    assert refusal(at_door(state, **facts)) == sentence


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "niemand wartet"), (1, "1 wartet"), (2, "2 warten"), (21, "21 warten")],
)
def test_how_many_wait(number, words):
    assert waiting(number) == words


@pytest.mark.parametrize(
    ("at", "in_a_sentence", "alone"),
    [
        (NOON + HOUR, "heute um 13:00 Uhr", "heute, 13:00 Uhr"),
        (NOON + 11 * HOUR, "heute um 23:00 Uhr", "heute, 23:00 Uhr"),
        (NOON + 12 * HOUR, "morgen um 0:00 Uhr", "morgen, 0:00 Uhr"),
        (HALF_PAST_EIGHT + DAY, "morgen um 8:30 Uhr", "morgen, 8:30 Uhr"),
        (HALF_PAST_EIGHT + 2 * DAY, "am Mittwoch um 8:30 Uhr", "Mittwoch, 8:30 Uhr"),
        (HALF_PAST_EIGHT + 6 * DAY, "am Sonntag um 8:30 Uhr", "Sonntag, 8:30 Uhr"),
        # In a week "am Montag" could mean today.
        (HALF_PAST_EIGHT + 7 * DAY, "am 30. November um 8:30 Uhr", "30. November, 8:30 Uhr"),
        (HALF_PAST_EIGHT + 42 * DAY, "am 4. Januar um 8:30 Uhr", "4. Januar, 8:30 Uhr"),
        (NOON - HOUR, "heute um 11:00 Uhr", "heute, 11:00 Uhr"),
    ],
)
def test_a_moment_is_named_from_today(at, in_a_sentence, alone):
    assert (moment(at), bare_moment(at)) == (in_a_sentence, alone)


def test_today_is_the_day_in_the_town_not_in_greenwich(now):
    now.move_to(datetime(2026, 11, 23, 23, 30, tzinfo=UTC))  # Tuesday, 0:30 in Berlin
    assert moment(datetime(2026, 11, 24, 7, 30, tzinfo=UTC)) == "heute um 8:30 Uhr"


def test_the_clock_of_the_town_tells_the_time_in_summer_and_winter():
    summer = datetime(2026, 7, 1, 6, 5, tzinfo=UTC)
    assert (clock(summer), clock(NOON)) == ("8:05", "12:00")


def test_the_week_begins_on_monday():
    assert [weekday(number) for number in range(7)] == [
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
    ]


def one(opens, closes):
    return Span(0, time.fromisoformat(opens), time.fromisoformat(closes))


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        ("08:30", "12:30", "8:30–12:30"),
        ("00:00", "06:00", "0:00–6:00"),
        ("13:00", "00:00", "13:00–24:00"),
    ],
)
def test_a_span(opens, closes, words):
    assert span(one(opens, closes)) == words


@pytest.mark.parametrize(
    ("several", "words"),
    [
        ((), "geschlossen"),
        ((one("08:30", "12:30"),), "8:30–12:30 Uhr"),
        (
            (one("08:30", "12:30"), one("13:00", "17:00")),
            "8:30–12:30 und 13:00–17:00 Uhr",
        ),
        ((one("00:00", "00:00"),), "rund um die Uhr"),
    ],
)
def test_the_spans_of_a_day(several, words):
    assert spans(several) == words
