"""What one person in the line needs to know of it, however long it is: counted, not read."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet

from buergerbuero.departments.models import Department
from buergerbuero.departments.status import PublicState
from buergerbuero.visits.alerts import Stage
from buergerbuero.visits.guards import present
from buergerbuero.visits.history import load_jumps
from buergerbuero.visits.jumps import NOTHING, News, news_of
from buergerbuero.visits.line import line_of, load_routing, place_in
from buergerbuero.visits.look import load_look
from buergerbuero.visits.models import Visit
from buergerbuero.visits.outlooks import Forecast
from buergerbuero.visits.routing import ANYBODY, Routing
from buergerbuero.visits.rules import Place, Position, State, passable
from buergerbuero.visits.told import load_stage


@dataclass(frozen=True, slots=True)
class Glimpse:
    department: Department
    public: PublicState
    stage: Stage
    line: tuple[Place, ...]  # its head, in order
    position: Position
    news: News
    forecast: Forecast | None
    taken_at: datetime


def load_glimpse(visit: Visit, head: int) -> Glimpse:
    """The line as somebody who waits sees it, with the first `head` of those who stand in it."""
    waiting = Visit.objects.filter(department=visit.department_id, state=State.WAITING)
    ahead = waiting.filter(_before(visit))
    before = ahead.aggregate(all=Count("pk"), here=Count("pk", filter=present()))
    look = load_look(visit.department)
    routing = load_routing(visit.department)
    bound = _bound(ahead, visit, routing) if routing.routes else 0
    me, now = place_in(visit, routing), look.taken_at
    return Glimpse(
        department=visit.department,
        public=look.public,
        stage=load_stage(visit.department),
        line=tuple(line_of(waiting, head, routing)),
        position=Position(before["all"], before["all"] - before["here"], bound),
        news=news_of([me], load_jumps(visit.department, now), now).get(visit.pk, NOTHING),
        forecast=look.forecast,
        taken_at=look.taken_at,
    )


def _bound(ahead: QuerySet[Visit], visit: Visit, routing: Routing) -> int:
    """As `positions` counts them, in as many rows as there are subjects and letters."""
    counts = Counter[frozenset[int]]()
    groups = ahead.order_by().values_list("subject_id", "initial").annotate(Count("pk"))
    for subject, initial, count in groups:
        counts[routing.bound_to(subject, initial)] += count
    del counts[ANYBODY]
    return passable(counts, routing.bound_to(visit.subject_id, visit.initial))


def _before(visit: Visit) -> Q:
    """The order of `rules.Place`, for the database."""
    earlier = Q(since__lt=visit.since) | Q(since=visit.since, id__lt=visit.pk)
    fetched = Q(put_back=True)
    return fetched & earlier if visit.put_back else fetched | earlier
