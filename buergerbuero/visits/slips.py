"""The slip to take home: what was discussed, what is still missing, by when.

The advisor writes it while they talk, and whoever takes the talk over writes on. Its reader saves,
prints or deletes it on the goodbye page; after an hour it is gone.
"""

from datetime import date
from typing import TypedDict

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from buergerbuero.accounts.models import User
from buergerbuero.live.announce import announce
from buergerbuero.visits import rules
from buergerbuero.visits.models import WITH_ADVISOR, Slip, Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.rules import State
from buergerbuero.visits.tidy import tidy

AT_MOST = 1000  # characters, of either text
KEPT_FOR = rules.GOODBYE_FOR


class Said(TypedDict, total=False):
    """What is written; what is not named stays as it is."""

    discussed: str
    missing: str
    due: date | None


def write(visit: Visit, advisor: User, said: Said, language: str) -> Slip:
    """Raises Conflict unless this advisor is with this visit."""
    with transaction.atomic():
        mine = Visit.objects.filter(pk=visit.pk, advisor=advisor, state__in=WITH_ADVISOR)
        if not mine.select_for_update().exists():
            raise Conflict("not with this visit")
        by = {"advisor": advisor, "language": language}
        slip, _ = Slip.objects.update_or_create(visit=visit, defaults=_tidied(said) | by)
        if slip.is_blank:
            Slip.objects.filter(visit=visit).delete()
        announce(f"room:advisor:{advisor.pk}")
    return slip


def _tidied(said: Said) -> dict[str, object]:
    return {
        key: lines_of(value) if isinstance(value, str) else value for key, value in said.items()
    }


def lines_of(text: str) -> str:
    """Each line as it is kept; text is text, and what only deceives the eye goes."""
    return "\n".join(line for one in text.splitlines() if (line := tidy(one)))


def slip_of(visit: Visit) -> Slip | None:
    """For the goodbye page, and not a moment longer than promised."""
    if visit.closed_at is None or visit.closed_at <= timezone.now() - KEPT_FOR:
        return None
    return Slip.objects.select_related("advisor").filter(visit=visit).first()


def delete(visit: Visit) -> Visit:
    """Its reader wants it gone. That there was one is known until the page itself is over."""
    slips = Slip.objects.filter(visit=visit, visit__state=State.CLOSED, deleted=False)
    if not slips.update(deleted=True, advisor=None, discussed="", missing="", due=None):
        raise Conflict("no slip")
    return visit


def erase_slips() -> None:
    now = timezone.now()
    over = Q(visit__closed_at__lte=now - KEPT_FOR) | Q(visit__since__lte=now - rules.KEPT_AT_MOST)
    Slip.objects.filter(over).delete()
