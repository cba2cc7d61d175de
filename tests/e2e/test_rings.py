"""A colleague is asked into a talk: they notice wherever they look, and who asks hears of it."""

import re

from playwright.sync_api import expect

from tests.e2e import rows
from tests.e2e.company import panel, rings
from tests.e2e.people import People
from tests.e2e.scenes import two_talk
from tests.e2e.waiting import eventually

RINGS = "Es klingelt – Arbeitsplatz"
# The advisor has allowed notices, and looks at another window.
LOOKS_ELSEWHERE = """() => {
  window.told = [];
  Object.defineProperty(document, "hidden", { get: () => true });
  window.Notification = class {
    static permission = "granted";
    constructor(title, { body }) {
      told.push([title, body]);
    }
  };
}"""


def test_a_ring_is_heard_seen_in_the_title_and_told_by_the_system(people: People) -> None:
    brandt = people.advisor("brandt")
    brandt.page.evaluate(LOOKS_ELSEWHERE)
    _, demir = two_talk(people)
    told = brandt.page.evaluate("told.length")
    title = brandt.page.title()
    rings(demir, "Herr Brandt")
    expect(brandt.page).to_have_title(RINGS)
    eventually(brandt.page, lambda: brandt.rang("called") == 1, what="it rings")
    assert brandt.page.evaluate("told")[told:] == [
        ["Virtuelles Bürgerbüro", "Sie werden zu einem Gespräch gebeten"]
    ]
    people.citizen().knocks_at(name="Boris")
    expect(brandt.rows).to_have_count(1)
    expect(brandt.page).to_have_title(RINGS)
    brandt.press("not-now")
    expect(brandt.page).to_have_title(title.replace("(0)", "(1)"))


def test_who_asks_hears_that_nobody_answers_and_rings_again(people: People) -> None:
    brandt = people.advisor("brandt")
    ayla, demir = two_talk(people)
    rings(demir, "Herr Brandt")
    expect(brandt.button("come")).to_be_visible()
    expect(ayla.button("agree")).to_be_visible()
    rows.rings_for_a_minute(people.office)
    asking = demir.page.locator("#region-asking")
    expect(asking.get_by_role("alert")).to_have_text("Herr Brandt antwortet nicht.")
    expect(brandt.button("come")).to_be_hidden()
    expect(brandt.page).not_to_have_title(re.compile("klingelt"))
    expect(ayla.button("agree")).to_be_hidden()
    asking.locator("form[action$='/ring'] button").click()
    expect(asking.get_by_role("alert")).to_have_count(0)
    expect(brandt.page).to_have_title(RINGS)
    panel(demir).locator("[data-on-the-way] form[action$='/send-away'] button").click()
    expect(brandt.button("come")).to_be_hidden()
    expect(asking.get_by_role("alert")).to_have_count(0)
