"""How much a room carries: Row 48, as the log of signals and the joining of pages show it."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from buergerbuero.consultations import pace
from buergerbuero.consultations.actions import join, signal
from buergerbuero.consultations.live import load_room
from buergerbuero.consultations.models import Participant, Signal
from buergerbuero.consultations.pace import TooManyJoins, TooManySignals, TooMuchUnread
from tests.consultations.talks import OFFER, RESTART, advisor_of, citizen, fresh

OFFERED = {"kind": "offer", "sdp": OFFER}
ANSWERED = {"kind": "answer", "sdp": OFFER}
LARGE = {"kind": "offer", "sdp": OFFER + "a=x-filler:" + "x" * 60_000 + "\r\n"}
MUTED = {"kind": "devices", "camera": True, "microphone": False}
HEARD = MUTED | {"microphone": True}


def heard_by(visit, whom):
    key = f"visit:{visit.pk}" if whom == "citizen" else f"advisor:{fresh(visit).advisor_id}"
    return load_room(key).signals


def until_refused(clock, say):
    """How often, however patient somebody is."""
    for count in range(10_000):
        clock.shift(timedelta(seconds=1))
        try:
            say()
        except TooMuchUnread:
            return count
    raise AssertionError("nobody ever refuses")


# How much may wait


def test_what_nobody_reads_does_not_grow_without_end(clock, talking, both):
    """Row 48: a citizen who sends what nobody asked for, as slowly as the rate allows."""
    advisor, _ = both
    sent = until_refused(clock, lambda: signal(citizen(talking), advisor.pk, (1, 1), RESTART))
    assert sent == Signal.objects.count() == pace.UNREAD_AT_MOST == 500


def test_large_signals_are_counted_by_their_size(clock, talking, both):
    """Row 48."""
    advisor, _ = both
    sent = until_refused(clock, lambda: signal(citizen(talking), advisor.pk, (1, 1), LARGE))
    waiting = sum(len(json.dumps(body)) for body in Signal.objects.values_list("body", flat=True))
    assert sent == Signal.objects.count() == pace.UNREAD_BYTES_AT_MOST // len(json.dumps(LARGE))
    assert waiting <= pace.UNREAD_BYTES_AT_MOST == 1024 * 1024


def test_whoever_is_full_for_one_still_speaks_to_the_other_way(clock, talking, both):
    advisor, me = both
    until_refused(clock, lambda: signal(citizen(talking), advisor.pk, (1, 1), RESTART))
    assert signal(advisor_of(talking), me.pk, (1, 1), OFFERED).to == me


def test_what_a_page_has_read_is_forgotten_and_the_last_one_stays(talking, both):
    advisor, me = both
    said = [signal(advisor_of(talking), me.pk, (1, 1), body) for body in (OFFERED, RESTART, HEARD)]
    signal(citizen(talking), advisor.pk, (1, 1), ANSWERED, said[1].position)
    assert [position for position, _ in heard_by(talking, "citizen")] == [
        one.position for one in said[1:]
    ]
    assert [body["body"] for _, body in heard_by(talking, "advisor")] == [ANSWERED]


def test_nobody_confirms_for_somebody_else(talking, both):
    advisor, _ = both
    signal(citizen(talking), advisor.pk, (1, 1), RESTART)
    signal(citizen(talking), advisor.pk, (1, 1), RESTART, 2**53 - 1)
    assert len(heard_by(talking, "advisor")) == 2


def test_a_line_that_never_comes_about_may_be_tried_for_hours(clock, talking, both):
    """An offer every four seconds and its answer, both with what was read: the log stays short."""
    advisor, me = both
    read = 0
    for _ in range(1_000):
        clock.shift(timedelta(seconds=4))
        offer = signal(advisor_of(talking), me.pk, (1, 1), OFFERED, read)
        read = signal(citizen(talking), advisor.pk, (1, 1), ANSWERED, offer.position).position
    assert Signal.objects.count() <= 4


def test_two_who_are_full_do_not_wait_for_each_other(clock, talking, both):
    """The refused signal says what was read all the same."""
    advisor, me = both
    until_refused(clock, lambda: signal(citizen(talking), advisor.pk, (1, 1), RESTART))
    until_refused(clock, lambda: signal(advisor_of(talking), me.pk, (1, 1), RESTART))
    read = heard_by(talking, "citizen")[-1][0]
    with pytest.raises(TooMuchUnread):
        signal(citizen(talking), advisor.pk, (1, 1), RESTART, read)
    assert signal(advisor_of(talking), me.pk, (1, 1), RESTART).to == me


def test_of_the_devices_only_the_last_word_waits(talking, both):
    advisor, _ = both
    signal(citizen(talking), advisor.pk, (1, 1), OFFERED)
    for body in (HEARD, MUTED, HEARD, MUTED):
        signal(citizen(talking), advisor.pk, (1, 1), body)
    assert [said["body"] for _, said in heard_by(talking, "advisor")] == [OFFERED, MUTED]


# How often


def test_three_hundred_signals_in_ten_seconds_are_the_most(clock, talking, both, monkeypatch):
    """Row 48."""
    assert pace.SIGNALS_AT_MOST == 300
    assert timedelta(seconds=10) == pace.SIGNALS_WINDOW
    monkeypatch.setattr(pace, "SIGNALS_AT_MOST", 20)
    advisor, me = both
    for _ in range(20):
        signal(advisor_of(talking), me.pk, (1, 1), RESTART)
    with pytest.raises(TooManySignals):
        signal(advisor_of(talking), me.pk, (1, 1), RESTART)
    assert Signal.objects.count() == 20
    # The other one is not slowed down by it.
    assert signal(citizen(talking), advisor.pk, (1, 1), RESTART).sender == me
    clock.shift(timedelta(seconds=10))
    assert signal(advisor_of(talking), me.pk, (1, 1), RESTART).sender == advisor


def test_coming_in_again_does_not_begin_the_count_anew(talking, both, monkeypatch):
    """Row 48: joining deletes one's own signals, and what was counted stays."""
    monkeypatch.setattr(pace, "SIGNALS_AT_MOST", 20)
    _, me = both
    for _ in range(20):
        signal(advisor_of(talking), me.pk, (1, 1), RESTART)
    join(advisor_of(talking))
    with pytest.raises(TooManySignals):
        signal(advisor_of(talking), me.pk, (2, 1), RESTART)


