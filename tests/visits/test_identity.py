"""Who it is, and which case: what an advisor notes, and that it goes with the talk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buergerbuero.visits import actions, clock
from buergerbuero.visits.identity import decline_identity, note_case_number, note_identity
from buergerbuero.visits.models import Event, Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import Identity
from tests.people import knock


@pytest.fixture
def called(office, demir):
    return actions.call(knock(office, case_number="EG 7/26"), demir)


@pytest.fixture
def talk(called):
    return actions.enter(called)


def identity(visit):
    return Visit.objects.values_list("identity", flat=True).get(pk=visit.pk)


@pytest.mark.parametrize("method", [Identity.DOCUMENT, Identity.KNOWN, Identity.QUESTIONS])
def test_the_advisor_asks_to_be_shown_a_document_and_ticks_how_it_was_checked(talk, demir, method):
    note_identity(talk, demir, Identity.ASKED)
    assert identity(talk) == "asked"
    note_identity(talk, demir, method)
    assert identity(talk) == method.value
    note_identity(talk, demir, Identity.UNKNOWN)
    assert identity(talk) == ""


def test_whoever_is_asked_may_say_no(talk, demir):
    note_identity(talk, demir, Identity.ASKED)
    decline_identity(talk)
    assert identity(talk) == "declined"
    note_identity(talk, demir, Identity.KNOWN)
    assert identity(talk) == "known"


def test_a_no_is_the_citizen_s_alone_and_only_when_asked(talk, demir):
    with pytest.raises(Conflict):
        decline_identity(talk)
    with pytest.raises(Conflict):
        note_identity(talk, demir, Identity.DECLINED)
    assert identity(talk) == ""


def test_nobody_is_asked_before_they_have_stepped_in(called, demir):
    with pytest.raises(Conflict):
        note_identity(called, demir, Identity.ASKED)


def test_nobody_but_the_advisor_of_the_talk_notes_anything(talk, brandt):
    for act in (
        lambda: note_identity(talk, brandt, Identity.DOCUMENT),
        lambda: note_case_number(talk, brandt, "X"),
    ):
        with pytest.raises(Conflict):
            act()
    talk.refresh_from_db()
    assert (talk.identity, talk.case_number) == ("", "EG 7/26")


def test_the_case_number_is_one_tidy_line_of_forty_characters(talk, demir):
    """Row 53."""
    note_case_number(talk, demir, "  EG\u202e 8/26\n\u200b ")
    talk.refresh_from_db()
    assert talk.case_number == "EG 8/26"
    with pytest.raises(Conflict):
        note_case_number(talk, demir, "7" * 41)


def test_both_are_erased_with_the_visit(talk, demir):
    """Row 8."""
    note_identity(talk, demir, Identity.DOCUMENT)
    note_case_number(talk, demir, "EG 8/26")
    ended = actions.end(talk, demir)
    assert (ended.identity, ended.case_number) == ("", "")


def test_both_are_erased_after_a_day_from_a_talk_that_nobody_ends(talk, demir):
    """Row 8."""
    note_identity(talk, demir, Identity.DOCUMENT)
    Visit.objects.update(since=timezone.now() - timedelta(hours=24, seconds=1))
    clock.erase()
    talk.refresh_from_db()
    assert (talk.identity, talk.case_number) == ("", "")


def test_whoever_goes_back_to_the_line_is_checked_anew(talk, demir):
    """Somebody else may sit before the camera then."""
    note_identity(talk, demir, Identity.DOCUMENT)
    assert actions.put_back(talk, demir).identity == ""


def test_the_history_knows_nothing_of_it(talk, demir):
    note_identity(talk, demir, Identity.DOCUMENT)
    note_case_number(talk, demir, "EG 8/26")
    assert [event.kind for event in Event.objects.all()] == ["knock", "call", "enter"]
