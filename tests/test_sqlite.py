"""Writers of one process stand in line for SQLite's file."""

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError
from django.db.utils import ConnectionHandler

WRITERS, ROUNDS = 8, 20


@pytest.fixture
def file(tmp_path: Path, django_db_blocker: Any) -> Iterator[Path]:
    path = tmp_path / "rows.sqlite3"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("CREATE TABLE roll (last INTEGER)")
        database.execute("INSERT INTO roll VALUES (0)")
    # A file of its own: the tests' database is not touched.
    with django_db_blocker.unblock():
        yield path


def connect(file: Path, seconds: float) -> Any:
    """A connection of this thread."""
    options = {"transaction_mode": "IMMEDIATE", "timeout": seconds}
    facts = {"ENGINE": "buergerbuero.sqlite", "NAME": str(file), "OPTIONS": options}
    return ConnectionHandler({"default": facts})["default"]


@contextmanager
def transaction(connection: Any) -> Iterator[None]:
    connection.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
    try:
        yield
        connection.commit()
    except BaseException:
        connection.rollback()
        raise
    finally:
        connection.set_autocommit(True)


def next_number(connection: Any) -> int:
    with transaction(connection), connection.cursor() as cursor:
        [[last]] = cursor.execute("SELECT last FROM roll").fetchall()
        cursor.execute("UPDATE roll SET last = %s", [last + 1])
    return int(last) + 1


def at_once(work: Callable[[], None], times: int) -> None:
    threads = [threading.Thread(target=work) for _ in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_many_writers_draw_every_number_once(file: Path) -> None:
    drawn: list[int] = []

    def draw() -> None:
        with closing(connect(file, 30)) as connection:
            drawn.extend(next_number(connection) for _ in range(ROUNDS))

    at_once(draw, WRITERS)
    assert sorted(drawn) == list(range(1, WRITERS * ROUNDS + 1))


def test_a_single_change_waits_for_its_turn_too(file: Path, tmp_path: Path) -> None:
    """Seen at a file that nobody else uses: it is the turn that is missing, not the file."""
    shutil.copy(file, tmp_path / "other.sqlite3")
    change = "UPDATE roll SET last = last + 1"
    with (
        closing(connect(file, 1)) as first,
        closing(connect(tmp_path / "other.sqlite3", 0.1)) as second,
        second.cursor() as cursor,
    ):
        with transaction(first), pytest.raises(OperationalError):
            cursor.execute(change)
        cursor.execute(change)
        assert next_number(second) == 2


def test_nobody_waits_longer_than_agreed_when_another_process_holds_the_file(file: Path) -> None:
    """The wait for one's turn and the wait for the file together."""
    refused: list[float] = []

    def draw() -> None:
        begun = time.monotonic()
        with closing(connect(file, 1)) as connection, pytest.raises(OperationalError):
            next_number(connection)
        refused.append(time.monotonic() - begun)

    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        at_once(draw, 3)
    assert [seconds for seconds in refused if not 0.9 < seconds < 1.9] == []
    assert len(refused) == 3


def test_whoever_fails_lets_the_next_one_write(file: Path) -> None:
    with closing(connect(file, 1)) as first, closing(connect(file, 1)) as second:
        with pytest.raises(ZeroDivisionError), transaction(first):
            raise ZeroDivisionError
        assert next_number(second) == 1
        first.set_autocommit(False, force_begin_transaction_with_broken_autocommit=True)
        first.close()
        assert next_number(second) == 2
