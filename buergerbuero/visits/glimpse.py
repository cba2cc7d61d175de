"""What one person in the line needs to know of it, however long it is: counted, not read."""

from dataclasses import dataclass

from django.db.models import Count, Q

from buergerbuero.departments.models import Department
from buergerbuero.departments.status import PublicState
from buergerbuero.visits.alerts import Stage
from buergerbuero.visits.guards import present
from buergerbuero.visits.models import Visit
from buergerbuero.visits.rules import Place, Position, State
from buergerbuero.visits.snapshot import line_of, load_public_state
from buergerbuero.visits.told import load_stage


@dataclass(frozen=True, slots=True)
class Glimpse:
    department: Department
    public: PublicState
    stage: Stage
    line: tuple[Place, ...]  # its head, in order
    position: Position


def load_glimpse(visit: Visit, head: int) -> Glimpse:
    """The line as somebody who waits sees it, with the first `head` of those who stand in it."""
    waiting = Visit.objects.filter(department=visit.department_id, state=State.WAITING)
    before = waiting.filter(_before(visit)).aggregate(
        all=Count("pk"), here=Count("pk", filter=present())
    )
    return Glimpse(
        department=visit.department,
        public=load_public_state(visit.department),
        stage=load_stage(visit.department),
        line=tuple(line_of(waiting, head)),
        position=Position(before["all"], before["all"] - before["here"]),
    )


def _before(visit: Visit) -> Q:
    """The order of `rules.Place`, for the database."""
    earlier = Q(since__lt=visit.since) | Q(since=visit.since, id__lt=visit.pk)
    fetched = Q(put_back=True)
    return fetched & earlier if visit.put_back else fetched | earlier
