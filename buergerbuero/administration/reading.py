"""From the text of a county file to doors. Every slip is said with its place, all at once."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from django.conf import settings

from buergerbuero.administration.doors import Days, Door, NameChoice, OwnHours, SubjectChoice
from buergerbuero.administration.table import Table
from buergerbuero.departments.hours import Problem, ProblemKind, Span, problems
from buergerbuero.departments.models import NameRule
from buergerbuero.departments.needs import LANGUAGES
from buergerbuero.departments.plan import WEEKDAYS, read_line, read_times, times
from buergerbuero.departments.public_holidays import LANDS
from buergerbuero.departments.texts import Text
from buergerbuero.visits.routing import read_letters
from buergerbuero.visits.words import AT_MOST as WORD_AT_MOST

FORMAT = 1
NAME_AT_MOST, PHONE_AT_MOST, ADDRESS_AT_MOST = 50, 40, 200
LEAST_OFFER, MOST_OFFER = 60, 3600
LEAST_ALERT, MOST_ALERT = 15, 600
SLUG, LETTER = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*"), re.compile(r"[A-ZÄÖÜ]{1,2}")
ONCE = ("slug", "letter")


class Unusable(Exception):
    """Nothing was taken over; `complaints` are sentences for whoever wrote the file."""

    def __init__(self, complaints: list[str]) -> None:
        super().__init__("\n".join(complaints))
        self.complaints = complaints


def read(text: str) -> list[Door]:
    """Raises Unusable."""
    complaints: list[str] = []
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Unusable([f"The file is not TOML: {error}."]) from None
    doors = _doors(values, complaints)
    complaints += _repeated(doors)
    if complaints:
        raise Unusable(complaints)
    return doors


def _doors(values: Mapping[str, Any], complaints: list[str]) -> list[Door]:
    file = Table(values, "file", complaints)
    file.number("format", FORMAT, least=FORMAT, most=FORMAT)
    holidays = file.choice("holidays", ("", *LANDS), "")
    tables = values.get("department", [])
    file.tables("department")
    file.done()
    if not isinstance(tables, list):
        return []
    return [
        _door(Table(one, _place(one, number), complaints), holidays)
        for number, one in enumerate(tables, start=1)
        if isinstance(one, Mapping)
    ]


def _place(values: Mapping[str, Any], number: int) -> str:
    slug = values.get("slug")
    return f"department {slug}" if isinstance(slug, str) and slug else f"department no. {number}"


def _door(table: Table, holidays: str) -> Door:
    languages = [code for code, _ in settings.LANGUAGES]
    door = Door(
        slug=_matching(table, "slug", SLUG, "has small letters, digits and “-”"),
        letter=_matching(table, "letter", LETTER, "is one capital letter, or two"),
        names=table.texts("name", languages, required=True),
        descriptions=table.texts("description", languages),
        to_bring=table.texts("to_bring", languages),
        languages=_spoken(table),
        phone=table.text("phone", at_most=PHONE_AT_MOST, required=True),
        address=table.text("address", at_most=ADDRESS_AT_MOST, required=True),
        on_site=table.texts("on_site", languages),
        name_rule=table.choice("name_rule", NameRule.values, NameRule.OPTIONAL.value),
        asks_case_number=table.flag("asks_case_number"),
        discreet=table.flag("discreet"),
        takes_callbacks=table.flag("takes_callbacks"),
        stops_in_time=table.flag("stops_in_time", default=True),
        capacity=table.number("capacity", 30, least=1, most=30_000),
        offer_seconds=table.number("offer_seconds", 120, least=LEAST_OFFER, most=MOST_OFFER),
        alert_seconds=table.number("alert_seconds", 60, least=LEAST_ALERT, most=MOST_ALERT),
        suspended=table.flag("suspended"),
        suspension=table.texts("suspension", languages),
        holidays=table.choice("holidays", ("", *LANDS), holidays),
        presets=tuple(_presets(table, languages)),
        unverified=table.texts("unverified", languages),
        hours=_hours(table),
        special_days=tuple(_special_days(table, languages)),
        closures=tuple(_closures(table, languages)),
        subjects=tuple(_subjects(table, languages)),
        by_name=tuple(_by_name(table)),
        heads=tuple(table.names("heads")),
        advisors=tuple(table.names("advisors")),
    )
    if door.discreet and door.name_rule == NameRule.REQUIRED:
        table.complain("name_rule cannot be “required” at a discreet door: nobody has to say who.")
    _demand_each_once(table, (*door.heads, *door.advisors))
    _demand_sensible_routes(table, door)
    table.done()
    return door


def _demand_each_once(table: Table, names: Iterable[str]) -> None:
    for name, count in Counter(names).items():
        if count > 1:
            table.complain(f"“{name}” stands there {count} times.")


def _demand_sensible_routes(table: Table, door: Door) -> None:
    named = [*(one.advisors for one in door.subjects), *(one.advisors for one in door.by_name)]
    for name in {name: None for names in named for name in names}:
        if name not in (*door.heads, *door.advisors):
            table.complain(f"“{name}” is called for something, but serves elsewhere.")
    if door.by_name and door.name_rule == NameRule.ALIAS:
        table.complain("by_name needs real names; name_rule is “alias”.")


def _matching(table: Table, key: str, pattern: re.Pattern[str], rule: str) -> str:
    text = table.text(key, at_most=NAME_AT_MOST, required=True)
    if text and not pattern.fullmatch(text):
        table.complain(f"{key} {rule}, not “{text}”.")
    return text


def _spoken(table: Table) -> tuple[str, ...]:
    codes = table.names("languages")
    for code in codes:
        if code not in LANGUAGES:
            table.complain(f"languages knows no “{code}”; known: {', '.join(LANGUAGES)}.")
    return tuple(codes)


def _presets(table: Table, languages: list[str]) -> list[Text]:
    entries = table.texts_each("presets", languages)
    if any(len(text) > WORD_AT_MOST for one in entries for text in one.values()):
        table.complain(f"presets have at most {WORD_AT_MOST} characters each.")
    return entries


def _hours(table: Table) -> tuple[Span, ...]:
    spans = [span for line in table.each("hours", read_line) for span in line]
    _demand_sense(table, "hours", spans)
    return tuple(sorted(spans))


def _demand_sense(table: Table, key: str, spans: Iterable[Span]) -> None:
    for problem in problems(spans):
        table.complain(f"{key}: {_sentence(problem)}")


def _sentence(problem: Problem) -> str:
    named = f"{WEEKDAYS[problem.span.weekday]} {times(problem.span)}"
    if problem.kind == ProblemKind.END_BEFORE_START or problem.other is None:
        return f"{named} ends before it begins."
    return f"{named} and {times(problem.other)} overlap."


def _special_days(table: Table, languages: list[str]) -> list[OwnHours]:
    found: list[OwnHours] = []
    for entry in table.tables("special_days"):
        day = entry.day("day")
        weekday = day.weekday() if day else 0
        spans = entry.each("hours", partial(read_times, weekday=weekday))
        _demand_sense(entry, "hours", spans)
        reason = entry.texts("reason", languages)
        entry.done()
        if day in [one.day for one in found]:
            entry.complain(f"{day} stands there twice.")
        elif day:
            found.append(OwnHours(day, tuple(times(span) for span in sorted(spans)), reason))
    return found


def _closures(table: Table, languages: list[str]) -> list[Days]:
    found: list[Days] = []
    for entry in table.tables("closures"):
        first, last = entry.day("first"), entry.day("last")
        reason = entry.texts("reason", languages)
        entry.done()
        if first and last and last < first:
            entry.complain("last lies before first.")
        elif first and last:
            found.append(Days(first, last, reason))
    return found


def _subjects(table: Table, languages: list[str]) -> list[SubjectChoice]:
    found: list[SubjectChoice] = []
    for entry in table.tables("subjects"):
        label = entry.texts("label", languages, required=True)
        key = entry.text("key", at_most=NAME_AT_MOST)
        found.append(SubjectChoice(label, key, tuple(entry.names("advisors"))))
        entry.done()
    return found


def _by_name(table: Table) -> list[NameChoice]:
    found: list[NameChoice] = []
    for entry in table.tables("by_name"):
        letters = _letters(entry)
        advisors = tuple(entry.names("advisors"))
        entry.done()
        if not advisors:
            entry.complain("advisors names nobody.")
        if letters and letters in [one.letters for one in found]:
            entry.complain(f"{letters} stands there twice.")
        found.append(NameChoice(letters, advisors))
    return found


def _letters(entry: Table) -> str:
    text = entry.text("letters", at_most=NAME_AT_MOST, required=True)
    try:
        return str(read_letters(text)) if text else ""
    except ValueError as error:
        entry.complain(str(error))
        return ""


def _repeated(doors: list[Door]) -> list[str]:
    return [
        f"file: {count} departments have the {key} “{value}”."
        for key in ONCE
        for value, count in Counter(getattr(door, key) for door in doors).items()
        if value and count > 1
    ]
