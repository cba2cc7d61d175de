"""Row 36: “Meine Internet-Adresse nicht weitergeben”, from the check to a reload in the talk."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from bench.relay import relay
from tests.e2e import media
from tests.e2e.axe import expect_accessible
from tests.e2e.layout import expect_nothing_lost
from tests.e2e.people import People
from tests.e2e.waiting import eventually
from tests.servers import Office, running_office

pytestmark = pytest.mark.relay

POLICY = "noted.connections.at(-1)?.getConfiguration().iceTransportPolicy"
CHECK, DOOR = "#check-hide-address", "#called-hide-address"


@pytest.fixture(scope="module")
def relayed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with relay() as settings:
        chosen = settings | {"BUERGERBUERO_RELAY_ONLY": "false"}
        folder = tmp_path_factory.mktemp("relayed")
        with running_office(folder / "data", settings=chosen) as office:
            office.keep_state()
            yield office


@pytest.fixture
def office(relayed: Office) -> Office:
    """`people` of conftest.py go to this one."""
    relayed.restore_state()
    return relayed


def connects(page: Page, policy: str) -> None:
    eventually(page, lambda: page.evaluate(POLICY) == policy, what=f"a connection: {policy}")


def test_chosen_at_the_check_it_holds_at_the_door_in_the_talk_and_after_a_reload(
    people: People,
) -> None:
    ayla, demir = people.citizen(), people.advisor()
    ayla.knocks_at(name="Ayla")
    expect(ayla.page.locator(CHECK)).not_to_be_checked()
    ayla.hides_address("check")
    expect_accessible(ayla.page, "waiting, address hidden")
    demir.calls_next()
    ayla.waits_until_called()
    expect(ayla.page.locator(DOOR)).to_be_checked()
    connects(ayla.page, "relay")
    connects(demir.page, "relay")
    ayla.enters()
    media.expect_picture_and_sound(ayla.page, demir.page)
    ayla.reload()
    connects(ayla.page, "relay")
    media.expect_picture_and_sound(ayla.page, demir.page)
    for page in (ayla.page, demir.page):
        kinds = {one["candidateType"] for one in media.reports(page, "remote-candidate")}
        assert kinds == {"relay"}


def test_chosen_at_the_door_by_keyboard_and_taken_back(people: People) -> None:
    """Another choice connects anew: nothing found before it is handed on."""
    ayla, demir = people.citizen(), people.advisor()
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    connects(ayla.page, "all")
    box = ayla.call.get_by_role("checkbox", name="Meine Internet-Adresse nicht weitergeben")
    box.press("Space")
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    connects(ayla.page, "relay")
    expect_accessible(ayla.page, "called, address hidden")
    expect_nothing_lost(ayla.page, "called, address hidden")
    ayla.reload()
    ayla.waits_until_called()
    expect(box).to_be_checked()
    box.press("Space")
    connects(ayla.page, "all")
    expect(ayla.page.locator(CHECK)).not_to_be_checked()
