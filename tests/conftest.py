from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings
from django.utils import translation

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department
from buergerbuero.static_files import collect
from buergerbuero.visits import outlooks
from tests.browser import Browser
from tests.needs import pytest_runtest_setup  # noqa: F401  # a hook
from tests.people import make_advisor, make_department, on_duty
from tests.program import Program


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes begins first, so that nobody waits for it alone at the end."""
    items.sort(key=lambda item: item.path.name != "test_postgres.py")


@pytest.fixture(autouse=True)
def county_language() -> Iterator[None]:
    """A request leaves its language behind in the thread; the next test begins in German."""
    with translation.override("de"):
        yield


@pytest.fixture(autouse=True)
def no_memories() -> Iterator[None]:
    """A process follows the history of its departments; here each test has a history of its own."""
    yield
    outlooks._departments.clear()


@pytest.fixture
def office(db: None) -> Department:
    """The parental allowance office, open all day."""
    return make_department()


@pytest.fixture
def centre(db: None) -> Department:
    """The integration centre, open all day."""
    return make_department("integrationszentrum", "K")


@pytest.fixture
def demir(office: Department) -> User:
    return on_duty(make_advisor("demir", "Frau Demir", office))


@pytest.fixture
def brandt(office: Department) -> User:
    return on_duty(make_advisor("brandt", "Herr Brandt", office))


@pytest.fixture
def okafor(centre: Department) -> User:
    """An advisor of another department."""
    return on_duty(make_advisor("okafor", "Frau Okafor", centre))


@pytest.fixture
def albrecht(db: None) -> User:
    """The administrator, who serves no department."""
    user = make_advisor("albrecht", "Frau Albrecht")
    user.is_administrator = True
    user.save()
    return user


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix() -> None:
    """Each process has a database in its own memory: there is no name to be told apart."""


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The static files as pages name them, in a directory of this run."""
    directory = tmp_path_factory.mktemp("data")
    with override_settings(STATIC_ROOT=directory / "static"):
        collect(directory)
        yield directory / "static"


@pytest.fixture
def quick_passwords(settings: Any) -> None:
    """A good hash is slow on purpose; most tests care for other things."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def visitor(static_files: Path, db: None) -> Browser:
    """Somebody's browser that has never been here."""
    return Browser()


@pytest.fixture
def other_visitor(static_files: Path, db: None) -> Browser:
    """Somebody else's, at another address."""
    return Browser(address="192.0.2.8")


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The example county, served by a real process for all tests that only look at it."""
    directory = tmp_path_factory.mktemp("example")
    with Program(BUERGERBUERO_DATA_DIR=str(directory)) as running:
        yield running
