"""The one way a visit changes: compare-and-set by the table, an event, an announcement."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department, Membership
from buergerbuero.live.announce import announce
from buergerbuero.visits.models import Event, Visit
from buergerbuero.visits.rules import TABLE, Absence, Kind, Reason

ANY = Q()


class Conflict(Exception):
    """Somebody was faster, or the table does not allow it. Nothing was changed."""


def move(
    visit: Visit,
    kind: Kind,
    *,
    actor: User | None = None,
    only: Q = ANY,
    why: Reason | None = None,
    quietly: bool = False,
    **fields: Any,
) -> Visit:
    """Move a visit along the row `kind` of the table, setting `fields`.

    `actor` is the advisor who does it, where one does. `only` is the guard that must still hold
    in the database at that moment; `why` is kept in the history; `quietly` tells the desks of the
    department and nobody else. Raises Conflict when the guard does not hold, or when the visit is
    in no state the row starts from.
    """
    rule = TABLE[kind]
    if rule.target:
        fields["state"] = rule.target
    if rule.outcome:
        fields |= _closing(rule.outcome)
    try:
        with transaction.atomic():
            found = Visit.objects.filter(only, pk=visit.pk, state__in=rule.sources)
            if not found.update(**fields):
                raise Conflict(f"{kind} is not possible now")
            record(visit, kind, actor, why)
    except IntegrityError as error:
        # The constraints say what must never be, for example a second visit of one advisor.
        raise Conflict(str(error)) from error
    former = visit.advisor_id
    visit.refresh_from_db()
    if quietly:
        announce(f"department:{visit.department.slug}")
    else:
        _announce(visit, former)
    return visit


def record(
    visit: Visit, kind: Kind, advisor: User | None = None, why: Reason | None = None
) -> None:
    Event.objects.create(
        visit=visit,
        kind=kind,
        by=TABLE[kind].by,
        advisor=advisor,
        department_id=visit.department_id,
        at=timezone.now(),
        why=why or "",
    )


def back_in_line(
    absence: Absence = Absence.PRESENT, until: datetime | None = None
) -> dict[str, Any]:
    """What a visit loses of its call when it goes back to waiting."""
    return {
        "advisor": None,
        "called_at": None,
        "offer_until": None,
        "reached_at": None,
        "entered_at": None,
        "hung_up_at": None,
        "help_at": None,
        "extended": 0,
        "absence": absence,
        "absent_until": until,
        "identity": "",  # whoever comes next may be somebody else
    }


def _closing(outcome: str) -> dict[str, Any]:
    return {
        "outcome": outcome,
        "closed_at": timezone.now(),
        "advisor": None,
        "name": "",
        "initial": "",
        "subject": None,
        "case_number": "",
        "identity": "",
        "needs": [],
        "language": "",
        "to_fetch": "",
        "note": "",
        "came_from": None,
        "help_at": None,
    }


def _announce(visit: Visit, former_advisor: int | None) -> None:
    advisors = {pk for pk in (former_advisor, visit.advisor_id) if pk is not None}
    announce(f"visit:{visit.pk}", *topics_of(visit.department, advisors))


def topics_of(department: Department, advisors: set[int]) -> list[str]:
    """A department, and every other one that shares these advisors: they are free there or not."""
    shared = Membership.objects.filter(user_id__in=advisors).values_list(
        "department__slug", flat=True
    )
    slugs = {department.slug, *(shared if advisors else ())}
    crews = ["crews"] if advisors else []
    return ["overview", *crews, *(f"department:{slug}" for slug in sorted(slugs))]
