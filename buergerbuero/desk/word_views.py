"""What an advisor says to those who wait."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department
from buergerbuero.desk.forms import WordForm
from buergerbuero.visits import words
from buergerbuero.visits.models import OPEN, Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.web.answers import done, refused


@login_required
@require_POST
def say_to_all(request: HttpRequest, slug: str) -> HttpResponse:
    return _say(request, _my_department(request, slug))


@login_required
@require_POST
def say_to_one(request: HttpRequest, visit: str) -> HttpResponse:
    found = _visit_of_mine(request, visit)
    return _say(request, found.department, found)


@login_required
@require_POST
def withdraw_from_all(request: HttpRequest, slug: str) -> HttpResponse:
    words.withdraw(_my_department(request, slug), _me(request))
    return done(request, _page())


@login_required
@require_POST
def withdraw_from_one(request: HttpRequest, visit: str) -> HttpResponse:
    found = _visit_of_mine(request, visit)
    words.withdraw(found.department, _me(request), found)
    return done(request, _page())


def _say(request: HttpRequest, department: Department, visit: Visit | None = None) -> HttpResponse:
    form = WordForm(department, request.POST)
    if not form.is_valid():
        return refused(request, _page(), form.complaint, 400)
    try:
        words.say(department, _me(request), form.texts(), visit)
    except Conflict:
        return refused(request, _page(), _("Diese Person wartet hier nicht mehr."))
    return done(request, _page())


def _my_department(request: HttpRequest, slug: str) -> Department:
    return get_object_or_404(Department, slug=slug, memberships__user=_me(request))


def _visit_of_mine(request: HttpRequest, key: str) -> Visit:
    """The same 404 for a visit that does not exist and for one of another department."""
    mine = Visit.objects.filter(state__in=OPEN, department__memberships__user=_me(request))
    return get_object_or_404(mine.select_related("department"), pk=key)


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)


def _page() -> str:
    return reverse("desk:desk")
