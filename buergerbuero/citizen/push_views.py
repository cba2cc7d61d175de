"""Whoever waits may be told of their turn by their browser's push service."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from buergerbuero.push import citizens, letters, vapid
from buergerbuero.push.endpoints import Refused
from buergerbuero.push.subscribing import read_browser
from buergerbuero.visits import access
from buergerbuero.visits.models import Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.web.answers import done, refused


def push_context(visit: Visit) -> dict[str, Any]:
    """For the page as a whole; without a key nothing is offered."""
    return {
        "push_key": vapid.public_key(settings.PUSH_KEY) if settings.CONFIG.push else "",
        "push_is_on": citizens.is_subscribed(visit),
        "nearly_text": letters.nearly_text(),
        "called_text": letters.called_text(),
    }


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    if not settings.CONFIG.push:
        raise Http404
    page, mine = reverse("citizen:visit"), _mine(request)
    if mine is None:
        return refused(request, page, _("Diesen Besuch gibt es nicht mehr."), 404)
    try:
        citizens.subscribe(mine, read_browser(request.POST, get_language() or ""))
    except Refused:
        return refused(request, page, _("Den Push-Dienst Ihres Browsers kennen wir nicht."), 400)
    except Conflict:
        return refused(request, page, _("Diesen Besuch gibt es nicht mehr."))
    return done(request, page)


@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    if mine := _mine(request):
        citizens.unsubscribe(mine)
    return done(request, reverse("citizen:visit"))


def _mine(request: HttpRequest) -> Visit | None:
    return access.visit_of(request.COOKIES.get(access.COOKIE, ""))
