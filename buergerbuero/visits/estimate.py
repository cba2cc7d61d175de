"""How long until somebody is called, as a range. Imports no Django; the time comes as an argument.

What may happen is drawn from the department's own recent turns, the same draws every time. What
such draws do not know (pauses, writing notes, people who leave) the department's own recent errors
tell: both ends are moved to where the truth has lain lately.
"""

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache, partial
from itertools import accumulate
from math import ceil, exp, log
from operator import mul
from random import Random
from statistics import NormalDist, fmean, median

ENOUGH_TURNS = 8
TURNS_USED = 250
DRAWS = 80
DRAWN_PLACES = 60  # from there on the line grows evenly
# 85 % of the truths shall lie in the range; errors are known only when the wait is over.
AIM = 0.87
BREAK_LEFT = 600.0
SOFTENED = 180.0  # ratios of a few seconds mean nothing
DAYS_DIFFER = 0.1  # the logarithm of a day's pace
ODD_DAYS, ODD_DAYS_DIFFER = 0.3, 0.4
PACE_FORGETS = timedelta(hours=2)
ERRORS_FORGET = 150  # visits, until an error counts half
DOUBT = 40  # counts like so many errors as a range has that was never checked


@dataclass(frozen=True, slots=True)
class Turn:
    """How long one visit took an advisor, from the call on; also a call nobody answered."""

    ended: datetime
    took: timedelta


@dataclass(frozen=True, slots=True)
class Range:
    low: timedelta
    high: timedelta


