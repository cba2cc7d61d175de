"""Rows 28 and 41: how somebody comes into a talk by a link."""

from datetime import timedelta

import pytest

from buergerbuero.consultations import bringing, coming
from buergerbuero.consultations.access import NotAdmitted, admit_guest
from buergerbuero.consultations.actions import forget_names
from buergerbuero.consultations.coming import WrongLink
from buergerbuero.consultations.live import load_room
from buergerbuero.consultations.models import Participant, Stage
from buergerbuero.visits import actions
from buergerbuero.visits.moves import Conflict
from buergerbuero.web.company import not_coming
from tests.consultations.talks import (
    advisor_of,
    agreed_guest,
    citizen,
    fresh,
    guest_inside,
    key_of,
    names_in,
    of_citizen,
    stage_of,
)


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
    assert not Participant.objects.filter(pk=again.pk).exists()
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


def test_who_was_refused_goes_on_reading_so_when_the_advisor_has_noted_it(talk):
    invited = bringing.invite(advisor_of(talk), "companion")
    secret = bringing.make_link(advisor_of(talk), invited.pk)
    coming.knock_at_door(secret, "Onkel Deniz", wide=False)
    coming.refuse(citizen(talk), invited.pk)
    coming.take_note(advisor_of(talk), invited.pk)
    assert stage_of(invited.pk) == Stage.DECLINED
    assert not_coming(load_room(f"advisor:{fresh(talk).advisor.pk}").company) == []


def test_in_a_talk_that_never_ends_no_name_stays_longer_than_the_citizens(talk, clock):
    """Row 8."""
    guest = key_of(guest_inside(talk))
    clock.shift(timedelta(hours=24))
    forget_names()
    assert Participant.objects.get(pk=guest).name == "Herr Weiss"
    clock.shift(timedelta(seconds=1))
    forget_names()
    assert Participant.objects.get(pk=guest).name == ""
