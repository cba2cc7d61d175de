"""An advisor asks for help, and whoever talks with them sees, hears and receives nothing of it."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from playwright.sync_api import expect

from tests.e2e.citizen import CitizenPage
from tests.e2e.ears import Ears
from tests.e2e.people import People
from tests.e2e.scenes import somebody_waits, two_talk
from tests.e2e.states.handing_over import asks_for_help
from tests.e2e.waiting import eventually

# But for the mark of who speaks: the drawn microphone does so now and then.
DOM = "document.documentElement.outerHTML.replaceAll(' tile--speaking', '')"


class Line:
    """Everything that crosses this citizen's line, but for what connects the two pictures."""

    def __init__(self, citizen: CitizenPage) -> None:
        self.messages: list[str] = []
        self.asked: list[str] = []
        session = citizen.context.new_cdp_session(citizen.page)
        session.send("Network.enable")
        session.on("Network.eventSourceMessageReceived", self._message)
        citizen.page.on("request", lambda request: self.asked.append(request.url))

    def _message(self, message: dict[str, Any]) -> None:
        self.messages.append(message["eventName"])


def test_nothing_shows_at_the_citizens_side(people: People) -> None:
    """Neither in the page nor on the line, from the first press until it is over."""
    brandt = people.advisor("brandt")
    ayla, demir = two_talk(people)
    line, ears, before = Line(ayla), Ears(ayla), ayla.page.evaluate(DOM)
    title = ayla.page.title()
    demir.asks_for_help()
    expect(brandt.cry).to_contain_text("Frau Demir braucht Hilfe: E\u00a001, Elterngeldstelle")
    brandt.press("coming")
    expect(demir.silent).to_contain_text("Herr Brandt kommt")
    demir.opens_talk_menu()
    demir.press("calm")
    expect(brandt.cry).to_have_text("")
    # The next sign of life is on its way behind whatever might have been sent.
    eventually(ayla.page, lambda: "ping" in line.messages, what="the office is heard of")
    assert set(line.messages) <= {"ping", "signal"}
    assert [url for url in line.asked if not url.endswith(("/live/present", "/signals"))] == []
    assert ayla.page.evaluate(DOM) == before
    assert (ayla.page.title(), ears.heard, ears.unheard) == (title, [], [])


def test_one_press_does_nothing_and_five_seconds_later_it_is_a_first_press_again(
    people: People,
) -> None:
    _, demir = two_talk(people)
    button = demir.page.locator("[data-silent]")
    expect(button).to_have_text(re.compile("^\\s*Intern melden"))
    # Five seconds of the page, however long this machine takes for them.
    demir.page.clock.install()
    demir.page.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))
    button.hover()  # in sight and at rest
    box = button.bounding_box()
    button.click()
    expect(button.locator("[data-again]")).to_be_visible()
    again = button.bounding_box()
    assert box
    assert again
    assert (again["x"], again["y"]) == (box["x"], box["y"])
    demir.page.clock.run_for(4_900)
    expect(button.locator("[data-again]")).to_be_visible()
    demir.page.clock.run_for(200)
    expect(button.locator("[data-again]")).to_be_hidden()
    demir.page.clock.resume()
    assert asked(people) == 0
    demir.asks_for_help()
    assert asked(people) == 1


def test_by_key_twice_and_never_while_typing(people: People) -> None:
    """Row 20."""
    brandt = people.advisor("brandt")
    _, demir = two_talk(people)
    demir.page.locator("[data-shortcuts]").check()
    demir.opens_talk_menu().locator("[name=note]").press("h")
    demir.page.keyboard.press("h")
    demir.page.keyboard.press("Escape")
    assert asked(people) == 0
    demir.page.locator("body").press_sequentially("hh")
    expect(brandt.cry).to_contain_text("braucht Hilfe")


def asked(people: People) -> int:
    ((count,),) = people.office.sql("SELECT count(*) FROM visits_event WHERE kind = 'help'")
    return int(str(count))


def test_colleagues_hear_it_until_one_comes_but_nobody_in_a_talk(people: People) -> None:
    """Row 19: assertive, at every desk of the department; the caller's own desk keeps quiet."""
    brandt = people.advisor("brandt")
    _, demir = two_talk(people)
    boris = people.citizen()
    boris.knocks_at(name="Boris")
    brandt.calls_next()
    boris.waits_until_called("Herr Brandt")
    boris.enters()
    brandt.talks_with("Boris")
    expect(brandt.talk).to_have_attribute("data-state", "talking")
    ears, own = Ears(brandt), Ears(demir)
    demir.asks_for_help()
    expect(brandt.cry).to_contain_text("braucht Hilfe")
    sentence = "assertive: Frau Demir braucht Hilfe: E 01, Elterngeldstelle"
    eventually(brandt.page, lambda: sentence in ears.heard, what="it is said")
    assert brandt.rang("called") == 0
    assert own.heard == []


def test_a_free_desk_rings_and_the_band_goes_with_the_talk(people: People) -> None:
    demir, brandt = asks_for_help(people)
    eventually(brandt.page, lambda: brandt.rang("called") >= 1, what="it rings")
    demir.ends_talk()
    expect(brandt.cry).to_have_text("")
    expect(brandt.page.locator("#region-emergency")).to_have_class(re.compile("sr-only"))


def test_a_talk_that_has_not_begun_has_the_button_too(people: People) -> None:
    ayla, demir = somebody_waits(people)
    demir.calls_next()
    demir.asks_for_help()
    ayla.enters()
    expect(demir.silent).to_contain_text("Intern gemeldet")
