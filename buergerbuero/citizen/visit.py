"""One's own visit as its holder sees it: waiting, called, in the room, over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from buergerbuero.citizen.after_talk import brought_by, on_the_way, slip_context
from buergerbuero.citizen.company import show_company
from buergerbuero.citizen.how_long import show_how_long
from buergerbuero.citizen.place import no_place, render_place
from buergerbuero.citizen.reasons import render_reasons
from buergerbuero.citizen.room import room_context, show_identity
from buergerbuero.citizen.words import show_words
from buergerbuero.consultations.access import backend_of
from buergerbuero.consultations.addresses import may_hide_address
from buergerbuero.consultations.backends import backend
from buergerbuero.consultations.live import RoomSnapshot, messages
from buergerbuero.departments.hours import opens_next
from buergerbuero.departments.models import Department
from buergerbuero.departments.wording import clock, moment
from buergerbuero.live.hub import Snapshots
from buergerbuero.live.stream import Asked, Refused
from buergerbuero.live.viewer import Draft, Message, Viewer
from buergerbuero.live.wire import end
from buergerbuero.visits import access
from buergerbuero.visits.models import WITH_ADVISOR, Slip, Visit
from buergerbuero.visits.rules import MORE_TIME_AT_MOST, Outcome, Position, State, is_absent
from buergerbuero.visits.slips import slip_of
from buergerbuero.visits.snapshot import Snapshot
from buergerbuero.web.regions import render_region
from buergerbuero.web.room_region import APART, show_room


@dataclass(frozen=True, slots=True)
class MyVisit:
    """One reading of a visit."""

    visit: Visit
    taken_at: datetime
    opens_next: datetime | None = None  # for whoever was turned away
    slip: Slip | None = None  # on the goodbye page
    backend: str = ""  # of the room that is open; none is: the configured one
    brought_by: str = ""  # who handed it over, while it waits at the other door


@dataclass(frozen=True, slots=True)
class Holder:
    """By which secret a stream was opened, and when."""

    secret: str
    since: datetime


def load_visit(pk: str) -> MyVisit:
    visit = Visit.objects.select_related("department", "advisor").get(pk=pk)
    visit.department = _shared(visit.department)
    now = timezone.now()
    turned_away = visit.outcome == Outcome.TURNED_AWAY
    return MyVisit(
        visit,
        now,
        opens_next(visit.department.hours(), now) if turned_away else None,
        slip_of(visit) if visit.state == State.CLOSED else None,
        backend_of(visit) if visit.state in WITH_ADVISOR else "",
        brought_by(visit),
    )


_departments: dict[int, Department] = {}


def _shared(department: Department) -> Department:
    """One object for all who wait at a door, as long as nothing about it changes."""
    known = _departments.get(department.pk)
    if known is None or _values(known) != _values(department):
        known = _departments[department.pk] = department
    return known


def _values(department: Department) -> list[Any]:
    return [getattr(department, one.attname) for one in Department._meta.concrete_fields]


def visit_context(mine: MyVisit) -> dict[str, Any]:
    visit = mine.visit
    return {
        "visit": visit,
        "state": page_state(visit),
        "department": visit.department,
        "absent": absent_now(mine),
        "absent_until": clock(visit.absent_until) if visit.absent_until else "",
        "more_time": visit.extended < MORE_TIME_AT_MOST,
        "more_minutes": max(1, round(visit.department.offer_seconds / 60)),
        "now": mine.taken_at,
        "opens_next": moment(mine.opens_next) if mine.opens_next else "",
        **on_the_way(visit, mine.brought_by),
        "may_hide_address": may_hide_address(mine.backend),
        "facts": _facts(mine),
        "slip": slip_context(visit, mine.slip),
        "room": room_context(visit),
        # While the person reads that they are called, it follows.
        "room_apart": visit.state == State.CALLED,
    }


def _facts(mine: MyVisit) -> list[str]:
    if mine.visit.state not in WITH_ADVISOR:
        return []
    return backend(mine.backend).privacy_facts(authority=False)


def absent_now(mine: MyVisit) -> bool:
    return is_absent(mine.visit.absence, mine.visit.absent_until, mine.taken_at)


def page_state(visit: Visit) -> str:
    """The visit's state, with a talk that its holder has left as a state of its own."""
    return "hung-up" if visit.state == State.TALKING and visit.hung_up_at else visit.state


