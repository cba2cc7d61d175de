"""The command `buergerbuero`: run the office, check it, add people and doors."""

import argparse
import getpass
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from buergerbuero import config as configuration
from buergerbuero.config import Config, ConfigError, is_loopback

RED, RESET = "\033[31;1m", "\033[0m"
Command = Callable[[argparse.Namespace], int]


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "buergerbuero.settings")
    if options.data:
        os.environ["BUERGERBUERO_DATA_DIR"] = str(Path(options.data).absolute())
    command: Command = options.command
    try:
        return command(options)
    except (ConfigError, _Stop) as error:
        return _complain(str(error))


class _Stop(Exception):
    """A sentence for the person at the terminal; the program ends with 1."""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="buergerbuero",
        description="Virtuelles Bürgerbüro: without configuration it serves the example county.",
    )
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--data", metavar="DIR", help="directory for database and keys")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", parents=[common], help="serve the office")
    run.add_argument("--host", default="", help="address to listen on (default: this machine only)")
    run.add_argument("--port", type=int, default=8000)
    run.add_argument(
        "--example", action="store_true", help="serve the example county, also on another --host"
    )
    run.set_defaults(command=_run)

    check = commands.add_parser("check", parents=[common], help="say what keeps the office from working")
    check.set_defaults(command=_check)

    advisor = commands.add_parser("create-advisor", parents=[common], help="add a person who signs in")
    advisor.add_argument("username")
    advisor.add_argument("--name", required=True, help="as people address them: “Frau Demir”")
    advisor.add_argument("--department", action="append", default=[], metavar="SLUG")
    advisor.add_argument("--head", action="store_true", help="head of these departments")
    advisor.add_argument("--administrator", action="store_true", help="administers the county")
    advisor.set_defaults(command=_create_advisor)

    department = commands.add_parser("create-department", parents=[common], help="add a door")
    department.add_argument("slug")
    department.add_argument("--letter", required=True, help="of its numbers: E for E 47")
    department.add_argument("--name", required=True)
    department.add_argument("--phone", required=True)
    department.add_argument("--address", required=True)
    department.add_argument(
        "--hours",
        action="append",
        default=[],
        metavar="DAYS TIMES",
        help="for example “Mo-Fr 8:30-12:30”; may be given several times",
    )
    department.set_defaults(command=_create_department)

    for name, help_text in (("stop", "disable"), ("start", "enable")):
        person = commands.add_parser(
            f"{help_text}-advisor", parents=[common], help=f"{help_text} somebody's sign-in"
        )
        person.add_argument("username")
        person.set_defaults(command=_set_active, active=name == "start")
    return parser


# run


def _run(options: argparse.Namespace) -> int:
    config = _config_for(options)
    if found := configuration.problems(config):
        raise _Stop("This installation is not fully configured:\n" + _listed(found))
    host = options.host or "127.0.0.1"
    _demand_port(host, options.port)
    _prepare(config)
    return _serve(config, host, options.port)


def _config_for(options: argparse.Namespace) -> Config:
    config = configuration.load()
    if options.example and not config.example:
        raise _Stop(
            "--example serves the example county, but this machine is configured for a real "
            "one. Unset BUERGERBUERO_CONFIG and BUERGERBUERO_PUBLIC_URL, or leave --example out."
        )
    if config.example and options.host and not is_loopback(options.host):
        if not options.example:
            raise _Stop(
                f"The example county is for this machine only. To let others on {options.host} "
                "see it, say --example too. For a real installation set BUERGERBUERO_CONFIG; "
                "docs/operations.md says how."
            )
        hosts = [*config.hosts, options.host, socket.gethostname(), *_own_addresses()]
        os.environ["BUERGERBUERO_HOSTS"] = ",".join(hosts)
        config = configuration.load()
    return config


def _own_addresses() -> list[str]:
    try:
        found = socket.getaddrinfo(socket.gethostname(), None, family=socket.AF_INET)
    except OSError:
        return []
    return sorted({str(address[4][0]) for address in found})


def _demand_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _Stop(
                f"Cannot listen on {host}, port {port}: {error.strerror}. Another program may "
                f"use it; try --port {port + 1}."
            ) from None


def _prepare(config: Config) -> None:
    """Database and static files as this version of the program needs them."""
    _say(f"Data in {config.data_dir}")
    _demand_directory(config.data_dir)
    _setup()
    _migrate()
    _collect_static(config)
    if config.example:
        _make_example()
    _warn(config)


