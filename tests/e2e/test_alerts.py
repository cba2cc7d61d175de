"""Nobody opens: first a colleague hears it, then the head, and whoever waits is told what is done.

The department gives its advisors ten minutes, so that nothing happens before a test says so.
"""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import rows
from tests.e2e.advisor import AdvisorPage
from tests.e2e.citizen import CitizenPage
from tests.e2e.ears import Ears
from tests.e2e.people import People
from tests.e2e.scenes import somebody_is_called
from tests.e2e.states.alerts import CALLED_A_MINUTE_AGO
from tests.e2e.waiting import eventually
from tests.servers import Office

UNSEEN = "Niemand hat geöffnet: E 01, Elterngeldstelle"


@pytest.fixture(autouse=True)
def ten_minutes(office: Office) -> None:
    rows.set_door(office, alert_seconds=600)


@pytest.fixture
def brandt(people: People) -> AdvisorPage:
    """Free, and not at his desk."""
    return people.advisor("brandt")


@pytest.fixture
def weiss(people: People) -> AdvisorPage:
    """A colleague on a break."""
    rows.serves(people.office, "weiss")
    weiss = people.advisor("weiss")
    weiss.is_now("break")
    return weiss


@pytest.fixture
def demir(people: People) -> AdvisorPage:
    """The head, at her desk with something else."""
    demir = people.advisor("demir")
    demir.is_now("away")
    return demir


def knocks(people: People) -> CitizenPage:
    ayla = people.citizen()
    ayla.knocks_at(name="Ayla")
    office = people.office
    counting = "SELECT count(*) FROM visits_alert"
    eventually(ayla.page, lambda: office.sql(counting)[0][0], what="the clock counts")
    return ayla


def hears(advisor: AdvisorPage, times: int) -> None:
    eventually(advisor.page, lambda: advisor.rang("knock") >= times, what="a knock is heard")
    assert advisor.rang("knock") == times


def test_a_colleague_and_then_the_head_are_told_until_one_has_seen_it(
    people: People, brandt: AdvisorPage, weiss: AdvisorPage, demir: AdvisorPage
) -> None:
    """Row 19: at the desks as an alert, in the waiting room politely, each step once."""
    ayla = knocks(people)
    hears(brandt, 1)
    expect(weiss.knock).to_have_text(re.compile(r"^Es klopft: E\s01"))
    expect(demir.knock).to_have_text(re.compile(r"^Es klopft: E\s01"))
    ears = Ears(ayla)
    rows.nobody_opens_for(people.office, 601)
    expect(weiss.knock).to_have_text(UNSEEN)
    hears(weiss, 1)
    ayla.reads("Wir haben Bescheid gesagt.")
    expect(brandt.knock).to_have_text(UNSEEN)
    assert demir.rang("knock") == 0
    rows.nobody_opens_for(people.office, 1201)
    expect(demir.knock).to_have_text(UNSEEN)
    hears(demir, 1)
    ayla.reads("Wir haben die Leitung gerufen.")
    line = "polite: Sie sind als Nächstes dran. Gerade öffnet niemand. Ihr Platz bleibt. "
    ears.expect(f"{line}Wir haben Bescheid gesagt.", f"{line}Wir haben die Leitung gerufen.")
    demir.seen_button.click()
    for desk in (brandt, weiss):
        expect(desk.knock).to_have_text(re.compile(r"^Es klopft: E\s01"))
    expect(ayla.page.get_by_text("Wir haben die Leitung gerufen.")).to_have_count(0)


def test_whoever_was_told_can_call_at_once(people: People, demir: AdvisorPage) -> None:
    ayla = knocks(people)
    ayla.reads("Gerade ist niemand am Schreibtisch. Ihr Platz bleibt.")
    rows.nobody_opens_for(people.office, 601)
    expect(demir.knock).to_have_text(UNSEEN)
    demir.calls_next()
    expect(demir.knock).to_have_text("")
    ayla.waits_until_called()


def test_anything_done_at_a_free_desk_is_a_sign_that_it_was_seen(
    people: People, brandt: AdvisorPage, demir: AdvisorPage
) -> None:
    """What is unseen stays in sight; nobody else is alarmed."""
    knocks(people)
    expect(brandt.seen_button).to_be_visible()
    with brandt.page.expect_response("**/desk/seen"):
        brandt.page.keyboard.press("Shift")
    expect(brandt.knock).to_have_text(re.compile(r"^Es klopft: E\s01"))
    ((seen,),) = people.office.sql("SELECT count(*) FROM visits_alert WHERE seen_at IS NOT NULL")
    assert seen == 1


def test_with_nobody_signed_in_the_page_says_so_and_names_the_telephone(people: People) -> None:
    ayla = knocks(people)
    rows.nobody_opens_for(people.office, 601)
    ayla.reads("Wir erreichen gerade niemanden. Sie können auch anrufen:")
    expect(ayla.page.locator("#region-place a[href='tel:01234 567-330']")).to_be_visible()
    ayla.sees_ahead(0)


def test_a_desk_whose_sound_is_off_says_so_beside_the_knock(
    people: People, brandt: AdvisorPage
) -> None:
    muted = brandt.page.locator("[data-knock-muted]")
    expect(muted).to_be_hidden()
    brandt.page.locator("[data-bell]").click()
    knocks(people)
    expect(brandt.seen_button).to_be_visible()
    expect(muted).to_be_visible()
    assert brandt.rang("knock") == 0
    brandt.page.locator("[data-bell]").click()
    expect(muted).to_be_hidden()


def test_one_click_goes_on_when_somebody_does_not_come(people: People) -> None:
    """Whoever did not come reads gentle words and keeps the place."""
    ayla, demir = somebody_is_called(people)
    boris = people.citizen()
    boris.knocks_at(name="Boris")
    expect(demir.button("go-on")).to_have_count(0)
    people.office.sql(CALLED_A_MINUTE_AGO)
    demir.reload()
    demir.press("go-on")
    boris.waits_until_called()
    ayla.is_("waiting")
    ayla.reads("Wir haben auf Sie gewartet. Ihr Platz ist noch da.")
    ayla.sees_ahead(0)
    expect(demir.talk.locator(".called .next__name")).to_have_text(re.compile("Boris"))
    boris.enters()
    boris.talks_with("Frau Demir")
    demir.talks_with("Boris")
    ayla.is_back()
    demir.sees_line("E 01")
