"""How long it still takes, as whoever waits reads it; and when it will probably be too late.

Many read the same words, so they are written once for each reading and shape.
"""

from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone, translation

from buergerbuero.departments.how_long import how_long
from buergerbuero.departments.models import Department
from buergerbuero.departments.status import Expected
from buergerbuero.departments.status import State as DoorState
from buergerbuero.departments.wording import clock, moment
from buergerbuero.live.viewer import Draft
from buergerbuero.visits.glimpse import Glimpse
from buergerbuero.visits.models import Visit
from buergerbuero.visits.promises import is_too_late
from buergerbuero.visits.rules import Position, State
from buergerbuero.visits.snapshot import Snapshot
from buergerbuero.web.regions import render_region

REGION, TEMPLATE = "how-long", "citizen/regions/how_long.html"


class HowLong(NamedTuple):
    """All that decides about the words."""

    expected: Expected | None
    late: bool
    longer: bool
    closes_at: datetime | None
    opens_next: datetime | None
    callback: bool


def show_how_long(door: Snapshot, visit: Visit, language: str) -> Draft:
    position = door.positions.get(visit.pk) if visit.state == State.WAITING else None
    shape = how_long_for(door, position) if position else None
    key = (REGION, language, shape)

    def write() -> bytes:
        if key not in door.rendered:
            door.rendered[key] = _write(door.department, shape, language)
        written: bytes = door.rendered[key]
        return written

    return Draft(f"region:{REGION}", key, write)


def _write(department: Department, shape: HowLong | None, language: str) -> bytes:
    with translation.override(language):
        context = how_long_context(department, shape)
    return render_region(REGION, TEMPLATE, context, language).payload


def how_long_for(door: Snapshot | Glimpse, position: Position) -> HowLong | None:
    """None: there is nothing to say beside the place."""
    public, ahead = door.public, door.forecast
    pause = public.state == DoorState.CLOSED and _is_today(public.opens_next)
    expected = None
    if ahead and not pause:
        expected = ahead.expected(position.ahead - position.away, position.away)
    late = is_too_late(expected, door.taken_at, public.served_until)
    if expected is None and not pause:
        return None
    return HowLong(
        expected=None if late else expected,
        late=late,
        longer=public.takes_longer and expected is not None,
        closes_at=public.closes_at if late else None,
        opens_next=public.opens_next if late or pause else None,
        callback=late and not public.takes_people,
    )


def how_long_context(department: Department, shape: HowLong | None) -> dict[str, Any]:
    if shape is None:
        return {"how_long": None}
    again = shape.opens_next
    return {
        "department": department,
        "how_long": {
            "expected": how_long(shape.expected) if shape.expected else "",
            "late": shape.late,
            "longer": shape.longer,
            "closes": clock(shape.closes_at) if shape.closes_at else "",
            "again_today": clock(again) if again and _is_today(again) else "",
            "opens_next": moment(again) if again else "",
            "callback": shape.callback and department.takes_callbacks,
        },
    }


def _is_today(moment: datetime | None) -> bool:
    return moment is not None and timezone.localdate(moment) == timezone.localdate()