def _demand_directory(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
        probe = path / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise _Stop(f"The directory {path} cannot be written: {error.strerror}.") from None


def _setup() -> None:
    import django  # noqa: PLC0415  # settings read the environment that main() has just set

    django.setup()


def _migrate() -> None:
    from django.core.management import call_command  # noqa: PLC0415  # after _setup
    from django.db import DatabaseError  # noqa: PLC0415  # after _setup

    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        raise _Stop(f"The database does not answer: {error}") from None


def _collect_static(config: Config) -> None:
    """Once for each state of the files; later starts find the stamp."""
    from buergerbuero.static_files import collect  # noqa: PLC0415  # after _setup

    if collect(config.data_dir):
        _say("Static files prepared")


def _make_example() -> None:
    from buergerbuero.example import make  # noqa: PLC0415  # after _setup

    passwords = make()
    file = _passwords_file()
    if passwords:
        lines = [f"{user:10} {password}" for user, password in passwords.items()]
        file.touch(mode=0o600)
        file.write_text("\n".join(lines) + "\n")
    if file.exists():
        _say("This is the example county. Its people sign in at /desk/ with these passwords:")
        _say(file.read_text().rstrip())


def _passwords_file() -> Path:
    return configuration.load().data_dir / "example-passwords.txt"


def _warn(config: Config) -> None:
    from buergerbuero.consultations.backends import backend  # noqa: PLC0415  # after _setup

    for sentence in backend(config.video_backend).health():
        print(f"{RED}{sentence}{RESET}", file=sys.stderr)


def _serve(config: Config, host: str, port: int) -> int:
    from buergerbuero.server import serve  # noqa: PLC0415  # after _setup

    address = config.public_url or f"http://{'localhost' if is_loopback(host) else host}:{port}"
    return serve(host, port, workers=config.workers, ready=f"Ready: {address}")


# check


def _check(options: argparse.Namespace) -> int:
    config = configuration.load()
    found = configuration.problems(config)
    if not found:
        found = [*_database_problems(), *_backend_problems(config)]
    if found:
        raise _Stop("This office cannot work yet:\n" + _listed(found))
    _say("All is well.")
    return 0


def _database_problems() -> list[str]:
    _setup()
    from django.db import DatabaseError, connection  # noqa: PLC0415  # after _setup
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415  # after _setup

    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return [f"The database does not answer: {error}"]
    return ["The database is not set up; `buergerbuero run` does it."] if pending else []


def _backend_problems(config: Config) -> list[str]:
    from buergerbuero.consultations.backends import backend  # noqa: PLC0415  # after _setup

    try:
        return backend(config.video_backend).health()
    except LookupError:
        return [f"BUERGERBUERO_VIDEO_BACKEND is “{config.video_backend}”, which does not exist."]


# people and doors


def _create_advisor(options: argparse.Namespace) -> int:
    _setup()
    from buergerbuero.people import create_advisor  # noqa: PLC0415  # after _setup

    password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().strip()
    try:
        create_advisor(
            options.username,
            name=options.name,
            password=password,
            departments=options.department,
            head=options.head,
            administrator=options.administrator,
        )
    except ValueError as error:
        raise _Stop(str(error)) from None
    _say(f"{options.name} can sign in as {options.username}.")
    return 0


def _create_department(options: argparse.Namespace) -> int:
    _setup()
    from buergerbuero.people import create_department  # noqa: PLC0415  # after _setup

    try:
        create_department(
            options.slug,
            letter=options.letter,
            name=options.name,
            phone=options.phone,
            address=options.address,
            hours=options.hours,
        )
    except ValueError as error:
        raise _Stop(str(error)) from None
    _say(f"{options.name} has a door now.")
    return 0


def _set_active(options: argparse.Namespace) -> int:
    _setup()
    from buergerbuero.people import set_active  # noqa: PLC0415  # after _setup

    try:
        set_active(options.username, active=options.active)
    except ValueError as error:
        raise _Stop(str(error)) from None
    _say(f"{options.username} is {'enabled' if options.active else 'disabled'}.")
    return 0


def _listed(sentences: list[str]) -> str:
    return "\n".join(f"  - {sentence}" for sentence in sentences)


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _complain(sentence: str) -> int:
    red = (RED, RESET) if sys.stderr.isatty() else ("", "")
    print(f"{red[0]}{sentence}{red[1]}", file=sys.stderr)
    return 1


