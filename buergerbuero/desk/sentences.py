"""Why a command of the desk was refused, in words that say how it goes on."""

from django.utils.translation import gettext as _

from buergerbuero.accounts.models import User
from buergerbuero.departments.texts import in_language
from buergerbuero.departments.wording import describe
from buergerbuero.desk.line import first_of
from buergerbuero.visits.guards import TooLong, is_alone
from buergerbuero.visits.handing_over import BY_AGREEMENT, DoorShut, NoDoor
from buergerbuero.visits.models import WITH_ADVISOR, Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import State

OF_A_TALK = (
    *("transfer", "put-back", "note", "identity", "case-number", "help", "coming", "calm"),
)


def taken(me: User, key: str) -> str:
    """A colleague has this visit of my departments; "" when none has."""
    name = _who_has(key, me)
    if not name:
        return ""
    faster = _("%(name)s war schneller.") % {"name": name}
    return f"{faster} {_next_sentence(me)}"


def _who_has(key: str, me: User) -> str:
    theirs = Visit.objects.filter(
        pk=key, state__in=WITH_ADVISOR, department__memberships__user=me
    ).exclude(advisor=me)
    visit = theirs.select_related("advisor").first()
    return visit.advisor.name if visit and visit.advisor else ""


def _next_sentence(me: User) -> str:
    first = first_of(me)
    if first is None:
        return _("Gerade wartet sonst niemand.")
    return _("Als Nächstes: %(number)s.") % {"number": first.visit.label}


def nobody() -> str:
    return _("Gerade ist niemand da, den Sie aufrufen können.")


def out_of_order(me: User, visit: Visit) -> str:
    return _(
        "%(number)s ist gerade nicht als Nächstes dran. %(next)s Bitte nennen Sie einen Grund."
    ) % {
        "number": visit.label,
        "next": _next_sentence(me),
    }


def not_free(me: User) -> str:
    if not is_alone(me):
        return _("Sie haben schon jemanden aufgerufen oder sprechen gerade.")
    return _("Da war jemand schneller. Die Liste zeigt, wer als Nächstes dran ist.")


def why_not(verb: str, visit: Visit, me: User, conflict: Conflict) -> str:
    """Why `verb` could not be done with this visit."""
    visit.refresh_from_db()
    if isinstance(conflict, TooLong):
        return _("Bitte höchstens %(number)s Zeichen.") % {"number": conflict.at_most}
    if verb in OF_A_TALK:
        return _why_not_in_talk(verb, visit, me, conflict)
    if verb == "dismiss" and visit.state == State.WAITING:
        return _("Bitte nennen Sie einen Grund.")
    if verb == "go-on" and visit.advisor == me:
        return nobody()
    if verb == "call" and is_alone(me) and visit.advisor is None:
        return _("%(number)s ist gerade nicht da.") % {"number": visit.label}
    return taken(me, visit.pk) or not_free(me)


def _why_not_in_talk(verb: str, visit: Visit, me: User, conflict: Conflict) -> str:
    if verb == "coming":
        return _("Das ist schon vorbei, oder Sie haben schon gesagt, dass Sie kommen.")
    if visit.advisor != me:
        return _not_mine(visit, me)
    if verb in ("help", "calm"):
        return _("Das war schon gemeldet.") if visit.help_at else _("Es ist nichts gemeldet.")
    if visit.state != State.TALKING:
        return _("Das geht erst, wenn die Person eingetreten ist.")
    if verb == "transfer":
        return _no_door(conflict)
    return _("Das geht gerade nicht mehr. Die Seite zeigt gleich, wie es weitergeht.")


def _not_mine(visit: Visit, me: User) -> str:
    name = _who_has(visit.pk, me)
    if name:
        return _("Mit dieser Person spricht jetzt %(name)s.") % {"name": name}
    return _("Mit dieser Person sprechen Sie gerade nicht.")


def _no_door(conflict: Conflict) -> str:
    if isinstance(conflict, NoDoor):
        return _("Bitte wählen Sie einen Fachbereich.")
    if not isinstance(conflict, DoorShut):
        return _("Die Person ist schon in diesem Fachbereich.")
    door = in_language(conflict.department.names)
    said = f"{door}: {describe(conflict.public).word}."
    if conflict.public.state in BY_AGREEMENT:
        return f"{said} {_('Bitte sprechen Sie sich ab, und bestätigen Sie das.')}"
    return f"{said} {_('Gerade kann dort niemand aufgerufen werden.')}"
