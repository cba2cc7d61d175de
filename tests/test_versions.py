"""Row 57: nothing older is installed, or trusted as a relay, than what is known to be patched."""

import tomllib
from pathlib import Path

import pytest

from buergerbuero.consultations.relays import OLDEST, too_old

LOCK = tomllib.loads((Path(__file__).parents[1] / "uv.lock").read_text())
LOCKED = {one["name"]: tuple(map(int, one["version"].split("."))) for one in LOCK["package"]
          if one["version"].replace(".", "").isdigit()}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "patched"),
    [
        ("django", (5, 2, 14)),
        ("uvicorn", (0, 54)),
    ],
)
def test_what_is_locked_is_patched(name, patched):
    """`bin/check` asks the advisory services about everything else that is locked."""
    assert LOCKED[name] >= patched


@pytest.mark.parametrize(
    ("software", "is_good"),
    [("Coturn-4.6.1 'Gorst'", False), ("Coturn-4.8.0 'x'", False), ("Coturn-4.9.0 'x'", True)],
)
def test_a_relay_that_can_be_led_into_inner_networks_is_named(software, is_good):
    assert OLDEST == (4, 9, 0)
    assert (too_old("turn.example.de", software) == []) is is_good
