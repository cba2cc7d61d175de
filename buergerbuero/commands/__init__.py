"""What the command line can do. Nothing here is imported before it is asked for, and Django is set
up only by the commands that need it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from buergerbuero import config as configuration


class Stop(Exception):
    """A sentence for the person at the terminal; the program ends with 1."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


def listed(sentences: list[str]) -> str:
    return "\n".join(f"  - {sentence}" for sentence in sentences)


def red(sentence: str) -> str:
    """On stderr, where that is a terminal; a log gets the sentence alone."""
    return f"\033[31;1m{sentence}\033[0m" if sys.stderr.isatty() else sentence


def set_up() -> None:
    """Settings read the environment that the command line has just written."""
    _demand_directory(configuration.load().data_dir)
    import django  # noqa: PLC0415  # not before that

    django.setup()


def _demand_directory(path: Path) -> None:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = path / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise Stop(f"The directory {path} cannot be written: {error.strerror}.") from None


def migrate() -> None:
    from django.core.management import call_command  # noqa: PLC0415  # after set_up

    with in_sentences():
        call_command("migrate", verbosity=0, interactive=False)


@contextmanager
def in_sentences() -> Iterator[None]:
    """What database and disk refuse, said to the person at the terminal."""
    from django.db import DatabaseError  # noqa: PLC0415  # after set_up

    try:
        yield
    except DatabaseError as error:
        raise Stop(f"The database does not answer: {error}.") from None
    except OSError as error:
        raise Stop(f"The file {error.filename} cannot be used: {error.strerror}.") from None
