"""Out of the talk: to another department, for papers, and what the next advisor reads."""

import re

from playwright.sync_api import expect

from tests.e2e import rows
from tests.e2e.ears import Ears
from tests.e2e.people import People
from tests.e2e.states.handing_over import CARE, NOTE, two_talk_while_others_work
from tests.e2e.waiting import eventually


def test_handed_over_one_waits_at_the_new_door_and_is_called_there(people: People) -> None:
    """Row 40: camera, microphone and room are gone at once. What is said, is said politely."""
    ayla, demir = two_talk_while_others_work(people)
    ears, number = Ears(ayla), "E 01"
    demir.hands_over_to(CARE, NOTE)
    ayla.is_("waiting")
    ayla.gives_devices_back()
    demir.gives_devices_back()
    band = ayla.page.locator("#region-handed-over")
    expect(band).to_contain_text("Frau Demir bringt Sie in einen anderen Fachbereich")
    expect(band).to_contain_text("Sie müssen nicht neu warten")
    expect(band).to_be_in_viewport()
    expect(ayla.page.locator(".ticket__office")).to_contain_text("Pflegeberatung")
    assert ayla.number == number
    eventually(
        ayla.page,
        lambda: any("polite: Frau Demir bringt Sie" in one for one in ears.heard),
        what="it is said",
    )
    okafor = people.advisor("okafor")
    expect(okafor.rows.locator(".handed")).to_contain_text("weitergegeben von Elterngeldstelle")
    expect(okafor.rows.locator(".handed")).to_contain_text(NOTE)
    okafor.calls_next()
    ayla.waits_until_called("Frau Okafor")
    expect(band).to_be_hidden()
    ayla.enters()
    ayla.talks_with("Frau Okafor")
    okafor.talks_with("Frau Krüger")
    okafor.ends_talk()
    ayla.is_bid_goodbye()
    private = "SELECT note, to_fetch, came_from_id FROM visits_visit"
    assert people.office.sql(private) == [("", "", None)]


def test_who_does_not_want_to_leaves(people: People) -> None:
    ayla, demir = two_talk_while_others_work(people)
    demir.hands_over_to(CARE)
    ayla.is_("waiting")
    ayla.leaves()
    ayla.is_bid_goodbye("left")
    expect(ayla.page.locator("#region-handed-over")).to_be_hidden()


def test_a_door_that_is_shut_or_full_is_not_chosen_by_mistake(people: People) -> None:
    ayla, demir = two_talk_while_others_work(people)
    rows.set_door(people.office, "schwerbehindertenstelle", suspended=1)
    dialog = demir.opens_doors()
    expect(dialog.locator("[value=schwerbehindertenstelle]")).to_be_disabled()
    agreement = dialog.locator("[data-agreement]")
    expect(agreement).to_be_hidden()
    dialog.locator("[value=wohnberechtigungsschein]").check()
    expect(agreement).to_be_visible()
    send = dialog.locator("button:not([type=button])")
    send.click()
    ayla.is_("talking")
    dialog.locator(f"[value={CARE}]").check()
    expect(agreement).to_be_hidden()
    rows.set_door(people.office, CARE, suspended=1)
    demir.watch.expect_answer(409, re.sub("/doors$", "/transfer", doors_of(people)))
    send.click()
    expect(dialog.locator("[data-command-message]")).to_contain_text("Heute nicht per Video")
    dialog.locator("[value=wohnberechtigungsschein]").check()
    dialog.locator("[name=agreed]").check()
    send.click()
    ayla.is_("waiting")
    expect(ayla.page.locator(".ticket__office")).to_contain_text("Wohnberechtigungsschein")


def doors_of(people: People) -> str:
    ((visit,),) = people.office.sql("SELECT id FROM visits_visit")
    return f"/desk/visits/{visit}/doors"


def test_the_dialog_closes_when_there_is_nobody_to_hand_over_any_more(people: People) -> None:
    _, demir = two_talk_while_others_work(people)
    dialog = demir.opens_doors()
    people.office.sql("UPDATE visits_visit SET hung_up_at = datetime('now', '-2 minutes')")
    expect(dialog).to_have_count(0)
    demir.is_alone()


def test_by_keyboard_to_the_dialog_and_back(people: People) -> None:
    """Row 20."""
    ayla, demir = two_talk_while_others_work(people)
    button = demir.page.locator("[data-hand-over]")
    button.focus()
    demir.page.keyboard.press("Enter")
    dialog = demir.page.locator("dialog.hand-over:modal")
    expect(dialog).to_be_visible()
    demir.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    ayla.is_("talking")


def test_sent_for_something_one_reads_what_and_comes_back(people: People) -> None:
    ayla, demir = two_talk_while_others_work(people)
    ears = Ears(ayla)
    demir.sends_for_papers("die Geburtsurkunde")
    ayla.reads("Bitte holen Sie:")
    ayla.reads("die Geburtsurkunde")
    eventually(
        ayla.page,
        lambda: any("Bitte holen Sie: die Geburtsurkunde" in one for one in ears.heard),
        what="it is said",
    )
    expect(demir.rows).to_contain_text("holt Unterlagen: die Geburtsurkunde")
    ayla.is_back()
    ayla.reads("Bitte halten Sie bereit:")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")


def test_a_note_half_written_outlasts_what_the_desk_is_sent(people: People) -> None:
    _, demir = two_talk_while_others_work(people)
    demir.opens_talk_menu().locator("[name=note]").fill("Noch nicht fer")
    people.citizen().knocks_at(name="Herr Yilmaz")
    expect(demir.page.locator("#region-following")).to_contain_text("E\u00a002")
    expect(demir.talk.locator("[name=note]")).to_have_value("Noch nicht fer")
    demir.press("note")
    expect(demir.talk.locator(".handed")).to_contain_text("Noch nicht fer")
    expect(demir.talk.locator(".talk-actions details.menu[open]")).to_have_count(0)
    expect(demir.talk.locator(".talk-actions details.menu summary")).to_be_focused()
