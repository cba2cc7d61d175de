"""The slip to take home as it is read: at the desk beforehand, on the goodbye page, in the file."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from buergerbuero.departments.models import Department
from buergerbuero.departments.texts import in_language
from buergerbuero.visits.models import Slip, Visit
from buergerbuero.visits.slips import AT_MOST


@dataclass(frozen=True, slots=True)
class SlipNow:
    """The slip of a talk while it is written, perhaps with nothing on it yet."""

    slip: Slip
    by: str
    department: Department


def slip_now(visit: Visit) -> SlipNow:
    slip = Slip.objects.filter(visit=visit).first() or Slip(visit=visit)
    return SlipNow(slip, visit.advisor.name if visit.advisor else "", visit.department)


def form_context(now: SlipNow) -> dict[str, Any]:
    """What its writer has before them."""
    slip, at = now.slip, timezone.now()
    return {
        "visit": slip.visit_id,
        "discussed": slip.discussed,
        "missing": slip.missing,
        "due": slip.due.isoformat() if slip.due else "",
        "today": timezone.localdate(at).isoformat(),
        "at_most": AT_MOST,
        "read": None if slip.is_blank else slip_context(slip, now.by, now.department, at),
    }


def slip_context(slip: Slip, by: str, department: Department, at: datetime) -> dict[str, Any]:
    """`at`: when they talked. Where the door is discreet the slip says neither where nor with whom
    that was."""
    return {
        "county": settings.CONFIG.county.name,
        "office": "" if department.discreet else in_language(department.names),
        "by": "" if department.discreet else by,
        "day": date_format(timezone.localtime(at), "DATE_FORMAT"),
        "discussed": slip.discussed,
        "things": slip.things,
        "due": day_in_words(slip.due) if slip.due else "",
        "written_in": slip.language,
        "phone": department.phone,
    }


def closed_slip(slip: Slip, department: Department, at: datetime) -> dict[str, Any]:
    """As it is taken home: by whoever wrote on it last."""
    return slip_context(slip, slip.advisor.name if slip.advisor else "", department, at)


def day_in_words(day: date) -> str:
    """“Dienstag, 6. Oktober 2026”: the weekday shows a slip of the pen."""
    return f"{date_format(day, 'l')}, {date_format(day, 'DATE_FORMAT')}"
