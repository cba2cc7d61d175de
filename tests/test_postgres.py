"""The line and the room once more, on PostgreSQL."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.postgres import running_postgres

ROOT = Path(__file__).parents[1]
# The races start servers of their own.
COMMAND = (
    sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider",
    "tests/visits", "tests/consultations", "--ignore=tests/visits/test_race.py",
)  # fmt: skip


@pytest.mark.postgres
@pytest.mark.long
def test_every_test_of_the_line_and_the_room_holds_on_postgresql(tmp_path):
    with running_postgres() as url:
        environ = os.environ | {"DATABASE_URL": url, "BUERGERBUERO_DATA_DIR": str(tmp_path)}
        done = subprocess.run(
            COMMAND, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stdout
