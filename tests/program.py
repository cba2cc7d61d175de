"""The real program in a process of its own, as a person or a service manager starts it."""

import http.client
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.ports import free_port

BUERGERBUERO = Path(sys.executable).parent / "buergerbuero"
PATIENCE = 30


def environment(**settings: str) -> dict[str, str]:
    """Of this machine only what every program needs, and these settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    return kept | {"PYTHONWARNINGS": "default"} | settings


def command(*arguments: str, said: str = "", **settings: str) -> subprocess.CompletedProcess[str]:
    """One command, until it ends. `said` is what a person types."""
    return subprocess.run(
        [BUERGERBUERO, *arguments],
        env=environment(**settings),
        input=said,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


class Program:
    """`buergerbuero run`, from its first line until it is stopped."""

    def __init__(self, *arguments: str, host: str = "127.0.0.1", **settings: str) -> None:
        self.port = free_port()
        self.host = host
        self.lines: list[str] = []
        started = time.monotonic()
        self.process = subprocess.Popen(
            [BUERGERBUERO, "run", "--port", str(self.port), *arguments],
            env=environment(**settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._ready = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        assert self._ready.wait(PATIENCE), self.output
        assert any(line.startswith("Ready: ") for line in self.lines), self.output
        self.took = time.monotonic() - started

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.lines.append(line.rstrip("\n"))
            if line.startswith("Ready: "):
                self._ready.set()
        self._ready.set()

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            self.process.wait()
            self._reader.join(PATIENCE)
            assert self.process.stdout
            self.process.stdout.close()

    @property
    def output(self) -> str:
        return "\n".join(self.lines)

    def ask(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            pairs = [(name.lower(), value) for name, value in response.getheaders()]
            found = dict(pairs)
            assert len(found) == len(pairs) - sum(name == "set-cookie" for name, _ in pairs) + (
                "set-cookie" in found
            ), f"a header stands twice: {pairs}"
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def get(self, path: str, **headers: str) -> Answer:
        return self.ask("GET", path, {k.replace("_", "-"): v for k, v in headers.items()})

    def stream(self, path: str) -> "OpenStream":
        return OpenStream(self, path)


class OpenStream:
    """A stream that somebody reads. `start` is what came with the first message."""

    def __init__(self, program: Program, path: str, **headers: str) -> None:
        self._connection = http.client.HTTPConnection(program.host, program.port, timeout=PATIENCE)
        self._connection.request("GET", path, headers=headers)
        self.response = self._connection.getresponse()
        self.headers = {name.lower(): value for name, value in self.response.getheaders()}
        self.start = self.response.readline() + self.response.readline() + self.response.readline()

    def read_until(self, words: bytes) -> bytes:
        """What arrives until these words do."""
        found = b""
        while words not in found:
            line = self.response.readline()
            assert line, "the stream ended"
            found += line
        return found

    def leave(self) -> None:
        self.response.close()
        self._connection.close()

    def rest(self) -> bytes:
        """Everything until the server ends it."""
        try:
            return self.response.read()
        finally:
            self._connection.close()


def sign_in_form(page: bytes) -> str:
    """The token in a page's form."""
    [token] = re.findall(rb'name="csrfmiddlewaretoken" value="([^"]+)"', page)[:1]
    return str(token.decode())
