import pytest


@pytest.fixture(autouse=True)
def ready(static_files, quick_passwords):
    """Every page here names static files; nobody signs in with a password."""
