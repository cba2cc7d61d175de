import pytest

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department
from tests.needs import pytest_runtest_setup  # noqa: F401  # a hook
from tests.people import make_advisor, make_department, on_duty


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
