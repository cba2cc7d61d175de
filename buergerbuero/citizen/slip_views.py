"""The slip to take home, as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from buergerbuero.consultations.slip import closed_slip
from buergerbuero.visits import access
from buergerbuero.visits.slips import slip_of


@require_safe
def slip(request: HttpRequest) -> HttpResponse:
    mine = access.visit_of(request.COOKIES.get(access.COOKIE, ""))
    found = slip_of(mine) if mine else None
    if mine is None or mine.closed_at is None or found is None or found.deleted:
        raise Http404
    context = {"slip": closed_slip(found, mine.department, mine.closed_at)}
    response = render(request, "slip/file.html", context)
    # The name stays in the list of downloads: it says nothing of where this was.
    response.headers["Content-Disposition"] = 'attachment; filename="merkzettel.html"'
    return response
