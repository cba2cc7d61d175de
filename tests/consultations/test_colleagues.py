"""Rows 28 and 41: how a colleague comes into a talk, and what the citizen says to it."""

from datetime import timedelta

import pytest

from buergerbuero.consultations import bringing, coming
from buergerbuero.consultations.access import admit_colleague
from buergerbuero.consultations.actions import close_rooms
from buergerbuero.consultations.bringing import NotFree
from buergerbuero.consultations.live import load_room
from buergerbuero.consultations.models import Participant, Stage
from buergerbuero.departments.models import Duty, DutyState
from buergerbuero.visits import actions
from buergerbuero.visits.calling import call_next
from buergerbuero.visits.crew import is_free
from buergerbuero.visits.moves import Conflict
from buergerbuero.web.company import not_coming, on_the_way
from tests.consultations.conftest import NOON
from tests.consultations.talks import (
    advisor_of,
    citizen,
    colleague_inside,
    enter,
    fresh,
    joined,
    names_in,
    of_citizen,
    stage_of,
)
from tests.people import knock, make_advisor, on_duty

# A colleague


def test_a_colleague_is_in_once_they_and_the_citizen_have_said_yes(talk, brandt):
    rung = bringing.ring(advisor_of(talk), brandt)
    coming.come(brandt, rung.pk)
    assert (stage_of(rung.pk), names_in(of_citizen(talk))) == (Stage.DOOR, ["Frau Demir", "Ayla"])
    coming.agree(citizen(talk), rung.pk)
    assert stage_of(rung.pk) == Stage.IN
    assert names_in(of_citizen(talk)) == ["Frau Demir", "Ayla", "Herr Brandt"]


def test_the_order_of_the_two_yeses_does_not_matter(talk, brandt):
    rung = bringing.ring(advisor_of(talk), brandt)
    coming.agree(citizen(talk), rung.pk)
    assert stage_of(rung.pk) == Stage.ASKED
    coming.come(brandt, rung.pk)
    assert stage_of(rung.pk) == Stage.IN


def test_a_ring_names_the_number_and_who_asks_and_no_citizen(talk, brandt):
    """Class C4."""
    rung = bringing.ring(advisor_of(talk), brandt)
    (ring,) = load_room(f"advisor:{brandt.pk}").rings
    assert (ring.key, ring.by, ring.number) == (rung.pk, "Frau Demir", talk.label)
    assert "Ayla" not in repr(load_room(f"advisor:{brandt.pk}"))


@pytest.mark.parametrize("state", [DutyState.BREAK, DutyState.AWAY])
def test_whoever_is_not_free_is_not_rung(talk, brandt, state):
    on_duty(brandt, state)
    with pytest.raises(NotFree):
        bringing.ring(advisor_of(talk), brandt)


def test_a_colleague_of_another_department_is_rung_and_reads_no_more_than_any_other(talk, okafor):
    """Class C4."""
    rung = bringing.ring(advisor_of(talk), okafor)
    shown = load_room(f"advisor:{okafor.pk}")
    assert [(one.by, one.number) for one in shown.rings] == [("Frau Demir", talk.label)]
    assert "Ayla" not in repr(shown)
    coming.come(okafor, rung.pk)
    assert "Ayla" not in repr(load_room(f"advisor:{okafor.pk}"))
    coming.agree(citizen(talk), rung.pk)
    assert names_in(of_citizen(talk)) == ["Frau Demir", "Ayla", "Frau Okafor"]


def test_whoever_serves_no_door_is_not_rung(talk, albrecht):
    on_duty(albrecht)
    with pytest.raises(NotFree):
        bringing.ring(advisor_of(talk), albrecht)


def test_whoever_helps_is_in_a_talk_for_everybody_else(talk, office, brandt, clock):
    colleague_inside(talk, brandt)
    assert not is_free(brandt, NOON)
    knock(office, "Boris")
    with pytest.raises(Conflict):
        call_next(office, brandt)
    other = enter(knock(office, "Chen"), on_duty(make_advisor("x", "Frau Xu", office)))
    joined(other)
    with pytest.raises(NotFree):
        bringing.ring(advisor_of(other), brandt)
    coming.leave_by(admit_colleague(brandt))
    assert is_free(brandt, NOON)
    assert call_next(office, brandt).advisor == brandt


