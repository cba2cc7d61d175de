"""The desk's stream: who may open it, and the six regions it carries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
from buergerbuero.departments.models import Membership
from buergerbuero.desk import desk as view
from buergerbuero.live.hub import Snapshots
from buergerbuero.live.stream import Asked, Refused
from buergerbuero.live.viewer import Message, Viewer
from buergerbuero.visits.snapshot import Snapshot
from buergerbuero.web.regions import render_region

Context = Callable[[view.Desk], dict[str, Any]]
REGIONS: dict[str, Context] = {
    "duty": view.duty_context,
    "knocks": view.knocks_context,
    "talk": view.talk_context,
    "queue": view.queue_context,
    "doors": view.doors_context,
    "colleagues": view.colleagues_context,
}


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who opened the desk's stream, and by what right."""

    user: int
    session: str
    password: str  # changes with the password, and says nothing about it
    departments: tuple[str, ...]


def departments_of(user: Any) -> tuple[str, ...]:
    slugs = Membership.objects.filter(user=user).order_by("department__order", "department__slug")
    return tuple(slugs.values_list("department__slug", flat=True))


class DeskPage:
    name = "desk"

    def viewer(self, asked: Asked) -> Viewer:
        session = asked.cookies.get(settings.SESSION_COOKIE_NAME, "")
        user = _user_of(session)
        if user is None:
            raise Refused(401)
        departments = departments_of(user)
        topics = [f"department:{slug}" for slug in departments]
        return Viewer(
            "desk",
            asked.language,
            (*topics, f"room:advisor:{user.pk}"),
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
        return {viewer: reason for viewer in viewers if (reason := _reason(viewer, keys, hashes))}

    def project(self, viewer: Viewer, snapshots: Snapshots) -> Iterable[Message]:
        *departments, room = (snapshots[topic] for topic in viewer.topics)
        return _project(viewer, departments, room)


def _user_of(session: str) -> User | None:
    request = HttpRequest()
    request.session = SessionStore(session)
    if SESSION_KEY not in request.session:
        return None
    user = get_user(request)
    return user if isinstance(user, User) and user.is_active else None


def _reason(viewer: Viewer, sessions: set[str], hashes: Mapping[int, str]) -> str:
    sitting: Sitting = viewer.facts
    if sitting.session not in sessions or hashes.get(sitting.user) != sitting.password:
        return "signed-out"
    return "" if departments_of(sitting.user) == sitting.departments else "moved"


def _project(viewer: Viewer, departments: list[Snapshot], room: RoomSnapshot) -> list[Message]:
    desk = view.Desk(viewer.facts.user, tuple(departments))
    with translation.override(viewer.language):
        regions = [
            render_region(name, f"desk/regions/{name}.html", context(desk), viewer.language)
            for name, context in REGIONS.items()
        ]
    return [*regions, *messages(room)]
