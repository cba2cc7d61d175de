"""Rows 28 and 41: how somebody comes into a talk, and out of it."""

from datetime import timedelta

import pytest

from buergerbuero.accounts.models import User
from buergerbuero.consultations import bringing, coming
from buergerbuero.consultations.access import NotAdmitted, admit_colleague, admit_guest
from buergerbuero.consultations.actions import close_rooms, join, signal
from buergerbuero.consultations.bringing import Full, NotFree
from buergerbuero.consultations.coming import WrongLink
from buergerbuero.consultations.handing_over import hand_over
from buergerbuero.consultations.live import load_room
from buergerbuero.consultations.locked_out import lock_out
from buergerbuero.consultations.models import Participant, Stage
from buergerbuero.departments.models import Duty, DutyState
from buergerbuero.live.bus import bus
from buergerbuero.visits import actions
from buergerbuero.visits.calling import call_next
from buergerbuero.visits.crew import is_free
from buergerbuero.visits.models import Event
from buergerbuero.visits.moves import Conflict
from buergerbuero.web.company import not_coming, on_the_way
from tests.consultations.conftest import NOON
from tests.consultations.talks import (
    RESTART,
    advisor_of,
    agreed_guest,
    citizen,
    colleague_inside,
    enter,
    fresh,
    guest_inside,
    joined,
    key_of,
)
from tests.people import knock, make_advisor, on_duty


@pytest.fixture
def talk(ayla, demir, brandt):
    """Ayla talks to Frau Demir; Herr Brandt sits at his desk."""
    on_duty(brandt)
    enter(ayla, demir)
    joined(ayla)
    return ayla


@pytest.fixture
def heard(monkeypatch):
    """The topics announced, in order."""
    topics = []
    monkeypatch.setattr(bus, "publish", topics.extend)
    return topics


def stage_of(key):
    return Participant.objects.get(pk=key).stage


def names_in(key):
    return [one["name"] for one in load_room(key).state["participants"]]


def of_citizen(visit):
    return f"visit:{visit.pk}"


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


# A guest


def test_a_guest_waits_at_the_door_until_let_in(talk):
    token = agreed_guest(talk)
    with pytest.raises(NotAdmitted):
        admit_guest(key_of(token))
    coming.let_in(advisor_of(talk), key_of(token))
    assert admit_guest(key_of(token)).role == "interpreter"
    assert names_in(of_citizen(talk)) == ["Frau Demir", "Ayla", "Herr Weiss"]


def test_a_link_works_once(talk):
    """Class C3."""
    invited = bringing.invite(advisor_of(talk), "companion")
    secret = bringing.make_link(advisor_of(talk), invited.pk)
    coming.knock_at_door(secret, "Herr Weiss", wide=True)
    with pytest.raises(WrongLink):
        coming.knock_at_door(secret, "Jemand", wide=True)


def test_a_link_works_for_an_hour_and_not_after_a_newer_one(talk, clock):
    invited = bringing.invite(advisor_of(talk), "companion")
    first, second = (bringing.make_link(advisor_of(talk), invited.pk) for _ in range(2))
    with pytest.raises(WrongLink):
        coming.knock_at_door(first, "Herr Weiss", wide=True)
    clock.shift(timedelta(hours=1))
    with pytest.raises(WrongLink):
        coming.knock_at_door(second, "Herr Weiss", wide=True)


def test_a_link_that_has_had_its_hour_is_followed_by_a_new_one(talk, clock):
    invited = bringing.invite(advisor_of(talk), "companion")
    first = bringing.make_link(advisor_of(talk), invited.pk)
    clock.shift(timedelta(hours=1))
    second = bringing.make_link(advisor_of(talk), invited.pk)
    clock.shift(timedelta(minutes=59))
    with pytest.raises(WrongLink):
        coming.knock_at_door(first, "Herr Weiss", wide=True)
    coming.knock_at_door(second, "Herr Weiss", wide=True)
    assert stage_of(invited.pk) == Stage.DOOR


def test_the_pages_hear_once_that_a_link_has_had_its_hour(
    talk, clock, heard, django_capture_on_commit_callbacks
):
    invited = bringing.invite(advisor_of(talk), "companion")
    bringing.make_link(advisor_of(talk), invited.pk)

    def announced():
        heard.clear()
        with django_capture_on_commit_callbacks(execute=True):
            bringing.end_links()
        return of_citizen(talk) in [topic.removeprefix("room:") for topic in heard]

    clock.shift(timedelta(minutes=59))
    assert not announced()
    clock.shift(timedelta(minutes=1))
    assert announced()
    assert not announced()
    shown = {one.key: one for one in load_room(of_citizen(talk)).company.people}[invited.pk]
    assert (shown.expired, shown.linked) == (True, False)


