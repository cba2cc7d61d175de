"""An advisor whose desk is closed may be told of a knock by their browser's push service."""

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from buergerbuero.accounts.models import User
from buergerbuero.push import advisors, vapid
from buergerbuero.push.endpoints import Refused
from buergerbuero.push.subscribing import read_browser
from buergerbuero.web.answers import done, refused


def push_context(request: HttpRequest) -> dict[str, Any]:
    return {
        "push_key": vapid.public_key(settings.PUSH_KEY) if settings.CONFIG.push else "",
        "push_is_on": advisors.is_subscribed(_session(request)),
    }


@login_required
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    if not settings.CONFIG.push:
        raise Http404
    page = reverse("desk:desk")
    try:
        browser = read_browser(request.POST, get_language() or "")
    except Refused:
        return refused(request, page, _("Den Push-Dienst Ihres Browsers kennen wir nicht."), 400)
    advisors.subscribe(cast("User", request.user), _session(request), browser)
    return done(request, page)


@login_required
@require_POST
def stop(request: HttpRequest) -> HttpResponse:
    advisors.unsubscribe(_session(request))
    return done(request, reverse("desk:desk"))


def _session(request: HttpRequest) -> str:
    return request.session.session_key or ""
