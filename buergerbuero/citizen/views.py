"""The public pages: which doors are there, and knocking at one. None of them sets a cookie
before somebody has knocked."""

from datetime import timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from buergerbuero.citizen.doors import context_of, load_door, load_overview
from buergerbuero.citizen.forms import CallbackForm, KnockForm
from buergerbuero.consultations.backends import backend, stun_urls
from buergerbuero.departments.models import Department
from buergerbuero.departments.needs import LANGUAGES
from buergerbuero.departments.wording import day_in_words, refusal, weekday
from buergerbuero.visits import access
from buergerbuero.visits.actions import NotTaken, knock, leave
from buergerbuero.visits.callbacks import is_offered
from buergerbuero.visits.limits import TooManyKnocks, source_of
from buergerbuero.visits.line import load_routes
from buergerbuero.visits.models import Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import State
from buergerbuero.web.answers import SeeOther
from buergerbuero.web.errors import AGAIN_SECONDS, is_unusable, not_a_form
from buergerbuero.web.headers import with_camera
from buergerbuero.web.origin import from_our_page
from buergerbuero.web.squeeze import squeezed

COOKIE_SECONDS = 12 * 60 * 60
# The empty one: a form without any field, as a program may send it.
FORM_TYPES = ("", "application/x-www-form-urlencoded", "multipart/form-data")


@require_safe
@squeezed
def overview(request: HttpRequest) -> HttpResponse:
    doors = [context_of(door) for door in load_overview().doors]
    return render(request, "citizen/overview.html", {"doors": doors, "now": timezone.now()})


@require_safe
@squeezed
def department(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Department, slug=slug)
    return department_page(request, found)


@require_safe
@squeezed
def try_out(request: HttpRequest, slug: str) -> HttpResponse:
    """Camera and sound, before anybody has knocked: no cookie, and nothing reaches anybody."""
    context = {"department": get_object_or_404(Department, slug=slug), "stun": stun_urls()}
    return with_camera(render(request, "citizen/try_out.html", context))


def department_page(
    request: HttpRequest,
    found: Department,
    form: KnockForm | None = None,
    *,
    status: int = 200,
    held: Visit | None = None,
    **more: Any,
) -> HttpResponse:
    """`held`: the open visit of whoever asks."""
    context = {
        "form": form or KnockForm(found),
        "callback": CallbackForm() if is_offered(found) else None,
        "held": held,
        "may_switch": held and held.department_id != found.pk and held.state != State.TALKING,
        "mark": access.new_secret(),
        "week": _week(found),
        "surname_decides": load_routes(found).letters_asked > 0,
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
            "spans": day_in_words(hours, day),
            "today": day == today,
        }
        for day in days
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@from_our_page
def knock_at(request: HttpRequest, slug: str) -> HttpResponse:
    if request.method != "POST":
        # After a refusal this address stands in the browser: opened again, it leads to the door.
        return SeeOther(reverse("citizen:department", args=[slug]))
    if request.content_type not in FORM_TYPES:
        return not_a_form(request)
    found = get_object_or_404(Department, slug=slug)
    form = KnockForm(found, request.POST)
    mine = access.visit_of(request.COOKIES.get(access.COOKIE, ""))
    held = mine if mine and mine.is_open else None
    if held and not _gives_up(held, found, request):
        return _already_waiting(request, found, held, form)
    if not form.is_valid():
        return department_page(request, found, form, status=400, held=held)
    return _knock(request, found, form, held)


def _gives_up(held: Visit, found: Department, request: HttpRequest) -> bool:
    """Somebody who waits at another door has said that they want to change places."""
    return held.department_id != found.pk and request.POST.get("switch") == held.pk


def _already_waiting(
    request: HttpRequest, found: Department, held: Visit, form: KnockForm
) -> HttpResponse:
    """The second half of a double tap leads to the place; who comes back later is told of it."""
    if access.hash_of(access.secret_for(request.POST.get("form", ""))) == held.secret_hash:
        return SeeOther(reverse("citizen:visit"))
    return department_page(request, found, form, status=409, held=held)


def _knock(
    request: HttpRequest, found: Department, form: KnockForm, held: Visit | None
) -> HttpResponse:
    secret = access.secret_for(request.POST.get("form", ""))
    if _is_drawn(secret):
        return keep_place(secret)
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
    except (NotTaken, TooManyKnocks, OperationalError) as reason:
        return _not_drawn(request, found, form, held, reason)
    return keep_place(secret)


def _not_drawn(
    request: HttpRequest,
    found: Department,
    form: KnockForm,
    held: Visit | None,
    reason: NotTaken | TooManyKnocks | OperationalError,
) -> HttpResponse:
    status, sentence, seconds = _why_not(reason)
    response = department_page(request, found, form, status=status, held=held, not_taken=sentence)
    if seconds:
        response.headers["Retry-After"] = str(seconds)
    return response


def _why_not(reason: NotTaken | TooManyKnocks | OperationalError) -> tuple[int, str, int]:
    """Status, sentence, and after how many seconds to try again."""
    match reason:
        case NotTaken():
            return 409, refusal(reason.state), 0
        case TooManyKnocks():
            return 429, _patience(ceil(reason.retry_after / 60)), reason.retry_after
        case _ if is_unusable(reason):
            words = _("Das hat gerade nicht geklappt. Bitte klopfen Sie gleich noch einmal an.")
            return 503, words, AGAIN_SECONDS
        case _:
            raise reason


def _patience(minutes: int) -> str:
    if minutes == 1:
        return _("Bitte warten Sie eine Minute und klopfen Sie dann noch einmal an.")
    words = _(
        "Bitte warten Sie noch %(minutes)s Minuten und klopfen Sie dann noch einmal an. Eilt es, "
        "rufen Sie uns gern an."
    )
    return words % {"minutes": minutes}


def _is_drawn(secret: str) -> bool:
    visit = access.visit_of(secret)
    return visit is not None and visit.is_open


def keep_place(secret: str) -> HttpResponse:
    response = SeeOther(reverse("citizen:visit"))
    response.set_cookie(
        access.COOKIE, secret, max_age=COOKIE_SECONDS, secure=True, httponly=True, samesite="Lax"
    )
    return response


@require_safe
@squeezed
def privacy(request: HttpRequest) -> HttpResponse:
    facts = backend().privacy_facts(authority=False)
    context = {"facts": facts, "push": settings.CONFIG.push}
    return render(request, "citizen/privacy.html", context)


@require_safe
@squeezed
def imprint(request: HttpRequest) -> HttpResponse:
    return render(request, "citizen/imprint.html")


@require_safe
@squeezed
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "citizen/accessibility.html")
