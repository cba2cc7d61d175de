"""The slip that an advisor writes while they talk: saved as they go."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from buergerbuero.accounts.models import User
from buergerbuero.desk.forms import SlipForm
from buergerbuero.visits.models import OPEN, Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.slips import write
from buergerbuero.web.answers import done, refused


@login_required
@require_POST
def write_slip(request: HttpRequest, visit: str) -> HttpResponse:
    me = cast("User", request.user)
    mine = Visit.objects.filter(state__in=OPEN, department__memberships__user=me)
    found = get_object_or_404(mine.select_related("department"), pk=visit)
    form = SlipForm(request.POST)
    if not form.is_valid():
        return refused(request, _page(), form.complaint, 400)
    try:
        write(found, me, form.said, str(get_language()))
    except Conflict:
        return refused(request, _page(), _("Sie sprechen nicht mehr mit dieser Person."))
    return done(request, _page())


def keep_last_words(visit: Visit, me: User, request: HttpRequest) -> None:
    """Another command brings along what the page has not saved yet. What cannot be kept is left
    out: nobody has to stay in a talk because of a wrong date."""
    form = SlipForm(request.POST)
    form.is_valid()
    if form.said:
        write(visit, me, form.said, str(get_language()))


def _page() -> str:
    return reverse("desk:desk")
