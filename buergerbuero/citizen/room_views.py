"""The room of one's visit, and who may come into it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from buergerbuero.consultations import bringing, coming
from buergerbuero.consultations import views as room
from buergerbuero.consultations.access import Admission, admit_citizen
from buergerbuero.visits import access
from buergerbuero.web.invitation import link_answer
from buergerbuero.web.room import answer

ABOUT: dict[str, Callable[[Admission, str], None]] = {
    "agree": coming.agree,
    "refuse": coming.refuse,
    "give-up": coming.give_up,
    "noted": bringing.hear_no,
}


def _admit(request: HttpRequest) -> Admission:
    return admit_citizen(access.visit_of(request.COOKIES.get(access.COOKIE, "")))


@require_POST
def join(request: HttpRequest) -> HttpResponse:
    return room.join(request, lambda: _admit(request))


@require_POST
def servers(request: HttpRequest) -> HttpResponse:
    return room.servers(request, lambda: _admit(request))


@require_POST
def signal(request: HttpRequest) -> HttpResponse:
    return room.signal(request, lambda: _admit(request))


@require_POST
def wish(request: HttpRequest) -> HttpResponse:
    """For a companion."""

    def act() -> None:
        bringing.wish(_admit(request))

    return answer(request, _page(), act)


@require_POST
def link(request: HttpRequest, key: str) -> HttpResponse:
    """For the companion whom the advisor has allowed."""

    def act() -> HttpResponse:
        return link_answer(request, key, bringing.make_link(_admit(request), key))

    return answer(request, _page(), act)


@require_POST
def person(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    return answer(request, _page(), lambda: ABOUT[verb](_admit(request), key))


def _page() -> str:
    return reverse("citizen:visit")
