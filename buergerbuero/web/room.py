"""How commands about the people of a talk are answered."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from buergerbuero.consultations.access import NotAdmitted
from buergerbuero.consultations.bringing import Full, NotFree
from buergerbuero.visits.moves import Conflict
from buergerbuero.web.answers import done, refused


def answer(request: HttpRequest, page: str, act: Callable[[], HttpResponse | None]) -> HttpResponse:
    """204 where `act` answers nothing itself."""
    try:
        return act() or done(request, page)
    except NotAdmitted:
        return refused(request, page, _("Sie sind nicht in diesem Raum."), 403)
    except Full:
        return refused(request, page, _full())
    except NotFree:
        return refused(request, page, _("Diese Person ist gerade nicht frei."))
    except Conflict:
        gone = _("Das geht gerade nicht mehr. Die Seite zeigt gleich, wie es weitergeht.")
        return refused(request, page, gone)


def _full() -> str:
    return _(
        "Der Raum ist voll. Sechs Personen haben Platz, wenn alle an einem Computer sitzen, "
        "sonst vier."
    )
