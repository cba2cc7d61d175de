"""Signed-in advisors whose desk is closed are told that somebody knocks."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department, Duty, DutyState, Membership
from buergerbuero.push import letters
from buergerbuero.push.letters import Kind
from buergerbuero.push.models import AdvisorSubscription
from buergerbuero.push.subscribing import Browser
from buergerbuero.visits.guards import present
from buergerbuero.visits.models import WITH_ADVISOR, Visit
from buergerbuero.visits.rules import State

# An open desk answers a ping every 20 seconds.
DESK_IS_CLOSED_AFTER = timedelta(seconds=25)
AT_MOST_EVERY = timedelta(seconds=10)
A_KNOCK_IS_NEWS_FOR = timedelta(minutes=2)
KEPT_SECONDS = 120


def subscribe(user: User, session: str, browser: Browser) -> None:
    AdvisorSubscription.objects.update_or_create(
        session_id=session,
        defaults=browser.fields() | {"user": user, "made_at": timezone.now()},
    )


def unsubscribe(session: str) -> None:
    AdvisorSubscription.objects.filter(session=session).delete()


def is_subscribed(session: str) -> bool:
    return AdvisorSubscription.objects.filter(session=session).exists()


def forget(username: str) -> None:
    """This account may not sign in any more."""
    AdvisorSubscription.objects.filter(user__username=username).delete()


def tell(users: Iterable[int], department: Department, kind: Kind = Kind.KNOCK) -> None:
    """Those of them who are signed in, have asked for it, and whose desk is closed just now.

    Whom to tell, and how often, is up to the caller.
    """
    now = timezone.now()
    found = AdvisorSubscription.objects.filter(user__in=users)
    for one in _signed_in(found.select_related("user", "session")):
        if _desk_is_closed(_seen_at(one.user), now):
            letters.say_to_advisor(one, department, kind, KEPT_SECONDS)


class ToClosedDesks:
    """For the watch over doors that nobody opens."""

    def reached(self, users: Iterable[int]) -> set[int]:
        found = AdvisorSubscription.objects.filter(user__in=users)
        return {one.user_id for one in _signed_in(found.select_related("user", "session"))}

    def tell(self, users: Iterable[int], department: Department) -> None:
        tell(users, department, Kind.STILL_WAITING)


def tell_of_knocks() -> None:
    """A job: runs every second, and in several processes at once."""
    now = timezone.now()
    newest = _newest_knocks(now)
    for one in _signed_in(_free(now)) if newest else ():
        news = _news(one, newest)
        if news and _claim(one, now, max(newest[door] for door in news)):
            where = Department.objects.get(pk=news[0]) if len(news) == 1 else None
            letters.say_to_advisor(one, where, Kind.KNOCK, KEPT_SECONDS)


def _newest_knocks(now: datetime) -> dict[int, datetime]:
    """At which doors somebody waits who has knocked just now, and when the last of them did."""
    recent = Visit.objects.filter(
        present(), state=State.WAITING, since__gt=now - A_KNOCK_IS_NEWS_FOR
    )
    return dict(recent.values_list("department").annotate(Max("since")))


def _free(now: datetime) -> list[AdvisorSubscription]:
    """On duty and not with somebody, but not at the desk; nor told a moment ago."""
    lately = Q(told_at__gt=now - AT_MOST_EVERY)
    busy = Visit.objects.filter(state__in=WITH_ADVISOR).values("advisor")
    free = AdvisorSubscription.objects.filter(user__duty__state=DutyState.FREE)
    found = free.exclude(lately).exclude(user__in=busy).select_related("user", "session")
    return [one for one in found if _desk_is_closed(_seen_at(one.user), now)]


def _news(one: AdvisorSubscription, newest: Mapping[int, datetime]) -> list[int]:
    """Doors with a knock that no desk of this person has shown and of which they do not know."""
    doors = Membership.objects.filter(user=one.user_id).values_list("department_id", flat=True)
    known = [one.made_at, one.told_until, _seen_at(one.user)]
    after = max(moment for moment in known if moment is not None)
    return [door for door in doors if door in newest and newest[door] > after]


def _claim(one: AdvisorSubscription, now: datetime, until: datetime) -> bool:
    """Of several processes one tells."""
    same = AdvisorSubscription.objects.filter(pk=one.pk, told_until=one.told_until)
    return bool(same.update(told_at=now, told_until=until))


def _seen_at(user: User) -> datetime | None:
    return Duty.objects.filter(user=user).values_list("seen_at", flat=True).first()


def _desk_is_closed(seen_at: datetime | None, now: datetime) -> bool:
    return seen_at is None or now - seen_at >= DESK_IS_CLOSED_AFTER


def _signed_in(found: Iterable[AdvisorSubscription]) -> list[AdvisorSubscription]:
    return [one for one in found if _is_signed_in(one)]


def _is_signed_in(one: AdvisorSubscription) -> bool:
    """As Django asks it of each request: the session lives, and the password is still the same."""
    session, user = one.session, one.user
    said = session.get_decoded()
    return (
        user.is_active
        and session.expire_date > timezone.now()
        and said.get(SESSION_KEY) == str(user.pk)
        and constant_time_compare(said.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash())
    )
