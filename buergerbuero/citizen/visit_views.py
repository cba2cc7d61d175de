"""The page of a visit and everything its holder can do. The cookie says whose visit it is."""

from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buergerbuero.citizen.how_long import how_long_context, how_long_for
from buergerbuero.citizen.place import FIGURES_AT_MOST, place_context
from buergerbuero.citizen.push_views import push_context
from buergerbuero.citizen.reasons import reasons_context
from buergerbuero.citizen.visit import MyVisit, absent_now, load_visit, visit_context
from buergerbuero.citizen.words import words_context
from buergerbuero.consultations import coming
from buergerbuero.consultations import views as room
from buergerbuero.consultations.access import admit_citizen
from buergerbuero.consultations.backends import stun_urls
from buergerbuero.live.present import seen
from buergerbuero.visits import access, actions, rules, slips
from buergerbuero.visits.glimpse import load_glimpse
from buergerbuero.visits.identity import decline_identity
from buergerbuero.visits.models import Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import State
from buergerbuero.web.answers import done, refused, wants_json
from buergerbuero.web.errors import error
from buergerbuero.web.headers import with_camera
from buergerbuero.web.squeeze import squeezed


def _mine(request: HttpRequest) -> Visit | None:
    return access.visit_of(request.COOKIES.get(access.COOKIE, ""))


@require_safe
@squeezed
def visit(request: HttpRequest) -> HttpResponse:
    mine = _mine(request)
    if mine is None:
        return _elsewhere(request) if _moved_on(request) else _no_visit(request)
    seen(f"visit:{mine.pk}")
    reading = load_visit(mine.pk)
    context = visit_context(reading) | _place(reading) | words_context(reading.visit)
    context |= push_context(reading.visit)
    context["stun"] = stun_urls()
    context["no_refresh"] = request.GET.get("refresh") == "off"
    return with_camera(render(request, "citizen/visit.html", context))


def _place(reading: MyVisit) -> dict[str, object]:
    mine = reading.visit
    if mine.state != State.WAITING:
        return {"shape": None, "how_long": None}
    glimpse = load_glimpse(mine, FIGURES_AT_MOST)
    place = place_context(glimpse, glimpse.position, mine.label, absent=absent_now(reading))
    return (
        place
        | reasons_context(glimpse.position.bound, glimpse.news)
        | how_long_context(mine.department, how_long_for(glimpse, glimpse.position))
    )


def _moved_on(request: HttpRequest) -> bool:
    return access.moved_on(request.COOKIES.get(access.COOKIE, ""))


def _gone(request: HttpRequest) -> str:
    if _moved_on(request):
        return _("Ihr Besuch geht auf einem anderen Gerät weiter.")
    return _("Diesen Besuch gibt es nicht mehr.")


def _elsewhere(request: HttpRequest) -> HttpResponse:
    return error(request, 410, _gone(request), may_continue=True)


def _no_visit(request: HttpRequest) -> HttpResponse:
    response = error(request, 404, _nothing_here(request), may_continue=True)
    if access.COOKIE in request.COOKIES:
        response.delete_cookie(access.COOKIE, samesite="Lax")
        response.cookies[access.COOKIE]["secure"] = True
    return response


def _nothing_here(request: HttpRequest) -> str:
    if access.COOKIE not in request.COOKIES:
        return _("Sie haben gerade keinen Platz im Wartebereich. Klopfen Sie gern an einer Tür an.")
    over = _(
        "Ihr Besuch ist vorbei. Ihre Angaben sind gelöscht, ein Merkzettel auch. Fragen? Rufen Sie "
        "an: %(phone)s"
    )
    return over % {"phone": settings.CONFIG.county.phone}


def _pause(mine: Visit, request: HttpRequest) -> Visit:
    minutes = request.POST.get("minutes", "")
    if minutes not in PAUSES:
        raise BadRequest("no such pause")
    return actions.pause(mine, PAUSES[minutes])


PAUSES = {str(length // timedelta(minutes=1)): length for length in rules.PAUSES}
Act = Callable[[Visit, HttpRequest], Visit]
COMMANDS: dict[str, Act] = {
    "enter": lambda mine, request: actions.enter(mine),
    "more-time": lambda mine, request: actions.more_time(mine),
    "not-yet": lambda mine, request: actions.not_yet(mine),
    "pause": _pause,
    "back": lambda mine, request: actions.back(mine),
    "reached": lambda mine, request: actions.reached(mine),
    "leave": lambda mine, request: actions.leave(mine),
    "hang-up": lambda mine, request: coming.hang_up(mine),
    "decline-identity": lambda mine, request: decline_identity(mine),
    "delete-slip": lambda mine, request: slips.delete(mine),
}


@require_POST
def command(request: HttpRequest, verb: str) -> HttpResponse:
    page = reverse("citizen:visit")
    mine = _mine(request)
    if mine is None:
        return refused(request, page, _gone(request), 404)
    try:
        if verb == "enter" and wants_json(request):
            return _step_in(request, mine)
        COMMANDS[verb](mine, request)
    except Conflict:
        return refused(request, page, _sentence(verb))
    return done(request, page)


def _step_in(request: HttpRequest, mine: Visit) -> HttpResponse:
    """The ticket comes with the answer: one way to the server less before the first picture."""
    # In one go: else all pages would be drawn anew between the two halves, and the room would wait.
    with transaction.atomic():
        entered = actions.enter(mine)
        answer = room.join(request, lambda: admit_citizen(entered))
        # Who reads that it did not work must not be inside all the same.
        transaction.set_rollback(answer.status_code != HTTPStatus.OK)
        return answer


def _sentence(verb: str) -> str:
    if verb == "enter":
        return _("Die Tür ist gerade zugegangen. Ihr Platz ist noch da.")
    if verb == "more-time":
        return _("Mehr Zeit geht gerade nicht. Bitte treten Sie ein.")
    return _("Das geht gerade nicht mehr. Die Seite zeigt gleich, wie es weitergeht.")
