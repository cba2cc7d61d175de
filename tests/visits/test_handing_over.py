"""Handed over to another department, or sent for something; and a note for the next advisor."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from buergerbuero.departments.models import Department, OpeningHours
from buergerbuero.visits import actions
from buergerbuero.visits import clock as jobs
from buergerbuero.visits.guards import TooLong
from buergerbuero.visits.handing_over import DoorShut, write_note
from buergerbuero.visits.jumps import NOTHING, Why
from buergerbuero.visits.models import Event, Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import NOT_YET_FOR, Reason
from buergerbuero.visits.snapshot import load_snapshot
from tests.people import knock

NOTE = "Braucht den Bescheid in leichter Sprache."


@pytest.fixture
def talking(office, demir):
    return actions.enter(actions.call(knock(office, "Ayla"), demir))


def fresh(visit):
    return Visit.objects.get(pk=visit.pk)


def private(visit):
    visit = fresh(visit)
    return visit.note, visit.to_fetch, visit.came_from_id, visit.help_at


def test_the_note_and_the_door_they_came_from_go_along(talking, office, centre, demir):
    moved = actions.transfer(talking, demir, centre, note=f" {NOTE}\u202e\n")
    assert (moved.note, moved.came_from) == (NOTE, office)
    [shown] = load_snapshot(centre.slug).waiting
    assert (shown.note, shown.came_from) == (NOTE, office.names)


def test_a_note_of_the_talk_goes_along_unless_another_is_written(talking, centre, office, demir):
    write_note(talking, demir, NOTE)
    assert actions.transfer(talking, demir, centre).note == NOTE


def test_an_emptied_note_is_gone(talking, centre, demir):
    write_note(talking, demir, NOTE)
    assert actions.transfer(talking, demir, centre, note="").note == ""


def test_a_note_is_written_by_whoever_is_with_them_and_nobody_else(talking, office, brandt, demir):
    with pytest.raises(Conflict):
        write_note(talking, brandt, NOTE)
    waiting = knock(office, "Boris")
    with pytest.raises(Conflict):
        write_note(waiting, demir, NOTE)
    assert (fresh(talking).note, fresh(waiting).note) == ("", "")


def test_a_note_already_at_the_call(office, demir):
    called = actions.call(knock(office, "Ayla"), demir)
    write_note(called, demir, NOTE)
    assert actions.take_back(called, demir).note == NOTE


@pytest.mark.parametrize(
    "act",
    [
        lambda visit, me, there: write_note(visit, me, "x" * 501),
        lambda visit, me, there: actions.transfer(visit, me, there, note="x" * 501),
        lambda visit, me, there: actions.put_back(visit, me, papers=True, to_fetch="x" * 201),
    ],
)
def test_what_is_too_long_changes_nothing(talking, centre, demir, act):
    before = Visit.objects.values().get(), Event.objects.count()
    with pytest.raises(TooLong):
        act(talking, demir, centre)
    assert (Visit.objects.values().get(), Event.objects.count()) == before


# Doors that take nobody


def shut(door, **facts):
    Department.objects.filter(pk=door.pk).update(**facts)
    door.refresh_from_db()


def closes(door):
    OpeningHours.objects.filter(department=door).update(opens=time(3), closes=time(4))


@pytest.mark.parametrize("agreed", [False, True])
@pytest.mark.parametrize("by", [lambda door: shut(door, suspended=True), closes])
def test_nobody_is_brought_to_a_closed_door(talking, centre, demir, by, agreed):
    by(centre)
    with pytest.raises(DoorShut) as refused:
        actions.transfer(talking, demir, centre, agreed=agreed)
    assert refused.value.department == centre
    assert (fresh(talking).state, fresh(talking).advisor) == ("talking", demir)


@pytest.mark.parametrize("facts", [{"capacity": 0}, {"no_more_on": "today"}])
def test_a_full_door_takes_somebody_only_by_agreement(talking, centre, demir, facts):
    shut(centre, **{name: timezone.localdate() if v == "today" else v for name, v in facts.items()})
    with pytest.raises(DoorShut):
        actions.transfer(talking, demir, centre)
    assert actions.transfer(talking, demir, centre, agreed=True).department == centre


def test_a_door_where_nobody_sits_calls_somebody(talking, centre, demir):
    assert actions.transfer(talking, demir, centre).department == centre


# The line at the new door


def test_those_who_knocked_later_read_why_and_are_called_later(
    clock, talking, centre, okafor, demir
):
    clock.shift(timedelta(minutes=10))
    later = knock(centre, "Chen")
    clock.shift(timedelta(minutes=1))
    actions.transfer(talking, demir, centre)
    assert load_snapshot(centre.slug).news.get(later.pk, NOTHING).ahead == (Why.TRANSFERRED,)
    assert actions.call_next(centre, okafor) == talking


# Sent for something


def test_what_to_fetch_stands_until_the_next_talk(talking, demir):
    away = actions.put_back(talking, demir, papers=True, to_fetch=" die  Geburtsurkunde ")
    assert (away.absence, away.to_fetch) == ("papers", "die Geburtsurkunde")
    called = actions.call(actions.back(away), demir)
    assert actions.take_back(called, demir).to_fetch == "die Geburtsurkunde"
    assert actions.enter(actions.call(fresh(called), demir)).to_fetch == ""


def test_who_has_nothing_to_fetch_reads_nothing(talking, demir):
    assert actions.put_back(talking, demir, to_fetch="die Geburtsurkunde").to_fetch == ""


# Erased


@pytest.mark.parametrize(
    "over",
    [
        lambda visit, me: actions.leave(visit),
        lambda visit, me: actions.dismiss(visit, me, "Bitte rufen Sie an."),
        lambda visit, me: actions.end(actions.enter(actions.call(visit, me)), me),
    ],
    ids=["left", "dismissed", "served"],
)
def test_with_the_visit_it_is_all_erased(talking, centre, demir, okafor, over):
    """Row 8."""
    moved = actions.transfer(talking, demir, centre, note=NOTE)
    Visit.objects.update(to_fetch="die Geburtsurkunde")
    over(fresh(moved), okafor)
    assert private(talking) == ("", "", None, None)


def test_after_a_day_it_is_erased_in_any_case(clock, talking, demir):
    """Row 8."""
    write_note(talking, demir, NOTE)
    Visit.objects.update(to_fetch="die Geburtsurkunde")
    clock.shift(timedelta(hours=24, seconds=1))
    jobs.erase()
    assert private(talking)[:2] == ("", "")


def test_the_history_holds_nothing_of_it(talking, centre, demir):
    actions.transfer(talking, demir, centre, note=NOTE)
    assert NOTE not in str(list(Event.objects.values()))


def test_not_yet_and_other_ways_back_keep_what_is_known(talking, centre, demir, okafor, clock):
    """Only the talk uses up what to fetch, only the end the note."""
    moved = actions.transfer(talking, demir, centre, note=NOTE)
    actions.not_yet(actions.call(moved, okafor))
    clock.shift(NOT_YET_FOR)
    again = actions.call(fresh(moved), okafor, reason=Reason.URGENT)
    assert again.note == NOTE
