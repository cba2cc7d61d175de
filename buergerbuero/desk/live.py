"""The desk's stream: who may open it, and the regions it carries."""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone, translation

from buergerbuero.accounts.models import User
from buergerbuero.consultations.live import RoomSnapshot, messages
from buergerbuero.consultations.slip import form_context
from buergerbuero.departments.models import Membership
from buergerbuero.desk import company
from buergerbuero.desk import desk as view
from buergerbuero.desk.alerts import alerts_context
from buergerbuero.desk.callbacks import callbacks_context, wanted
from buergerbuero.desk.emergency import emergency_context
from buergerbuero.desk.talk import following_context, talk_context
from buergerbuero.live.hub import Snapshots
from buergerbuero.live.stream import Asked, Refused
from buergerbuero.live.viewer import Draft, Message, Viewer
from buergerbuero.visits.callbacks import Wanted
from buergerbuero.web.regions import render_region
from buergerbuero.web.room_region import APART, show_room

Context = Callable[[view.Desk], dict[str, Any]]
REGIONS: dict[str, Context] = {
    "duty": view.duty_context,
    "knocks": view.knocks_context,
    "alerts": alerts_context,
    "emergency": emergency_context,
    "following": following_context,
    "talk": talk_context,
    "queue": view.queue_context,
    "doors": view.doors_context,
    "colleagues": company.colleagues_context,
}
# Inside the room, whose markup the others leave alone; they follow after it.
IN_ROOM: dict[str, Context] = {
    "rings": company.rings_context,
    "title": company.title_context,
    "asking": company.asking_context,
    "people": company.people_context,
    "leaving": company.leaving_context,
}
# The same at every desk of the same doors, but for whether somebody is called or inside, and for
# what the desk itself `sees`.
SHARED = frozenset({"knocks", "emergency", "queue", "doors"})


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who opened the desk's stream, and by what right."""

    user: int
    session: str
    password: str  # changes with the password, and says nothing about it
    departments: tuple[str, ...]


def departments_of(user: User) -> tuple[str, ...]:
    return _doors([user.pk]).get(user.pk, ())


def _doors(users: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """For each advisor the doors, in the order in which the county names them."""
    slugs = Membership.objects.filter(user__in=users).values_list("user", "department__slug")
    found: dict[int, tuple[str, ...]] = {}
    for user, slug in slugs.order_by("department__order", "department__slug"):
        found[user] = (*found.get(user, ()), slug)
    return found


class DeskPage:
    name = "desk"

    def viewer(self, asked: Asked) -> Viewer:
        session = asked.cookies.get(settings.SESSION_COOKIE_NAME, "")
        user = _user_of(session)
        if user is None:
            raise Refused(401)
        departments = departments_of(user)
        topics = [f"{kind}:{slug}" for kind in ("department", "callbacks") for slug in departments]
        return Viewer(
            "desk",
            asked.language,
            (*topics, "crews", f"room:advisor:{user.pk}"),
            f"advisor:{user.pk}",
            facts=Sitting(user.pk, session, user.get_session_auth_hash(), departments),
        )

    def gone(self, viewers: Sequence[Viewer]) -> Mapping[Viewer, str]:
        """Signed out, disabled, with another password, or of other departments than before."""
        sessions = {viewer.facts.session for viewer in viewers}
        alive = Session.objects.filter(session_key__in=sessions, expire_date__gt=timezone.now())
        keys = set(alive.values_list("session_key", flat=True))
        users = User.objects.filter(
            pk__in={viewer.facts.user for viewer in viewers}, is_active=True
        )
        hashes = {user.pk: user.get_session_auth_hash() for user in users}
        doors = _doors(hashes)
        return {
            viewer: reason for viewer in viewers if (reason := _reason(viewer, keys, hashes, doors))
        }

    def project(self, viewer: Viewer, snapshots: Snapshots) -> Iterable[Message | Draft]:
        *readings, crews, room = (snapshots[topic] for topic in viewer.topics)
        doors = len(readings) // 2
        desk = view.Desk(viewer.facts.user, tuple(readings[:doors]), room, crews)
        yield from _project(desk, viewer.language)
        yield _callbacks(readings[doors:], viewer.language)


def _user_of(session: str) -> User | None:
    request = HttpRequest()
    request.session = SessionStore(session)
    if SESSION_KEY not in request.session:
        return None
    user = get_user(request)
    return user if isinstance(user, User) and user.is_active else None


def _reason(
    viewer: Viewer,
    sessions: set[str],
    hashes: Mapping[int, str],
    doors: Mapping[int, tuple[str, ...]],
) -> str:
    sitting: Sitting = viewer.facts
    if sitting.session not in sessions or hashes.get(sitting.user) != sitting.password:
        return "signed-out"
    return "" if doors.get(sitting.user, ()) == sitting.departments else "moved"


def _project(desk: view.Desk, language: str) -> list[Message | Draft]:
    regions = [_region(name, desk, language) for name in REGIONS]
    inside = [_in_room(name, desk, language) for name in IN_ROOM]
    room = _room(desk, language)
    return [*regions, room, *inside, *_slip(desk.room, language), *messages(desk.room)]


def _room(desk: view.Desk, language: str) -> Draft:
    helping = desk.helping
    room = desk.talk[1].id if desk.talk else helping.visit if helping else None
    return show_room(room, lambda: talk_context(desk), language)


def _slip(room: RoomSnapshot, language: str) -> Iterable[Draft]:
    """Inside the room, where nothing else of the page is written again. Whoever hands a talk over
    writes no more, and the other one does."""
    now = room.slip

    def write() -> bytes:
        with translation.override(language):
            context = {"slip": form_context(now) if now else None}
        return render_region("slip", "slip/form.html", context, language).payload

    said = (now.slip.visit_id, now.slip.discussed, now.slip.missing, now.slip.due) if now else ()
    yield Draft("region:slip", (language, *said), write)


def _callbacks(lists: list[tuple[Wanted, ...]], language: str) -> Draft:
    wishes = wanted(lists)

    def write() -> bytes:
        with translation.override(language):
            context = callbacks_context(wishes)
        return render_region("callbacks", "desk/regions/callbacks.html", context, language).payload

    return Draft("region:callbacks", (language, wishes), write)


def _region(name: str, desk: view.Desk, language: str) -> Message:
    """Written once for each reading of the doors: a signal in the room changes none of it."""
    if not desk.snapshots:
        return _render(name, desk, language)
    readings = tuple((snapshot.department.pk, snapshot.taken_at) for snapshot in desk.snapshots)
    who = (desk.busy if name in SHARED else desk.me, *desk.sees(name))
    key = (name, language, who, tuple(pk for pk, _ in readings))
    written: dict[Hashable, tuple[Hashable, Message]] = desk.snapshots[0].rendered
    found = written.get(key)
    if found is None or found[0] != readings:
        found = written[key] = (readings, _render(name, desk, language))
    return found[1]


def _in_room(name: str, desk: view.Desk, language: str) -> Draft:
    seen = (language, company.version_of(desk))
    said_with_the_room = name == "title"  # who leads the talk, and at which door
    return Draft(
        f"region:{name}",
        seen,
        lambda: _render(name, desk, language).payload,
        ahead=said_with_the_room,
    )


def _render(name: str, desk: view.Desk, language: str) -> Message:
    with translation.override(language):
        context = (REGIONS | IN_ROOM)[name](desk) | APART
    return render_region(name, f"desk/regions/{name}.html", context, language)
