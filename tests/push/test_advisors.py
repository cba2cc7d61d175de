"""A knock reaches advisors who are signed in and free, and whose desk is closed."""

from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session
from django.db.models import F
from django.test import TestCase
from django.utils import timezone

from buergerbuero import people
from buergerbuero.accounts.clock import forget_sessions
from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department, Duty, DutyState, Role
from buergerbuero.push import advisors
from buergerbuero.push.letters import Kind
from buergerbuero.push.models import AdvisorSubscription
from buergerbuero.push.subscribing import read_browser
from buergerbuero.visits import actions, watch
from buergerbuero.visits.alerts import Stage
from buergerbuero.visits.models import Alert, Event, Visit
from tests.browser import Browser
from tests.people import knock, make_advisor, on_duty
from tests.push.post import Post, said
from tests.push.receiver import BrowserKeys

A_WHILE = timedelta(minutes=1)
KNOCK = "Es klopft jemand an: Elterngeldstelle"


def signs_in(user: User) -> SessionBase:
    session: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return session


def wants_to_be_told(user: User, language: str = "de") -> SessionBase:
    """Signed in, has asked for it a while ago, and has closed the desk since."""
    session = signs_in(user)
    assert session.session_key
    advisors.subscribe(user, session.session_key, read_browser(BrowserKeys().form(), language))
    AdvisorSubscription.objects.update(made_at=timezone.now() - A_WHILE)
    Duty.objects.filter(user=user).update(seen_at=timezone.now() - A_WHILE)
    return session


def told(post: Post) -> list[str]:
    with TestCase.captureOnCommitCallbacks(execute=True):
        advisors.tell_of_knocks()
    return post.texts()


def time_passes(seconds: float) -> None:
    """Everything that is remembered happened so much longer ago."""
    by = timedelta(seconds=seconds)
    AdvisorSubscription.objects.update(
        made_at=F("made_at") - by, told_at=F("told_at") - by, told_until=F("told_until") - by
    )
    Visit.objects.update(since=F("since") - by)
    Duty.objects.update(seen_at=F("seen_at") - by)


def test_a_knock_is_told_once(post: Post, office: Department, demir: User) -> None:
    wants_to_be_told(demir)
    assert told(post) == []
    knock(office, "Ayla Yilmaz")
    assert told(post) == [KNOCK]
    assert told(post) == []
    time_passes(11)
    assert told(post) == []


def test_at_most_one_in_ten_seconds(post: Post, office: Department, demir: User) -> None:
    wants_to_be_told(demir)
    knock(office)
    assert told(post) == [KNOCK]
    for _ in range(3):
        knock(office)
        time_passes(3)
        assert told(post) == []
    time_passes(1)
    assert told(post) == [KNOCK], "of those three together"


def test_an_open_desk_knocks_itself(post: Post, office: Department, demir: User) -> None:
    wants_to_be_told(demir)
    Duty.objects.update(seen_at=timezone.now())
    knock(office)
    assert told(post) == []


def test_a_knock_that_the_desk_has_shown_is_no_news(
    post: Post, office: Department, demir: User
) -> None:
    wants_to_be_told(demir)
    knock(office)
    Duty.objects.update(seen_at=timezone.now())
    time_passes(30)
    assert told(post) == []


def test_a_desk_that_was_closed_just_now_is_found_out(
    post: Post, office: Department, demir: User
) -> None:
    wants_to_be_told(demir)
    Duty.objects.update(seen_at=timezone.now() - timedelta(seconds=5))
    knock(office)
    assert told(post) == []
    time_passes(20)
    assert told(post) == [KNOCK]


@pytest.mark.parametrize("state", [DutyState.BREAK, DutyState.AWAY])
def test_who_is_not_free_is_left_in_peace(
    post: Post, office: Department, demir: User, state: DutyState
) -> None:
    wants_to_be_told(demir)
    Duty.objects.update(state=state)
    knock(office)
    assert told(post) == []


def test_who_is_in_a_talk_is_left_in_peace(post: Post, office: Department, demir: User) -> None:
    """Row 16."""
    actions.enter(actions.call(knock(office), demir))
    wants_to_be_told(demir)
    knock(office)
    assert told(post) == []


