"""Asking to be called back, where a door takes nobody just now. No cookie, no account."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from buergerbuero.citizen.forms import CallbackForm
from buergerbuero.citizen.views import FORM_TYPES, department_page
from buergerbuero.departments.models import Department
from buergerbuero.visits.callbacks import NotOffered, ask
from buergerbuero.visits.limits import TooManyKnocks, source_of
from buergerbuero.web.answers import SeeOther
from buergerbuero.web.errors import not_a_form
from buergerbuero.web.origin import from_our_page


@require_http_methods(["GET", "HEAD", "POST"])
@from_our_page
def ask_for_callback(request: HttpRequest, slug: str) -> HttpResponse:
    door = reverse("citizen:department", args=[slug])
    if request.method != "POST":
        return SeeOther(door)
    if request.content_type not in FORM_TYPES:
        return not_a_form(request)
    found = get_object_or_404(Department, slug=slug)
    form = CallbackForm(request.POST)
    if not form.is_valid():
        return department_page(request, found, status=400, callback=form)
    try:
        wish = ask(found, form.wish(), source=source_of(request.META["REMOTE_ADDR"]))
    except NotOffered:
        # The door has opened meanwhile, or the list is full: the page says which.
        return SeeOther(door)
    except TooManyKnocks as reason:
        form.add_error(None, _("Das waren viele Wünsche auf einmal. Bitte rufen Sie uns an."))
        response = department_page(request, found, status=429, callback=form)
        response.headers["Retry-After"] = str(reason.retry_after)
        return response
    return render(request, "citizen/callback_noted.html", {"department": found, "wish": wish})
