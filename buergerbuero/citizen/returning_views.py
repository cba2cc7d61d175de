"""One's visit goes on at another device: a code is made at one and typed at the other."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from buergerbuero.citizen.views import FORM_TYPES, keep_place
from buergerbuero.visits import access
from buergerbuero.visits.limits import source_of
from buergerbuero.visits.models import Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.returning import TooManyTries, WrongCode, make_code, take_code
from buergerbuero.web.answers import refused, wants_json
from buergerbuero.web.errors import not_a_form
from buergerbuero.web.origin import from_our_page
from buergerbuero.web.qr import address_of, qr_code

TYPED_AT_MOST = 40


@require_POST
def return_code(request: HttpRequest) -> HttpResponse:
    page = reverse("citizen:visit")
    mine = _open_visit(request)
    if mine is None:
        return refused(request, page, _("Diesen Besuch gibt es nicht mehr."), 404)
    try:
        context = _code_context(request, make_code(mine))
    except Conflict:
        return refused(request, page, _("Diesen Besuch gibt es nicht mehr."))
    if wants_json(request):
        return JsonResponse({"html": render_to_string("citizen/return_code.html", context)})
    return render(request, "citizen/return_code_page.html", context)


def _open_visit(request: HttpRequest) -> Visit | None:
    mine = access.visit_of(request.COOKIES.get(access.COOKIE, ""))
    return mine if mine and mine.is_open else None


def _code_context(request: HttpRequest, code: str) -> dict[str, Any]:
    address = address_of(request, reverse("citizen:continue"))
    return {
        "code": code,
        "spelled": ", ".join(" ".join(group) for group in code.split("-")),
        "address": address.partition("://")[2],
        # Behind the # it reaches no server, no log and no other page.
        "picture": qr_code(f"{address}#{code}"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@from_our_page
def continue_visit(request: HttpRequest) -> HttpResponse:
    held = _open_visit(request)
    if request.method != "POST":
        return _continue_page(request, held=held)
    if request.content_type not in FORM_TYPES:
        return not_a_form(request)
    if held:
        return _continue_page(request, status=409, held=held)
    typed = request.POST.get("code", "")[:TYPED_AT_MOST]
    try:
        secret = take_code(typed, source=source_of(request.META["REMOTE_ADDR"]))
    except WrongCode:
        wrong = _(
            "Mit diesem Code geht es nicht weiter. Bitte prüfen Sie ihn oder holen Sie einen neuen."
        )
        return _continue_page(request, status=400, typed=typed, errors=[wrong])
    except TooManyTries as reason:
        return _too_many(request, typed, reason.retry_after)
    return keep_place(secret)


def _too_many(request: HttpRequest, typed: str, seconds: int) -> HttpResponse:
    sentence = _("Das waren viele Versuche. Bitte warten Sie ein paar Minuten. Ihr Platz bleibt.")
    response = _continue_page(request, status=429, typed=typed, errors=[sentence])
    response.headers["Retry-After"] = str(seconds)
    return response


def _continue_page(request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, "citizen/continue.html", context, status=status)
