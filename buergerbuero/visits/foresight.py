"""What a door finds out by itself about the rest of its day: it stops in time to serve those who
wait, and says that it takes longer. Kept in its row, so all processes and a restart agree."""

from datetime import timedelta

from django.utils import timezone

from buergerbuero.departments.actions import say_by_itself
from buergerbuero.visits.line import HEAD, line_of
from buergerbuero.visits.look import Look, load_looks, reopens
from buergerbuero.visits.models import Visit
from buergerbuero.visits.outlooks import Forecast
from buergerbuero.visits.promises import is_later, stops, takes_longer
from buergerbuero.visits.rules import positions


def look_ahead() -> None:
    """A job of the ticker."""
    for look in load_looks():
        if look.public.closes_at or look.forecast:
            say_by_itself(look.department, too_late=_stops(look), longer=_takes_longer(look))


def _stops(look: Look) -> bool:
    department, today = look.department, timezone.localdate(look.taken_at)
    before = department.too_late_on == today
    if not department.stops_in_time or department.takes_anyway_on == today:
        return False
    closes_at = look.public.closes_at
    if closes_at is None or reopens(department.hours(), closes_at):
        return False  # whoever waits then keeps the place over the pause
    soonest = _soonest(look)
    return before if soonest is None else stops(before, soonest, closes_at - look.taken_at)


def _soonest(look: Look) -> timedelta | None:
    """Until somebody who knocks now may be called; None: unknown."""
    if look.comes_at_once:
        return timedelta()
    if look.forecast is None:
        return None
    return look.forecast.outlook.range(look.line.ahead - look.line.away, look.line.away).low


def _takes_longer(look: Look) -> bool:
    before = look.department.longer_on == timezone.localdate(look.taken_at)
    if look.forecast is None:
        return before
    late = _late(look, look.forecast)
    return takes_longer(before, look.forecast.outlook.pace, sum(late), len(late))


def _late(look: Look, forecast: Forecast) -> list[bool]:
    """Of the first who wait and were told something: is it clearly more by now?"""
    line = line_of(Visit.objects.filter(department=look.department), HEAD)
    waiting = Visit.objects.filter(pk__in=[place.visit for place in line], told_high__isnull=False)
    told = dict(waiting.filter(put_back=False).values_list("pk", "told_high"))
    where = positions(line)
    return [
        is_later(
            timedelta(seconds=told[place.visit] or 0),
            look.taken_at - place.since,
            forecast.outlook.range(
                where[place.visit].ahead - where[place.visit].away, where[place.visit].away
            ).low,
        )
        for place in line
        if place.visit in told and not place.absent
    ]
