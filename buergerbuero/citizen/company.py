"""Who is in the room, as citizen and guests read it, and what the citizen is asked about it."""

from collections.abc import Callable
from typing import Any

from django.utils import translation
from django.utils.translation import gettext

from buergerbuero.consultations.company import Company
from buergerbuero.consultations.live import RoomSnapshot
from buergerbuero.consultations.models import ParticipantRole
from buergerbuero.departments.models import Department
from buergerbuero.live.viewer import Draft
from buergerbuero.web.company import inside, on_the_way
from buergerbuero.web.regions import render_region

Context = Callable[[Company | None], dict[str, Any]]


def show_company(room: RoomSnapshot, language: str, *, inside: bool) -> list[Draft]:
    """`inside`: this page shows the room now; before and after, nothing of it is said."""
    company = room.company if inside else None
    shown = [
        _draft("asking", asking_context, company, language),
        _draft("people", people_context, company, language),
    ]
    if (
        company is None
    ):  # before it is known whose talk it is, the page says what it was opened with
        return shown
    # Who leads the talk is said together with the door.
    title = _draft("title", title_context, company, language)._replace(ahead=True)
    return [title, *shown]


def _draft(name: str, context_of: Context, company: Company | None, language: str) -> Draft:
    def write() -> bytes:
        with translation.override(language):
            context = context_of(company)
        return render_region(name, f"citizen/regions/{name}.html", context, language).payload

    return Draft(f"region:{name}", (language, company), write)


def title_context(company: Company | None) -> dict[str, Any]:
    """At whose door the talk is: handed over to a colleague of another one, it goes there."""
    return {"department": door_in_words(company.department if company else None)}


def door_in_words(department: Department | None) -> str:
    """Those in the talk may know at whose door they are, unless it is discreet."""
    return gettext("Beratung") if department is None or department.discreet else department.name


def asking_context(company: Company | None) -> dict[str, Any]:
    if company is None or company.me.role != ParticipantRole.CITIZEN:
        return {"questions": [], "granted": [], "declined": []}
    coming = on_the_way(company)
    return {
        "advisor": company.advisor,
        "questions": [one for one in coming if not one.person.agreed],
        "granted": [one for one in coming if one.person.is_granted_wish],
        "declined": [one.key for one in company.people if one.is_refused_wish],
    }


def people_context(company: Company | None) -> dict[str, Any]:
    if company is None:
        return {"company": None}
    mine = company.me.role == ParticipantRole.CITIZEN
    coming = on_the_way(company) if mine else []
    return {
        "company": company,
        "inside": inside(company),
        "on_the_way": [one for one in coming if one.person.agreed],
        "may_wish": mine and not any(one.person.wished for one in coming),
    }
