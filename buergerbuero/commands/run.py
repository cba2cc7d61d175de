"""`buergerbuero run`: prepares database and files, then serves the office."""

import argparse
import os
import socket
import sys
from pathlib import Path

from buergerbuero import config as configuration
from buergerbuero.commands import Stop, in_sentences, listed, migrate, red, say, set_up
from buergerbuero.config import Config, is_loopback

NO_HTTPS = (
    "Other devices open this example without https. Their browsers give such a page neither camera "
    "nor the cookie that keeps a place: they can look at it, but not knock."
)


def run(options: argparse.Namespace) -> int:
    config = _config_for(options)
    if found := configuration.problems(config):
        raise Stop("This installation is not fully configured:\n" + listed(found))
    host = options.host or "127.0.0.1"
    _demand_port(host, options.port)
    _prepare(config)
    return _serve(config, host, options.port)


def _config_for(options: argparse.Namespace) -> Config:
    config = configuration.load()
    if options.example and not config.example:
        raise Stop(
            "--example serves the example county, but this machine is configured for a real "
            "one. Unset BUERGERBUERO_CONFIG and BUERGERBUERO_PUBLIC_URL, or leave --example out."
        )
    if config.example and options.host and not is_loopback(options.host):
        if not options.example:
            raise Stop(
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
            raise Stop(
                f"Cannot listen on {host}, port {port}: {error.strerror}. Another program may "
                f"use it; try --port {port + 1}."
            ) from None


def _prepare(config: Config) -> None:
    """Database and static files as this version of the program needs them."""
    say(f"Data in {config.data_dir}")
    set_up()
    migrate()
    with in_sentences():
        _collect_static(config)
        if config.example:
            _make_example()
    _warn(config)


def _collect_static(config: Config) -> None:
    """Once for each state of the files; later starts find the stamp."""
    from buergerbuero.static_files import collect  # noqa: PLC0415  # after set_up

    if collect(config.data_dir):
        say("Static files prepared")


def _make_example() -> None:
    from buergerbuero.example import make  # noqa: PLC0415  # after set_up

    passwords = make()
    file = _passwords_file()
    if passwords:
        lines = [f"{user:10} {password}" for user, password in passwords.items()]
        file.touch(mode=0o600)
        file.write_text("\n".join(lines) + "\n")
    if file.exists():
        say("This is the example county. Its people sign in at /desk/ with these passwords:")
        say(file.read_text().rstrip())


def _passwords_file() -> Path:
    return configuration.load().data_dir / "example-passwords.txt"


def _warn(config: Config) -> None:
    from buergerbuero.consultations.backends import backend  # noqa: PLC0415  # after set_up

    found = backend(config.video_backend).health()
    if config.example and not config.on_loopback:
        found.append(NO_HTTPS)
    for sentence in found:
        print(red(sentence), file=sys.stderr)


def _serve(config: Config, host: str, port: int) -> int:
    from buergerbuero.server import serve  # noqa: PLC0415  # after set_up

    address = config.public_url or f"http://{'localhost' if is_loopback(host) else host}:{port}"
    return serve(host, port, workers=config.workers, ready=f"Ready: {address}")
