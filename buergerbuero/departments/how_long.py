"""How long it takes, in words: always a range, never a promise to the minute."""

from django.utils.translation import gettext as _

from buergerbuero.departments.status import Expected

SHORTEST = 5  # minutes
HOUR, HALF_HOUR = 60, 30
LAST_IN_MINUTES, LONGEST = 90, 480


def how_long(expected: Expected) -> str:
    """ "10 bis 25 Minuten" """
    low, high = expected
    if high <= SHORTEST:
        return _("weniger als 5 Minuten")
    if low == 0:
        return _("bis zu %(length)s") % {"length": _length(high)}
    if high > LONGEST:
        return _("mehr als %(length)s") % {"length": _length(low)}
    return _("%(low)s bis %(high)s") % {"low": _start(low, high), "high": _length(high)}


def _start(low: int, high: int) -> str:
    """In the unit of the end, where it can be."""
    if high <= LAST_IN_MINUTES:
        return str(low)
    return _hours(low) if low >= HOUR else _length(low)


def _length(minutes: int) -> str:
    if minutes > LAST_IN_MINUTES:
        return _("%(hours)s Stunden") % {"hours": _hours(minutes)}
    return _("%(minutes)s Minuten") % {"minutes": minutes}


def _hours(minutes: int) -> str:
    """ "1½" """
    return f"{minutes // HOUR}{'½' if minutes % HOUR >= HALF_HOUR else ''}"
