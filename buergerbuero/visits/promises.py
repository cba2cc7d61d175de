"""What is made of a range at the counter. Imports no Django; the time comes as an argument."""

from datetime import datetime, timedelta
from math import ceil, floor

from buergerbuero.departments.status import Expected
from buergerbuero.visits.estimate import Range

STEP, LONG_STEP = 5, 30  # minutes
LONG = 90  # from here on minutes mean little
MOST = 8 * 60
SLACK = 1  # minutes by which a number may be off before it is said anew
MINUTE = timedelta(minutes=1)
REOPENS_WITH = timedelta(minutes=10)  # to spare, so that a door does not flap
# Today's pace, 1 being as usual; and of those who were told something, how many wait longer.
SLOW, SLOW_STILL = 1.5, 1.25
LATE, LATE_STILL = 1 / 2, 1 / 4
LATER_BY, LATER_BY_SHARE = timedelta(minutes=5), 0.25


def said(exact: Range, before: Expected | None = None) -> Expected:
    """In round minutes, outwards. A number that was said `before` stays while it nearly fits."""
    low, high = exact.low / MINUTE, exact.high / MINUTE
    high_step = LONG_STEP if high > LONG else STEP
    low_step = LONG_STEP if high > LONG and low >= 60 else STEP  # an hour
    lower = min(MOST, _kept(before.low, low, low_step, 0) if before else _down(low, low_step))
    upper = _kept(before.high, high, high_step, 1) if before else _up(high, high_step)
    return Expected(lower, max(lower + low_step, min(upper, MOST + LONG_STEP)))


def _kept(before: int, exact: float, step: int, end: int) -> int:
    """`end`: 0 for the lower one, 1 for the upper."""
    fits = before - end * step - SLACK < exact < before + (1 - end) * step + SLACK
    if fits and before % step == 0:
        return before
    return _up(exact, step) if end else _down(exact, step)


def _down(exact: float, step: int) -> int:
    return floor(exact / step) * step


def _up(exact: float, step: int) -> int:
    return ceil(exact / step) * step


def is_too_late(expected: Expected | None, now: datetime, until: datetime | None) -> bool:
    """By the middle of the range: "voraussichtlich" means more likely than not. By the upper end
    almost nobody would be sent away in vain, but many who would have been served; by the lower end
    it is left to `stops`, which shuts the door."""
    if expected is None or until is None:
        return False
    return now + (expected.low + expected.high) / 2 * MINUTE > until


def stops(before: bool, soonest: timedelta, left: timedelta | None) -> bool:
    """Whoever knocked now would come too late, even if all goes quickly."""
    if left is None:
        return False
    return soonest + (REOPENS_WITH if before else timedelta()) > left


def is_later(told: timedelta, waited: timedelta, soonest: timedelta) -> bool:
    """They were told to be called within `told`, and now it is clearly more."""
    return waited + soonest > told + max(LATER_BY, LATER_BY_SHARE * told)


def takes_longer(before: bool, pace: float, late: int, told: int) -> bool:
    """Today is slow, or it has become so for those who wait: `late` of the `told`."""
    share = late / told if told else 0
    if before:
        return pace >= SLOW_STILL or share >= LATE_STILL
    return pace >= SLOW or share >= LATE
