"""Who is passed over and for whom, and who was called out of order: in an advisor's words."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from buergerbuero.departments.texts import in_language
from buergerbuero.visits.rules import Reason
from buergerbuero.visits.snapshot import OpenVisit, Snapshot

if TYPE_CHECKING:
    from buergerbuero.desk.desk import Row

    AnyRow = TypeVar("AnyRow", bound=Row)

WORDS = {
    Reason.PAPERS: _("kommt mit Unterlagen zurück"),
    Reason.URGENT: _("dringend"),
    Reason.WRONG_DOOR: _("war an der falschen Tür"),
    Reason.MINE: _("gehört zu meinem Bereich"),
}


def reasons() -> list[tuple[str, str]]:
    return [(reason.value, str(words)) for reason, words in WORDS.items()]


def reason_named(said: str) -> Reason | None:
    return next((reason for reason in Reason if reason == said), None)


def waits_for_other(snapshot: Snapshot, visit: OpenVisit, me: int) -> str:
    """“Frau Brandt (Wohngeld)”; "" when I may call this visit."""
    routing = snapshot.routing
    bound = routing.bound_to(visit.subject_id, visit.initial)
    if not bound or me in bound:
        return ""
    names = [one.name for one in snapshot.advisors if one.id in bound]
    either = gettext(" oder ")
    return f"{either.join(names)} ({_what(snapshot, visit)})"


def _what(snapshot: Snapshot, visit: OpenVisit) -> str:
    routes = snapshot.routing.routes
    if visit.subject and visit.subject_id in routes.subjects:
        return in_language(visit.subject)
    letters = ", ".join(map(str, routes.fitting(visit.initial)))
    return gettext("Namen mit %(letters)s") % {"letters": letters}


def passed_over(rows: "Sequence[AnyRow]") -> "Iterator[AnyRow]":
    """Who is here and before the next one, or before nobody."""
    for row in rows:
        if row.waits_for and not row.absent:
            yield row
        elif not row.absent:
            return


def is_head(snapshot: Snapshot, me: int) -> bool:
    return any(one.head for one in snapshot.advisors if one.id == me)


def preferred_today(snapshot: Snapshot, me: int) -> str:
    """For heads: “Heute 3-mal außer der Reihe: 2 dringend, 1 war an der falschen Tür”."""
    counts = snapshot.preferred
    if not counts or not is_head(snapshot, me):
        return ""
    times = sum(counts.values())
    said = ", ".join(f"{count} {WORDS[reason]}" for reason, count in counts.items())
    sentence = ngettext(
        "Heute %(times)d-mal außer der Reihe: %(reasons)s",
        "Heute %(times)d-mal außer der Reihe: %(reasons)s",
        times,
    )
    return sentence % {"times": times, "reasons": said}
