"""What an advisor notes of the one they talk with: how they know who it is, and which case."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from buergerbuero.accounts.models import User
from buergerbuero.desk.beside import METHODS
from buergerbuero.visits.identity import note_case_number, note_identity
from buergerbuero.visits.models import Visit
from buergerbuero.visits.rules import Identity

SAYABLE = (*METHODS, Identity.UNKNOWN, Identity.ASKED)


def _identity(visit: Visit, me: User, request: HttpRequest) -> Visit:
    said = request.POST.get("identity")
    if said not in SAYABLE:
        raise BadRequest("no such step")
    return note_identity(visit, me, Identity(said))


def _case_number(visit: Visit, me: User, request: HttpRequest) -> Visit:
    said = request.POST.get("case_number")
    if said is None:
        raise BadRequest("no case number")
    return note_case_number(visit, me, said)


COMMANDS: dict[str, Callable[[Visit, User, HttpRequest], Visit]] = {
    "identity": _identity,
    "case-number": _case_number,
}
