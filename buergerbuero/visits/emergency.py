"""An advisor silently asks colleagues for help. Nothing of it reaches the citizen: every move here
is told to the desks of the department alone."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F, Q
from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Membership
from buergerbuero.visits.guards import at_the_same_door, demand_membership
from buergerbuero.visits.models import Event, Visit
from buergerbuero.visits.moves import Conflict, move
from buergerbuero.visits.rules import Kind

ASKED = Q(help_at__isnull=False)


def ask_for_help(visit: Visit, advisor: User) -> Visit:
    """Until the talk ends, or the advisor says that all is well."""
    only = Q(advisor=advisor) & ~ASKED
    return move(visit, Kind.HELP, actor=advisor, only=only, quietly=True, help_at=timezone.now())


def all_is_well(visit: Visit, advisor: User) -> Visit:
    only = Q(advisor=advisor) & ASKED
    return move(visit, Kind.CALM, actor=advisor, only=only, quietly=True, help_at=None)


def come(visit: Visit, colleague: User) -> Visit:
    """A colleague is on the way. Several may come."""
    demand_membership(visit.department, colleague)
    if colleague.pk in helpers_of([visit.pk]).get(visit.pk, ()):
        raise Conflict("is coming already")
    only = at_the_same_door(visit) & ASKED & ~Q(advisor=colleague)
    still = F("help_at")
    return move(visit, Kind.COMING, actor=colleague, only=only, quietly=True, help_at=still)


def colleagues_of(visit: Visit) -> list[int]:
    """Whom a call for help is meant for: everybody else of the department, its heads included."""
    members = Membership.objects.filter(department=visit.department_id)
    return list(members.exclude(user=visit.advisor_id).values_list("user", flat=True))


def helpers_of(visits: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Who has said that they come, in that order."""
    said = Event.objects.filter(
        kind=Kind.COMING, visit__in=list(visits), at__gte=F("visit__help_at")
    )
    found: dict[str, tuple[int, ...]] = defaultdict(tuple)
    for visit, advisor in said.values_list("visit_id", "advisor_id"):
        if advisor not in found[visit]:
            found[visit] = (*found[visit], advisor)
    return dict(found)
