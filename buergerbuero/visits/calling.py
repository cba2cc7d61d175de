"""The door is opened to somebody: whose turn it is, or out of order with a reason."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department
from buergerbuero.visits import rules
from buergerbuero.visits.guards import (
    at_the_same_door,
    demand_free,
    demand_membership,
    hold_free,
    present,
)
from buergerbuero.visits.line import line_of, load_head, load_routing
from buergerbuero.visits.models import Alert, Visit
from buergerbuero.visits.moves import ANY, Conflict, back_in_line, move
from buergerbuero.visits.rules import Absence, Kind, Reason


class ReasonNeeded(Conflict):
    """Somebody else's turn is before, or a colleague's; nobody has said why not."""


def call_next(department: Department, advisor: User) -> Visit:
    """Call the first who is present and whom this advisor may call.

    Raises Conflict when nobody is, or the advisor is not free.
    """
    demand_membership(department, advisor)
    for place in rules.present_in(load_head(department), advisor.pk):
        try:
            return _open_to(Visit.objects.get(pk=place.visit), advisor, present())
        except Conflict:
            # A colleague took this one: try the next, unless it is we who are not free.
            demand_free(advisor)
            demand_membership(department, advisor)
    raise Conflict("nobody is waiting")


def call(
    visit: Visit, advisor: User, *, even_if_absent: bool = False, reason: Reason | None = None
) -> Visit:
    """Open the door to one visit. Somebody absent is called only if the advisor says so.

    Raises ReasonNeeded when it is not its turn and no `reason` is given.
    """
    demand_membership(visit.department, advisor)
    demand_free(advisor)
    out_of_order = is_out_of_order(visit, advisor)
    if out_of_order and reason is None:
        raise ReasonNeeded("somebody else is next")
    only = ANY if even_if_absent else present()
    return _open_to(visit, advisor, only, reason if out_of_order else None)


def is_out_of_order(visit: Visit, advisor: User) -> bool:
    """Also False for somebody who no longer waits: that is for the table to say."""
    routing, head = load_routing(visit.department), load_head(visit.department)
    places = line_of(Visit.objects.filter(pk=visit.pk), routing=routing)
    return any(rules.out_of_order(place, head, advisor.pk) for place in places)


def _open_to(visit: Visit, advisor: User, only: Q, why: Reason | None = None) -> Visit:
    now = timezone.now()
    offer = timedelta(seconds=visit.department.offer_seconds)
    with transaction.atomic():
        hold_free(advisor)
        # Somebody has opened: how long nobody does is counted anew.
        Alert.objects.filter(department=visit.department_id).delete()
        return move(
            visit,
            Kind.CALL,
            actor=advisor,
            only=at_the_same_door(visit) & only,
            why=why,
            **back_in_line(Absence(visit.absence), visit.absent_until)
            | {"advisor": advisor, "called_at": now, "offer_until": now + offer},
        )
