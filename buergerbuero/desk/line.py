"""Who is next, over all doors of an advisor."""

from dataclasses import dataclass

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department
from buergerbuero.visits.line import load_head
from buergerbuero.visits.models import Visit
from buergerbuero.visits.rules import next_present


@dataclass(frozen=True, slots=True)
class First:
    visit: Visit
    department: Department


def first_of(advisor: User) -> First | None:
    """The first who is present and whom this advisor may call."""
    firsts = [
        (place.order, department.pk, place.visit, department)
        for department in Department.objects.filter(memberships__user=advisor)
        if (place := next_present(load_head(department), advisor.pk))
    ]
    if not firsts:
        return None
    *_, visit, department = min(firsts, key=lambda found: found[:2])
    return First(Visit.objects.select_related("department").get(pk=visit), department)
