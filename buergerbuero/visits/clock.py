"""What happens to visits by itself. Each function is a job of the ticker; several processes may run
the same one at once, because every move is a compare-and-set."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from buergerbuero.departments import hours as opening
from buergerbuero.departments.models import Department, Duty
from buergerbuero.live.announce import announce
from buergerbuero.visits import rules
from buergerbuero.visits.history import doors_of_news_just_over
from buergerbuero.visits.look import Look, day_ends, load_looks
from buergerbuero.visits.models import (
    OPEN,
    DailySalt,
    Event,
    NumberRoll,
    ReturnCode,
    ReturnTry,
    Visit,
)
from buergerbuero.visits.moves import Conflict, back_in_line, move
from buergerbuero.visits.rules import Absence, Kind, State
from buergerbuero.visits.slips import erase_slips
from buergerbuero.visits.words import doors_of_words_just_over, erase_words

AWAKE_WITHIN = timedelta(minutes=1)
SOURCE_KEPT_FOR = timedelta(hours=23)
TRIES_KEPT_FOR = timedelta(hours=1)
HISTORY_KEPT_FOR = timedelta(days=90)


def acknowledge(visits: Sequence[str]) -> None:
    """These pages have given a sign of life. Whoever was unseen is present again."""
    Visit.objects.filter(pk__in=visits).exclude(state=State.CLOSED).update(seen_at=timezone.now())
    unseen = Visit.objects.filter(pk__in=visits, state=State.WAITING, absence=Absence.UNSEEN)
    _each(unseen, _show_up)


def _show_up(visit: Visit) -> None:
    unseen = Q(absence=Absence.UNSEEN)
    move(visit, Kind.BACK, only=unseen, absence=Absence.PRESENT, absent_until=None)


def end_offers() -> None:
    over = Visit.objects.filter(state=State.CALLED, offer_until__lte=timezone.now())
    _each(over, _end_offer)


def _end_offer(visit: Visit) -> None:
    over = Q(offer_until__lte=timezone.now())
    if not _page_was_awake(visit):
        # A sleeping phone is no no-show: it costs nothing but the turn.
        move(visit, Kind.UNANSWERED, only=over, **back_in_line(Absence.UNSEEN, visit.absent_until))
    elif visit.missed + 1 >= rules.MISSED_AT_MOST:
        move(visit, Kind.MISS, only=over, missed=F("missed") + 1)
    else:
        fields = back_in_line(Absence.NOT_ANSWERED) | {"missed": F("missed") + 1}
        move(visit, Kind.UNANSWERED, only=over, **fields)


def _page_was_awake(visit: Visit) -> bool:
    seen = visit.seen_at is not None and timezone.now() - visit.seen_at < AWAKE_WITHIN
    return visit.reached_at is not None and seen


def mark_unseen() -> None:
    now = timezone.now()
    away = Q(absence__in=(Absence.NOT_ANSWERED, Absence.UNSEEN, Absence.PAPERS))
    paused = ~Q(absence="") & Q(absent_until__gt=now - rules.UNSEEN_AFTER)
    silent = _silent_since(now - rules.UNSEEN_AFTER).exclude(away | paused)
    _each(
        silent,
        lambda visit: move(
            visit,
            Kind.UNSEEN,
            only=_as_read(visit),
            absence=Absence.UNSEEN,  # `absent_until` stays: `expire` does not count a pause
        ),
    )


def expire() -> None:
    """Nobody has seen this page for half an hour, pauses not counted."""
    _each(expires_within(timedelta()), lambda visit: move(visit, Kind.EXPIRE, only=_as_read(visit)))


def expires_within(time: timedelta) -> QuerySet[Visit]:
    """Whose visits end by then unless they give a sign of life."""
    limit = timezone.now() + time - rules.EXPIRES_AFTER
    return _silent_since(limit).exclude(absent_until__gt=limit)


def _as_read(visit: Visit) -> Q:
    """They have given no sign of life since, and have not taken a pause either."""
    return Q(seen_at=visit.seen_at, absence=visit.absence, absent_until=visit.absent_until)


def _silent_since(moment: datetime) -> QuerySet[Visit]:
    """Waiting, with the last sign of life (or the knock) before this moment."""
    waiting = Visit.objects.filter(state=State.WAITING)
    return waiting.annotate(sign=Coalesce("seen_at", "since")).filter(sign__lt=moment)


def lapse() -> None:
    """Talks that nobody ends: hung up for a minute, or both pages gone for half an hour."""
    now = timezone.now()
    hung_up = Q(hung_up_at__lte=now - rules.RETURN_WITHIN)
    limit = now - rules.EXPIRES_AFTER
    here = Duty.objects.filter(seen_at__gt=limit).values("user")
    deserted = Q(seen_at__lt=limit) & ~Q(advisor__in=here)
    over = Visit.objects.filter(hung_up | deserted, state=State.TALKING)
    _each(over, lambda visit: move(visit, Kind.LAPSE, only=hung_up | deserted))


def end_day() -> None:
    """After closing, whoever can no longer be served hears so: when the last advisor has gone, or
    an hour after closing at the latest. Where the door opens again today they keep their place."""
    for look in load_looks():
        if look.public.waiting and _day_is_over(look.department, timezone.now()):
            _each(
                Visit.objects.filter(department=look.department, state=State.WAITING),
                lambda visit: move(visit, Kind.TURN_AWAY),
            )


def _day_is_over(department: Department, now: datetime) -> bool:
    hours = department.hours()
    ends = None if opening.is_open(hours, now) else day_ends(hours, now)
    if ends is None:
        return False
    alone_from = ends - rules.OVERTIME + rules.LEFT_ALONE_AFTER
    return now >= ends or (now >= alone_from and not _somebody_serves(department, now))


def _somebody_serves(department: Department, now: datetime) -> bool:
    recently = now - rules.LEFT_ALONE_AFTER
    serving = Duty.objects.filter(user__memberships__department=department, seen_at__gt=recently)
    return serving.exclude(state="away").exists()


def erase() -> None:
    """Everything whose stated lifetime is over."""
    now = timezone.now()
    Visit.objects.filter(closed_at__lt=now - rules.GOODBYE_FOR).exclude(
        secret_hash="", former_hash="", reason=""
    ).update(secret_hash="", former_hash="", reason="")
    ReturnCode.objects.exclude(visit__state__in=OPEN).delete()
    ReturnTry.objects.filter(at__lt=now - TRIES_KEPT_FOR).delete()
    Visit.objects.filter(since__lt=now - rules.KEPT_AT_MOST).update(
        name="",
        initial="",
        subject=None,
        case_number="",
        identity="",
        needs=[],
        to_fetch="",
        note="",
    )
    Visit.objects.filter(since__lt=now - SOURCE_KEPT_FOR).exclude(source="").update(source="")
    DailySalt.objects.filter(made_at__lt=now - SOURCE_KEPT_FOR - timedelta(hours=1)).delete()
    Event.objects.filter(at__lt=now - HISTORY_KEPT_FOR).delete()
    Visit.objects.filter(closed_at__lt=now - HISTORY_KEPT_FOR).delete()
    NumberRoll.objects.filter(day__lt=(now - HISTORY_KEPT_FOR).date()).delete()
    erase_words()
    erase_slips()


def sweep_file() -> None:
    """Carry erasures from SQLite's log into the database file, which overwrites them."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def announce_by_clock() -> None:
    """Changes that only time makes: a call nobody's page has shown or nobody answers; a pause, a
    word or news of the line that is over."""
    now = timezone.now()
    recently = now - timedelta(seconds=4)
    unreached = Q(
        state=State.CALLED,
        reached_at=None,
        called_at__range=(recently - rules.REACHED_WITHIN, now - rules.REACHED_WITHIN),
    )
    unanswered = Q(
        state=State.CALLED,
        called_at__range=(recently - rules.GO_ON_AFTER, now - rules.GO_ON_AFTER),
    )
    pause_over = Q(state=State.WAITING, absent_until__range=(recently, now))
    slugs = Visit.objects.filter(unreached | unanswered | pause_over).values_list(
        "department__slug", flat=True
    )
    over = doors_of_words_just_over(recently, now) | doors_of_news_just_over(recently, now)
    announce(*{f"department:{slug}" for slug in {*slugs, *over}})


class Doors:
    """Announces departments that look otherwise without an action: hours, desks gone, talks that
    take their time."""

    def __init__(self) -> None:
        self._known: dict[str, object] = {}

    def announce_changes(self) -> None:
        states = {look.department.slug: _seen(look) for look in load_looks()}
        changed = [slug for slug, state in states.items() if self._known.get(slug) != state]
        gone = self._known.keys() - states.keys()
        self._known = dict(states)
        if changed or gone:
            announce("overview", "crews", *(f"department:{slug}" for slug in changed))


def _seen(look: Look) -> object:
    if not look.forecast:
        return look.public
    return look.public, tuple(look.forecast.said[: look.line.ahead])


def _each(visits: Iterable[Visit], act: Callable[[Visit], object]) -> None:
    for visit in visits:
        try:
            act(visit)
        except Conflict:
            # Somebody moved it between the reading and the moving: it is no longer ours to move.
            continue
