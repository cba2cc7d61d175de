"""`create-advisor`, `create-department`, `disable-advisor`, `enable-advisor`."""

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from buergerbuero.commands import Stop, in_sentences, migrate, say, set_up


def create_advisor(options: argparse.Namespace) -> int:
    with _office():
        from buergerbuero import people  # noqa: PLC0415  # after set_up

        people.create_advisor(
            options.username,
            name=options.name,
            password=_password(),
            departments=options.department,
            head=options.head,
            administrator=options.administrator,
        )
    say(f"{options.name} can sign in as {options.username}.")
    return 0


def _password() -> str:
    return getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().strip()


def create_department(options: argparse.Namespace) -> int:
    with _office():
        from buergerbuero import people  # noqa: PLC0415  # after set_up

        people.create_department(
            options.slug,
            letter=options.letter,
            name=options.name,
            phone=options.phone,
            address=options.address,
            hours=options.hours,
        )
    say(f"{options.name} has a door now.")
    return 0


def set_active(options: argparse.Namespace) -> int:
    with _office():
        from buergerbuero import people  # noqa: PLC0415  # after set_up

        people.set_active(options.username, active=options.active)
    say(f"{options.username} is {'enabled' if options.active else 'disabled'}.")
    return 0


@contextmanager
def _office() -> Iterator[None]:
    """The database as this version needs it. Every refusal reaches the terminal as a sentence."""
    set_up()
    with in_sentences():
        migrate()
        try:
            yield
        except ValueError as error:
            raise Stop(str(error)) from None
