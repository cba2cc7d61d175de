"""The place in the line, as its holder reads it.

A thousand people read the same words with other numbers, so the words are rendered once for each
shape and the numbers put in.
"""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.html import escape

from buergerbuero.departments.status import Door, PublicState
from buergerbuero.departments.status import State as DoorState
from buergerbuero.live.viewer import Message
from buergerbuero.visits.alerts import Stage
from buergerbuero.visits.glimpse import Glimpse
from buergerbuero.visits.rules import Position
from buergerbuero.visits.snapshot import Snapshot
from buergerbuero.web.regions import render_region

TEMPLATE = "citizen/regions/place.html"
FIGURES_AT_MOST = 6
# Private-use characters stand in a rendered place for what differs from person to person.
AHEAD, AWAY, LABEL, MORE, BACK_AT, PHONE = map(chr, range(0xE001, 0xE007))

# What stands at the head of the line; a door that is shut for others still lets these in.
DOORS = {
    DoorState.OPEN: Door.OPEN,
    DoorState.ON_BREAK: Door.EMPTY,
    DoorState.UNSTAFFED: Door.CLOSED,
}
NOBODY_CALLS = frozenset({DoorState.ON_BREAK, DoorState.UNSTAFFED})


class Shape(NamedTuple):
    """All that decides about words and drawing. `figures`: for each person drawn, who is away."""

    figures: tuple[bool, ...]
    more: bool
    away: int
    absent: bool
    door: DoorState
    break_ends: bool
    told: Stage  # who knows that nobody opens
    callback_at: str  # the door where one can ask for a call instead


def render_place(
    department: Snapshot, position: Position, label: str, language: str, *, absent: bool
) -> Message:
    key = (
        "place",
        language,
        min(position.ahead, FIGURES_AT_MOST + 1),
        min(position.away, 2),
        absent,
    )
    mould = department.rendered.get(key)
    if mould is None:
        shape = _shape(department, position, absent=absent)
        mould = department.rendered[key] = _mould_of(shape, language)
    numbers = _numbers(department, position, label).items()
    filled = mould % {name.encode(): value.encode() for name, value in numbers}
    return Message("region:place", filled)


def _mould_of(shape: Shape, language: str) -> bytes:
    key = (language, shape)
    if key not in _moulds:
        _moulds[key] = _mould(shape, language)
    return _moulds[key]


def _mould(shape: Shape, language: str) -> bytes:
    """The region as a pattern for `%`: ten thousand times, that is faster than replacing."""
    payload = render_region("place", TEMPLATE, _context(shape) | SPLICED, language).payload
    mould = payload.replace(b"%", b"%%")
    for name, mark in SPLICED.items():
        mould = mould.replace(mark.encode(), b"%%(%b)b" % name.encode())
    return mould


def no_place(language: str) -> Message:
    return render_region("place", TEMPLATE, {"shape": None}, language)


def place_context(
    department: Glimpse, position: Position, label: str, *, absent: bool
) -> dict[str, Any]:
    shape = _shape(department, position, absent=absent)
    return _context(shape) | _numbers(department, position, label)


_moulds: dict[tuple[str, Shape], bytes] = {}
SPLICED = {
    "shown_ahead": AHEAD,
    "shown_away": AWAY,
    "shown_more": MORE,
    "back_at": BACK_AT,
    "phone": PHONE,
    "label": LABEL,
}


def _shape(department: Snapshot | Glimpse, position: Position, *, absent: bool) -> Shape:
    told = Stage.QUIET if absent else department.stage
    asks = told == Stage.NOBODY and department.department.takes_callbacks
    drawn = department.line[: min(position.ahead, FIGURES_AT_MOST)]
    return Shape(
        figures=tuple(place.absent for place in drawn),
        more=position.ahead > FIGURES_AT_MOST,
        away=min(position.away, 2),
        absent=absent,
        door=department.public.state,
        break_ends=_break_ends(department.public) is not None,
        told=told,
        callback_at=department.department.slug if asks else "",
    )


def _context(shape: Shape) -> dict[str, Any]:
    ahead = len(shape.figures) + shape.more
    return {
        "shape": shape,
        "ahead": ahead,
        "soon": ahead == 0 and not (shape.absent or shape.told) and shape.door not in NOBODY_CALLS,
        "door": DOORS.get(shape.door, Door.AJAR),
    }


def _numbers(department: Snapshot | Glimpse, position: Position, label: str) -> dict[str, str]:
    back_at = _break_ends(department.public)
    return {
        "shown_ahead": str(position.ahead),
        "shown_away": str(position.away),
        "shown_more": str(position.ahead - FIGURES_AT_MOST),
        "back_at": f"{back_at.hour}:{back_at:%M}" if back_at else "",
        "phone": escape(department.department.phone),
        "label": label,
    }


def _break_ends(public: PublicState) -> datetime | None:
    if public.state != DoorState.ON_BREAK or public.back_at is None:
        return None
    return timezone.localtime(public.back_at)
