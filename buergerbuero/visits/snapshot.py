"""One reading of departments for everybody who looks at them, as values."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from buergerbuero.departments.models import Department
from buergerbuero.departments.status import PublicState
from buergerbuero.departments.texts import Text
from buergerbuero.visits.alerts import Stage
from buergerbuero.visits.crew import Advisor, load_crews
from buergerbuero.visits.emergency import helpers_of
from buergerbuero.visits.history import load_jumps, load_preferred
from buergerbuero.visits.jumps import News, news_of
from buergerbuero.visits.line import HEAD, line_of, load_routing
from buergerbuero.visits.look import departments, look_at
from buergerbuero.visits.models import WITH_ADVISOR, Visit, label
from buergerbuero.visits.outlooks import Forecast
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
    "identity",
    "note", "to_fetch", "came_from__names", "help_at",
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
    identity: str
    note: str
    to_fetch: str
    came_from: Text | None
    help_at: datetime | None

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
    helpers: dict[str, tuple[int, ...]]  # who has said that they come, by visit
    forecast: Forecast | None = None
    # What several people are shown of this reading is written once.
    rendered: dict[Hashable, Any] = field(default_factory=dict, compare=False, repr=False)


def load_snapshot(slug: str) -> Snapshot:
    """Everything about one department. Raises Department.DoesNotExist."""
    now = timezone.now()
    department = departments().get(slug=slug)
    advisors = load_crews([department], now)[department.pk]
    routing = load_routing(department, advisors)
    line = tuple(line_of(Visit.objects.filter(department=department), routing=routing))
    waiting, with_advisor = _visits(department, line, routing.on_duty)
    away = sum(place.absent for place in line)
    look = look_at(department, advisors, Position(len(line), away), now)
    return Snapshot(
        department=department,
        taken_at=now,
        public=look.public,
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
        helpers=_helpers(with_advisor),
        forecast=look.forecast,
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


def _helpers(with_advisor: Iterable[OpenVisit]) -> dict[str, tuple[int, ...]]:
    asked = [visit.id for visit in with_advisor if visit.help_at]
    return helpers_of(asked) if asked else {}


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
