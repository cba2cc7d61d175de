"""A door's state and moments in words, as everybody reads them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from buergerbuero.departments.hours import Hours, Span, closure_on, spans_on
from buergerbuero.departments.how_long import how_long
from buergerbuero.departments.status import PublicState, State
from buergerbuero.departments.texts import in_language

WEEKDAYS = 7


@dataclass(frozen=True, slots=True)
class Words:
    """`word` is the state, `detail` the second half; `tone` only colours the word.

    `wait` changes with every talk and is not announced; `notes` are for who has not knocked yet.
    """

    word: str
    detail: str
    tone: str
    wait: str = ""
    notes: tuple[str, ...] = ()


def describe(public: PublicState) -> Words:
    return Words(
        word=_word(public),
        detail=_detail(public),
        tone=TONES[public.state],
        wait=_wait(public),
        notes=tuple(_notes(public)),
    )


TONES = {
    State.SUSPENDED: "closed",
    State.CLOSED: "closed",
    State.NO_MORE: "closed",
    State.FULL: "full",
    State.UNSTAFFED: "closed",
    State.OPEN: "open",
    State.BUSY: "busy",
    State.ON_BREAK: "busy",
}


def _word(public: PublicState) -> str:
    word = {
        State.SUSPENDED: _("Heute nicht per Video"),
        State.CLOSED: _("Geschlossen"),
        State.NO_MORE: _("Nimmt heute niemanden mehr an"),
        State.FULL: _("Voll – %(waiting)s"),
        State.UNSTAFFED: _("Gerade nicht besetzt – %(waiting)s"),
        State.OPEN: _("Offen – %(waiting)s"),
        State.BUSY: _("Im Gespräch – %(waiting)s"),
        State.ON_BREAK: _("Kurze Pause – %(waiting)s"),
    }[public.state]
    if public.still_served:
        return f"{word} – {still_served(public.still_served)}"
    return word % {"waiting": waiting(public.waiting)}


def waiting(number: int) -> str:
    if number == 0:
        return _("niemand wartet")
    return ngettext("%(number)s wartet", "%(number)s warten", number) % {"number": number}


def refusal(public: PublicState) -> str:
    """Why a knock was not taken, in whole sentences."""
    again = moment(public.opens_next) if public.opens_next else ""
    reason = in_language(public.message)
    match public.state:
        case State.FULL:
            words = ngettext(
                "Gerade wartet schon %(number)s Person. Bitte versuchen Sie es etwas später.",
                "Gerade warten schon %(number)s Personen. Bitte versuchen Sie es etwas später.",
                public.waiting,
            )
            return words % {"number": public.waiting}
        case State.SUSPENDED:
            words = _("Heute beraten wir hier nicht per Video. %(reason)s")
            return (words % {"reason": reason}).strip()
        case State.NO_MORE if again:
            words = _("Heute reicht die Zeit leider nicht mehr. Die Tür öffnet wieder %(moment)s.")
            return words % {"moment": again}
        case State.NO_MORE:
            return _("Heute reicht die Zeit leider nicht mehr.")
        case _ if again:
            words = _("Die Tür ist gerade zugegangen. Sie öffnet wieder %(moment)s.")
            return words % {"moment": again}
        case _:
            return _("Die Tür ist gerade zugegangen.")


def still_served(number: int) -> str:
    return ngettext("%(number)s kommt noch dran", "%(number)s kommen noch dran", number) % {
        "number": number
    }


def _detail(public: PublicState) -> str:  # noqa: PLR0911  # one line for each state
    reason = in_language(public.message)
    match public.state:
        case State.SUSPENDED:
            return reason
        case State.CLOSED if public.opens_next:
            opens = _("öffnet %(moment)s") % {"moment": moment(public.opens_next)}
            return f"{reason}, {opens}" if reason else opens
        case State.CLOSED:
            return reason
        case State.NO_MORE if public.opens_next:
            return _("wieder ab %(moment)s") % {"moment": bare_moment(public.opens_next)}
        case State.FULL:
            return _("Bitte versuchen Sie es etwas später")
        case State.UNSTAFFED:
            return _("Anklopfen geht, es kann etwas dauern")
        case State.OPEN if public.waiting == 0:
            return _("Sie kommen gleich dran")
        case State.BUSY if public.waiting == 0:
            return _("Sie kommen als Nächstes dran")
        case State.ON_BREAK if public.back_at:
            return _("zurück um %(time)s Uhr") % {"time": clock(public.back_at)}
        case _:
            return ""


def _wait(public: PublicState) -> str:
    """For whoever knocks now."""
    if public.expected is None or public.too_late or not public.takes_people:
        return ""
    return _("voraussichtlich %(length)s") % {"length": how_long(public.expected)}


def _notes(public: PublicState) -> Iterator[str]:
    if public.by_itself:
        yield _("Wer jetzt anklopft, käme vor Schließung nicht mehr dran.")
    if not public.takes_people:
        return
    if public.too_late and public.opens_next and _days_from_now(public.opens_next) == 0:
        again = {"time": clock(public.opens_next)}
        yield _("Voraussichtlich kommen Sie erst ab %(time)s Uhr dran.") % again
    elif public.too_late:
        yield _("Voraussichtlich nicht mehr vor Schließung.")
    if public.takes_longer:
        yield _("Heute dauert es länger als sonst.")


def moment(at: datetime) -> str:
    """ "morgen um 8:30 Uhr", "am Donnerstag um 13:00 Uhr" """
    return _("%(day)s um %(time)s Uhr") % {"day": _day(at), "time": clock(at)}


def bare_moment(at: datetime) -> str:
    """ "morgen, 8:30 Uhr", "Donnerstag, 13:00 Uhr" """
    return _("%(day)s, %(time)s Uhr") % {"day": _bare_day(at), "time": clock(at)}


def _day(at: datetime) -> str:
    days = _days_from_now(at)
    if days <= 1:
        return _bare_day(at)
    if days < WEEKDAYS:
        return _("am %(weekday)s") % {"weekday": weekday(timezone.localtime(at).weekday())}
    return _("am %(date)s") % {"date": _date(at)}


def _bare_day(at: datetime) -> str:
    days = _days_from_now(at)
    if days <= 0:
        return _("heute")
    if days == 1:
        return _("morgen")
    if days < WEEKDAYS:
        return weekday(timezone.localtime(at).weekday())
    return _date(at)


def _date(at: datetime) -> str:
    return date_format(timezone.localtime(at), "MONTH_DAY_FORMAT")


def _days_from_now(at: datetime) -> int:
    return (timezone.localdate(at) - timezone.localdate()).days


def weekday(number: int) -> str:
    return (
        _("Montag"),
        _("Dienstag"),
        _("Mittwoch"),
        _("Donnerstag"),
        _("Freitag"),
        _("Samstag"),
        _("Sonntag"),
    )[number]


def clock(at: datetime) -> str:
    return _clock(timezone.localtime(at).time())


def _clock(at: time) -> str:
    return _("%(hour)s:%(minute)s") % {"hour": at.hour, "minute": f"{at.minute:02d}"}


def span(one: Span) -> str:
    closes = "24:00" if one.closes == time(0, 0) else _clock(one.closes)
    return _("%(opens)s–%(closes)s") % {"opens": _clock(one.opens), "closes": closes}


def spans(several: tuple[Span, ...]) -> str:
    """ "8:30–12:30 und 13:00–17:00 Uhr", or closed."""
    if not several:
        return _("geschlossen")
    if [(s.opens, s.closes) for s in several] == [(time(0, 0), time(0, 0))]:
        return _("rund um die Uhr")
    listed = _(" und ").join(span(one) for one in several)
    return _("%(spans)s Uhr") % {"spans": listed}


def day_in_words(hours: Hours, day: date) -> str:
    """When the door is open on this day, or why it is not."""
    closure = closure_on(hours, day)
    reason = in_language(dict(closure.reason)) if closure else ""
    return f"{_('geschlossen')}: {reason}" if reason else spans(spans_on(hours, day))
