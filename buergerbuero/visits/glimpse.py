"""What one person in the line needs to know of it, however long it is: counted, not read."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from buergerbuero.departments.status import PublicState
from buergerbuero.visits.guards import present
from buergerbuero.visits.models import Visit
from buergerbuero.visits.rules import Place, Position, State, is_absent
from buergerbuero.visits.snapshot import load_public_state


@dataclass(frozen=True, slots=True)
class Glimpse:
    public: PublicState
    line: tuple[Place, ...]  # its head, in order
    position: Position


def load_glimpse(visit: Visit, head: int) -> Glimpse:
    """The line as somebody who waits sees it, with the first `head` of those who stand in it."""
    line = Visit.objects.filter(department=visit.department_id, state=State.WAITING)
    before = line.filter(_before(visit)).aggregate(
        all=Count("pk"), here=Count("pk", filter=present())
    )
    return Glimpse(
        public=load_public_state(visit.department),
        line=_head(line.order_by("-put_back", "since", "id"), head),
        position=Position(before["all"], before["all"] - before["here"]),
    )


def _before(visit: Visit) -> Q:
    """The order of `rules.Place`, for the database."""
    earlier = Q(since__lt=visit.since) | Q(since=visit.since, id__lt=visit.pk)
    fetched = Q(put_back=True)
    return fetched & earlier if visit.put_back else fetched | earlier


def _head(line: QuerySet[Visit], count: int) -> tuple[Place, ...]:
    now = timezone.now()
    rows = line.values_list("id", "since", "put_back", "absence", "absent_until")[:count]
    return tuple(
        Place(visit, since, put_back, is_absent(absence, until, now))
        for visit, since, put_back, absence, until in rows
    )
