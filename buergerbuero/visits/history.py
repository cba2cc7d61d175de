"""What the history of a door says: why places have changed, who was called out of order today."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone

from buergerbuero.departments.models import Department
from buergerbuero.visits.jumps import GONE, GONE_FOR, STANDS_FOR, STEPPED_IN, TOLD_FOR, Jump, Why
from buergerbuero.visits.models import Event, Visit
from buergerbuero.visits.rules import ENDS_BY_ITSELF, Absence, Kind, Place, Reason, State

_COLUMNS = ("kind", "at", "why", "visit", "visit__since", "visit__put_back")


def load_jumps(department: Department, now: datetime) -> list[Jump]:
    """Only what still matters: who stepped in stands there, who was preferred has been served."""
    here = Q(department=department)
    waits_here = Q(visit__department=department, visit__state=State.WAITING)
    back = Q(kind=Kind.BACK, at__gt=now - TOLD_FOR, visit__absence=Absence.PRESENT)
    # The history says from which door somebody was handed over.
    handed_over = Q(kind=Kind.TRANSFER)
    into_this_line = (handed_over & ~here) | (~handed_over & here)
    stepped_in = Q(kind__in=STEPPED_IN, at__gt=now - STANDS_FOR) & into_this_line
    # Who left when called was no longer in the line.
    gone = Q(kind__in=GONE, at__gt=now - GONE_FOR, visit__called_at=None)
    # Not of a call that was taken back, or that another has followed.
    preferred = _preferred(now - TOLD_FOR) & Q(at__gte=F("visit__called_at"))
    events = Event.objects.filter(
        (waits_here & (here & back | stepped_in)) | (here & (gone | preferred)),
        kind__in=_WHY,
        at__gt=now - STANDS_FOR,
    )
    return [*_last_steps(_jumps(events)), *_pauses_over(department, now)]


def _last_steps(jumps: Iterable[Jump]) -> Iterator[Jump]:
    """How somebody came to stand where they do is told by the last time alone."""
    steps: dict[str, Jump] = {}
    for jump in jumps:
        if jump.why in STEPPED_IN.values():
            steps[jump.visit] = jump
        else:
            yield jump
    yield from steps.values()


def _jumps(events: QuerySet[Event]) -> Iterator[Jump]:
    for kind, at, why, visit, since, put_back in events.values_list(*_COLUMNS):
        order = Place(visit, since, put_back).order
        yield Jump(_WHY[Kind(kind)], visit, order, at, Reason(why) if why else None)


_WHY = {
    **STEPPED_IN,
    **dict.fromkeys(GONE, Why.GONE),
    Kind.BACK: Why.BACK,
    Kind.CALL: Why.PREFERRED,
}


def _pauses_over(department: Department, now: datetime) -> Iterable[Jump]:
    """A pause that ends by itself leaves no event."""
    over = Visit.objects.filter(
        department=department,
        state=State.WAITING,
        absence__in=ENDS_BY_ITSELF,
        absent_until__range=(now - TOLD_FOR, now),
    )
    for visit, since, put_back, at in over.values_list("id", "since", "put_back", "absent_until"):
        yield Jump(Why.BACK, visit, Place(visit, since, put_back).order, at or now)


def _preferred(since: datetime) -> Q:
    return Q(kind=Kind.CALL, at__gt=since) & ~Q(why="")


def load_preferred(department: Department, now: datetime) -> dict[Reason, int]:
    """How often somebody was called out of order today, by reason; nobody else's figures."""
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    events = Event.objects.filter(_preferred(today), department=department)
    counts = dict(events.order_by().values_list("why").annotate(Count("id")))
    return {reason: counts[reason] for reason in Reason if reason in counts}


def doors_of_news_just_over(recently: datetime, now: datetime) -> set[str]:
    """Where somebody's page still shows what is no longer told."""
    lasted: tuple[tuple[tuple[str, ...], timedelta], ...] = (
        ((Kind.BACK, Kind.CALL), TOLD_FOR),
        (GONE, GONE_FOR),
    )
    over = Q()
    for kinds, length in lasted:
        over |= Q(kind__in=kinds, at__range=(recently - length, now - length))
    events = Event.objects.filter(over).exclude(kind=Kind.CALL, why="")
    pauses = Visit.objects.filter(
        state=State.WAITING, absent_until__range=(recently - TOLD_FOR, now - TOLD_FOR)
    )
    return {
        *events.order_by().values_list("department__slug", flat=True).distinct(),
        *pauses.values_list("department__slug", flat=True),
    }
