"""The room's three addresses, the same for everybody who was admitted."""

import re
from collections.abc import Callable

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from buergerbuero.consultations import actions
from buergerbuero.consultations.access import Admission, NotAdmitted, inside
from buergerbuero.consultations.live import describe, inbox
from buergerbuero.consultations.pace import TooMuch, TooMuchUnread
from buergerbuero.consultations.signals import BadSignal, TooLarge, envelope, parse
from buergerbuero.visits.moves import Conflict

Admit = Callable[[], Admission]
EPOCH = re.compile(r"[0-9]{1,9}")


def join(request: HttpRequest, admit: Admit) -> HttpResponse:
    try:
        admission = admit()
        hidden, wide = _hidden(request), request.POST.get("wide") == "yes"
        me, ticket = actions.join(admission, _epoch(request), hidden=hidden, wide=wide)
    except NotAdmitted:
        return _not_admitted()
    except TooMuch as reason:
        return _too_much(reason)
    return JsonResponse(
        {
            "kind": ticket.kind,
            "visit": admission.visit.pk,
            "me": me.pk,
            "role": me.role,
            "epoch": me.epoch,
            "participants": [describe(one, admission.visit) for one in inside(me.consultation)],
            # Sent along, so that the first connection does not wait for the stream.
            "signals": inbox(me, admission.visit),
            **ticket.details,
        }
    )


def _epoch(request: HttpRequest) -> int:
    text = request.POST.get("epoch", "")
    return int(text) if EPOCH.fullmatch(text) else 0


def _hidden(request: HttpRequest) -> bool | None:
    said = request.POST.get("hide_address", "")
    if said not in HIDE:
        raise BadRequest("neither yes nor no")
    return HIDE[said]


HIDE = {"": None, "yes": True, "no": False}


def servers(request: HttpRequest, admit: Admit) -> HttpResponse:
    """Who helps to connect, anew: what the ticket said of it ends before the talk does."""
    try:
        return JsonResponse(actions.renew(admit()).details)
    except NotAdmitted:
        return _not_admitted()


def signal(request: HttpRequest, admit: Admit) -> HttpResponse:
    try:
        to, epochs, body, read = envelope(parse(request.body))
        actions.signal(admit(), to, epochs, body, read)
    except (TooLarge, RequestDataTooBig):
        return _no(413, _("Das war zu lang für uns. Bitte schreiben Sie weniger."))
    except BadSignal:
        return _no(400, _("Das haben wir nicht verstanden. Bitte laden Sie die Seite neu."))
    except NotAdmitted:
        return _not_admitted()
    except Conflict:
        return _no(409, _("Wir verbinden Sie wieder."))
    except TooMuch as reason:
        return _too_much(reason)
    return HttpResponse(status=204)


def _too_much(reason: TooMuch) -> HttpResponse:
    if isinstance(reason, TooMuchUnread):
        return _no(429, _("Die andere Person hat das Letzte noch nicht erhalten. Wir warten kurz."))
    return _no(429, _("Das war zu viel auf einmal. Bitte warten Sie kurz."))


def _not_admitted() -> HttpResponse:
    return _no(403, _("Sie sind nicht in diesem Raum."))


def _no(status: int, sentence: str) -> HttpResponse:
    return JsonResponse({"message": sentence}, status=status)
