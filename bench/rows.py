"""The line as it stands in the office's file, read from outside."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from buergerbuero.visits.rules import TABLE, Kind

DEPARTMENT = "department_id = (SELECT id FROM departments_department WHERE slug = 'tuer-0')"
LINE = f"SELECT secret_hash FROM visits_visit WHERE {DEPARTMENT} AND state = 'waiting'"  # noqa: S608  # no input
VISITS = (
    f"SELECT id, secret_hash, number, state, absence, source FROM visits_visit WHERE {DEPARTMENT}"  # noqa: S608  # no input
)
CALLED = f"SELECT id, secret_hash FROM visits_visit WHERE {DEPARTMENT} AND state = 'called'"  # noqa: S608  # no input
ROLL = f"SELECT last FROM visits_numberroll WHERE {DEPARTMENT}"  # noqa: S608  # no input
EVENTS = "SELECT visit_id, kind FROM visits_event ORDER BY id"
NOBODY = ("", "")


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    key: str
    number: int
    state: str
    absence: str
    source: str  # only of those who knocked


@dataclass(frozen=True, slots=True)
class Rows:
    visits: dict[str, Row]
    line: list[str]  # keys, in the order of the line
    called: tuple[str, str]  # visit and key
    doubled: int  # numbers or people
    half: int  # visits whose history does not end where they are; numbers that nobody has
    history: dict[str, list[str]]  # of each visit, what has happened to it

    @property
    def places(self) -> dict[str, int]:
        return {key: place for place, key in enumerate(self.line)}


def read(file: Path) -> Rows:
    with closing(sqlite3.connect(file, timeout=20)) as database:
        found = [Row(*row) for row in database.execute(VISITS)]
        line = database.execute(f"{LINE} ORDER BY put_back DESC, since, id").fetchall()
        history = _history(database.execute(EVENTS))
        [[last]] = database.execute(ROLL)
    return Rows(
        visits={row.key: row for row in found},
        line=[key for (key,) in line],
        called=who_is_called(file),
        doubled=_doubled(row.key for row in found) + _doubled(row.number for row in found),
        half=_half(found, history) + abs(last - len(found)),
        history=history,
    )


def who_is_called(file: Path) -> tuple[str, str]:
    with closing(sqlite3.connect(file, timeout=20)) as database:
        return database.execute(CALLED).fetchone() or NOBODY


def _doubled(values: Iterable[object]) -> int:
    return sum(times - 1 for times in Counter(values).values())


def _history(events: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    history: dict[str, list[str]] = defaultdict(list)
    for visit, kind in events:
        history[visit].append(kind)
    return history


def _half(found: list[Row], history: dict[str, list[str]]) -> int:
    return sum(not _whole(row, history[row.id]) for row in found)


def _whole(row: Row, kinds: list[str]) -> bool:
    begun = [place for place, kind in enumerate(kinds) if kind == Kind.KNOCK]
    ends = TABLE[Kind(kinds[-1])].target if kinds else "waiting"
    return begun == ([0] if row.source else []) and ends == row.state
