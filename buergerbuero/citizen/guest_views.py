"""Whoever was invited into a talk: the link, the door, the room. The guest's cookie says who."""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from buergerbuero.citizen.forms import GuestForm
from buergerbuero.citizen.guest import COOKIE, OVER, Guest, guest_context, load_guest
from buergerbuero.citizen.views import FORM_TYPES
from buergerbuero.consultations import coming
from buergerbuero.consultations import views as room
from buergerbuero.consultations.access import Admission, NotAdmitted, admit_guest
from buergerbuero.consultations.models import Participant
from buergerbuero.visits import access
from buergerbuero.visits.limits import source_of
from buergerbuero.visits.returning import TooManyTries, Tries
from buergerbuero.web.answers import SeeOther
from buergerbuero.web.errors import not_a_form
from buergerbuero.web.headers import with_camera
from buergerbuero.web.origin import from_our_page
from buergerbuero.web.room import answer


@require_http_methods(["GET", "HEAD", "POST"])
@from_our_page
def invited(request: HttpRequest) -> HttpResponse:
    """The same page for every link. No cookie before its secret has been exchanged."""
    if request.method != "POST":
        return _invited(request)
    if request.content_type not in FORM_TYPES:
        return not_a_form(request)
    form = GuestForm(request.POST)
    if not form.is_valid():
        return _invited(request, 400, form, form.errors.get("name"))
    try:
        token = _exchange(form, source_of(request.META["REMOTE_ADDR"]))
    except coming.WrongLink:
        return _no_way_in(request, form)
    except TooManyTries as reason:
        response = _invited(request, 429, form, [_patience()])
        response.headers["Retry-After"] = str(reason.retry_after)
        return response
    return _known(token)


def _no_way_in(request: HttpRequest, form: GuestForm) -> HttpResponse:
    if coming.is_expected(request.COOKIES.get(COOKIE, "")):
        # The link has been used by this very browser.
        return SeeOther(reverse("citizen:guest"))
    no_longer = _("Dieser Link gilt nicht mehr. Bitte lassen Sie sich einen neuen geben.")
    return _invited(request, 400, form, [no_longer])


def _patience() -> str:
    return _("Das waren viele Versuche. Bitte warten Sie ein paar Minuten.")


def _exchange(form: GuestForm, source: str) -> str:
    said = form.cleaned_data
    with transaction.atomic():
        tries = Tries(source)
        tries.demand_patience(in_total=False)
        try:
            wide = said.pop("wide") == "yes"
            return coming.knock_at_door(**said, wide=wide)
        except coming.WrongLink:
            tries.was_wrong()
    raise coming.WrongLink


def _known(token: str) -> HttpResponse:
    response = SeeOther(reverse("citizen:guest"))
    response.set_cookie(COOKIE, token, secure=True, httponly=True, samesite="Lax")
    return response


def _invited(
    request: HttpRequest, status: int = 200, form: GuestForm | None = None, errors: Any = None
) -> HttpResponse:
    context = {"errors": errors, "mark": access.new_secret()}
    if form:
        context |= {"name": form["name"].value(), "secret": form["secret"].value()}
    return render(request, "citizen/invited.html", context, status=status)


@require_safe
def guest(request: HttpRequest) -> HttpResponse:
    mine = _mine(request)
    reading = load_guest(mine.pk)[0] if mine else Guest(OVER)
    return with_camera(render(request, "citizen/guest.html", guest_context(reading)))


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    def act() -> None:
        mine = _mine(request)
        if mine is None:
            raise NotAdmitted
        coming.leave(mine)

    return answer(request, reverse("citizen:guest"), act)


@require_POST
def join(request: HttpRequest) -> HttpResponse:
    return room.join(request, lambda: _admit(request))


@require_POST
def servers(request: HttpRequest) -> HttpResponse:
    return room.servers(request, lambda: _admit(request))


@require_POST
def signal(request: HttpRequest) -> HttpResponse:
    return room.signal(request, lambda: _admit(request))


def _admit(request: HttpRequest) -> Admission:
    mine = _mine(request)
    if mine is None:
        raise NotAdmitted
    return admit_guest(mine.pk)


def _mine(request: HttpRequest) -> Participant | None:
    return coming.guest_of(request.COOKIES.get(COOKIE, ""))
