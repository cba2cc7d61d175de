"""Real servers for tests, started as a person starts them and ended by their own process id."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from tests.ports import free_port

PROGRAM = Path(sys.executable).with_name("buergerbuero")
CONFIGURED_BY = ("BUERGERBUERO_", "DATABASE_URL", "REDIS_URL", "DJANGO_")
STOPS_WITHIN_SECONDS = 15
NOTHING_SET: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Office:
    """A running example county."""

    url: str
    data: Path
    passwords: dict[str, str]
    process: subprocess.Popen[str]

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    @property
    def log(self) -> str:
        return (self.data / "server.log").read_text()

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """For what a test cannot wait for: reads or changes the rows behind the server's back."""
        with closing(self._database()) as database, database:
            return database.execute(statement, values).fetchall()

    def keep_state(self) -> None:
        with closing(self._database()) as database, closing(self._pristine()) as pristine:
            database.backup(pristine)

    def restore_state(self) -> None:
        """The rows as they were at `keep_state`."""
        with closing(self._database()) as database, closing(self._pristine()) as pristine:
            pristine.backup(database)

    def _database(self) -> sqlite3.Connection:
        return sqlite3.connect(self.data / "buergerbuero.sqlite3", timeout=20)

    def _pristine(self) -> sqlite3.Connection:
        return sqlite3.connect(self.data / "pristine.sqlite3")


@contextmanager
def running_office(
    data: Path,
    *,
    like: Path | None = None,
    port: int = 0,
    settings: Mapping[str, str] = NOTHING_SET,
    program: Sequence[str | Path] = (PROGRAM,),
) -> Iterator[Office]:
    """`buergerbuero run` with its data in `data`; `like`: a data directory to begin with."""
    if like:
        shutil.copytree(like, data)
    data.mkdir(exist_ok=True)
    port = port or free_port()
    command = [*program, "run", "--data", str(data), "--port", str(port)]
    with (
        (data / "server.log").open("w") as log,
        subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            env=_environment() | dict(settings),
        ) as process,
    ):
        try:
            _wait_until_ready(process, data)
            yield Office(f"http://localhost:{port}", data, _passwords(data), process)
        finally:
            stop(process)


def stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(STOPS_WITHIN_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def _environment() -> dict[str, str]:
    """Nothing that configures the tests' own Django may reach the server."""
    return {key: value for key, value in os.environ.items() if not key.startswith(CONFIGURED_BY)}


def _wait_until_ready(process: subprocess.Popen[str], data: Path) -> None:
    assert process.stdout
    for line in process.stdout:
        if line.startswith("Ready"):
            return
    raise RuntimeError(f"The server did not start:\n{(data / 'server.log').read_text()}")


def _passwords(data: Path) -> dict[str, str]:
    lines = (data / "example-passwords.txt").read_text().splitlines()
    return dict(line.split(maxsplit=1) for line in lines)