def test_only_advisors_of_the_department_are_told(
    post: Post, office: Department, demir: User, okafor: User
) -> None:
    wants_to_be_told(okafor)
    wants_to_be_told(demir)
    knock(office)
    with TestCase.captureOnCommitCallbacks(execute=True):
        advisors.tell_of_knocks()
    assert [str(letter.subscription) for letter in post.letters] == ["Frau Demir"]


def test_who_has_left_again_is_no_news(post: Post, office: Department, demir: User) -> None:
    wants_to_be_told(demir)
    actions.leave(knock(office))
    assert told(post) == []


def test_an_old_knock_is_no_news(post: Post, office: Department, demir: User) -> None:
    wants_to_be_told(demir)
    knock(office)
    AdvisorSubscription.objects.update(made_at=timezone.now() - timedelta(hours=1))
    Duty.objects.update(seen_at=timezone.now() - timedelta(hours=1))
    Visit.objects.update(since=timezone.now() - timedelta(minutes=3))
    assert told(post) == []


def test_a_knock_before_the_wish_to_be_told_is_no_news(
    post: Post, office: Department, demir: User
) -> None:
    wants_to_be_told(demir)
    knock(office)
    AdvisorSubscription.objects.update(made_at=timezone.now())
    assert told(post) == []


def test_two_processes_tell_once(office: Department, demir: User) -> None:
    wants_to_be_told(demir)
    now = timezone.now()
    one, same = AdvisorSubscription.objects.get(), AdvisorSubscription.objects.get()
    assert [advisors._claim(each, now, now) for each in (one, same)] == [True, False]


def test_every_browser_of_an_advisor_is_told(post: Post, office: Department, demir: User) -> None:
    wants_to_be_told(demir)
    wants_to_be_told(demir)
    knock(office)
    assert told(post) == [KNOCK, KNOCK]


# What is said


def test_a_message_names_the_door_and_nobody(post: Post, office: Department, demir: User) -> None:
    wants_to_be_told(demir, "en")
    knock(office, "Ayla Yilmaz")
    with TestCase.captureOnCommitCallbacks(execute=True):
        advisors.tell_of_knocks()
    [letter] = post.letters
    assert said(letter) == {
        "title": "Virtuelles Bürgerbüro",
        "body": "Somebody is knocking: Elterngeldstelle (en)",
        "tag": "knock",
        "page": "/en/desk/",
        "lang": "en",
    }


def test_of_a_discreet_door_the_name_is_not_said(
    post: Post, office: Department, demir: User
) -> None:
    Department.objects.update(discreet=True)
    wants_to_be_told(demir)
    knock(office)
    assert told(post) == ["Es klopft jemand an"]


def test_of_several_doors_none_is_named(
    post: Post, office: Department, centre: Department, demir: User
) -> None:
    demir.memberships.create(department=centre)
    wants_to_be_told(demir)
    knock(office)
    knock(centre)
    assert told(post) == ["Es klopft jemand an"]


def test_others_are_told_when_nobody_came_to_the_door(
    post: Post, office: Department, demir: User, brandt: User, okafor: User
) -> None:
    """Whom to tell, and when, is for the caller to decide; an open desk needs no message."""
    for user in (demir, brandt, okafor):
        wants_to_be_told(user)
    Duty.objects.filter(user=brandt).update(seen_at=timezone.now())
    with TestCase.captureOnCommitCallbacks(execute=True):
        advisors.tell([demir.pk, brandt.pk], office, Kind.STILL_WAITING)
    assert post.texts() == ["Es wartet noch jemand: Elterngeldstelle"]


