"""`create-advisor`, `create-department`, `disable-advisor`, `enable-advisor`."""

import argparse
import getpass
import sys

from buergerbuero.commands import Stop, migrate, say, set_up


def create_advisor(options: argparse.Namespace) -> int:
    set_up()
    migrate()
    from buergerbuero import people  # noqa: PLC0415  # after set_up

    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    try:
        people.create_advisor(
            options.username,
            name=options.name,
            password=password,
            departments=options.department,
            head=options.head,
            administrator=options.administrator,
        )
    except ValueError as error:
        raise Stop(str(error)) from None
    say(f"{options.name} can sign in as {options.username}.")
    return 0


def create_department(options: argparse.Namespace) -> int:
    set_up()
    migrate()
    from buergerbuero import people  # noqa: PLC0415  # after set_up

    try:
        people.create_department(
            options.slug,
            letter=options.letter,
            name=options.name,
            phone=options.phone,
            address=options.address,
            hours=options.hours,
        )
    except ValueError as error:
        raise Stop(str(error)) from None
    say(f"{options.name} has a door now.")
    return 0


def set_active(options: argparse.Namespace) -> int:
    set_up()
    migrate()
    from buergerbuero import people  # noqa: PLC0415  # after set_up

    try:
        people.set_active(options.username, active=options.active)
    except ValueError as error:
        raise Stop(str(error)) from None
    say(f"{options.username} is {'enabled' if options.active else 'disabled'}.")
    return 0
