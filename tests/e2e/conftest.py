from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect, sync_playwright

from tests.e2e.browser import chromium_of
from tests.e2e.people import People
from tests.e2e.waiting import PATIENCE_SECONDS
from tests.servers import Office, running_office

PICTURES = Path(__file__).parents[2] / "test-results"
FAILED = pytest.StashKey[bool]()

expect.set_options(timeout=PATIENCE_SECONDS * 1000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers last: what is fast fails first."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker("e2e")
    items.sort(key=lambda item: item.get_closest_marker("e2e") is not None)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with running_office(tmp_path_factory.mktemp("office") / "data") as office:
        office.keep_state()
        yield office


# Of the package, not of the session: while it lives, Django's ORM believes to be in async code.
@pytest.fixture(scope="package")
def engine() -> Iterator[Playwright]:
    with sync_playwright() as engine:
        yield engine


@pytest.fixture(scope="package")
def chromium(engine: Playwright) -> Iterator[Browser]:
    with chromium_of(engine.chromium) as chromium:
        yield chromium


@pytest.fixture
def office(server: Office) -> Iterator[Office]:
    """The example county on its first morning: nobody has knocked, nobody sits at a desk."""
    server.restore_state()
    read = len(server.log)
    yield server
    assert "Traceback" not in server.log[read:], server.log[read:]


@pytest.fixture
def people(office: Office, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[People]:
    people = People(office, chromium)
    yield people
    failed = request.node.stash.get(FAILED, False)
    if failed:
        people.take_pictures(PICTURES / request.node.name)
        said = "\n".join([*people.complaints, office.log[-5000:]])
        request.node.add_report_section("teardown", "pages and server", said)
    people.go_home()
    if not failed:
        assert people.complaints == []
