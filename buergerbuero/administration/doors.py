"""A department's settings as values, the same for the county file and for the rows."""

from dataclasses import dataclass
from datetime import date

from buergerbuero.departments.hours import Span
from buergerbuero.departments.texts import Text


@dataclass(frozen=True, slots=True)
class SubjectChoice:
    label: Text
    key: str = ""  # of a choice that exists already
    advisors: tuple[str, ...] = ()  # who is called for it; none: anybody


@dataclass(frozen=True, slots=True)
class NameChoice:
    """Names that belong to certain advisors: “A-K”."""

    letters: str
    advisors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Days:
    """A closure: whole days, the first and the last included."""

    first: date
    last: date
    reason: Text


@dataclass(frozen=True, slots=True)
class OwnHours:
    """A day with hours of its own, as “8:30-12:30”. None: closed."""

    day: date
    times: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Door:
    slug: str
    letter: str
    names: Text
    descriptions: Text
    to_bring: Text  # one thing a line
    languages: tuple[str, ...]
    phone: str
    address: str
    on_site: Text
    name_rule: str
    asks_case_number: bool
    discreet: bool
    takes_callbacks: bool
    stops_in_time: bool
    capacity: int
    offer_seconds: int
    alert_seconds: int
    suspended: bool
    suspension: Text
    holidays: str
    presets: tuple[Text, ...]  # words to those waiting
    unverified: Text  # what may be said to whom nobody knows
    hours: tuple[Span, ...]
    special_days: tuple[OwnHours, ...]
    closures: tuple[Days, ...]
    subjects: tuple[SubjectChoice, ...]
    by_name: tuple[NameChoice, ...]
    heads: tuple[str, ...]
    advisors: tuple[str, ...]
