"""The room at an advisor's desk: their own, or a colleague's. The gate decides."""

from collections.abc import Callable
from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from buergerbuero.accounts.models import User
from buergerbuero.consultations import bringing, coming
from buergerbuero.consultations import views as room
from buergerbuero.consultations.access import Admission, admit_advisor, admit_colleague, admit_desk
from buergerbuero.consultations.handing_over import hand_over
from buergerbuero.web.invitation import link_answer
from buergerbuero.web.room import answer

# By the advisor of the talk, each about one person.
HOST: dict[str, Callable[[Admission, str], None]] = {
    "allow": bringing.allow,
    "let-in": coming.let_in,
    "send-away": coming.send_away,
    "noted": coming.take_note,
    "hand-over": hand_over,
}
# By the colleague who is rung.
RUNG: dict[str, Callable[[User, str], None]] = {"come": coming.come, "not-now": coming.not_now}


@login_required
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    return room.join(request, lambda: admit_desk(_me(request)))


@login_required
@require_POST
def servers(request: HttpRequest) -> HttpResponse:
    return room.servers(request, lambda: admit_desk(_me(request)))


@login_required
@require_POST
def signal(request: HttpRequest) -> HttpResponse:
    return room.signal(request, lambda: admit_desk(_me(request)))


@login_required
@require_POST
def ring(request: HttpRequest) -> HttpResponse:
    def act() -> None:
        host = admit_advisor(_me(request))
        colleague = User.objects.filter(key=request.POST.get("colleague", "")).first()
        if colleague is None:
            raise bringing.NotFree
        bringing.ring(host, colleague)

    return answer(request, _page(), act)


@login_required
@require_POST
def invite(request: HttpRequest) -> HttpResponse:
    """Answers with the link."""

    def act() -> HttpResponse:
        host = admit_advisor(_me(request))
        return _link(request, host, bringing.invite(host, request.POST.get("role", "")).pk)

    return answer(request, _page(), act)


@login_required
@require_POST
def link(request: HttpRequest, key: str) -> HttpResponse:
    """A new one; the one before works no more."""
    return answer(request, _page(), lambda: _link(request, admit_advisor(_me(request)), key))


def _link(request: HttpRequest, host: Admission, key: str) -> HttpResponse:
    return link_answer(request, key, bringing.make_link(host, key))


@login_required
@require_POST
def person(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    def act() -> None:
        if verb in HOST:
            HOST[verb](admit_advisor(_me(request)), key)
        else:
            RUNG[verb](_me(request), key)

    return answer(request, _page(), act)


@login_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    def act() -> None:
        coming.leave_by(admit_colleague(_me(request)))

    return answer(request, _page(), act)


def _me(request: HttpRequest) -> User:
    return cast("User", request.user)


def _page() -> str:
    return reverse("desk:desk")
