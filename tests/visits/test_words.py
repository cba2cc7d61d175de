"""What is said to those who wait: by whom, to whom, how long."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from buergerbuero.live import bus
from buergerbuero.visits import actions
from buergerbuero.visits.clock import announce_by_clock, erase
from buergerbuero.visits.models import Visit, Word
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import Reason
from buergerbuero.visits.snapshot import load_snapshot
from buergerbuero.visits.words import AT_MOST, LASTS, say, withdraw, words_for
from tests.people import knock

LATER = {"de": "Es dauert heute länger.", "en": "It takes longer today."}
SOON = {"de": "Gleich geht es weiter."}


@pytest.fixture
def ayla(office):
    return knock(office, "Ayla")


@pytest.fixture
def boris(office):
    return knock(office, "Boris")


@pytest.fixture
def told(monkeypatch, django_capture_on_commit_callbacks):
    """The topics that an act announces."""

    def listen(act):
        heard = []
        with monkeypatch.context() as patch:
            patch.setattr(bus.bus, "publish", heard.extend)
            with django_capture_on_commit_callbacks(execute=True):
                act()
        return heard

    return listen


def to_all(visit):
    """What this person reads of what is said to all, as the page and as the stream have it."""
    words, same = words_for(visit), load_snapshot(visit.department.slug).words
    assert words.to_all == same.to_all
    return words.to_all.texts if words.to_all else {}


def to_one(visit):
    words, same = words_for(visit), load_snapshot(visit.department.slug).words
    assert words.to_one.get(visit.pk) == same.to_one.get(visit.pk)
    assert set(words.to_one) <= {visit.pk}
    return words.to_one[visit.pk].texts if visit.pk in words.to_one else {}


def test_a_word_to_all_is_read_by_everybody_who_waits_or_comes_to_this_door(
    office, centre, demir, ayla
):
    elsewhere = knock(centre)
    say(office, demir, LATER)
    assert to_all(ayla) == to_all(knock(office, "Chen")) == LATER
    assert to_all(elsewhere) == {}


def test_a_word_to_one_is_read_by_nobody_else(office, demir, ayla, boris):
    say(office, demir, SOON, ayla)
    assert (to_one(ayla), to_one(boris), to_all(boris)) == (SOON, {}, {})


def test_a_new_word_replaces_the_one_before_it_to_the_same_people_only(office, demir, ayla, boris):
    say(office, demir, LATER)
    say(office, demir, LATER, ayla)
    say(office, demir, LATER, boris)
    say(office, demir, SOON, ayla)
    assert (to_all(ayla), to_one(ayla), to_one(boris)) == (LATER, SOON, LATER)
    say(office, demir, SOON)
    assert (to_all(ayla), to_one(ayla), to_one(boris)) == (SOON, SOON, LATER)
    assert Word.objects.count() == 3


def test_a_word_can_be_taken_back_also_by_a_colleague(office, demir, brandt, ayla, boris):
    say(office, demir, LATER)
    say(office, demir, SOON, ayla)
    say(office, demir, SOON, boris)
    withdraw(office, brandt, ayla)
    assert (to_all(ayla), to_one(ayla), to_one(boris)) == (LATER, {}, SOON)
    withdraw(office, brandt)
    assert (to_all(ayla), to_one(boris)) == ({}, SOON)


def test_only_an_advisor_of_the_department_speaks_and_takes_back(office, demir, okafor, ayla):
    say(office, demir, LATER)
    for act in (
        lambda: say(office, okafor, SOON),
        lambda: say(office, okafor, SOON, ayla),
        lambda: withdraw(office, okafor),
    ):
        with pytest.raises(Conflict):
            act()
    assert (to_all(ayla), to_one(ayla)) == (LATER, {})


def test_who_does_not_wait_at_this_door_is_told_nothing(office, centre, demir, ayla):
    called, gone, elsewhere = knock(office), knock(office), knock(centre)
    actions.call(called, demir, reason=Reason.URGENT)
    actions.leave(gone)
    for visit in (called, gone, elsewhere):
        with pytest.raises(Conflict):
            say(office, demir, SOON, visit)
    assert not Word.objects.exists()


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\u202e\u0007", "x" * (AT_MOST + 1)])
def test_nothing_and_too_much_are_not_said(office, demir, ayla, text):
    with pytest.raises(Conflict):
        say(office, demir, {"de": text})
    assert to_all(ayla) == {}


def test_a_word_is_as_long_as_it_may_be(office, demir, ayla):
    say(office, demir, {"de": "x" * AT_MOST})
    assert to_all(ayla) == {"de": "x" * AT_MOST}


def test_what_only_deceives_the_eye_is_taken_out(office, demir, ayla):
    say(office, demir, {"de": " Bitte\u202e  war\u200bten\x07\n<b>hier</b> "})
    assert to_all(ayla) == {"de": "Bitte warten <b>hier</b>"}


def test_a_word_is_over_after_an_hour_and_then_erased(office, demir, ayla, clock, told):
    say(office, demir, LATER)
    say(office, demir, SOON, ayla)
    clock.shift(LASTS - timedelta(seconds=1))
    assert told(announce_by_clock) == []
    erase()
    assert (to_all(ayla), to_one(ayla)) == (LATER, SOON)
    clock.shift(timedelta(seconds=1))
    assert (to_all(ayla), to_one(ayla)) == ({}, {})
    assert told(announce_by_clock) == [f"department:{office.slug}"]
    erase()
    assert not Word.objects.exists()


def test_a_word_to_one_ends_with_the_visit(office, demir, ayla, boris):
    say(office, demir, LATER)
    for visit in (ayla, boris):
        say(office, demir, SOON, visit)
    actions.leave(ayla)
    assert to_one(ayla) == {}
    erase()
    assert list(Word.objects.values_list("visit", flat=True)) == [None, boris.pk]


def test_a_word_to_one_stays_at_the_door_it_was_said_at(office, centre, demir, ayla):
    say(office, demir, SOON, ayla)
    Visit.objects.filter(pk=ayla.pk).update(department=centre)
    ayla.refresh_from_db()
    assert to_one(ayla) == {}
    assert load_snapshot(office.slug).words.to_one == {}
    erase()
    assert not Word.objects.exists()


def test_saying_and_taking_back_are_announced_at_the_door(office, demir, ayla, told):
    topic = [f"department:{office.slug}"]
    assert told(lambda: say(office, demir, LATER)) == topic
    assert told(lambda: say(office, demir, SOON, ayla)) == topic
    assert told(lambda: withdraw(office, demir, ayla)) == topic
    assert told(lambda: withdraw(office, demir)) == topic


def test_however_many_words_a_door_has_they_are_read_at_once(office, demir):
    before = questions_about_words(office)
    say(office, demir, LATER)
    for _ in range(5):
        say(office, demir, SOON, knock(office))
    assert (questions_about_words(office), before) == (1, 1)


def questions_about_words(office):
    with CaptureQueriesContext(connection) as asked:
        load_snapshot(office.slug)
    return sum("visits_word" in one["sql"] for one in asked)
