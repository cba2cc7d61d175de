"""Why a command of the desk was refused, in words that say how it goes on."""

from django.utils.translation import gettext as _

from buergerbuero.accounts.models import User
from buergerbuero.desk.line import first_of
from buergerbuero.visits.models import WITH_ADVISOR, Visit
from buergerbuero.visits.rules import State


def taken(me: User, key: str) -> str:
    """A colleague has this visit of my departments; "" when none has."""
    theirs = Visit.objects.filter(
        pk=key, state__in=WITH_ADVISOR, department__memberships__user=me
    ).exclude(advisor=me)
    visit = theirs.select_related("advisor").first()
    if visit is None or visit.advisor is None:
        return ""
    faster = _("%(name)s war schneller.") % {"name": visit.advisor.name}
    return f"{faster} {_next_sentence(me)}"


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
    if Visit.objects.filter(advisor=me).exists():
        return _("Sie haben schon jemanden aufgerufen oder sprechen gerade.")
    return _("Da war jemand schneller. Die Liste zeigt, wer als Nächstes dran ist.")


def why_not(verb: str, visit: Visit, me: User) -> str:
    """Why `verb` could not be done with this visit."""
    visit.refresh_from_db()
    if verb == "dismiss" and visit.state == State.WAITING:
        return _("Bitte nennen Sie einen Grund.")
    if verb == "go-on" and visit.advisor == me:
        return nobody()
    free = not Visit.objects.filter(advisor=me).exists()
    if verb == "call" and free and visit.advisor is None:
        return _("%(number)s ist gerade nicht da.") % {"number": visit.label}
    return taken(me, visit.pk) or not_free(me)
