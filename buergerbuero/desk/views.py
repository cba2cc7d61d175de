"""The advisor's page and commands. Membership in the department decides; no template does."""

from datetime import timedelta
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from buergerbuero.accounts.actions import PREFERENCES, prefer
from buergerbuero.accounts.models import User
from buergerbuero.consultations.live import load_room
from buergerbuero.departments import actions as doors
from buergerbuero.departments.models import Department, DutyState
from buergerbuero.desk import identity_views, talk_views
from buergerbuero.desk.callbacks import callbacks_context, wanted
from buergerbuero.desk.desk import Desk
from buergerbuero.desk.line import First, first_of
from buergerbuero.desk.live import IN_ROOM, REGIONS, departments_of
from buergerbuero.desk.order import reason_named
from buergerbuero.desk.push_views import push_context
from buergerbuero.desk.sentences import nobody, not_free, out_of_order, taken, why_not
from buergerbuero.desk.slip_views import keep_last_words
from buergerbuero.live.present import seen
from buergerbuero.visits import actions, callbacks, watch
from buergerbuero.visits.callbacks import load_callbacks
from buergerbuero.visits.calling import ReasonNeeded
from buergerbuero.visits.crew import load_all_crews
from buergerbuero.visits.going_on import go_on
from buergerbuero.visits.models import OPEN, Callback, Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.snapshot import load_snapshot
from buergerbuero.web.answers import done, refused
from buergerbuero.web.headers import with_camera

BREAKS = {str(length // timedelta(minutes=1)): length for length in doors.BREAKS}


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    me = _me(request)
    seen(f"advisor:{me.pk}")
    snapshots = tuple(load_snapshot(slug) for slug in departments_of(me))
    view = Desk(me.pk, snapshots, load_room(f"advisor:{me.pk}"), load_all_crews())
    context: dict[str, Any] = {"departments": view.snapshots} | push_context(request)
    for name, context_of in (REGIONS | IN_ROOM).items():
        context[name] = context_of(view)
    slugs = [snapshot.department.slug for snapshot in view.snapshots]
    context["callbacks"] = callbacks_context(wanted(load_callbacks(slug) for slug in slugs))
    return with_camera(render(request, "desk/desk.html", context))


@login_required
@require_POST
def duty(request: HttpRequest) -> HttpResponse:
    state = request.POST.get("state", "")
    if state not in DutyState.values:
        return refused(request, _page(), _("Diesen Status gibt es nicht."), 400)
    length = BREAKS.get(request.POST.get("minutes", ""))
    back_at = timezone.now() + length if length else None
    doors.set_duty(_me(request), DutyState(state), back_at=back_at)
    if state == DutyState.FREE:
        watch.seen(_me(request))
    return done(request, _page())


@login_required
@require_POST
def seen_knocks(request: HttpRequest) -> HttpResponse:
    """Somebody at this desk knows that people wait."""
    watch.seen(_me(request))
    return done(request, _page())


@login_required
@require_POST
def preferences(request: HttpRequest) -> HttpResponse:
    said = {name: request.POST[name] for name in PREFERENCES if name in request.POST}
    if not said or not set(said.values()) <= {"on", "off"}:
        return refused(request, _page(), _("Diese Einstellung gibt es nicht."), 400)
    prefer(_me(request), {name: value == "on" for name, value in said.items()})
    return done(request, _page())


@login_required
@require_POST
def call_next(request: HttpRequest) -> HttpResponse:
    """The first who is present, over all departments of this advisor.

    `visit` is whom the page showed as the next: a colleague who was faster is named.
    """
    me = _me(request)
    first = first_of(me)
    if first is None:
        return refused(request, _page(), taken(me, request.POST.get("visit", "")) or nobody())
    try:
        _call_first(me, first, request.POST.get("visit", ""))
    except Conflict:
        sentence = taken(me, request.POST.get("visit", "")) or not_free(me)
        return refused(request, _page(), sentence)
    return done(request, _page())


def _call_first(me: User, first: First, shown: str) -> None:
    """Without `shown`, or when somebody else has come to stand first meanwhile, whoever is next."""
    if shown == first.visit.pk:
        actions.call(first.visit, me)
    elif taken(me, shown):
        raise Conflict("a colleague was faster")
    else:
        actions.call_next(first.department, me)


def _go_on(visit: Visit, me: User, request: HttpRequest) -> Visit:
    """Who does not come goes back to the line, and whoever is next is called."""
    with transaction.atomic():
        go_on(visit, me)
        first = first_of(me)
        if first is None:
            raise Conflict("nobody else is there")
        return actions.call(first.visit, me)


def _call(visit: Visit, me: User, request: HttpRequest) -> Visit:
    even_if_absent = request.POST.get("absent") == "yes"
    reason = reason_named(request.POST.get("reason", ""))
    return actions.call(visit, me, even_if_absent=even_if_absent, reason=reason)


COMMANDS: dict[str, talk_views.Act] = {
    "call": _call,
    "go-on": _go_on,
    "take-back": lambda visit, me, request: actions.take_back(visit, me),
    "end": lambda visit, me, request: actions.end(visit, me),
    "dismiss": lambda visit, me, request: actions.dismiss(
        visit, me, request.POST.get("reason", "")
    ),
    **identity_views.COMMANDS,
    **talk_views.COMMANDS,
}


@login_required
@require_POST
def command(request: HttpRequest, visit: str, verb: str) -> HttpResponse:
    me = _me(request)
    found = _visit_of_mine(me, visit)
    try:
        with transaction.atomic():
            keep_last_words(found, me, request)
            COMMANDS[verb](found, me, request)
    except ReasonNeeded:
        return refused(request, _page(), taken(me, visit) or out_of_order(me, found))
    except Conflict as conflict:
        return refused(request, _page(), why_not(verb, found, me, conflict))
    return done(request, _page())


def _visit_of_mine(me: User, key: str) -> Visit:
    """The same 404 for a visit that does not exist and for one of another department."""
    mine = Visit.objects.filter(pk=key, state__in=OPEN, department__memberships__user=me)
    found = mine.select_related("department", "advisor").first()
    if found is None:
        raise Http404
    return found


@login_required
@require_POST
def stop(request: HttpRequest, slug: str) -> HttpResponse:
    doors.stop_taking(_my_department(request, slug))
    return done(request, _page())


@login_required
@require_POST
def resume(request: HttpRequest, slug: str) -> HttpResponse:
    doors.resume_taking(_my_department(request, slug))
    return done(request, _page())


def _my_department(request: HttpRequest, slug: str) -> Department:
    found = Department.objects.filter(slug=slug, memberships__user=_me(request)).first()
    if found is None:
        raise Http404
    return found


def _page() -> str:
    return reverse("desk:desk")


@login_required
@require_POST
def callback_done(request: HttpRequest, key: str) -> HttpResponse:
    try:
        callbacks.done(key, _me(request))
    except Callback.DoesNotExist:
        raise Http404 from None
    return done(request, _page())