def test_thirty_pages_in_a_minute_are_the_most(clock, talking):
    """Row 48."""
    for _ in range(30):
        join(citizen(talking))
    with pytest.raises(TooManyJoins):
        join(citizen(talking))
    # Nor does naming the epoch that goes on.
    with pytest.raises(TooManyJoins):
        join(citizen(talking), 30)
    assert Participant.objects.get(role="citizen").epoch == 30
    assert join(advisor_of(talking))[0].epoch == 1
    clock.shift(timedelta(minutes=1))
    assert join(citizen(talking))[0].epoch == 31


# Over the wire


def test_each_refusal_is_a_sentence(talking, both, ayla_s_browser, monkeypatch):
    advisor, _ = both

    def says(name, content, content_type):
        address = reverse(f"citizen:{name}")
        answer = ayla_s_browser.post(address, content, content_type=content_type, secure=True)
        return answer.status_code, answer.json()["message"]

    message = json.dumps({"to": advisor.pk, "epochs": [1, 1], "body": RESTART, "read": 0})
    monkeypatch.setattr(pace, "UNREAD_AT_MOST", 0)
    assert says("room-signals", message, "application/json") == (
        429,
        "Die andere Person hat das Letzte noch nicht erhalten. Wir warten kurz.",
    )
    too_often = (429, "Das war zu viel auf einmal. Bitte warten Sie kurz.")
    monkeypatch.setattr(pace, "SIGNALS_AT_MOST", 1)
    assert says("room-signals", message, "application/json") == too_often
    monkeypatch.setattr(pace, "JOINS_AT_MOST", 1)
    assert says("room-join", "", "application/x-www-form-urlencoded") == too_often


def test_whoever_may_not_join_has_not_entered_either(called, ayla_s_browser, monkeypatch):
    monkeypatch.setattr(pace, "JOINS_AT_MOST", 0)
    answer = ayla_s_browser.post(reverse("citizen:command", args=["enter"]), secure=True)
    called.refresh_from_db()
    assert (answer.status_code, called.state) == (429, "called")
