"""The desk's stream: who may open it, and the six regions it carries."""

from collections.abc import Callable, Iterable, Mapping, Sequence
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
from buergerbuero.live.hub import Message, Snapshots, Viewer
from buergerbuero.live.stream import Asked, Refused
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
            facts=(user.pk, session, departments),
        )

    def gone(self, viewers: Sequence[Viewer]) -> Mapping[Viewer, str]:
        """Signed out, disabled, or of other departments than when the stream was opened."""
        sessions = {viewer.facts[1] for viewer in viewers}
        users = {viewer.facts[0] for viewer in viewers}
        alive = set(
            Session.objects.filter(
                session_key__in=sessions, expire_date__gt=timezone.now()
            ).values_list("session_key", flat=True)
        )
        active = set(User.objects.filter(pk__in=users, is_active=True).values_list("pk", flat=True))
        return {viewer: reason for viewer in viewers if (reason := _reason(viewer, alive, active))}

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


def _reason(viewer: Viewer, alive: set[str], active: set[int]) -> str:
    user, session, departments = viewer.facts
    if session not in alive or user not in active:
        return "signed-out"
    return "" if departments_of(user) == departments else "moved"


def _project(viewer: Viewer, departments: list[Snapshot], room: RoomSnapshot) -> list[Message]:
    desk = view.Desk(viewer.facts[0], tuple(departments))
    with translation.override(viewer.language):
        regions = [
            render_region(name, f"desk/regions/{name}.html", context(desk), viewer.language)
            for name, context in REGIONS.items()
        ]
    return [*regions, *messages(room)]