@dataclass(frozen=True, slots=True)
class Error:
    """What was drawn at the knock (not what was shown), and how long it took until the call."""

    drawn: Range
    took: timedelta


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at a department: everything a range depends on except one's place."""

    turns: Sequence[Turn]  # oldest first
    running: Sequence[timedelta]  # how long each advisor is taken already
    free: int
    on_break: int  # without having said until when
    errors: Sequence[Error] = ()  # oldest first
    back_in: Sequence[timedelta] = ()  # of those on a break who have said it

    @property
    def on_duty(self) -> int:
        return len(self.running) + self.free + self.on_break + len(self.back_in)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Ranges for the whole line. `drawn` is kept with a visit: from it errors are learned."""

    _lows: Sequence[float]
    _highs: Sequence[float]
    _low_factor: float
    _high_factor: float
    pace: float  # how slow today is, 1 being as usual

    def drawn(self, present: int, away: int = 0) -> Range:
        # Half of those who are away are back before it is their turn.
        low = _at(self._lows, present + away // 2)
        high = _at(self._highs, present + ceil(away / 2))
        return Range(timedelta(seconds=low), timedelta(seconds=high))

    def range(self, present: int, away: int = 0) -> Range:
        """For somebody with so many people ahead, present and away."""
        drawn = self.drawn(present, away)
        low = _moved(drawn.low, self._low_factor)
        return Range(low, max(low, _moved(drawn.high, self._high_factor)))


def outlook(reading: Reading, longest: int, now: datetime) -> Outlook | None:
    """For everybody who has at most `longest` people ahead. None: too little is known to say."""
    turns = reading.turns[-TURNS_USED:]
    if len(turns) < ENOUGH_TURNS or not reading.on_duty:
        return None
    usual = sorted(turn.took.total_seconds() for turn in turns)
    running = [elapsed.total_seconds() for elapsed in reading.running]
    paces = _paces(turns, running, now)
    places = min(longest, DRAWN_PLACES) + 1
    back_in = [max(0.0, left.total_seconds()) for left in reading.back_in]
    idle = [0.0] * reading.free + [BREAK_LEFT] * reading.on_break + back_in
    waits = [
        _waits(
            idle, running, [pace * one for one in usual], chances[: len(running)], chances[-places:]
        )
        for pace, chances in zip(paces, _chances(), strict=True)
    ]
    ordered = [sorted(at_place) for at_place in zip(*waits, strict=True)]
    miss = (1 - AIM) / 2
    lows = [one[int(miss * DRAWS)] for one in ordered]
    highs = [one[int((1 - miss) * DRAWS)] for one in ordered]
    return Outlook(lows, highs, *_factors(reading.errors), median(paces))


# What may happen


def _waits(
    idle: Sequence[float],
    running: Sequence[float],
    usual: Sequence[float],
    left: Sequence[float],
    taken: Sequence[float],
) -> list[float]:
    """When the next, the second, the third ... is called, by these chances: how long each running
    turn still takes, and how long each turn after it."""
    ready = [*idle, *map(partial(_left, usual), running, left)]
    heapq.heapify(ready)
    found = []
    for chance in taken:
        found.append(ready[0])
        heapq.heapreplace(ready, ready[0] + usual[int(chance * len(usual))])
    return found


def _left(usual: Sequence[float], elapsed: float, chance: float) -> float:
    """How long a turn still takes that has lasted so long."""
    first = bisect_right(usual, elapsed)
    longer = len(usual) - first
    if longer < 3:
        return elapsed * chance
    return usual[first + int(chance * longer)] - elapsed


@lru_cache(maxsize=1)
def _chances() -> list[tuple[float, ...]]:
    """For each draw a row of numbers in [0, 1), evenly spread over the draws in each column."""
    random = Random(4)  # noqa: S311  # guards nothing; the same look shall give the same range
    columns = []
    for _ in range(2 * DRAWN_PLACES):
        column = [(draw + 0.5) / DRAWS for draw in range(DRAWS)]
        random.shuffle(column)
        columns.append(column)
    return list(zip(*columns, strict=True))


# How fast it goes today


def _paces(turns: Sequence[Turn], running: Sequence[float], now: datetime) -> list[float]:
    """For each draw how slow today is, 1 being as usual: guessed before, corrected by what is seen.

    Turns that run count too. Otherwise a slow day would show after its first long turns only.
    """
    usual = sorted(turn.took.total_seconds() for turn in turns)
    seen, weight = _seen(turns, now)
    likely = [
        guess - weight * (seen - pace) ** 2 / 2 + _fits_running(usual, running, exp(pace))
        for pace, guess in _GUESSES
    ]
    best = max(likely)
    sums = list(accumulate(exp(one - best) for one in likely))
    at = [bisect_left(sums, sums[-1] * (draw + 0.5) / DRAWS) for draw in range(DRAWS)]
    return [exp(_GUESSES[found][0]) for found in at]


def _seen(turns: Sequence[Turn], now: datetime) -> tuple[float, float]:
    """How much slower the last hours were (a logarithm), and how much that says."""
    logs = [log(max(1.0, turn.took.total_seconds())) for turn in turns]
    weights = [0.5 ** ((now - turn.ended) / PACE_FORGETS) for turn in turns]
    mean, weight = fmean(logs), sum(weights) + 1e-9
    differs = fmean((one - mean) ** 2 for one in logs) + 0.01
    return sum(map(mul, logs, weights)) / weight - mean, weight / differs


def _fits_running(usual: Sequence[float], running: Sequence[float], pace: float) -> float:
    longer = [len(usual) - bisect_right(usual, elapsed / pace) for elapsed in running]
    return sum(log((one + 1) / (len(usual) + 1)) for one in longer)


def _guesses() -> list[tuple[float, float]]:
    """Logarithms of a pace and of how likely it is: mostly as usual, now and then a slow day."""
    normal, odd = NormalDist(0, DAYS_DIFFER), NormalDist(0.15, ODD_DAYS_DIFFER)
    paces = [step / 20 for step in range(-14, 24)]
    return [(one, log((1 - ODD_DAYS) * normal.pdf(one) + ODD_DAYS * odd.pdf(one))) for one in paces]


_GUESSES = _guesses()


# What the errors say


def _factors(errors: Sequence[Error]) -> tuple[float, float]:
    miss = (1 - AIM) / 2
    weights = [0.5 ** (age / ERRORS_FORGET) for age in range(len(errors))][::-1]
    lows = [_ratio(error.took, error.drawn.low) for error in errors]
    highs = [_ratio(error.took, error.drawn.high) for error in errors]
    return _quantile(lows, weights, miss), _quantile(highs, weights, 1 - miss)


def _quantile(ratios: Sequence[float], weights: Sequence[float], share: float) -> float:
    if not ratios:
        return 1.0
    known = sorted(zip(ratios, weights, strict=True))
    sums = list(accumulate(weight for _, weight in known))
    found = known[bisect_left(sums, share * sums[-1])][0]
    return float(found ** (sums[-1] / (sums[-1] + DOUBT)))


def _ratio(took: timedelta, drawn: timedelta) -> float:
    return (took.total_seconds() + SOFTENED) / (drawn.total_seconds() + SOFTENED)


def _moved(drawn: timedelta, factor: float) -> timedelta:
    return timedelta(seconds=max(0.0, (drawn.total_seconds() + SOFTENED) * factor - SOFTENED))


def _at(curve: Sequence[float], ahead: int) -> float:
    last = len(curve) - 1
    return curve[ahead] if ahead <= last else curve[last] * (ahead + 1) / (last + 1)