def test_the_head_is_told_at_home_when_nobody_opens(
    post: Post, office: Department, demir: User
) -> None:
    """And only then those who wait read that the head has been told."""
    weiss = on_duty(make_advisor("weiss", "Herr Weiss", office, role=Role.HEAD), DutyState.BREAK)
    wants_to_be_told(weiss)
    Duty.objects.filter(user=demir).update(seen_at=timezone.now())
    visit = knock(office)
    watch.watch(advisors.ToClosedDesks())
    Alert.objects.update(since=timezone.now() - timedelta(seconds=office.alert_seconds))
    with TestCase.captureOnCommitCallbacks(execute=True):
        watch.watch(advisors.ToClosedDesks())
        watch.watch(advisors.ToClosedDesks())
    assert post.texts() == ["Es wartet noch jemand: Elterngeldstelle"]
    assert Alert.objects.get().stage == Stage.HEADS
    assert Event.objects.filter(visit=visit, kind="alert").count() == 1


def test_without_a_message_a_closed_desk_is_not_told(office: Department, demir: User) -> None:
    on_duty(make_advisor("weiss", "Herr Weiss", office, role=Role.HEAD), DutyState.BREAK)
    Duty.objects.filter(user__username="weiss").update(seen_at=timezone.now() - 2 * A_WHILE)
    knock(office)
    watch.watch(advisors.ToClosedDesks())
    Alert.objects.update(since=timezone.now() - timedelta(seconds=office.alert_seconds))
    watch.watch(advisors.ToClosedDesks())
    assert Alert.objects.get().stage == Stage.NOBODY


def test_a_silent_call_for_help_is_told_to_the_others_and_names_nobody(
    post: Post, office: Department, demir: User, brandt: User, okafor: User
) -> None:
    """Whatever they say of themselves; who asks, and who is elsewhere, are told nothing."""
    visit = actions.enter(actions.call(knock(office, "Ayla Yilmaz"), demir))
    for user in (demir, okafor):
        wants_to_be_told(user)
    on_duty(brandt, DutyState.BREAK)
    wants_to_be_told(brandt, "en")
    desk = Browser().is_signed_in_as(demir)
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert desk.command(f"/desk/visits/{visit.pk}/help").status_code == 204
        assert desk.command(f"/desk/visits/{visit.pk}/help").status_code == 409
    [letter] = post.letters
    assert said(letter) == {
        "title": "Virtuelles Bürgerbüro",
        "body": "Help is needed at the desk: Elterngeldstelle (en)",
        "tag": "help",
        "page": "/en/desk/",
        "lang": "en",
    }


# Erased


def test_signing_out_ends_it(post: Post, office: Department, demir: User) -> None:
    here, there = wants_to_be_told(demir), wants_to_be_told(demir)
    here.flush()
    assert AdvisorSubscription.objects.get().session_id == there.session_key
    knock(office)
    assert told(post) == [KNOCK]


def test_disabling_the_account_ends_it(post: Post, office: Department, demir: User) -> None:
    wants_to_be_told(demir)
    people.set_active("demir", active=False)
    assert not AdvisorSubscription.objects.exists()


def test_an_account_that_is_disabled_in_another_way_is_not_told(
    post: Post, office: Department, demir: User
) -> None:
    wants_to_be_told(demir)
    User.objects.update(is_active=False)
    knock(office)
    assert told(post) == []


def test_another_password_ends_it(post: Post, office: Department, demir: User) -> None:
    wants_to_be_told(demir)
    demir.set_password("acht-gruene-fenster")
    demir.save()
    knock(office)
    assert told(post) == []


def test_a_session_whose_time_is_over_ends_it(post: Post, office: Department, demir: User) -> None:
    wants_to_be_told(demir)
    Session.objects.update(expire_date=timezone.now())
    knock(office)
    assert told(post) == []
    forget_sessions()
    assert not AdvisorSubscription.objects.exists()


def test_leaving_the_department_ends_it(post: Post, office: Department, demir: User) -> None:
    wants_to_be_told(demir)
    demir.memberships.all().delete()
    knock(office)
    assert told(post) == []


def test_nobody_waits_for_anything_but_the_rows(
    post: Post, office: Department, demir: User, django_assert_max_num_queries: Any
) -> None:
    """Without a knock the round each second is one look at the line."""
    wants_to_be_told(demir)
    with django_assert_max_num_queries(1):
        advisors.tell_of_knocks()
