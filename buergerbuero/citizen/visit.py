"""One's own visit as its holder sees it: waiting, called, in the room, over."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone, translation

from buergerbuero.consultations.backends import backend
from buergerbuero.consultations.live import RoomSnapshot, messages
from buergerbuero.departments.texts import in_language
from buergerbuero.departments.wording import clock
from buergerbuero.live.hub import Snapshots
from buergerbuero.live.stream import Asked, Refused
from buergerbuero.live.viewer import Message, Viewer
from buergerbuero.live.wire import end
from buergerbuero.visits import access
from buergerbuero.visits.models import Visit
from buergerbuero.visits.rules import MORE_TIME_AT_MOST, Position, State, is_absent
from buergerbuero.visits.snapshot import Snapshot
from buergerbuero.web.regions import render_region

FIGURES_AT_MOST = 6
# Private-use characters stand in a rendered place for what differs from person to person.
AHEAD, AWAY, LABEL, MORE = "\ue001", "\ue002", "\ue003", "\ue004"


@dataclass(frozen=True, slots=True)
class MyVisit:
    """One reading of a visit; what its holder sees of it is rendered once per language."""

    visit: Visit
    taken_at: datetime
    rendered: dict[str, Message] = field(default_factory=dict)


def load_visit(pk: str) -> MyVisit:
    visit = Visit.objects.select_related("department", "advisor").get(pk=pk)
    return MyVisit(visit, timezone.now())


def visit_context(mine: MyVisit) -> dict[str, Any]:
    visit = mine.visit
    return {
        "visit": visit,
        "state": page_state(visit),
        "department": visit.department,
        "absent": is_absent(visit.absence, visit.absent_until, mine.taken_at),
        "absent_until": clock(visit.absent_until) if visit.absent_until else "",
        "more_time": visit.extended < MORE_TIME_AT_MOST,
        "more_minutes": max(1, round(visit.department.offer_seconds / 60)),
        "now": mine.taken_at,
        "facts": backend().privacy_facts() if visit.state == State.TALKING else [],
        "room": room_context(visit),
    }


def page_state(visit: Visit) -> str:
    """The visit's state, with a talk that its holder has left as a state of its own."""
    return "hung-up" if visit.state == State.TALKING and visit.hung_up_at else visit.state


def room_context(visit: Visit) -> dict[str, Any]:
    return {
        "visit": visit.pk,
        "role": "citizen",
        "other_name": visit.advisor.name if visit.advisor else "",
        "other_role": in_language(visit.department.names),
        "department": in_language(visit.department.names),
        "number": visit.label,
        "phone": visit.department.phone,
        "hang_up_url": reverse("citizen:command", args=["hang-up"]),
    }


def render_visit(mine: MyVisit, language: str) -> Message:
    if language not in mine.rendered:
        with translation.override(language):
            context = visit_context(mine)
        mine.rendered[language] = render_region(
            "visit", "citizen/regions/visit.html", context, language
        )
    return mine.rendered[language]


# The place in the line: a thousand people read the same words with other numbers, so the words
# are rendered once for each shape and the numbers put in.

_shapes: dict[tuple[str, int, int, bool], bytes] = {}


def render_place(position: Position | None, label: str, language: str, discreet: bool) -> Message:
    if position is None:
        return render_region("place", "citizen/regions/place.html", {"position": None}, language)
    ahead, away = position.ahead, position.away
    shape = (language, min(ahead, FIGURES_AT_MOST + 1), min(away, 2), discreet)
    if shape not in _shapes:
        _shapes[shape] = _render_shape(position, language, discreet)
    payload = (
        _shapes[shape]
        .replace(AHEAD.encode(), str(ahead).encode())
        .replace(AWAY.encode(), str(away).encode())
        .replace(LABEL.encode(), label.encode())
        .replace(MORE.encode(), str(ahead - FIGURES_AT_MOST).encode())
    )
    return Message("region:place", payload)


def place_context(position: Position, label: str, discreet: bool) -> dict[str, Any]:
    return {
        "position": position,
        "ahead": position.ahead,
        "away": position.away,
        "more": position.ahead - FIGURES_AT_MOST,
        "figures": range(min(position.ahead, FIGURES_AT_MOST)),
        "label": label,
        "discreet": discreet,
    }


def _render_shape(position: Position, language: str, discreet: bool) -> bytes:
    context = place_context(position, LABEL, discreet)
    context |= {"shown_ahead": AHEAD, "shown_away": AWAY, "shown_more": MORE}
    return render_region("place", "citizen/regions/place.html", context, language).payload


class VisitPage:
    name = "visit"

    def viewer(self, asked: Asked) -> Viewer:
        visit = access.visit_of(asked.cookies.get(access.COOKIE, ""))
        if visit is None:
            raise Refused(401)
        topics = (
            f"visit:{visit.pk}",
            f"department:{visit.department.slug}",
            f"room:visit:{visit.pk}",
        )
        return Viewer("visit", asked.language, topics, f"visit:{visit.pk}")

    def gone(self, viewers: Sequence[Viewer]) -> Mapping[Viewer, str]:
        return {}

    def project(self, viewer: Viewer, snapshots: Snapshots) -> Iterable[Message]:
        mine, department, room = (snapshots[topic] for topic in viewer.topics)
        return _project(viewer, mine, department, room)


def _project(
    viewer: Viewer, mine: MyVisit, department: Snapshot, room: RoomSnapshot
) -> list[Message]:
    visit = mine.visit
    if visit.department.slug != department.department.slug:
        return [end("moved")]  # handed over: the page watches another door from now on
    shown = [render_visit(mine, viewer.language)]
    # A reading made just before the knock does not know this place; the next one, on its way, does.
    if visit.state != State.WAITING or visit.pk in department.positions:
        shown.append(place_of(mine, department, viewer.language))
    if visit.state == State.TALKING:
        shown += messages(room)
    if visit.state == State.CLOSED:
        shown.append(end("closed"))
    return shown


def place_of(mine: MyVisit, department: Snapshot, language: str) -> Message:
    visit = mine.visit
    position = department.positions.get(visit.pk) if visit.state == State.WAITING else None
    return render_place(position, visit.label, language, visit.department.discreet)