def test_whoever_has_called_somebody_meanwhile_cannot_come(talk, office, brandt):
    rung = bringing.ring(advisor_of(talk), brandt)
    knock(office, "Boris")
    call_next(office, brandt)
    with pytest.raises(Conflict):
        coming.come(brandt, rung.pk)


def test_with_the_end_of_the_talk_the_colleague_is_free(talk, demir, brandt):
    colleague_inside(talk, brandt)
    actions.end(fresh(talk), demir)
    close_rooms()
    assert Duty.objects.get(user=brandt).helping_since is None
    assert Participant.objects.count() == 0


def test_somebody_who_has_left_can_be_rung_again_and_the_citizen_is_asked_again(talk, brandt):
    colleague_inside(talk, brandt)
    coming.leave_by(admit_colleague(brandt))
    again = bringing.ring(advisor_of(talk), brandt)
    assert (again.stage, again.citizen_agreed_at) == (Stage.ASKED, None)


# The citizen's yes


def test_without_a_yes_nobody_comes_in(talk):
    invited = bringing.invite(advisor_of(talk), "sign")
    secret = bringing.make_link(advisor_of(talk), invited.pk)
    coming.knock_at_door(secret, "Frau Adeyemi", wide=True)
    with pytest.raises(Conflict):
        coming.let_in(advisor_of(talk), invited.pk)
    assert stage_of(invited.pk) == Stage.DOOR


def test_the_database_itself_lets_nobody_in_without_a_yes(talk):
    from django.db import IntegrityError, transaction  # noqa: PLC0415

    invited = bringing.invite(advisor_of(talk), "sign")
    with pytest.raises(IntegrityError), transaction.atomic():
        Participant.objects.filter(pk=invited.pk).update(stage=Stage.IN)


def test_a_no_ends_it_and_the_advisor_reads_so(talk, brandt):
    rung = bringing.ring(advisor_of(talk), brandt)
    coming.come(brandt, rung.pk)
    coming.refuse(citizen(talk), rung.pk)
    assert stage_of(rung.pk) == Stage.REFUSED
    assert Duty.objects.get(user=brandt).helping_since is None
    with pytest.raises(Conflict):
        coming.agree(citizen(talk), rung.pk)
    coming.take_note(advisor_of(talk), rung.pk)
    assert not Participant.objects.filter(pk=rung.pk).exists()


def test_a_ring_that_nobody_answers_is_over_after_a_minute(talk, brandt, clock):
    rung = bringing.ring(advisor_of(talk), brandt)
    clock.shift(timedelta(seconds=59))
    coming.end_rings()
    assert stage_of(rung.pk) == Stage.ASKED
    clock.shift(timedelta(seconds=1))
    coming.end_rings()
    assert stage_of(rung.pk) == Stage.MISSED
    assert load_room(f"advisor:{brandt.pk}").rings == ()
    assert on_the_way(load_room(of_citizen(talk)).company) == []
    with pytest.raises(Conflict):
        coming.come(brandt, rung.pk)
    on_duty(brandt)
    again = bringing.ring(advisor_of(talk), brandt)
    assert (stage_of(again.pk), Participant.objects.filter(user=brandt).count()) == (Stage.ASKED, 1)


def test_a_ring_that_was_answered_waits_for_the_citizen(talk, brandt, clock):
    rung = bringing.ring(advisor_of(talk), brandt)
    coming.come(brandt, rung.pk)
    clock.shift(timedelta(minutes=5))
    coming.end_rings()
    assert stage_of(rung.pk) == Stage.DOOR


def test_a_ring_taken_back_is_no_no_of_the_colleague(talk, brandt):
    rung = bringing.ring(advisor_of(talk), brandt)
    coming.send_away(advisor_of(talk), rung.pk)
    assert not_coming(load_room(f"advisor:{fresh(talk).advisor.pk}").company) == []


def test_only_the_citizen_of_this_talk_agrees(talk, office, brandt):
    """Class C10: another visit's holder changes nothing here."""
    rung = bringing.ring(advisor_of(talk), brandt)
    other = enter(knock(office, "Boris"), on_duty(make_advisor("x", "Frau Xu", office)))
    joined(other)
    with pytest.raises(Conflict):
        coming.agree(citizen(other), rung.pk)
    with pytest.raises(Conflict):
        coming.let_in(advisor_of(other), rung.pk)
