"""The clock's watch over doors that nobody opens, on rows."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buergerbuero.departments.models import Department, Duty, DutyState, Membership, Role
from buergerbuero.live.bus import bus
from buergerbuero.visits import actions, watch
from buergerbuero.visits.models import Alert, Event, Visit
from buergerbuero.visits.rules import Reason
from buergerbuero.visits.snapshot import load_snapshot
from tests.people import knock, make_advisor, on_duty

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def ayla(office):
    return knock(office, "Ayla")


@pytest.fixture(autouse=True)
def weiss(office):
    """The head, with something else to do."""
    return on_duty(make_advisor("weiss", "Herr Weiss", office, role=Role.HEAD), DutyState.AWAY)


@pytest.fixture
def heard(monkeypatch):
    topics = []
    monkeypatch.setattr(bus, "publish", topics.extend)
    return topics


def pass_time(clock, seconds):
    """Every desk that was open stays open."""
    for _ in range(0, seconds, 10):
        clock.shift(10 * SECOND)
        Duty.objects.exclude(seen_at=None).update(seen_at=timezone.now())
        watch.watch()


def stage(office):
    return load_snapshot(office.slug).stage.value


def told(visit):
    return list(visit.events.filter(kind="alert").values_list("by", "advisor"))


def test_colleagues_are_told_after_the_time_and_the_head_after_twice_the_time(
    clock, ayla, office, demir, brandt
):
    on_duty(brandt, DutyState.BREAK)
    watch.watch()
    pass_time(clock, 50)
    assert (stage(office), told(ayla)) == ("", [])
    pass_time(clock, 10)
    assert (stage(office), told(ayla)) == ("colleagues", [("clock", None)])
    pass_time(clock, 50)
    assert stage(office) == "colleagues"
    pass_time(clock, 10)
    assert (stage(office), told(ayla)) == ("heads", [("clock", None)] * 2)
    pass_time(clock, 600)
    assert (stage(office), told(ayla)) == ("heads", [("clock", None)] * 2)


def test_the_department_says_how_long(clock, ayla, office, demir):
    Department.objects.update(alert_seconds=15)
    watch.watch()
    pass_time(clock, 10)
    assert stage(office) == ""
    pass_time(clock, 10)
    assert stage(office) == "heads"


def test_a_call_ends_it_and_the_next_one_waits_anew(clock, ayla, office, demir, brandt):
    """The line moves while somebody calls, also where a second desk is left alone."""
    clock.shift(1)
    knock(office, "Boris")
    watch.watch()
    pass_time(clock, 120)
    assert stage(office) == "heads"
    actions.call(Visit.objects.get(pk=ayla.pk), demir)
    assert (stage(office), Alert.objects.count()) == ("", 0)
    watch.watch()
    pass_time(clock, 50)
    assert stage(office) == ""
    pass_time(clock, 10)
    assert stage(office) == "heads"


def test_while_everybody_on_duty_talks_nothing_is_told(clock, ayla, office, demir, brandt):
    on_duty(brandt, DutyState.BREAK)
    boris = knock(office, "Boris")
    talk = actions.enter(actions.call(boris, demir, reason=Reason.URGENT))
    watch.watch()
    pass_time(clock, 600)
    assert (stage(office), Alert.objects.count()) == ("", 0)
    actions.end(talk, demir)
    watch.watch()
    pass_time(clock, 50)
    assert stage(office) == ""
    pass_time(clock, 10)
    assert stage(office) == "colleagues"


def test_nobody_signed_in_anywhere_is_said_as_it_is_until_somebody_comes(
    clock, ayla, office, demir, weiss
):
    Duty.objects.update(seen_at=None)
    watch.watch()
    pass_time(clock, 60)
    assert (stage(office), told(ayla)) == ("nobody", [])
    on_duty(weiss, DutyState.AWAY)
    watch.watch()
    assert (stage(office), told(ayla)) == ("heads", [("clock", None)])


def test_whoever_is_away_from_the_line_calls_nobody(clock, ayla, office, demir):
    actions.pause(ayla, 5 * MINUTE)
    watch.watch()
    pass_time(clock, 240)
    assert Alert.objects.count() == 0
    actions.back(ayla)
    watch.watch()
    pass_time(clock, 60)
    assert stage(office) == "heads"
    actions.leave(ayla)
    watch.watch()
    assert (stage(office), Alert.objects.count()) == ("", 0)


def test_somebody_who_has_seen_it_has_five_minutes(clock, ayla, office, demir, weiss):
    watch.watch()
    pass_time(clock, 30)
    watch.seen(demir)
    pass_time(clock, 350)
    assert stage(office) == ""
    pass_time(clock, 10)
    assert stage(office) == "heads"
    watch.seen(weiss)
    assert stage(office) == ""


def test_who_knocks_after_the_look_has_not_been_seen(clock, ayla, office, demir):
    watch.watch()
    watch.seen(demir)
    pass_time(clock, 60)
    for name in ("Boris", "Chen"):
        knock(office, name)
        pass_time(clock, 30)
    assert stage(office) == "heads"


def test_a_look_just_before_the_clocks_round_counts(clock, ayla, office, demir):
    watch.seen(demir)
    watch.watch()
    pass_time(clock, 120)
    assert stage(office) == ""


def test_a_look_at_another_door_is_none_here(clock, ayla, office, demir, okafor):
    watch.watch()
    pass_time(clock, 60)
    watch.seen(okafor)
    assert stage(office) == "heads"


def test_an_advisor_who_left_the_department_is_told_nothing(clock, ayla, office, demir, brandt):
    on_duty(brandt, DutyState.BREAK)
    Membership.objects.filter(user=brandt).delete()
    watch.watch()
    pass_time(clock, 60)
    assert stage(office) == "heads"


def test_it_outlasts_a_restart(clock, ayla, office, demir):
    """All that is known stands in the row."""
    watch.watch()
    clock.shift(MINUTE)
    Duty.objects.update(seen_at=timezone.now())
    watch.watch()
    assert stage(office) == "heads"


def test_two_clocks_tell_once(clock, ayla, office, demir):
    watch.watch()
    clock.shift(MINUTE)
    Duty.objects.update(seen_at=timezone.now())
    alert = Alert.objects.get()
    crew = load_snapshot(office.slug).advisors
    for _ in range(2):
        watch._tell(office, alert, MINUTE, crew, watch.NoMessages())
    assert Event.objects.filter(kind="alert").count() == 1


def test_what_is_told_is_announced_and_what_is_not_is_not(
    clock, ayla, demir, heard, django_capture_on_commit_callbacks
):
    def announced(act):
        heard.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        return "department:elterngeldstelle" in heard

    assert not announced(watch.watch)
    clock.shift(MINUTE)
    Duty.objects.update(seen_at=timezone.now())
    assert announced(watch.watch)
    assert not announced(watch.watch)
    assert announced(lambda: watch.seen(demir))
    assert not announced(lambda: watch.seen(demir))
