"""Row 40: whoever is out of a talk is out of it everywhere."""

import pytest

from buergerbuero.accounts.models import User
from buergerbuero.consultations import coming
from buergerbuero.consultations.access import NotAdmitted, admit_colleague, admit_guest
from buergerbuero.consultations.actions import close_rooms, join, signal
from buergerbuero.consultations.handing_over import hand_over
from buergerbuero.consultations.live import load_room
from buergerbuero.consultations.locked_out import lock_out
from buergerbuero.consultations.models import Participant, Stage
from buergerbuero.departments.models import Duty
from buergerbuero.live.bus import bus
from buergerbuero.visits import actions
from buergerbuero.visits.calling import call_next
from buergerbuero.visits.moves import Conflict
from tests.consultations.talks import (
    RESTART,
    advisor_of,
    citizen,
    colleague_inside,
    fresh,
    guest_inside,
    key_of,
    names_in,
    of_citizen,
    stage_of,
)


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


def test_everybody_in_the_room_hears_at_once_that_the_citizen_has_hung_up(
    talk, brandt, heard, django_capture_on_commit_callbacks
):
    colleague_inside(talk, brandt)
    guest = key_of(guest_inside(talk))
    heard.clear()
    with django_capture_on_commit_callbacks(execute=True):
        coming.hang_up(fresh(talk))
    advisors = {f"room:advisor:{user.pk}" for user in (fresh(talk).advisor, brandt)}
    assert {*advisors, f"guest:{guest}", f"room:visit:{talk.pk}"} <= set(heard)


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
