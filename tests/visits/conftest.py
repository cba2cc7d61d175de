from datetime import UTC, datetime

import pytest
import time_machine

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday, 12:00 in Berlin


@pytest.fixture(autouse=True)
def clock(quick_passwords):
    """Stands still until a test moves it."""
    with time_machine.travel(NOON, tick=False) as travelling:
        yield travelling
