"""The line at a door, read from its rows."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from buergerbuero.departments.models import Department, DutyState, Route
from buergerbuero.visits.crew import Advisor, load_crews
from buergerbuero.visits.guards import present
from buergerbuero.visits.models import Visit
from buergerbuero.visits.routing import (
    NO_ROUTES,
    NO_ROUTING,
    Letters,
    Routes,
    Routing,
    initial_of,
    read_letters,
)
from buergerbuero.visits.rules import Place, State, in_line, is_absent

# Of a very long line a desk shows the head.
HEAD = 30

_PLACE = ("id", "since", "put_back", "absence", "absent_until", "subject_id", "initial")


def load_head(department: Department) -> list[Place]:
    """The first of those who wait at this door and are present, in the order of the line.

    Where advisors are called for different people it is all of them: the first whom one may call
    can stand anywhere.
    """
    routing = load_routing(department)
    here = Visit.objects.filter(present(), department=department)
    return line_of(here, None if routing.routes else HEAD, routing)


def line_of(
    visits: QuerySet[Visit], at_most: int | None = None, routing: Routing = NO_ROUTING
) -> list[Place]:
    """Those of them who wait, in order; `at_most`: only the first."""
    now = timezone.now()
    rows = visits.filter(state=State.WAITING).values_list(*_PLACE)
    if at_most is not None:
        rows = rows.order_by("-put_back", "since", "id")[:at_most]
    return in_line(
        Place(
            visit,
            since,
            put_back,
            is_absent(absence, until, now),
            routing.bound_to(subject, initial),
        )
        for visit, since, put_back, absence, until, subject, initial in rows
    )


def place_in(visit: Visit, routing: Routing = NO_ROUTING) -> Place:
    absent = is_absent(visit.absence, visit.absent_until, timezone.now())
    bound = routing.bound_to(visit.subject_id, visit.initial)
    return Place(visit.pk, visit.since, visit.put_back, absent, bound)


def load_routing(department: Department, advisors: Iterable[Advisor] | None = None) -> Routing:
    """`advisors`: those of this door, where they have been read already."""
    routes = load_routes(department)
    if not routes:
        return NO_ROUTING
    if advisors is None:
        advisors = load_crews([department], timezone.now())[department.pk]
    on_duty = frozenset(one.id for one in advisors if one.state != DutyState.AWAY.value)
    return Routing(routes, on_duty)


def load_routes(department: Department) -> Routes:
    subjects, letters = defaultdict[int, set[int]](set), defaultdict[Letters, set[int]](set)
    rows = Route.objects.filter(membership__department=department)
    for subject, text, user in rows.values_list("subject_id", "letters", "membership__user_id"):
        if text:
            letters[read_letters(text)].add(user)
        else:
            subjects[subject].add(user)
    if not (subjects or letters):
        return NO_ROUTES
    return Routes(
        {subject: frozenset(users) for subject, users in subjects.items()},
        {one: frozenset(users) for one, users in letters.items()},
    )


def initial_for(name: str, department: Department) -> str:
    """What of the name decides at this door; "" where no letters do."""
    return initial_of(name, load_routes(department).letters_asked)
