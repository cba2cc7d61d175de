"""What an advisor does with the one they are talking to, beside ending the talk."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department
from buergerbuero.departments.wording import describe
from buergerbuero.push import advisors
from buergerbuero.push.letters import Kind
from buergerbuero.visits import actions, emergency
from buergerbuero.visits.handing_over import BY_AGREEMENT, NOTE_AT_MOST, NoDoor, write_note
from buergerbuero.visits.look import load_public_states
from buergerbuero.visits.models import WITH_ADVISOR, Visit

Act = Callable[[Visit, User, HttpRequest], Visit]


def _put_back(visit: Visit, me: User, request: HttpRequest) -> Visit:
    papers = request.POST.get("papers") == "yes"
    return actions.put_back(visit, me, papers=papers, to_fetch=request.POST.get("to_fetch", ""))


def _transfer(visit: Visit, me: User, request: HttpRequest) -> Visit:
    department = Department.objects.filter(slug=request.POST.get("department", "")).first()
    if department is None:
        raise NoDoor("no such department")
    agreed = request.POST.get("agreed") == "yes"
    return actions.transfer(visit, me, department, note=request.POST.get("note"), agreed=agreed)


def _help(visit: Visit, me: User, request: HttpRequest) -> Visit:
    with transaction.atomic():
        asked = emergency.ask_for_help(visit, me)
        advisors.tell(emergency.colleagues_of(asked), asked.department, Kind.HELP)
    return asked


COMMANDS: dict[str, Act] = {
    "put-back": _put_back,
    "transfer": _transfer,
    "note": lambda visit, me, request: write_note(visit, me, request.POST.get("note", "")),
    "help": _help,
    "coming": lambda visit, me, request: emergency.come(visit, me),
    "calm": lambda visit, me, request: emergency.all_is_well(visit, me),
}


@login_required
@require_safe
def other_doors(request: HttpRequest, visit: str) -> JsonResponse:
    """The dialog in which the visit I talk with is handed over, with every door as it is now."""
    mine = Visit.objects.filter(advisor=cast("User", request.user), state__in=WITH_ADVISOR)
    found = get_object_or_404(mine, pk=visit)
    context: dict[str, Any] = {"visit": found, "note_at_most": NOTE_AT_MOST, "doors": []}
    for department, public in load_public_states():
        if department.pk != found.department_id:
            context["doors"].append(
                {
                    "department": department,
                    "words": describe(public),
                    "open": public.takes_people,
                    "by_agreement": public.state in BY_AGREEMENT,
                }
            )
    return JsonResponse({"html": render_to_string("desk/transfer.html", context, request)})
