"""Who waits is told when the turn is near, when it has come, and when a visit of which nobody has
heard is about to end: once for each visit, call and silence."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from buergerbuero.push import letters
from buergerbuero.push.models import VisitSubscription
from buergerbuero.push.subscribing import Browser
from buergerbuero.visits import clock
from buergerbuero.visits.guards import present
from buergerbuero.visits.line import line_of
from buergerbuero.visits.models import OPEN, Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import EXPIRES_AFTER, Absence, State

NEAR = 2  # with this many at the head of the line one is ahead, or nobody
UNSEEN = Q(visit__absence=Absence.UNSEEN)
NEARLY_SECONDS = 120
ENDING = timedelta(minutes=5)
CALL_SECONDS = 120


def subscribe(visit: Visit, browser: Browser) -> None:
    """Raises Conflict unless `visit` is open and still held by whoever asks."""
    with transaction.atomic():
        held = Visit.objects.filter(pk=visit.pk, state__in=OPEN, secret_hash=visit.secret_hash)
        if not held.select_for_update().exists():
            raise Conflict("this visit is over, or goes on elsewhere")
        VisitSubscription.objects.update_or_create(
            visit=visit,
            defaults=browser.fields()
            | {
                "secret_hash": visit.secret_hash,
                "knew_nearly": visit.pk in _near(visit.department_id),
                "told_nearly": False,
                "told_call": visit.called_at,
            },
        )


def unsubscribe(visit: Visit) -> None:
    VisitSubscription.objects.filter(visit=visit).delete()


def is_subscribed(visit: Visit) -> bool:
    return VisitSubscription.objects.filter(visit=visit, secret_hash=visit.secret_hash).exists()


def tell() -> None:
    """A job: runs every second, and in several processes at once."""
    _forget_those_over()
    for one in _called():
        if _claim(one, Q(told_call=one.told_call), told_call=one.visit.called_at):
            letters.say_called(one, CALL_SECONDS)
    for one in _come_near():
        if _claim(one, Q(told_nearly=False), told_nearly=True):
            letters.say_nearly(one, NEARLY_SECONDS)
    for one in _ending():
        if _claim(one, Q(told_end=one.told_end), told_end=_last_sign(one.visit)):
            letters.say_ending(one, _ends_at(one.visit), int(ENDING.total_seconds()))


def _forget_those_over() -> None:
    over = ~Q(visit__state__in=OPEN) | ~Q(visit__secret_hash=F("secret_hash"))
    found = list(VisitSubscription.objects.filter(over).values_list("pk", flat=True))
    if found:  # a delete of nothing would still ask for the right to write
        VisitSubscription.objects.filter(pk__in=found).delete()


def _called() -> list[VisitSubscription]:
    called = VisitSubscription.objects.filter(visit__state=State.CALLED)
    untold = Q(told_call=None) | ~Q(told_call=F("visit__called_at"))
    return list(called.filter(untold).select_related("visit"))


def _come_near() -> list[VisitSubscription]:
    """Whoever took a pause is left in peace. Whose page sleeps has to hear it in any case: they are
    passed over until they open it."""
    news = Q(knew_nearly=False, visit__in=Visit.objects.filter(present()))
    waiting = VisitSubscription.objects.filter(
        news | UNSEEN, told_nearly=False, visit__state=State.WAITING
    )
    doors = list(waiting.values_list("visit__department_id", flat=True).distinct())
    near = [visit for door in doors for visit in _near(door)]
    return list(waiting.filter(visit__in=near)) if near else []


def _ending() -> list[VisitSubscription]:
    """Whose page has been asleep for so long that the visit ends soon: once for each sleep."""
    ending = VisitSubscription.objects.filter(visit__in=clock.expires_within(ENDING))
    return [one for one in ending.select_related("visit") if one.told_end != _last_sign(one.visit)]


def _last_sign(visit: Visit) -> datetime:
    return visit.seen_at or visit.since


def _ends_at(visit: Visit) -> datetime:
    return max(_last_sign(visit), visit.absent_until or visit.since) + EXPIRES_AFTER


def _near(department: int) -> list[str]:
    """The rule of static/js/citizen/nearly.js."""
    return [place.visit for place in line_of(Visit.objects.filter(department=department), NEAR)]


def _claim(one: VisitSubscription, still: Q, **done: object) -> bool:
    """Of several processes one tells."""
    return bool(VisitSubscription.objects.filter(still, pk=one.pk).update(**done))
