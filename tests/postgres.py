"""A PostgreSQL server of the tests' own: a directory of its own, a socket in it, no port."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

STARTS_WITHIN_SECONDS = 30


@contextmanager
def running_postgres() -> Iterator[str]:
    """The address of an empty database, as DATABASE_URL wants it."""
    # Not pytest's own directory: that one is closed to the user the server runs as, and its long
    # name does not fit into a socket's address.
    home = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    try:
        with _server(home) as socket:
            yield f"postgres://postgres@{quote(str(socket), safe='')}/postgres"
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def _server(home: Path) -> Iterator[Path]:
    who = _not_root(home)
    data = home / "data"
    subprocess.run(
        ["initdb", "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "-D", data],
        check=True, capture_output=True, cwd=home, **who,
    )  # fmt: skip
    options = {"listen_addresses": "", "unix_socket_directories": home, "fsync": "off"}
    flags = [flag for key, value in options.items() for flag in ("-c", f"{key}={value}")]
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            ["postgres", "-D", data, *flags], stdout=log, stderr=log, cwd=home, **who
        )
    try:
        _wait_until_ready(server, home)
        yield home
    finally:
        server.send_signal(signal.SIGINT)  # its clients are told to go
        server.wait(30)


def _not_root(home: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    postgres = pwd.getpwnam("postgres")
    os.chown(home, postgres.pw_uid, postgres.pw_gid)
    return {"user": postgres.pw_uid, "group": postgres.pw_gid, "extra_groups": []}


def _wait_until_ready(server: "subprocess.Popen[bytes]", home: Path) -> None:
    until = time.monotonic() + STARTS_WITHIN_SECONDS
    while subprocess.run(["pg_isready", "-q", "-h", home], check=False).returncode != 0:
        if server.poll() is not None or time.monotonic() > until:
            raise RuntimeError((home / "log").read_text())
        time.sleep(0.05)
