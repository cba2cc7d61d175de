"""One reading of departments for everybody who looks at them, as values."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from buergerbuero.departments import hours as opening
from buergerbuero.departments.models import Department, Duty, DutyState, Membership
from buergerbuero.departments.status import Facts, PublicState, public_state
from buergerbuero.departments.texts import Text, in_language
from buergerbuero.visits.models import OPEN, WITH_ADVISOR, Visit, label
from buergerbuero.visits.rules import Place, Position, State, in_line, is_absent, positions

# A desk answers a ping every 20 seconds; after this long without one nobody sits there.
DUTY_LASTS = timedelta(seconds=90)

_COLUMNS = (
    "id", "letter", "number", "state", "since", "put_back", "absence", "absent_until", "seen_at",
    "advisor_id", "called_at", "offer_until", "reached_at", "entered_at", "hung_up_at",
    "name", "case_number", "needs", "language", "subject__labels",
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

    @property
    def label(self) -> str:
        return label(self.letter, self.number)

    def absent(self, now: datetime) -> bool:
        return is_absent(self.absence, self.absent_until, now)


@dataclass(frozen=True, slots=True)
class Advisor:
    id: int
    key: str
    name: str
    state: str  # free, talking, break or away: what colleagues see
    back_at: datetime | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    department: Department
    taken_at: datetime
    public: PublicState
    waiting: tuple[OpenVisit, ...]  # in the order of the line
    with_advisor: tuple[OpenVisit, ...]
    positions: dict[str, Position]
    advisors: tuple[Advisor, ...]


def load_snapshot(slug: str) -> Snapshot:
    """Everything about one department. Raises Department.DoesNotExist."""
    now = timezone.now()
    department = _departments().get(slug=slug)
    advisors = _advisors([department], now)[department.pk]
    waiting, with_advisor = _visits(department, now)
    return Snapshot(
        department=department,
        taken_at=now,
        public=_state(department, len(waiting), advisors, now),
        waiting=waiting,
        with_advisor=with_advisor,
        positions=positions([_place(visit, now) for visit in waiting]),
        advisors=advisors,
    )


def load_public_states() -> list[tuple[Department, PublicState]]:
    """Every door with what the public sees of it."""
    now = timezone.now()
    departments = list(_departments())
    waiting = Counter(
        Visit.objects.filter(state=State.WAITING).values_list("department_id", flat=True)
    )
    advisors = _advisors(departments, now)
    return [
        (department, _state(department, waiting[department.pk], advisors[department.pk], now))
        for department in departments
    ]


def load_public_state(department: Department) -> PublicState:
    now = timezone.now()
    waiting = Visit.objects.filter(department=department, state=State.WAITING).count()
    return _state(department, waiting, _advisors([department], now)[department.pk], now)


def load_line(department: Department) -> list[Place]:
    """Who waits at this door, in the order of the line."""
    now = timezone.now()
    rows = Visit.objects.filter(department=department, state=State.WAITING).values_list(
        "id", "since", "put_back", "absence", "absent_until"
    )
    return in_line(
        Place(visit, since, put_back, is_absent(absence, until, now))
        for visit, since, put_back, absence, until in rows
    )


def _departments() -> Any:
    return Department.objects.prefetch_related("opening_hours", "closures", "subjects")


def _visits(
    department: Department, now: datetime
) -> tuple[tuple[OpenVisit, ...], tuple[OpenVisit, ...]]:
    rows = Visit.objects.filter(department=department, state__in=OPEN).values_list(*_COLUMNS)
    visits = {row[0]: OpenVisit(*row) for row in rows}
    waiting = [visit for visit in visits.values() if visit.state == State.WAITING]
    line = in_line(_place(visit, now) for visit in waiting)
    others = sorted(
        (visit for visit in visits.values() if visit.state != State.WAITING),
        key=lambda visit: visit.since,
    )
    return tuple(visits[place.visit] for place in line), tuple(others)


def _place(visit: OpenVisit, now: datetime) -> Place:
    return Place(visit.id, visit.since, visit.put_back, visit.absent(now))


def _advisors(departments: Iterable[Department], now: datetime) -> dict[int, tuple[Advisor, ...]]:
    rows = Membership.objects.filter(department__in=departments, user__is_active=True).values_list(
        "department_id", "user_id", "user__key", "user__name"
    )
    members = list(rows.order_by("user__name"))
    users = {user for _, user, _, _ in members}
    duties = {duty.user_id: duty for duty in Duty.objects.filter(user__in=users)}
    busy = set(
        Visit.objects.filter(advisor__in=users, state__in=WITH_ADVISOR).values_list(
            "advisor_id", flat=True
        )
    )
    found: dict[int, list[Advisor]] = defaultdict(list)
    for department, user, key, name in members:
        state = _condition(duties.get(user), user in busy, now)
        back_at = duties[user].back_at if user in duties else None
        found[department].append(Advisor(user, key, name, state, back_at))
    return defaultdict(tuple, {pk: tuple(advisors) for pk, advisors in found.items()})


def _condition(duty: Duty | None, busy: bool, now: datetime) -> str:
    if busy:
        return "talking"
    if duty is None or duty.seen_at is None or now - duty.seen_at >= DUTY_LASTS:
        return DutyState.AWAY.value
    return duty.state


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
            message=in_language(department.suspension) if department.suspended else "",
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
