"""Whom *call next* calls, whom it passes over, and what it takes to do otherwise."""

import pytest

from buergerbuero.departments import actions as departments
from buergerbuero.departments.models import DutyState, Membership, Route, Subject
from buergerbuero.visits import actions
from buergerbuero.visits.calling import ReasonNeeded
from buergerbuero.visits.line import HEAD
from buergerbuero.visits.models import Event, Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import Position, Reason
from buergerbuero.visits.snapshot import load_snapshot
from tests.people import knock


@pytest.fixture
def housing(office, brandt):
    """Herr Brandt is called for housing."""
    subject = Subject.objects.create(department=office, labels={"de": "Wohngeld"})
    Route.objects.create(membership=Membership.objects.get(user=brandt), subject=subject)
    return subject


@pytest.fixture
def letters(demir, brandt):
    """Frau Demir has A to K, Herr Brandt L to Z, both have Sch."""
    for user, text in ((demir, "A-K"), (brandt, "L-Z"), (demir, "Sch"), (brandt, "Sch")):
        Route.objects.create(membership=Membership.objects.get(user=user), letters=text)


@pytest.fixture
def line(clock, office):
    """Knocks one after the other, a second apart."""

    def wait(*people):
        found = []
        for name, facts in people:
            found.append(knock(office, name, **facts))
            clock.shift(1)
        return found

    return wait


def test_call_next_passes_over_who_waits_for_a_colleague(line, housing, demir, brandt, office):
    ayla, boris, chen = line(("Ayla", {"subject": housing}), ("Boris", {}), ("Chen", {}))
    assert actions.call_next(office, demir) == boris
    assert actions.call_next(office, brandt) == ayla
    assert list(Event.objects.filter(kind="call").values_list("why", flat=True)) == ["", ""]
    assert load_snapshot(office.slug).positions == {chen.pk: Position(0, 0)}


def test_however_long_the_line_of_a_colleague_is(line, housing, demir, office):
    office.capacity = 100
    *_, last = line(*[("Ayla", {"subject": housing})] * (HEAD + 5), ("Boris", {}))
    assert load_snapshot(office.slug).waiting[-1].id == last.pk
    assert actions.call_next(office, demir) == last


def test_who_is_passed_over_keeps_their_place(line, housing, office, demir, brandt):
    ayla, boris, chen = line(("Ayla", {"subject": housing}), ("Boris", {}), ("Chen", {}))
    assert load_snapshot(office.slug).positions == {
        ayla.pk: Position(0, 0),
        boris.pk: Position(1, 0, bound=1),
        chen.pk: Position(2, 0, bound=1),
    }
    actions.call_next(office, demir)
    assert load_snapshot(office.slug).positions[ayla.pk] == Position(0, 0)


@pytest.mark.parametrize("state", [DutyState.BREAK, DutyState.FREE])
def test_while_the_colleague_is_on_duty_nobody_else_is_next(line, housing, state, demir, brandt):
    (ayla,) = line(("Ayla", {"subject": housing}))
    departments.set_duty(brandt, state)
    with pytest.raises(Conflict):
        actions.call_next(ayla.department, demir)


def test_once_the_colleague_has_gone_anybody_calls(line, housing, demir, brandt, office):
    (ayla,) = line(("Ayla", {"subject": housing}))
    departments.set_duty(brandt, DutyState.AWAY)
    assert actions.call_next(office, demir) == ayla


def test_the_first_letters_decide(line, letters, demir, brandt, office):
    people = line(("Yildiz, Ayla", {}), ("Boris Ärger", {}), ("Chen Schmidt", {}), ("", {}))
    assert [Visit.objects.get(pk=one.pk).initial for one in people] == ["YIL", "ARG", "SCH", ""]
    yildiz, arger, schmidt, nameless = people
    assert actions.call_next(office, demir) == arger
    actions.leave(arger)
    assert actions.call_next(office, demir) == schmidt
    actions.leave(schmidt)
    assert actions.call_next(office, demir) == nameless
    assert actions.call_next(office, brandt) == yildiz


def test_letters_go_with_the_name(letters, office, centre, demir):
    ayla, boris = knock(office, "Ayla Krüger"), knock(office, "Boris Krüger")
    assert (ayla.initial, knock(centre, "Chen Krüger").initial) == ("KRU", "")
    actions.leave(ayla)
    assert Visit.objects.get(pk=ayla.pk).initial == ""
    moved = actions.transfer(actions.enter(actions.call(boris, demir)), demir, centre)
    assert (moved.initial, moved.name) == ("", "Boris Krüger")


def test_out_of_order_takes_a_reason_and_is_counted(line, demir, brandt, office):
    ayla, boris, chen = line(("Ayla", {}), ("Boris", {}), ("Chen", {}))
    with pytest.raises(ReasonNeeded):
        actions.call(chen, demir)
    assert Visit.objects.filter(state="waiting").count() == 3
    actions.call(chen, demir, reason=Reason.URGENT)
    actions.call(boris, brandt, reason=Reason.URGENT)
    actions.leave(chen)
    actions.call(ayla, demir, reason=Reason.URGENT)  # it is her turn: not counted
    assert load_snapshot(office.slug).preferred == {Reason.URGENT: 2}
    assert [event.why for event in Event.objects.filter(kind="call")] == ["urgent", "urgent", ""]


def test_only_todays_are_counted_and_only_here(line, clock, demir, office, centre):
    line(("Ayla", {}))
    actions.call(knock(office), demir, reason=Reason.WRONG_DOOR)
    assert load_snapshot(centre.slug).preferred == {}
    assert load_snapshot(office.slug).preferred == {Reason.WRONG_DOOR: 1}
    clock.shift(13 * 60 * 60)
    assert load_snapshot(office.slug).preferred == {}


def test_a_colleagues_person_takes_a_reason_too(line, housing, demir, brandt):
    (ayla,) = line(("Ayla", {"subject": housing}))
    with pytest.raises(ReasonNeeded):
        actions.call(ayla, demir)
    assert actions.call(ayla, demir, reason=Reason.MINE).advisor == demir


def test_who_stands_behind_absent_people_only_is_next(line, demir):
    ayla, boris = line(("Ayla", {}), ("Boris", {}))
    actions.pause(ayla, actions.rules.PAUSES[0])
    assert actions.call(boris, demir).advisor == demir
