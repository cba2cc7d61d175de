"""Django's SQLite, with writers of one process that stand in line.

SQLite itself lets whoever finds the file locked try again later, and later each time: the last of a
few at once waits many times what the writing takes. A lock wakes the next one at once.
"""

import threading
import time
from functools import partial
from typing import Any

from django.db.backends.sqlite3 import base
from django.db.utils import OperationalError

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
_turn = threading.Lock()
# The stubs leave out the methods that a database backend is made of.
_Sqlite: Any = base.DatabaseWrapper
_SqliteCursor: Any = base.SQLiteCursorWrapper


class DatabaseWrapper(_Sqlite):  # type: ignore[misc]  # see above
    has_turn = False

    def create_cursor(self, name: Any = None) -> Any:
        return self.connection.cursor(factory=partial(Cursor, self))

    def take_turn(self) -> None:
        patience = self.settings_dict["OPTIONS"].get("timeout", 5)
        begun = time.monotonic()
        if not _turn.acquire(timeout=patience):
            raise OperationalError("database is locked")
        self.has_turn = True
        # Another process may hold the file: together both waits take no longer than one.
        left = max(0.0, patience - (time.monotonic() - begun))
        self.connection.execute(f"PRAGMA busy_timeout={int(left * 1000)}")

    def end_turn(self) -> None:
        if self.has_turn:
            self.has_turn = False
            _turn.release()

    def _start_transaction_under_autocommit(self) -> None:
        self.take_turn()
        try:
            super()._start_transaction_under_autocommit()
        except BaseException:
            self.end_turn()
            raise

    def _commit(self) -> None:
        try:
            super()._commit()
        finally:
            self.end_turn()

    def _rollback(self) -> None:
        try:
            super()._rollback()
        finally:
            self.end_turn()

    def _close(self) -> None:
        try:
            super()._close()
        finally:
            self.end_turn()


class Cursor(_SqliteCursor):  # type: ignore[misc]  # see above
    """A change outside a transaction is a transaction of its own."""

    def __init__(self, wrapper: DatabaseWrapper, connection: Any) -> None:
        super().__init__(connection)
        self._wrapper = wrapper

    def execute(self, query: str, params: Any = None) -> Any:
        if self._wrapper.has_turn or not query.startswith(WRITES):
            return super().execute(query, params)
        self._wrapper.take_turn()
        try:
            return super().execute(query, params)
        finally:
            self._wrapper.end_turn()
