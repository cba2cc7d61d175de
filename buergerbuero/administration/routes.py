"""Which advisors are called for a subject or for letters of a name: from the rows, and back."""

from collections.abc import Iterable, Iterator

from buergerbuero.administration.doors import Door, NameChoice, SubjectChoice
from buergerbuero.departments.models import Department, Route, Subject


def subject_choices(department: Department) -> tuple[SubjectChoice, ...]:
    return tuple(
        SubjectChoice(subject.labels, subject.key, _names(subject.routes.all()))
        for subject in department.subjects.all()
    )


def name_choices(department: Department) -> tuple[NameChoice, ...]:
    routes = Route.objects.filter(membership__department=department, subject=None)
    ranges = dict.fromkeys(routes.values_list("letters", flat=True))
    return tuple(NameChoice(letters, _names(routes.filter(letters=letters))) for letters in ranges)


def _names(routes: Iterable[Route]) -> tuple[str, ...]:
    return tuple(route.membership.user.username for route in routes)


def save_routes(department: Department, door: Door) -> None:
    """To do when the subjects and the people of the door have been saved."""
    Route.objects.filter(membership__department=department).delete()
    Route.objects.bulk_create(_routes(department, door))


def _routes(department: Department, door: Door) -> Iterator[Route]:
    members = {one.user.username: one for one in department.memberships.select_related("user")}
    rows: Iterable[Subject] = department.subjects.all()
    for choice, subject in zip(door.subjects, rows, strict=True):
        for name in choice.advisors:
            yield Route(membership=members[name], subject=subject)
    for one in door.by_name:
        for name in one.advisors:
            yield Route(membership=members[name], letters=one.letters)
