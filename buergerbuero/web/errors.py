"""Pages for what went wrong, in the person's language and without details."""

import logging
import sqlite3
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from buergerbuero.web.answers import wants_json

log = logging.getLogger(__name__)
# A database that was busy or full for as long as we waited for it is not free at once.
AGAIN_SECONDS = 30


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error(request, 404, _("Diese Seite gibt es nicht."))


def only_for_forms(request: HttpRequest) -> HttpResponse:
    """An address to which pages send something; there is nothing to look at."""
    return error(request, 405, _("Diese Seite gibt es nicht."), back=_page_of(request))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error(request, 403, _("Dafür fehlt Ihnen die Berechtigung."))


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return error(request, 413, too_long(), back=_page_of(request))
    return error(request, 400, not_understood(), back=_page_of(request))


def not_understood() -> str:
    return _("Das haben wir nicht verstanden. Bitte laden Sie die Seite neu.")


def too_long() -> str:
    return _("Das war zu lang für uns. Bitte schreiben Sie weniger.")


def not_a_form(request: HttpRequest) -> HttpResponse:
    return error(request, 415, not_understood(), back=_page_of(request))


def too_many(request: HttpRequest) -> HttpResponse:
    return error(request, 429, _("Das war zu viel auf einmal. Bitte warten Sie kurz."))


def server_error(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "Bei uns ist etwas schiefgegangen. Ihr Platz bleibt. Bitte laden Sie die Seite neu."
    )
    return error(request, 500, sentence, back=_page_of(request))


def busy(request: HttpRequest) -> HttpResponse:
    sentence = _(
        "Das hat gerade nicht geklappt. Ihr Platz bleibt. Bitte versuchen Sie es gleich noch "
        "einmal."
    )
    response = error(request, 503, sentence, back=_page_of(request))
    response.headers["Retry-After"] = str(AGAIN_SECONDS)
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    sentence = _("Die Seite war lange offen. Bitte laden Sie sie neu.")
    return error(request, 403, sentence, back=_page_of(request))


def _page_of(request: HttpRequest) -> str:
    """Where the form stands whose command came to this address."""
    for page in (reverse("citizen:continue"), reverse("citizen:visit"), reverse("desk:desk")):
        if request.path.startswith(page):
            return page
    return request.path.removesuffix("knock")


def foreign_origin(request: HttpRequest) -> HttpResponse:
    sentence = _("Das kam nicht von unserer Seite. Bitte versuchen Sie es hier noch einmal.")
    return error(request, 403, sentence, back=_page_of(request))


def error(request: HttpRequest, status: int, sentence: str, **context: Any) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"message": sentence}, status=status)
    return render(request, "error.html", {"sentence": sentence, **context}, status=status)


class Busy:
    """A database that cannot be used just now is no fault of the program: come back soon."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return busy(request) if is_unusable(exception) else None


def is_unusable(error: Exception) -> bool:
    """The database is locked, full or away. A table that is missing would not come back soon."""
    if not isinstance(error, OperationalError):
        return False
    code = getattr(error.__cause__, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_ERROR:
        return False
    log.error("The database cannot be used just now: %s", error)
    return True
