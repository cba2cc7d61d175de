"""The room's two addresses, the same for everybody who was admitted."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from buergerbuero.consultations import actions
from buergerbuero.consultations.access import Admission, NotAdmitted
from buergerbuero.consultations.live import describe
from buergerbuero.consultations.signals import BadSignal, TooLarge, envelope, parse
from buergerbuero.visits.moves import Conflict

Admit = Callable[[], Admission]


def join(request: HttpRequest, admit: Admit) -> HttpResponse:
    try:
        admission = admit()
        me, ticket = actions.join(admission)
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
            **ticket.details,
        }
    )


def signal(request: HttpRequest, admit: Admit) -> HttpResponse:
    try:
        to, epochs, body = envelope(parse(request.body))
        actions.signal(admit(), to, epochs, body)
    except (TooLarge, RequestDataTooBig) as error:
        return _no(413, str(error))
    except BadSignal as error:
        return _no(400, str(error))
    except NotAdmitted:
        return _no(403, _("Sie sind nicht in diesem Raum."))
    except Conflict as error:
        return _no(409, str(error))
    except actions.TooManySignals:
        return _no(429, _("Das war zu viel auf einmal. Bitte warten Sie kurz."))
    return HttpResponse(status=204)


def _no(status: int, sentence: str) -> HttpResponse:
    return JsonResponse({"message": sentence}, status=status)
