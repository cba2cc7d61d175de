"""A guest's page: at the door of a talk, in the room, and afterwards."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import translation

from buergerbuero.citizen.company import door_in_words, show_company
from buergerbuero.consultations.access import of_this_talk
from buergerbuero.consultations.addresses import may_hide_address
from buergerbuero.consultations.backends import backend
from buergerbuero.consultations.coming import guest_of
from buergerbuero.consultations.live import RoomSnapshot, load_room, messages
from buergerbuero.consultations.models import Participant, Stage
from buergerbuero.live.hub import Snapshots
from buergerbuero.live.stream import Asked, Refused
from buergerbuero.live.viewer import Draft, Message, Viewer
from buergerbuero.live.wire import end
from buergerbuero.web.company import ROLES
from buergerbuero.web.regions import render_region
from buergerbuero.web.room_region import APART, show_room

COOKIE = "__Host-guest"
OVER = "over"


@dataclass(frozen=True, slots=True)
class Guest:
    """One reading of the way of a guest."""

    state: str  # a stage, or "over": the talk is
    key: str = ""
    name: str = ""
    role: str = ""
    advisor: str = ""
    department: Any = None
    visit: str = ""
    backend: str = ""


def load_guest(key: str) -> tuple[Guest, RoomSnapshot]:
    found = of_this_talk(Participant.objects.filter(pk=key)).first()
    if found is None:
        return Guest(OVER), RoomSnapshot(None)
    return _reading(found), load_room(f"guest:{key}")


def _reading(one: Participant) -> Guest:
    visit = one.consultation.visit
    return Guest(
        state=one.stage,
        key=one.pk,
        name=one.name,
        role=one.role,
        advisor=visit.advisor.name if visit.advisor else "",
        department=visit.department,
        visit=visit.pk,
        backend=one.consultation.backend,
    )


def guest_context(mine: Guest) -> dict[str, Any]:
    role = str(ROLES[mine.role]) if mine.role else ""
    return {
        "guest": mine,
        "state": mine.state,
        "role": role,
        "room": _room_context(mine),
        "may_hide_address": may_hide_address(mine.backend),
        "facts": _facts(mine),
    }


def _facts(mine: Guest) -> list[str]:
    if mine.state != Stage.DOOR:
        return []
    return backend(mine.backend).privacy_facts(authority=False)


def _room_context(mine: Guest) -> dict[str, Any]:
    return {
        "visit": mine.key,
        "role": mine.role,
        "other_name": mine.advisor,
        "department": door_in_words(mine.department),
        "number": "",
        "leave_url": reverse("citizen:guest-leave"),
    }


class GuestPage:
    name = "guest"

    def viewer(self, asked: Asked) -> Viewer:
        found = guest_of(asked.cookies.get(COOKIE, ""))
        if found is None:
            raise Refused(401)
        return Viewer("guest", asked.language, (f"guest:{found.pk}",))

    def gone(self, viewers: Sequence[Viewer]) -> Mapping[Viewer, str]:
        return {}

    def project(self, viewer: Viewer, snapshots: Snapshots) -> Iterable[Message | Draft]:
        guest, room = snapshots[viewer.topics[0]]
        yield _region(guest, viewer.language)
        yield _room(guest, viewer.language)
        yield from show_company(room, viewer.language, inside=guest.state == Stage.IN)
        yield from messages(room)
        if guest.state not in (Stage.DOOR, Stage.IN):
            yield end("closed")


def _region(guest: Guest, language: str) -> Draft:
    def write() -> bytes:
        with translation.override(language):
            context = guest_context(guest) | APART
        return render_region("guest", "citizen/regions/guest.html", context, language).payload

    return Draft("region:guest", (language, guest), write)


def _room(guest: Guest, language: str) -> Draft:
    room = (guest.key, guest.role) if guest.state == Stage.IN else None
    return show_room(room, lambda: guest_context(guest), language)
