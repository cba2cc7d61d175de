from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from buergerbuero.departments.actions import (
    BREAKS,
    acknowledge,
    resume_taking,
    set_duty,
    stop_taking,
)
from buergerbuero.departments.models import Department, Duty, DutyState, Membership
from buergerbuero.departments.status import State
from buergerbuero.live.bus import bus
from buergerbuero.visits import actions
from buergerbuero.visits.look import load_public_state
from tests.people import knock

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday, 12:00 in Berlin
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock(quick_passwords):
    with time_machine.travel(NOON, tick=False) as travelling:
        yield travelling


@pytest.fixture
def heard(monkeypatch):
    topics = []
    monkeypatch.setattr(bus, "publish", topics.extend)
    return topics


def duty_of(user):
    return Duty.objects.values_list("state", "back_at", "seen_at").get(user=user)


def state_of(department):
    return load_public_state(Department.objects.get(pk=department.pk)).state


# Duty


def test_whoever_says_that_they_are_free_opens_the_door(office, demir):
    set_duty(demir, DutyState.FREE)
    assert duty_of(demir) == ("free", None, NOON)
    assert state_of(office) == State.OPEN


def test_a_break_says_when_it_ends(office, demir):
    set_duty(demir, DutyState.BREAK, back_at=NOON + 15 * MINUTE)
    assert duty_of(demir) == ("break", NOON + 15 * MINUTE, NOON)
    public = load_public_state(office)
    assert (public.state, public.back_at) == (State.ON_BREAK, NOON + 15 * MINUTE)


@pytest.mark.parametrize("state", [DutyState.FREE, DutyState.AWAY])
def test_after_a_break_nothing_is_left_of_it(demir, state):
    set_duty(demir, DutyState.BREAK, back_at=NOON + 15 * MINUTE)
    set_duty(demir, state)
    assert duty_of(demir) == (state.value, None, NOON)


def test_only_a_break_has_an_end(demir):
    set_duty(demir, DutyState.AWAY, back_at=NOON + 15 * MINUTE)
    assert duty_of(demir) == ("away", None, NOON)


def test_whoever_goes_away_leaves_the_door_unstaffed(office, demir):
    set_duty(demir, DutyState.AWAY)
    assert state_of(office) == State.UNSTAFFED


def test_the_first_who_is_back_from_a_break_is_named(office, demir, brandt):
    set_duty(demir, DutyState.BREAK, back_at=NOON + 30 * MINUTE)
    set_duty(brandt, DutyState.BREAK, back_at=NOON + 5 * MINUTE)
    assert load_public_state(office).back_at == NOON + 5 * MINUTE


def test_one_person_is_on_duty_at_all_their_doors(office, centre, demir):
    Membership.objects.create(user=demir, department=centre)
    set_duty(demir, DutyState.FREE)
    assert (state_of(office), state_of(centre)) == (State.OPEN, State.OPEN)


def test_duty_is_announced_at_all_doors_of_this_person_and_no_other(
    office, centre, demir, heard, django_capture_on_commit_callbacks
):
    def announced():
        heard.clear()
        with django_capture_on_commit_callbacks(execute=True):
            set_duty(demir, DutyState.FREE)
        return sorted(heard)

    assert announced() == ["crews", "department:elterngeldstelle", "overview"]
    Membership.objects.create(user=demir, department=centre)
    assert announced() == [
        "crews",
        "department:elterngeldstelle",
        "department:integrationszentrum",
        "overview",
    ]


def test_a_sign_of_life_keeps_the_desk_and_says_nothing_else(clock, office, demir, brandt):
    set_duty(demir, DutyState.BREAK, back_at=NOON + 15 * MINUTE)
    clock.shift(MINUTE)
    acknowledge([demir.pk])
    assert duty_of(demir) == ("break", NOON + 15 * MINUTE, NOON + MINUTE)
    assert duty_of(brandt) == ("free", None, NOON)


def test_whoever_never_said_a_word_is_away(office, demir):
    Duty.objects.all().delete()
    acknowledge([demir.pk])
    assert Duty.objects.count() == 0
    assert state_of(office) == State.UNSTAFFED


def test_the_breaks_that_can_be_chosen():
    assert BREAKS == (5 * MINUTE, 15 * MINUTE, 30 * MINUTE, 60 * MINUTE)


# Taking nobody more today


def test_a_stopped_door_takes_nobody_and_serves_whoever_waits(office, demir):
    ayla = knock(office, "Ayla")
    stop_taking(office)
    public = load_public_state(Department.objects.get(pk=office.pk))
    assert (public.state, public.still_served) == (State.NO_MORE, 1)
    with pytest.raises(actions.NotTaken):
        knock(Department.objects.get(pk=office.pk))
    assert actions.call_next(office, demir) == ayla


def test_a_stopped_door_is_open_again_tomorrow(clock, office, demir):
    stop_taking(office)
    clock.shift(timedelta(hours=11, minutes=59))
    assert (timezone.localtime().hour, state_of(office)) == (23, State.NO_MORE)
    clock.shift(MINUTE)
    assert (timezone.localtime().hour, state_of(office)) == (0, State.UNSTAFFED)


def test_a_stopped_door_can_be_opened_again(office, demir):
    stop_taking(office)
    resume_taking(office)
    assert state_of(office) == State.OPEN


def test_stopping_one_door_leaves_the_other_open(office, centre, okafor):
    stop_taking(office)
    assert (state_of(office), state_of(centre)) == (State.NO_MORE, State.OPEN)


@pytest.mark.parametrize("act", [stop_taking, resume_taking])
def test_both_are_announced_at_this_door(act, office, heard, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        act(office)
    assert heard == ["overview", "department:elterngeldstelle"]
