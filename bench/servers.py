"""Servers as processes of their own: started, watched from outside, ended."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

OFFICE_PORT = 8397
PROGRAM = Path(sys.executable).with_name("buergerbuero")
TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Server:
    port: int
    pid: int

    def kib(self) -> int:
        """What of the machine's memory the process holds now."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        return int(found[1]) if found else 0

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND


@contextmanager
def started(command: Sequence[str], port: int) -> Iterator[Server]:
    """A server that says "Ready: …" when it is."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        if not any(line.startswith("Ready: ") for line in process.stdout or ()):
            raise SystemExit(f"{command[0]} did not start.")
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def example_county() -> Iterator[Server]:
    """The office with a data directory of its own, which this process may fill with rows too."""
    with tempfile.TemporaryDirectory() as directory:
        os.environ["BUERGERBUERO_DATA_DIR"] = directory
        os.environ["DJANGO_SETTINGS_MODULE"] = "buergerbuero.settings"
        command = [str(PROGRAM), "run", "--data", directory, "--port", str(OFFICE_PORT)]
        with started(command, OFFICE_PORT) as server:
            import django  # noqa: PLC0415  # reads the directory's settings

            django.setup()
            yield server
