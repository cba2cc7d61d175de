"""From doors to the text of a county file, with a word on what each line means."""

from collections.abc import Iterable
from typing import Any

import tomlkit
from tomlkit.items import Array, InlineTable

from buergerbuero.administration.doors import Door
from buergerbuero.administration.reading import FORMAT
from buergerbuero.departments.plan import written
from buergerbuero.departments.texts import Text

HEAD = (
    "The doors of this county. Change what you like and take it over with",
    "    buergerbuero import FILE",
    "It says what is wrong and changes nothing before all is right. docs/county-file.md explains",
    "every line. What a department does not say is as that page says.",
)


def write(doors: Iterable[Door]) -> str:
    file = tomlkit.document()
    for line in HEAD:
        file.add(tomlkit.comment(line))
    file.add("format", tomlkit.item(FORMAT))
    tables = tomlkit.aot()
    for door in doors:
        tables.append(_table(door))
    if len(tables):
        file.add("department", tables)
    return tomlkit.dumps(file)


def _table(door: Door) -> Any:
    table = tomlkit.table()
    for key, value in (*_facts(door), *_plan(door), *_people(door)):
        table.add(key, value)
    table.add(tomlkit.nl())
    return table


def _facts(door: Door) -> Iterable[tuple[str, Any]]:
    yield "slug", door.slug
    yield "letter", door.letter
    yield "name", _text(door.names)
    yield "description", _text(door.descriptions)
    yield "to_bring", _inline({code: text.splitlines() for code, text in door.to_bring.items()})
    yield "languages", list(door.languages)
    yield "phone", door.phone
    yield "address", door.address
    yield "on_site", _text(door.on_site)
    yield "name_rule", door.name_rule
    yield "asks_case_number", door.asks_case_number
    yield "discreet", door.discreet
    yield "takes_callbacks", door.takes_callbacks
    yield "stops_in_time", door.stops_in_time
    yield "capacity", door.capacity
    yield "offer_seconds", door.offer_seconds
    yield "alert_seconds", door.alert_seconds
    yield "suspended", door.suspended
    yield "suspension", _text(door.suspension)
    yield "presets", _rows(door.presets)
    yield "unverified", _text(door.unverified)


def _plan(door: Door) -> Iterable[tuple[str, Any]]:
    yield "holidays", door.holidays
    yield "hours", written(door.hours)
    yield (
        "special_days",
        _rows(
            {"day": one.day, "hours": list(one.times), "reason": _text(one.reason)}
            for one in door.special_days
        ),
    )
    yield (
        "closures",
        _rows(
            {"first": one.first, "last": one.last, "reason": _text(one.reason)}
            for one in door.closures
        ),
    )


def _people(door: Door) -> Iterable[tuple[str, Any]]:
    yield (
        "subjects",
        _rows(
            {"label": _text(one.label)}
            | ({"key": one.key} if one.key else {})
            | ({"advisors": list(one.advisors)} if one.advisors else {})
            for one in door.subjects
        ),
    )
    yield (
        "by_name",
        _rows({"letters": one.letters, "advisors": list(one.advisors)} for one in door.by_name),
    )
    yield "heads", list(door.heads)
    yield "advisors", list(door.advisors)


def _text(text: Text) -> InlineTable:
    return _inline(text)


def _inline(values: dict[str, Any]) -> InlineTable:
    table = tomlkit.inline_table()
    table.update(values)
    return table


def _rows(entries: Iterable[dict[str, Any]]) -> Array:
    rows = tomlkit.array()
    for entry in entries:
        rows.append(_inline(entry))
    rows.multiline(len(rows) > 0)
    return rows
