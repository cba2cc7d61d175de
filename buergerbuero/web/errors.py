"""Pages for what went wrong, in the person's language and without details."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from buergerbuero.web.answers import wants_json


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error(request, 404, _("Diese Seite gibt es nicht."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error(request, 403, _("Dafür fehlt Ihnen die Berechtigung."))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error(request, 400, _("Das haben wir nicht verstanden. Bitte laden Sie die Seite neu."))


def too_many(request: HttpRequest) -> HttpResponse:
    return error(request, 429, _("Das war zu viel auf einmal. Bitte warten Sie kurz."))


def server_error(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "Bei uns ist etwas schiefgegangen. Ihr Platz bleibt. Bitte laden Sie die Seite neu."
    )
    return error(request, 500, sentence)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error(request, 403, _("Die Seite war lange offen. Bitte laden Sie sie neu."))


def foreign_origin(request: HttpRequest) -> HttpResponse:
    sentence = _("Das kam nicht von unserer Seite. Bitte klopfen Sie hier noch einmal an.")
    return error(request, 403, sentence)


def error(request: HttpRequest, status: int, sentence: str, **context: Any) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"message": sentence}, status=status)
    return render(request, "error.html", {"sentence": sentence, **context}, status=status)
