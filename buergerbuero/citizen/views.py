"""The public pages: which doors are there, and knocking at one. None of them sets a cookie
before somebody has knocked."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from buergerbuero.citizen.doors import context_of, load_door, load_overview
from buergerbuero.citizen.forms import KnockForm
from buergerbuero.consultations.backends import backend
from buergerbuero.departments import hours as opening
from buergerbuero.departments.models import Department
from buergerbuero.departments.needs import LANGUAGES
from buergerbuero.departments.wording import refusal, spans, weekday
from buergerbuero.visits import access
from buergerbuero.visits.actions import NotTaken, knock, leave
from buergerbuero.visits.limits import TooManyKnocks, source_of
from buergerbuero.visits.models import Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.web.answers import SeeOther
from buergerbuero.web.origin import from_our_page

COOKIE_SECONDS = 12 * 60 * 60


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    doors = [context_of(door) for door in load_overview().doors]
    return render(request, "citizen/overview.html", {"doors": doors, "now": timezone.now()})


@require_safe
def department(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Department, slug=slug)
    return _department_page(request, found, KnockForm(found))


def _department_page(
    request: HttpRequest, found: Department, form: KnockForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "mark": access.new_secret(),
        "week": _week(found),
        "spoken": [(code, LANGUAGES.get(code, code)) for code in found.languages],
        **context_of(load_door(found.slug)),
        **more,
    }
    return render(request, "citizen/department.html", context, status=status)


def _week(found: Department) -> list[dict[str, Any]]:
    hours, today = found.hours(), timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    return [
        {
            "name": weekday(day.weekday()),
            "spans": spans(opening.spans_on(hours, day)),
            "today": day == today,
        }
        for day in days
    ]


@require_POST
@from_our_page
def knock_at(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Department, slug=slug)
    form = KnockForm(found, request.POST)
    mine = access.visit_of(request.COOKIES.get(access.COOKIE, ""))
    held = mine if mine and mine.is_open else None
    if held and not _gives_up(held, found, request):
        return _already_waiting(request, found, held, form)
    if not form.is_valid():
        return _department_page(request, found, form, status=400, elsewhere=held)
    return _knock(request, found, form, held)


def _gives_up(held: Visit, found: Department, request: HttpRequest) -> bool:
    """Somebody who waits at another door has said that they want to change places."""
    return held.department_id != found.pk and request.POST.get("switch") == held.pk


def _already_waiting(
    request: HttpRequest, found: Department, held: Visit, form: KnockForm
) -> HttpResponse:
    if held.department_id == found.pk:
        return SeeOther(reverse("citizen:visit"))
    return _department_page(request, found, form, status=409, elsewhere=held)


def _knock(
    request: HttpRequest, found: Department, form: KnockForm, held: Visit | None
) -> HttpResponse:
    secret = access.secret_for(request.POST.get("form", ""))
    if _is_drawn(secret):
        return _drawn(secret)
    try:
        # Whoever changes places keeps the old one until the new one is theirs.
        with transaction.atomic():
            if held:
                leave(held)
            knock(
                found,
                form.request(get_language() or settings.LANGUAGE_CODE),
                secret_hash=access.hash_of(secret),
                source=source_of(request.META["REMOTE_ADDR"]),
            )
    except Conflict:
        return SeeOther(reverse("citizen:visit"))
    except IntegrityError:
        # The other half of a double tap was a moment faster.
        if not _is_drawn(secret):
            raise
    except NotTaken as closed:
        sentences = refusal(closed.state)
        return _department_page(
            request, found, form, status=409, not_taken=sentences, elsewhere=held
        )
    except TooManyKnocks as flood:
        response = _department_page(request, found, form, status=429, too_many=True, elsewhere=held)
        response.headers["Retry-After"] = str(flood.retry_after)
        return response
    return _drawn(secret)


def _is_drawn(secret: str) -> bool:
    visit = access.visit_of(secret)
    return visit is not None and visit.is_open


def _drawn(secret: str) -> HttpResponse:
    response = SeeOther(reverse("citizen:visit"))
    response.set_cookie(
        access.COOKIE, secret, max_age=COOKIE_SECONDS, secure=True, httponly=True, samesite="Lax"
    )
    return response


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "citizen/privacy.html", {"facts": backend().privacy_facts()})


@require_safe
def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "citizen/imprint.html")


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "citizen/accessibility.html")
