from datetime import UTC, datetime

import pytest
import time_machine

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday, 12:00 in Berlin


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Nobody signs in here, and a good hash is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def clock():
    """Stands still until a test moves it."""
    with time_machine.travel(NOON, tick=False) as travelling:
        yield travelling
