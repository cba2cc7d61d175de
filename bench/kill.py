"""SIGKILL at any moment, under load: is anybody lost, doubled or moved, and how soon is every page
back?

Some hundred pages are open. Citizens knock, pause, come back and leave, an advisor calls and takes
back. Whatever was answered must be there after the restart; what was not may have happened or not,
but never half. Pages come back as static/js/live.js does.
"""

import argparse
import asyncio
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.counter import Counter, Found
from bench.figures import keep, table
from bench.ledger import Person, neighbourhood
from bench.servers import PROGRAM

PORTS = range(21_000, 22_000)  # below those that the system gives to whoever connects


class Office:
    """A server that dies and starts again at the same place."""

    def __init__(self, directory: str) -> None:
        self.port = _free_port()
        self.file = Path(directory) / "buergerbuero.sqlite3"
        self._log = Path(directory) / "server.log"
        self._command = [str(PROGRAM), "run", "--data", directory, "--port", str(self.port)]
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> float:
        """The moment when it was ready."""
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                self._command, stdout=subprocess.PIPE, stderr=log, text=True
            )
        if not any(line.startswith("Ready: ") for line in self._process.stdout or ()):
            raise SystemExit("The office did not start:\n" + self._log.read_text())
        return time.monotonic()

    def kill(self) -> None:
        if self._process:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            if self._process.stdout:
                self._process.stdout.close()


def main() -> None:
    parser = argparse.ArgumentParser(prog="bin/bench kill", description=__doc__)
    parser.add_argument("--times", type=int, default=50)
    parser.add_argument("--streams", type=int, default=300)
    parser.add_argument("--seed", type=int, default=4)
    parser.add_argument("--no-keep", action="store_true", help="only print")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        os.environ["BUERGERBUERO_DATA_DIR"] = directory
        os.environ["DJANGO_SETTINGS_MODULE"] = "buergerbuero.settings"
        office = Office(directory)
        try:
            people, cookies = _fill(office, options.streams)
            counter = Counter(office, people, *cookies, options.seed)
            found = asyncio.run(counter.run(options.times))
        finally:
            office.kill()
    title = f"kill: SIGKILL under load, {options.streams} pages open, seed {options.seed}"
    keep(title, _table(options.times, found), only_print=options.no_keep)
    sys.exit(not found.faultless)


def _table(times: int, found: Found) -> str:
    head = (
        "kills", "answered", "unanswered", "lost", "doubled", "half done", "out of order",
        "slowest page back", "slowest start",
    )  # fmt: skip
    row = (
        times, found.answered, found.unanswered, found.lost, found.doubled, found.half, found.moved,
        f"{max(found.backs):.1f} s", f"{max(found.starts):.1f} s",
    )  # fmt: skip
    return table(head, [row])


def _free_port() -> int:
    for port in random.SystemRandom().sample(PORTS, len(PORTS)):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise SystemExit("No port is free.")


def _fill(office: Office, count: int) -> tuple[list[Person], tuple[str, str]]:
    """Who waits; the cookie of an advisor, and the name of the one against forgery."""
    office.start()
    import django  # noqa: PLC0415  # reads the directory's settings

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.db import connections  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from bench.county import Advisor, add_department, add_waiting  # noqa: PLC0415  # after set-up
    from buergerbuero.visits.models import Visit  # noqa: PLC0415
    from buergerbuero.visits.rules import UNSEEN_AFTER  # noqa: PLC0415

    department = add_department(0)
    advisor = Advisor(office.port, "advisor", department)
    cookies = [cookie for cookie, _ in add_waiting(department, count)]
    # Phones that have slept: at the first start the office marks them all as unseen.
    Visit.objects.update(seen_at=timezone.now() - 2 * UNSEEN_AFTER)
    connections.close_all()  # only the office has the file open when it dies
    office.kill()
    people = [Person(cookie, neighbourhood(at)) for at, cookie in enumerate(cookies)]
    return people, (advisor.cookie, settings.CSRF_COOKIE_NAME)


if __name__ == "__main__":
    main()
