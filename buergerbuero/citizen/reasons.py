"""Why the place in the line has changed, as its holder reads it: the kind of thing, never who.

What many read is written once for each reading: the words for each language and each news.
"""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from buergerbuero.live.viewer import Message
from buergerbuero.visits.jumps import NOTHING, News, Why
from buergerbuero.visits.rules import Position, Reason
from buergerbuero.visits.snapshot import Snapshot
from buergerbuero.web.regions import render_region

TEMPLATE = "citizen/regions/reasons.html"
AHEAD = {
    Why.INSIDE: _("Jemand vor Ihnen war schon im Gespräch und kommt zuerst dran."),
    Why.TRANSFERRED: _("Jemand kommt aus einem anderen Fachbereich und hat schon gewartet."),
    Why.CALLED: _("Jemand vor Ihnen war schon aufgerufen und behält den Platz."),
    Why.BACK: _("Jemand vor Ihnen ist wieder da."),
}
PREFERRED = {
    Reason.PAPERS: _("Jemand wurde vorgezogen: kommt mit Unterlagen zurück."),
    Reason.URGENT: _("Jemand wurde vorgezogen: dringend."),
    Reason.WRONG_DOOR: _("Jemand wurde vorgezogen: war an der falschen Tür."),
    Reason.MINE: _("Jemand wurde vorgezogen: gehört zu einem anderen Bereich."),
}


def render_reasons(
    department: Snapshot, visit: str, position: Position | None, language: str
) -> Message:
    """Without a position there is nothing to explain."""
    bound = position.bound if position else 0
    news = department.news.get(visit, NOTHING) if position else NOTHING
    key = ("reasons", language, bound, news)
    written: Message | None = department.rendered.get(key)
    if written is None:
        with translation.override(language):
            context = reasons_context(bound, news)
        written = render_region("reasons", TEMPLATE, context, language)
        department.rendered[key] = written
    return written


def reasons_context(bound: int, news: News) -> dict[str, Any]:
    said = _sentences(news)
    return {"bound": bound, "reasons": said, "said": "\n".join(said)}


def _sentences(news: News) -> list[str]:
    said = [str(AHEAD[why]) for why in news.ahead]
    if news.gone:
        gone = ngettext(
            "%(count)d Person vor Ihnen ist gegangen.",
            "%(count)d Personen vor Ihnen sind gegangen.",
            news.gone,
        )
        said.append(gone % {"count": news.gone})
    return said + [str(PREFERRED[reason]) for reason in news.preferred]
