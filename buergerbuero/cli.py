"""The command `buergerbuero`: run the office, check it, add people and doors."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from buergerbuero.commands import Stop, county, people, red
from buergerbuero.commands.check import check
from buergerbuero.commands.run import run
from buergerbuero.config import ConfigError

Command = Callable[[argparse.Namespace], int]


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    os.umask(0o077)  # the database holds names: nobody else on this machine may read it
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buergerbuero.settings")
    if options.data:
        os.environ["BUERGERBUERO_DATA_DIR"] = str(Path(options.data).absolute())
    command: Command = options.command
    try:
        return command(options)
    except (ConfigError, Stop) as error:
        return _complain(str(error))


def _complain(sentence: str) -> int:
    print(red(sentence), file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="buergerbuero",
        description="Virtuelles Bürgerbüro: without configuration it serves the example county.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_run(commands)
    _add(commands, "check", check, "say what keeps the office from working")
    _add_create_advisor(commands)
    _add_create_department(commands)
    _add_county_file(commands)
    for word, active in (("disable", False), ("enable", True)):
        person = _add(commands, f"{word}-advisor", people.set_active, f"{word} somebody's sign-in")
        person.add_argument("username")
        person.set_defaults(active=active)
    return parser


def _add_county_file(commands: Any) -> None:
    writing = _add(commands, "export", county.export, "write all departments to one text file")
    writing.add_argument("file", nargs="?", default="", help="default: the terminal")
    reading = _add(commands, "import", county.take_over, "take over such a file, all or nothing")
    reading.add_argument("file")


def _add(commands: Any, name: str, command: Command, text: str) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(name, help=text, description=text)
    parser.add_argument("--data", metavar="DIR", help="directory for database and keys")
    parser.set_defaults(command=command)
    return parser


def _add_run(commands: Any) -> None:
    parser = _add(commands, "run", run, "serve the office")
    parser.add_argument("--host", default="", help="listen here (default: this machine only)")
    parser.add_argument("--port", type=_port, default=8000)
    parser.add_argument(
        "--example", action="store_true", help="serve the example county, also on another --host"
    )


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise argparse.ArgumentTypeError(f"“{text}” is no port: 1 to 65535")
    return int(text)


def _add_create_advisor(commands: Any) -> None:
    parser = _add(commands, "create-advisor", people.create_advisor, "add a person who signs in")
    parser.add_argument("username")
    parser.add_argument("--name", required=True, help="as people address them: “Frau Demir”")
    parser.add_argument("--department", action="append", default=[], metavar="SLUG")
    parser.add_argument("--head", action="store_true", help="head of these departments")
    parser.add_argument("--administrator", action="store_true", help="administers the county")


def _add_create_department(commands: Any) -> None:
    parser = _add(commands, "create-department", people.create_department, "add a door")
    parser.add_argument("slug")
    parser.add_argument("--letter", required=True, help="of its numbers: E for E 47")
    parser.add_argument("--name", required=True)
    parser.add_argument("--phone", required=True)
    parser.add_argument("--address", required=True)
    parser.add_argument(
        "--hours",
        action="append",
        default=[],
        metavar="DAYS TIMES",
        help="for example “Mo-Fr 8:30-12:30”; may be given several times",
    )
