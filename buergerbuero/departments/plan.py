"""Opening hours as people write them: "Mo-Fr 8:30-12:30"."""

import re
from collections.abc import Iterable, Sequence
from datetime import time

from buergerbuero.departments.hours import Span

WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
_TIMES = r"(?P<opens>\d\d?:\d\d)-(?P<closes>\d\d?:\d\d)"
_LINE = re.compile(rf"(?P<first>\w\w)(?:-(?P<last>\w\w))? {_TIMES}")
_SPAN = re.compile(_TIMES)


def read_line(line: str) -> list[Span]:
    """Raises ValueError with a sentence."""
    try:
        return _read(line)
    except ValueError:
        example = "write for example “Mo-Fr 8:30-12:30”"
        raise ValueError(f"“{line}” is no opening time; {example}.") from None


def _read(line: str) -> list[Span]:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ValueError(line)
    first = WEEKDAYS.index(match["first"])
    last = WEEKDAYS.index(match["last"] or match["first"])
    if last < first:
        raise ValueError(line)
    opens, closes = _time(match["opens"]), _time(match["closes"])
    return [Span(day, opens, closes) for day in range(first, last + 1)]


def read_times(text: str, weekday: int) -> Span:
    """The hours of one day. Raises ValueError with a sentence."""
    match = _SPAN.fullmatch(text)
    try:
        if match is None:
            raise ValueError(text)
        return Span(weekday, _time(match["opens"]), _time(match["closes"]))
    except ValueError:
        raise ValueError(f"“{text}” is no time of a day; write for example “8:30-12:30”.") from None


def _time(text: str) -> time:
    hour, minute = (int(part) for part in text.split(":"))
    return time(0) if (hour, minute) == (24, 0) else time(hour, minute)


def written(spans: Iterable[Span]) -> list[str]:
    """A week in as few lines as days with the same hours can be joined to."""
    days: dict[tuple[str, ...], list[int]] = {}
    by_day: dict[int, list[str]] = {}
    for span in sorted(spans):
        by_day.setdefault(span.weekday, []).append(times(span))
    for weekday, hours in sorted(by_day.items()):
        days.setdefault(tuple(hours), []).append(weekday)
    return [
        f"{named} {hours}"
        for together, weekdays in days.items()
        for named in _stretches(weekdays)
        for hours in together
    ]


def times(span: Span) -> str:
    return f"{_clock(span.opens)}-{'24:00' if span.closes == time(0) else _clock(span.closes)}"


def _clock(at: time) -> str:
    return f"{at.hour}:{at:%M}"


def _stretches(weekdays: Sequence[int]) -> list[str]:
    """Neighbouring days as one: Mo-Fr."""
    found: list[list[int]] = []
    for weekday in weekdays:
        if found and found[-1][-1] == weekday - 1:
            found[-1].append(weekday)
        else:
            found.append([weekday])
    return [
        WEEKDAYS[days[0]] if len(days) == 1 else f"{WEEKDAYS[days[0]]}-{WEEKDAYS[days[-1]]}"
        for days in found
    ]
