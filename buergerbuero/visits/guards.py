"""What must hold for an action, beside the state of the visit."""

from django.db.models import Q
from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department, Duty, Membership
from buergerbuero.visits.models import Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import ENDS_BY_ITSELF, Absence
from buergerbuero.visits.tidy import tidy


def present() -> Q:
    over = Q(absence__in=ENDS_BY_ITSELF, absent_until__lte=timezone.now())
    return Q(absence=Absence.PRESENT) | over


def valid_offer() -> Q:
    return Q(offer_until__gt=timezone.now())


def at_the_same_door(visit: Visit) -> Q:
    """Nobody has handed it over since this visit was read."""
    return Q(department=visit.department_id)


class TooLong(Conflict):
    def __init__(self, at_most: int) -> None:
        super().__init__("too long")
        self.at_most = at_most


def kept(text: str, at_most: int) -> str:
    """What an advisor has written, as it is kept. Raises TooLong."""
    said = tidy(text)
    if len(said) > at_most:
        raise TooLong(at_most)
    return said


def demand_membership(department: Department, advisor: User) -> None:
    if not Membership.objects.filter(department=department, user=advisor).exists():
        raise Conflict("not an advisor of this department")


def is_alone(advisor: User) -> bool:
    """With no visit of their own and in no colleague's talk."""
    helping = Duty.objects.filter(user=advisor).exclude(helping_since=None)
    return not (Visit.objects.filter(advisor=advisor).exists() or helping.exists())


def demand_free(advisor: User) -> None:
    if not is_alone(advisor):
        raise Conflict("already in a talk")


def hold_free(advisor: User) -> None:
    """Free, and until the end of this transaction nobody fetches them into another talk."""
    list(Duty.objects.select_for_update().filter(user=advisor))
    demand_free(advisor)
