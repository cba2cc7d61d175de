"""What an advisor has beside the talk: who it is, what may be said, and what both sides know."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from buergerbuero.consultations.backends import backend
from buergerbuero.consultations.live import RoomSnapshot
from buergerbuero.consultations.slip import form_context
from buergerbuero.departments.models import Department
from buergerbuero.departments.texts import in_language
from buergerbuero.visits.rules import Identity
from buergerbuero.visits.snapshot import OpenVisit

METHODS = {
    Identity.DOCUMENT: _("Ausweis gesehen"),
    Identity.KNOWN: _("persönlich bekannt"),
    Identity.QUESTIONS: _("Fragen beantwortet"),
}


def beside_context(department: Department, visit: OpenVisit, room: RoomSnapshot) -> dict[str, Any]:
    """Under one name, since it stands in several templates around the room."""
    return {
        "beside": {
            "identity": _identity(department, visit),
            "facts": backend(room.backend).privacy_facts(authority=True),
            "slip": form_context(room.slip) if room.slip else None,
        }
    }


def _identity(department: Department, visit: OpenVisit) -> dict[str, Any]:
    return {
        "state": visit.identity,
        "words": METHODS.get(Identity(visit.identity), ""),
        "methods": [(method.value, words) for method, words in METHODS.items()],
        "unverified": in_language(department.unverified) or _nothing_personal(),
    }


def _nothing_personal() -> str:
    return gettext(
        "Bis dahin nur Allgemeines: Abläufe, Fristen, nötige Unterlagen. Nichts aus einer Akte, "
        "auch nicht, ob es eine gibt."
    )
