"""Row 20: whatever ends by itself says so before, or at once, to everybody."""

import re

from playwright.sync_api import expect

from tests.e2e.ears import Ears
from tests.e2e.people import People
from tests.e2e.scenes import somebody_waits

OFFER_SECONDS = "SELECT (julianday(offer_until) - julianday('now')) * 86400 FROM visits_visit"


def door_is_open_for(time: str) -> re.Pattern[str]:
    return re.compile(rf"polite: Die Tür bleibt noch ({time}) offen\.")


def test_the_open_door_says_how_long_it_waits(people: People) -> None:
    """Row 20: a minute at least, said at first, at marks on the way and after more time.

    Which marks (2:00, 1:00, 0:20) shows tests/js/countdown.test.js: a page whose clock was put
    forward twice trusts the server's again.
    """
    ayla, demir = people.citizen(), people.advisor()
    ayla.page.clock.install()
    ayla.knocks_at(name="Ayla")
    ears = Ears(ayla)
    demir.calls_next()
    ayla.waits_until_called()
    ((seconds,),) = ayla.office.sql(OFFER_SECONDS)
    assert isinstance(seconds, float)
    assert seconds >= 60
    said = [door_is_open_for("2:00 Minuten|1:5[0-9] Minuten")]
    ears.expect(*said)
    ayla.page.clock.fast_forward("01:00")
    said.append(door_is_open_for("1:00 Minuten|5[0-9] Sekunden"))
    ears.expect(*said)
    ayla.press("more-time")
    said.append(door_is_open_for(r"[2-4]:\d\d Minuten"))
    ears.expect(*said)


def test_who_is_signed_out_elsewhere_hears_it_at_the_desk(people: People) -> None:
    """Row 20: a session that has ended is not found out by a knock that nobody hears."""
    _, demir = somebody_waits(people)
    expect(demir.knock).to_have_text(re.compile(r"^Es klopft"))
    ears = Ears(demir)
    elsewhere = demir.context.new_page()
    elsewhere.goto(f"{demir.office.url}/accounts/logout/")
    elsewhere.locator("main form button").click()
    ended = demir.word("live-ended")
    expect(demir.page.locator("[data-live-status]")).to_have_text(ended)
    ears.expect(f"polite: {ended}")
