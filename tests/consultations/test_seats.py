"""Row 28: how many there is room for, and who gets the next seat."""

from datetime import timedelta

import pytest

from buergerbuero.consultations import bringing, coming
from buergerbuero.consultations.access import NotAdmitted, admit_colleague
from buergerbuero.consultations.actions import join
from buergerbuero.consultations.bringing import Full
from buergerbuero.consultations.live import load_room
from buergerbuero.consultations.models import Participant, Stage
from buergerbuero.departments.models import Duty
from tests.consultations.talks import (
    advisor_of,
    citizen,
    guest_inside,
    names_in,
    of_citizen,
    stage_of,
)
from tests.people import make_advisor, on_duty


def test_a_link_that_has_had_its_hour_keeps_no_seat_and_a_new_one_needs_one(talk, clock):
    old = [bringing.invite(advisor_of(talk), "companion") for _ in range(4)]
    clock.shift(timedelta(hours=1))
    for _ in range(4):
        bringing.invite(advisor_of(talk), "companion")
    with pytest.raises(Full):
        bringing.make_link(advisor_of(talk), old[0].pk)


def test_four_may_be_in_a_room_and_six_where_all_sit_at_a_desktop(talk):
    for _ in range(4):
        guest_inside(talk)
    with pytest.raises(Full):
        bringing.invite(advisor_of(talk), "companion")


def test_with_one_telephone_four_are_the_most(talk):
    join(citizen(talk), wide=False)
    for _ in range(2):
        guest_inside(talk)
    with pytest.raises(Full):
        bringing.invite(advisor_of(talk), "companion")


def test_a_fifth_with_a_telephone_stays_outside(talk):
    for _ in range(2):
        guest_inside(talk)
    invited = bringing.invite(advisor_of(talk), "companion")
    coming.agree(citizen(talk), invited.pk)
    secret = bringing.make_link(advisor_of(talk), invited.pk)
    coming.knock_at_door(secret, "Onkel Deniz", wide=False)
    with pytest.raises(Full):
        coming.let_in(advisor_of(talk), invited.pk)


@pytest.fixture
def crowded(talk, office, brandt):
    """All at desktops. Three colleagues are rung; then a guest has come in with a telephone."""
    colleagues = [brandt, *(make_advisor(name, name, office) for name in ("arslan", "ebert"))]
    for one in colleagues[1:]:
        on_duty(one)
    rung = [bringing.ring(advisor_of(talk), one) for one in colleagues]
    invited = bringing.invite(advisor_of(talk), "companion")
    for one in (invited, *rung):
        coming.agree(citizen(talk), one.pk)
    secret = bringing.make_link(advisor_of(talk), invited.pk)
    coming.knock_at_door(secret, "Onkel Deniz", wide=False)
    coming.let_in(advisor_of(talk), invited.pk)
    return invited, list(zip(colleagues, rung, strict=True))


def stages(rung):
    return [stage_of(one.pk) for _, one in rung]


def test_colleagues_who_were_rung_before_somebody_came_with_a_telephone_find_no_seat(talk, crowded):
    """Four are in, whatever was promised to whom; who finds no seat keeps their place."""
    _, rung = crowded
    for colleague, one in rung:
        coming.come(colleague, one.pk)
    assert stages(rung) == [Stage.IN, Stage.DOOR, Stage.DOOR]
    assert len(names_in(of_citizen(talk))) == 4
    for colleague, one in rung[1:]:
        [ring] = load_room(f"advisor:{colleague.pk}").rings
        assert (ring.key, ring.accepted, ring.waits) == (one.pk, True, True)
        with pytest.raises(NotAdmitted):
            admit_colleague(colleague)


def test_a_late_yes_of_the_citizen_finds_no_seat_either(talk, crowded, office):
    _, rung = crowded
    for colleague, one in rung:
        Participant.objects.filter(pk=one.pk).update(citizen_agreed_at=None)
        coming.come(colleague, one.pk)
    for _, one in rung:
        coming.agree(citizen(talk), one.pk)
    assert stages(rung) == [Stage.IN, Stage.DOOR, Stage.DOOR]


def test_whoever_waits_for_a_seat_gets_the_next_one_in_the_order_of_the_rings(talk, crowded):
    guest, rung = crowded
    for colleague, one in rung:
        coming.come(colleague, one.pk)
    coming.leave_by(admit_colleague(rung[0][0]))
    assert stages(rung) == [Stage.LEFT, Stage.IN, Stage.DOOR]
    # Without the telephone there is room for six.
    coming.send_away(advisor_of(talk), guest.pk)
    assert stages(rung) == [Stage.LEFT, Stage.IN, Stage.IN]


def test_on_with_the_talk_at_a_desktop_there_are_seats_for_who_waits(talk, crowded):
    guest, rung = crowded
    coming.send_away(advisor_of(talk), guest.pk)
    join(citizen(talk), wide=False)
    for colleague, one in rung:
        coming.come(colleague, one.pk)
    assert stages(rung) == [Stage.IN, Stage.IN, Stage.DOOR]
    join(citizen(talk), wide=True)
    assert stages(rung) == [Stage.IN, Stage.IN, Stage.IN]


def test_whoever_waits_for_a_seat_may_go(talk, crowded):
    _, rung = crowded
    for colleague, one in rung[:2]:
        coming.come(colleague, one.pk)
    coming.not_now(*(rung[1][0], rung[1][1].pk))
    assert stages(rung) == [Stage.IN, Stage.DECLINED, Stage.ASKED]
    assert Duty.objects.get(user=rung[1][0]).helping_since is None


def test_who_comes_in_again_on_a_telephone_puts_nobody_out(talk):
    for _ in range(3):
        guest_inside(talk)
    join(citizen(talk), wide=False)
    assert len(names_in(of_citizen(talk))) == 5
    with pytest.raises(Full):
        bringing.invite(advisor_of(talk), "companion")
