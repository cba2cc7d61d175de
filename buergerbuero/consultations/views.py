"""The room's two addresses, the same for everybody who was admitted."""

import re
from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from buergerbuero.consultations import actions
from buergerbuero.consultations.access import Admission, NotAdmitted
from buergerbuero.consultations.live import describe, inbox
from buergerbuero.consultations.signals import BadSignal, TooLarge, envelope, parse
from buergerbuero.visits.moves import Conflict

Admit = Callable[[], Admission]
EPOCH = re.compile(r"[0-9]{1,9}")


def join(request: HttpRequest, admit: Admit) -> HttpResponse:
    try:
        admission = admit()
        me, ticket = actions.join(admission, _epoch(request))
    except NotAdmitted:
        return _no(403, _("Sie sind nicht in diesem Raum."))
    participants = me.consultation.participants.select_related("user")
    return JsonResponse(
        {
            "kind": ticket.kind,
            "visit": admission.visit.pk,
            "me": me.pk,
            "role": me.role,
            "epoch": me.epoch,
            "participants": [describe(one, admission.visit) for one in participants],
            # Sent along, so that the first connection does not wait for the stream.
            "signals": inbox(me, admission.visit),
            **ticket.details,
        }
    )


def _epoch(request: HttpRequest) -> int:
    text = request.POST.get("epoch", "")
    return int(text) if EPOCH.fullmatch(text) else 0


def signal(request: HttpRequest, admit: Admit) -> HttpResponse:
    try:
        to, epochs, body = envelope(parse(request.body))
        actions.signal(admit(), to, epochs, body)
    except (TooLarge, RequestDataTooBig):
        return _no(413, _("Das war zu lang für uns. Bitte schreiben Sie weniger."))
    except BadSignal:
        return _no(400, _("Das haben wir nicht verstanden. Bitte laden Sie die Seite neu."))
    except NotAdmitted:
        return _no(403, _("Sie sind nicht in diesem Raum."))
    except Conflict:
        return _no(409, _("Wir verbinden Sie wieder."))
    except actions.TooManySignals:
        return _no(429, _("Das war zu viel auf einmal. Bitte warten Sie kurz."))
    return HttpResponse(status=204)


def _no(status: int, sentence: str) -> HttpResponse:
    return JsonResponse({"message": sentence}, status=status)
