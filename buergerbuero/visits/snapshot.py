"""One reading of departments for everybody who looks at them, as values."""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils import timezone

from buergerbuero.departments import hours as opening
from buergerbuero.departments.models import Department, DutyState
from buergerbuero.departments.status import Facts, PublicState, public_state
from buergerbuero.departments.texts import Text
from buergerbuero.visits.alerts import Stage
from buergerbuero.visits.crew import Advisor, load_crews
from buergerbuero.visits.history import load_jumps, load_preferred
from buergerbuero.visits.jumps import News, news_of
from buergerbuero.visits.line import HEAD, line_of, load_routing
from buergerbuero.visits.models import WITH_ADVISOR, Visit, label
from buergerbuero.visits.routing import Routing
from buergerbuero.visits.rules import (
    Place,
    Position,
    Reason,
    State,
    is_absent,
    next_present,
    positions,
)
from buergerbuero.visits.told import stage_at
from buergerbuero.visits.words import Words, words_at

NEWEST = 5  # of a very long line a desk shows the head, and who has just knocked

_COLUMNS = (
    "id", "letter", "number", "state", "since", "put_back", "absence", "absent_until", "seen_at",
    "advisor_id", "called_at", "offer_until", "reached_at", "entered_at", "hung_up_at",
    "name", "case_number", "needs", "language", "subject__labels", "subject_id", "initial",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpenVisit:
    id: str
    letter: str
    number: int
    state: str
    since: datetime
    put_back: bool
    absence: str
    absent_until: datetime | None
    seen_at: datetime | None
    advisor_id: int | None
    called_at: datetime | None
    offer_until: datetime | None
    reached_at: datetime | None
    entered_at: datetime | None
    hung_up_at: datetime | None
    name: str
    case_number: str
    needs: list[str]
    language: str
    subject: Text | None
    subject_id: int | None
    initial: str

    @property
    def label(self) -> str:
        return label(self.letter, self.number)

    def absent(self, now: datetime) -> bool:
        return is_absent(self.absence, self.absent_until, now)


@dataclass(frozen=True, slots=True)
class Snapshot:
    department: Department
    taken_at: datetime
    public: PublicState
    line: tuple[Place, ...]  # everybody who waits, in order
    waiting: tuple[OpenVisit, ...]  # what a desk shows of them, in the same order
    with_advisor: tuple[OpenVisit, ...]
    positions: dict[str, Position]
    advisors: tuple[Advisor, ...]
    stage: Stage  # who has been told that nobody opens
    words: Words
    routing: Routing
    news: dict[str, News]  # why the place of somebody who waits has changed
    preferred: dict[Reason, int]  # who was called out of order today, and why
    # What several people are shown of this reading is written once.
    rendered: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)


def load_snapshot(slug: str) -> Snapshot:
    """Everything about one department. Raises Department.DoesNotExist."""
    now = timezone.now()
    department = _departments().get(slug=slug)
    advisors = load_crews([department], now)[department.pk]
    routing = load_routing(department, advisors)
    line = tuple(line_of(Visit.objects.filter(department=department), routing=routing))
    waiting, with_advisor = _visits(department, line, routing.on_duty)
    return Snapshot(
        department=department,
        taken_at=now,
        public=_state(department, len(line), advisors, now),
        line=line,
        waiting=waiting,
        with_advisor=with_advisor,
        positions=positions(line),
        advisors=advisors,
        stage=stage_at(getattr(department, "alert", None), advisors),
        words=words_at(department),
        routing=routing,
        news=news_of(line, load_jumps(department, now), now),
        preferred=load_preferred(department, now),
    )


def load_public_states() -> list[tuple[Department, PublicState]]:
    """Every door with what the public sees of it."""
    now = timezone.now()
    departments = list(_departments())
    counts = Visit.objects.filter(state=State.WAITING).values_list("department_id")
    waiting = Counter(dict(counts.annotate(Count("id"))))
    advisors = load_crews(departments, now)
    return [
        (department, _state(department, waiting[department.pk], advisors[department.pk], now))
        for department in departments
    ]


def load_public_state(department: Department) -> PublicState:
    now = timezone.now()
    waiting = Visit.objects.filter(department=department, state=State.WAITING).count()
    return _state(department, waiting, load_crews([department], now)[department.pk], now)


def _departments() -> Any:
    return Department.objects.select_related("alert").prefetch_related(
        "opening_hours", "closures", "special_days", "subjects"
    )


def _visits(
    department: Department, line: Sequence[Place], on_duty: frozenset[int]
) -> tuple[tuple[OpenVisit, ...], tuple[OpenVisit, ...]]:
    shown = _shown(line, on_duty)
    called = Visit.objects.filter(department=department, state__in=WITH_ADVISOR)
    details = _details(Visit.objects.filter(pk__in=shown))
    return (
        tuple(details[visit] for visit in shown if _waits(details.get(visit))),
        tuple(_details(called.order_by("since")).values()),
    )


def _details(visits: QuerySet[Visit]) -> dict[str, OpenVisit]:
    return {row[0]: OpenVisit(*row) for row in visits.values_list(*_COLUMNS)}


def _waits(visit: OpenVisit | None) -> bool:
    """Somebody called since the line was read is in the next reading."""
    return visit is not None and visit.state == State.WAITING


def _shown(line: Sequence[Place], on_duty: frozenset[int]) -> list[str]:
    """The head, who has just knocked, and between them whoever is next for somebody."""
    head, rest = line[:HEAD], line[HEAD:]
    ends = {place.visit for place in (*head, *rest[-NEWEST:])}
    firsts = (next_present(line, advisor) for advisor in (None, *on_duty))
    shown = ends | {first.visit for first in firsts if first}
    return [place.visit for place in line if place.visit in shown]


def _state(
    department: Department, waiting: int, advisors: tuple[Advisor, ...], now: datetime
) -> PublicState:
    hours = department.hours()
    no_more = department.no_more_on == timezone.localdate(now)
    opens_next = opening.opens_another_day if no_more else opening.opens_next
    count = Counter(advisor.state for advisor in advisors)
    on_break = [a.back_at for a in advisors if a.state == DutyState.BREAK and a.back_at]
    return public_state(
        Facts(
            suspended=department.suspended,
            message=department.suspension if department.suspended else _closed_today(hours, now),
            open_by_plan=opening.is_open(hours, now),
            closes_at=opening.closes_at(hours, now),
            opens_next=opens_next(hours, now),
            no_more_today=no_more,
            waiting=waiting,
            capacity=department.capacity,
            free=count[DutyState.FREE.value],
            talking=count["talking"],
            on_break=count[DutyState.BREAK.value],
            back_at=min(on_break, default=None),
        )
    )


def _closed_today(hours: opening.Hours, now: datetime) -> Text:
    closure = opening.closure_on(hours, timezone.localdate(now))
    return dict(closure.reason) if closure else {}
