"""A TURN relay on loopback, as a talk needs it where nobody shall learn the other's address."""

import secrets
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PORT = 34780
READY = "IO method (auth thread)"
LOOKS, LOOK_SECONDS = 100, 0.1


@contextmanager
def relay() -> Iterator[dict[str, str]]:
    """Debian's coturn. Gives the settings that make the office use it, and nothing but it."""
    program = shutil.which("turnserver")
    if program is None:
        raise SystemExit("This measurement needs Debian's package coturn.")
    secret = secrets.token_hex(32)
    with tempfile.TemporaryDirectory() as directory:
        log = Path(directory) / "log"
        with log.open("wb") as output:
            command = [program, *ARGUMENTS, "--static-auth-secret", secret]
            command += ["--pidfile", f"{directory}/pid", "--userdb", f"{directory}/db"]
            process = subprocess.Popen(command, stdout=output, stderr=output, cwd=directory)
            try:
                _wait_until_ready(log)
                yield _settings(secret)
            finally:
                process.terminate()
                process.wait(15)


# fmt: off
ARGUMENTS = (
    "-n", "--listening-ip", "127.0.0.1", "--relay-ip", "127.0.0.1", "--listening-port", str(PORT),
    "--use-auth-secret", "--realm", "bench", "--no-tls", "--no-dtls", "--no-cli",
    # The other browser of this measurement is on this machine too.
    "--allow-loopback-peers", "--log-file", "stdout",
)
# fmt: on


def _settings(secret: str) -> dict[str, str]:
    return {
        "BUERGERBUERO_TURN_URLS": f"turn:127.0.0.1:{PORT}?transport=udp",
        "BUERGERBUERO_TURN_SECRET": secret,
        "BUERGERBUERO_RELAY_ONLY": "true",
    }


def _wait_until_ready(log: Path) -> None:
    for _ in range(LOOKS):
        if READY in log.read_text(errors="replace"):
            return
        time.sleep(LOOK_SECONDS)
    raise SystemExit("The relay did not start:\n" + log.read_text(errors="replace")[-2000:])