def test_a_link_is_for_this_talk_only(talk, demir):
    invited = bringing.invite(advisor_of(talk), "companion")
    secret = bringing.make_link(advisor_of(talk), invited.pk)
    actions.end(fresh(talk), demir)
    with pytest.raises(WrongLink):
        coming.knock_at_door(secret, "Herr Weiss", wide=True)


def test_secrets_are_long_and_kept_as_hashes_only(talk):
    """Row 44 and class C6."""
    invited = bringing.invite(advisor_of(talk), "companion")
    secret = bringing.make_link(advisor_of(talk), invited.pk)
    token = coming.knock_at_door(secret, "Herr Weiss", wide=True)
    assert (len(secret), len(token), len(invited.pk)) == (22, 22, 22)
    assert {secret, token}.isdisjoint(
        map(str, Participant.objects.values().get(pk=invited.pk).values())
    )


def test_guests_read_who_is_in_and_not_who_stands_at_the_door(talk):
    """Class C4."""
    token = guest_inside(talk)
    agreed_guest(talk, "companion", "Onkel Deniz")
    company = load_room(f"guest:{key_of(token)}").company
    assert [one.name for one in company.people] == ["Frau Demir", "Ayla", "Herr Weiss"]
    assert "Onkel Deniz" in [one.name for one in load_room(of_citizen(talk)).company.people]


def test_the_citizen_asks_for_a_companion_and_gets_the_link(talk):
    wished = bringing.wish(citizen(talk))
    with pytest.raises(Conflict):
        bringing.make_link(citizen(talk), wished.pk)
    bringing.allow(advisor_of(talk), wished.pk)
    secret = bringing.make_link(citizen(talk), wished.pk)
    coming.knock_at_door(secret, "Onkel Deniz", wide=False)
    coming.let_in(advisor_of(talk), wished.pk)
    assert stage_of(wished.pk) == Stage.IN


def test_a_granted_wish_outlasts_its_hour_and_can_be_taken_back(talk, clock):
    wished = bringing.wish(citizen(talk))
    bringing.allow(advisor_of(talk), wished.pk)
    clock.shift(timedelta(hours=2))
    secret = bringing.make_link(citizen(talk), wished.pk)
    coming.knock_at_door(secret, "Onkel Deniz", wide=False)
    coming.leave(Participant.objects.get(pk=wished.pk))
    again = bringing.wish(citizen(talk))
    bringing.allow(advisor_of(talk), again.pk)
    clock.shift(timedelta(hours=2))
    coming.give_up(citizen(talk), again.pk)
    assert bringing.wish(citizen(talk)).stage == Stage.ASKED


def test_a_refused_wish_stays_to_be_read_until_it_is_or_the_next_one(talk):
    def refused():
        wished = bringing.wish(citizen(talk))
        coming.send_away(advisor_of(talk), wished.pk)
        return wished.pk

    def to_read():
        people = load_room(of_citizen(talk)).company.people
        return [one.key for one in people if one.wished and one.stage == Stage.DECLINED]

    first = refused()
    assert to_read() == [first]
    second = refused()
    assert to_read() == [second]
    bringing.hear_no(citizen(talk), second)
    assert to_read() == []
    with pytest.raises(Conflict):
        bringing.hear_no(citizen(talk), second)


def test_who_was_turned_away_at_the_door_goes_on_reading_so(talk):
    wished = bringing.wish(citizen(talk))
    bringing.allow(advisor_of(talk), wished.pk)
    secret = bringing.make_link(citizen(talk), wished.pk)
    token = coming.knock_at_door(secret, "Onkel Deniz", wide=False)
    coming.send_away(advisor_of(talk), wished.pk)
    bringing.wish(citizen(talk))
    assert stage_of(key_of(token)) == Stage.DECLINED


# Seats


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


# Out again


def test_whoever_is_disabled_is_seen_and_spoken_to_by_nobody(talk, brandt):
    """Row 40: at once, whatever their page does."""
    key = colleague_inside(talk, brandt).pk
    join(admit_colleague(brandt))
    signal(citizen(talk), key, (1, 1), RESTART)
    User.objects.filter(pk=brandt.pk).update(is_active=False)
    assert names_in(of_citizen(talk)) == ["Frau Demir", "Ayla"]
    with pytest.raises(NotAdmitted):
        signal(citizen(talk), key, (1, 1), RESTART)
    with pytest.raises(Conflict):
        hand_over(advisor_of(talk), key)


