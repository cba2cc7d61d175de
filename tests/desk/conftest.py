import pytest

from tests.consultations.talks import enter, joined
from tests.people import knock


@pytest.fixture(autouse=True)
def ready(static_files, quick_passwords):
    """Every page here names static files; nobody signs in with a password."""


@pytest.fixture
def talk(office, demir):
    """Frau Demir and Ayla, both in the room."""
    visit = enter(knock(office, "Ayla"), demir)
    joined(visit)
    return visit
