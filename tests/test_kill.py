"""The place is kept whatever happens to the server: `bin/bench kill`, with fewer kills."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.program import environment

pytestmark = pytest.mark.long
KILLS = 5


@pytest.fixture(scope="module")
def measured() -> dict[str, str]:
    command = [sys.executable, "-m", "bench.kill", f"--times={KILLS}", "--streams=200", "--no-keep"]
    ran = subprocess.run(
        command,
        cwd=Path(__file__).parent.parent,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    lines = [line for line in ran.stdout.splitlines() if line.startswith("|")]
    assert len(lines) == 3, ran.stdout + ran.stderr
    head, row = ([cell.strip() for cell in lines[place].split("|")[1:-1]] for place in (0, 2))
    return dict(zip(head, row, strict=True))


def test_nobody_is_lost_doubled_or_moved_when_the_server_is_killed(
    measured: dict[str, str],
) -> None:
    """Whatever was answered before SIGKILL is there afterwards, and nothing is there by half."""
    counted = ("kills", "lost", "doubled", "half done", "out of order")
    assert [measured[name] for name in counted] == [str(KILLS), "0", "0", "0", "0"]


def test_the_server_was_killed_while_people_knocked_paused_and_left(
    measured: dict[str, str],
) -> None:
    """Without this, the test above would show nothing."""
    assert int(measured["answered"]) > 20 * KILLS
    assert int(measured["unanswered"]) > 0


def test_every_page_is_back_within_ten_seconds(measured: dict[str, str]) -> None:
    assert float(re.sub(r" s$", "", measured["slowest page back"])) < 10
