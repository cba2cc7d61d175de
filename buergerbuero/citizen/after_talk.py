"""What somebody reads who comes out of a talk: where they are taken, what to fetch, what they take
home."""

from typing import Any

from django.utils.translation import gettext as _

from buergerbuero.consultations.slip import closed_slip
from buergerbuero.departments.wording import clock
from buergerbuero.visits.models import Slip, Visit
from buergerbuero.visits.rules import Kind, State
from buergerbuero.visits.slips import KEPT_FOR


def brought_by(visit: Visit) -> str:
    """Who has handed it over, while it waits at the other door for the first talk there."""
    if visit.came_from_id is None or visit.put_back or visit.state != State.WAITING:
        return ""
    names = visit.events.filter(kind=Kind.TRANSFER).values_list("advisor__name", flat=True)
    return names.last() or ""


def on_the_way(visit: Visit, brought_by: str) -> dict[str, str]:
    fetch = _("Bitte holen Sie:") + f" {visit.to_fetch}" if visit.to_fetch else ""
    return {"handed_over": _handed_over(visit, brought_by), "fetch_said": fetch}


def _handed_over(visit: Visit, brought_by: str) -> str:
    if not brought_by:
        return ""
    if visit.department.discreet:
        return _("%(name)s bringt Sie zu einer anderen Beratung.") % {"name": brought_by}
    return _("%(name)s bringt Sie in einen anderen Fachbereich: %(department)s.") % {
        "name": brought_by,
        "department": visit.department.name,
    }


def slip_context(visit: Visit, slip: Slip | None) -> dict[str, Any]:
    if slip is None or visit.closed_at is None:
        return {}
    if slip.deleted:
        return {"gone": True}
    until = visit.closed_at + KEPT_FOR
    return closed_slip(slip, visit.department, visit.closed_at) | {
        "there": True,
        "until": until,
        "until_clock": clock(until),
    }
