"""The room as the citizen sees it."""

from typing import Any

from django.urls import reverse

from buergerbuero.citizen.company import door_in_words
from buergerbuero.departments.needs import Need
from buergerbuero.live.viewer import Draft
from buergerbuero.visits.models import Visit
from buergerbuero.web.regions import render_region


def room_context(visit: Visit) -> dict[str, Any]:
    return {
        "visit": visit.pk,
        "role": "citizen",
        "other_name": visit.advisor.name if visit.advisor else "",
        "department": door_in_words(visit.department),
        "number": visit.label,
        "phone": visit.department.phone,
        "hang_up_url": reverse("citizen:command", args=["hang-up"]),
        "guide_template": "citizen/regions/identity.html",
        "identity": visit.identity,
        "signing": Need.SIGN in visit.needs,
    }


def show_identity(visit: Visit, language: str) -> Draft:
    """Inside the room, where nothing else of the page is written again."""
    context = {"identity": visit.identity}

    def write() -> bytes:
        return render_region("identity", "citizen/regions/identity.html", context, language).payload

    return Draft("region:identity", (visit.identity, language), write)