def show_visit(mine: MyVisit, language: str) -> Draft:
    """Thousands wait: what they have been sent is not kept, and not written again either."""
    return Draft("region:visit", (mine.taken_at, language), lambda: _write(mine, language))


def _write(mine: MyVisit, language: str) -> bytes:
    with translation.override(language):
        context = visit_context(mine) | APART
    return render_region("visit", "citizen/regions/visit.html", context, language).payload


def _show_room(mine: MyVisit, language: str) -> Draft:
    """From the call on: at the click on *Eintreten* all of it is there."""
    visit = mine.visit
    here = page_state(visit) in WITH_ADVISOR
    room = (visit.pk, visit.advisor_id) if here else None
    return show_room(room, lambda: visit_context(mine), language)


class VisitPage:
    name = "visit"

    def viewer(self, asked: Asked) -> Viewer:
        secret = asked.cookies.get(access.COOKIE, "")
        held = access.door_of(secret)
        if held is None:
            raise Refused(401)
        visit, department = held
        topics = (f"visit:{visit}", f"department:{department}", f"room:visit:{visit}")
        return Viewer(
            "visit",
            asked.language,
            topics,
            topics[0],
            Holder(access.hash_of(secret), timezone.now()),
        )

    def gone(self, viewers: Sequence[Viewer]) -> Mapping[Viewer, str]:
        return {}

    def project(self, viewer: Viewer, snapshots: Snapshots) -> Iterable[Message | Draft]:
        visit, department, room = viewer.topics
        return _project(viewer, snapshots[visit], snapshots[department], snapshots[room])


def _project(
    viewer: Viewer, mine: MyVisit, department: Snapshot, room: RoomSnapshot
) -> list[Message | Draft]:
    visit = mine.visit
    if visit.secret_hash != viewer.facts.secret:
        # A reading made before this page came may not know its secret yet; the next one does.
        return [end("elsewhere")] if mine.taken_at > viewer.facts.since else []
    if visit.department_id != department.department.pk:
        return [end("moved")]  # handed over: the page watches another door from now on
    shown: list[Message | Draft] = [show_visit(mine, viewer.language)]
    shown.append(_show_room(mine, viewer.language))
    shown += _of_the_new_door(mine, viewer.language)
    shown += show_words(department, visit, viewer.language)
    # A reading made just before the knock does not know this place; the next one, on its way, does.
    if visit.state != State.WAITING or visit.id in department.positions:
        shown.append(place_of(mine, department, viewer.language))
        shown.append(reasons_of(mine, department, viewer.language))
        shown.append(show_how_long(department, visit, viewer.language))
    if visit.state in WITH_ADVISOR:
        shown += show_company(room, viewer.language, inside=page_state(visit) == State.TALKING)
        shown += messages(room)
    if visit.state == State.TALKING:
        shown.append(show_identity(visit, viewer.language))
    if visit.state == State.CLOSED:
        shown.append(end("closed"))
    return shown


def _of_the_new_door(mine: MyVisit, language: str) -> list[Draft]:
    """Only who was handed over gets it: to all others the page has said it for good."""
    if mine.visit.came_from_id is None:
        return []
    version = (mine.visit.department_id, mine.visit.state, language)
    return [
        Draft(f"region:{name}", version, partial(_write_of_new_door, mine, name, language))
        for name in ("ticket", "handed-over")
    ]


def _write_of_new_door(mine: MyVisit, name: str, language: str) -> bytes:
    with translation.override(language):
        context = visit_context(mine) | {"county": settings.CONFIG.county}
    template = f"citizen/regions/{name.replace('-', '_')}.html"
    return render_region(name, template, context, language).payload


def _position(mine: MyVisit, department: Snapshot) -> Position | None:
    visit = mine.visit
    return department.positions.get(visit.id) if visit.state == State.WAITING else None


def reasons_of(mine: MyVisit, department: Snapshot, language: str) -> Message:
    position = _position(mine, department)
    return render_reasons(department, mine.visit.id, position, language)


def place_of(mine: MyVisit, department: Snapshot, language: str) -> Message:
    visit = mine.visit
    position = _position(mine, department)
    if position is None:
        return no_place(language)
    return render_place(department, position, visit.label, language, absent=absent_now(mine))