def test_whoever_is_disabled_leaves_the_talk_and_everybody_hears_of_it(
    talk, brandt, monkeypatch, django_capture_on_commit_callbacks
):
    """Row 40."""
    key = colleague_inside(talk, brandt).pk
    User.objects.filter(pk=brandt.pk).update(is_active=False)
    heard = []
    monkeypatch.setattr(bus, "publish", heard.extend)
    with django_capture_on_commit_callbacks(execute=True):
        lock_out()
    assert (stage_of(key), f"room:visit:{talk.pk}" in heard) == (Stage.LEFT, True)
    assert Duty.objects.get(user=brandt).helping_since is None
    heard.clear()
    with django_capture_on_commit_callbacks(execute=True):
        lock_out()
    assert heard == []


def test_whose_advisor_is_disabled_is_called_next_by_somebody_else(talk, demir, brandt):
    User.objects.filter(pk=demir.pk).update(is_active=False)
    assert names_in(of_citizen(talk)) == ["Ayla"]
    lock_out()
    close_rooms()
    assert (fresh(talk).state, fresh(talk).advisor) == ("waiting", None)
    assert Participant.objects.count() == 0
    assert call_next(fresh(talk).department, brandt) == fresh(talk)


def test_everybody_else_stays(talk, brandt):
    colleague_inside(talk, brandt)
    guest_inside(talk)
    before = list(Participant.objects.values())
    lock_out()
    assert list(Participant.objects.values()) == before


def test_whoever_has_hung_up_is_not_here_for_anybody(talk, brandt):
    """The others read that they are not connected, not that they will be again."""
    colleague_inside(talk, brandt)
    token = guest_inside(talk)
    join(admit_colleague(brandt))
    join(admit_guest(key_of(token)))
    actions.hang_up(fresh(talk))
    for key in (f"advisor:{brandt.pk}", f"guest:{key_of(token)}"):
        here = {one["name"]: one["here"] for one in load_room(key).state["participants"]}
        assert here == {"Frau Demir": True, "Ayla": False, "Herr Brandt": True, "Herr Weiss": True}
    actions.enter(fresh(talk))
    assert all(one["here"] for one in load_room(f"advisor:{brandt.pk}").state["participants"])


def test_whoever_is_removed_hears_and_says_nothing_more(talk):
    """Row 40: replay refused."""
    token = guest_inside(talk)
    admission = admit_guest(key_of(token))
    me, _ = join(admission)
    other = Participant.objects.get(role="citizen")
    signal(admission, other.pk, (1, 1), RESTART)
    coming.send_away(advisor_of(talk), me.pk)
    assert load_room(of_citizen(talk)).signals == ()
    for act in (lambda: signal(admission, other.pk, (1, 1), RESTART), lambda: join(admission)):
        with pytest.raises(NotAdmitted):
            act()
    with pytest.raises(NotAdmitted):
        signal(citizen(talk), me.pk, (other.epoch, 1), RESTART)


def test_nobody_removes_citizen_or_advisor(talk):
    for one in Participant.objects.all():
        with pytest.raises(Conflict):
            coming.send_away(advisor_of(talk), one.pk)


# The talk goes over


def test_the_talk_goes_over_to_the_colleague_in_the_same_room(talk, demir, brandt):
    colleague = colleague_inside(talk, brandt)
    join(admit_colleague(brandt), wide=True)
    before = list(Participant.objects.values_list("pk", "seat", "epoch"))
    hand_over(advisor_of(talk), colleague.pk)
    visit = fresh(talk)
    assert (visit.advisor, visit.state) == (brandt, "talking")
    assert list(Participant.objects.values_list("pk", "seat", "epoch")) == before
    roles = dict(Participant.objects.exclude(user=None).values_list("user", "role"))
    assert roles == {demir.pk: "colleague", brandt.pk: "advisor"}
    close_rooms()
    assert names_in(of_citizen(talk)) == ["Frau Demir", "Ayla", "Herr Brandt"]
    coming.leave_by(admit_colleague(demir))
    assert is_free(on_duty(demir), NOON)
    assert Event.objects.filter(visit=talk, kind="hand_over").get().advisor == demir


def test_only_who_is_in_with_a_page_takes_the_talk_over(talk, brandt):
    rung = bringing.ring(advisor_of(talk), brandt)
    with pytest.raises(Conflict):
        hand_over(advisor_of(talk), rung.pk)
    coming.come(brandt, rung.pk)
    coming.agree(citizen(talk), rung.pk)
    with pytest.raises(Conflict):
        hand_over(advisor_of(talk), rung.pk)


def test_a_colleague_of_another_department_takes_the_visit_there(talk, office, centre):
    yilmaz = on_duty(make_advisor("yilmaz", "Frau Yilmaz", centre))
    colleague = colleague_inside(talk, yilmaz)
    join(admit_colleague(yilmaz), wide=True)
    since = fresh(talk).since
    hand_over(advisor_of(talk), colleague.pk)
    visit = fresh(talk)
    assert (visit.department, visit.since, visit.advisor) == (centre, since, yilmaz)
    assert visit.came_from == office
