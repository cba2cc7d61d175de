"""Out of the talk and on: to another department, for papers; and help without a sound."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.e2e import rows
from tests.e2e.advisor import AdvisorPage
from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People
from tests.e2e.scenes import two_talk
from tests.e2e.visitor import Visitor

Bring = Callable[[People], Visitor]
CARE, FULL, NO_MORE = "pflegeberatung", "wirtschaftsfoerderung", "wohnberechtigungsschein"
NOTE = "Pflegt die Mutter seit Mai. Der Antrag ist vollständig."


def two_talk_while_others_work(people: People) -> tuple[CitizenPage, AdvisorPage]:
    """Somebody advises on care; one door is full, one takes nobody more. Whatever time it is."""
    for slug in (CARE, FULL, NO_MORE):
        rows.open_all_day(people.office, slug)
    rows.sits_at_desk(people.office, "okafor")
    rows.stop_taking(people.office, NO_MORE)
    rows.set_door(people.office, FULL, capacity=0)
    return two_talk(people, "Frau Krüger")


def menu_of_the_talk(people: People) -> AdvisorPage:
    _, demir = two_talk_while_others_work(people)
    demir.opens_talk_menu()
    return demir


def with_a_note(people: People) -> AdvisorPage:
    _, demir = two_talk_while_others_work(people)
    demir.leaves_note(NOTE)
    people.citizen().knocks_at(name="Herr Yilmaz")
    expect(demir.page.locator("#region-following")).to_contain_text("E\u00a002")
    return demir


def handing_over(people: People) -> AdvisorPage:
    _, demir = two_talk_while_others_work(people)
    demir.opens_doors().locator("[data-by-agreement]").first.check()
    expect(demir.page.locator("[data-agreement]")).to_be_visible()
    return demir


def handed_over(people: People, language: str = "de") -> tuple[CitizenPage, AdvisorPage]:
    citizen, demir = two_talk_while_others_work(people)
    demir.hands_over_to(CARE, NOTE)
    citizen.is_("waiting")
    if language != "de":
        citizen.language = language
        citizen.go(citizen.home)
        citizen.wait_until_live()
    expect(citizen.page.locator("#region-handed-over")).to_be_visible()
    return citizen, demir


def received(people: People) -> AdvisorPage:
    handed_over(people)
    okafor = people.advisor("okafor")
    expect(okafor.rows.locator(".handed")).to_be_visible()
    return okafor


def fetching(people: People) -> CitizenPage:
    citizen, demir = two_talk(people, "Frau Krüger")
    demir.sends_for_papers("die Geburtsurkunde und den letzten Bescheid der Krankenkasse")
    expect(citizen.button("back")).to_be_visible()
    return citizen


def back_with_papers(people: People) -> CitizenPage:
    citizen = fetching(people)
    citizen.is_back()
    return citizen


def asks_for_help(people: People) -> tuple[AdvisorPage, AdvisorPage]:
    brandt = people.advisor("brandt")
    _, demir = two_talk(people, "Frau Krüger")
    demir.asks_for_help()
    expect(brandt.cry).to_contain_text("braucht Hilfe")
    return demir, brandt


def somebody_comes(people: People) -> AdvisorPage:
    demir, brandt = asks_for_help(people)
    brandt.press("coming")
    expect(demir.silent).to_contain_text("Herr Brandt kommt")
    return demir


CITIZEN: dict[str, Bring] = {
    "waiting, handed over": lambda people: handed_over(people)[0],
    "waiting, handed over, English": lambda people: handed_over(people, "en")[0],
    "waiting, fetching something": fetching,
    "waiting, back with papers": back_with_papers,
}
ADVISOR: dict[str, Bring] = {
    "desk, menu of the talk": menu_of_the_talk,
    "desk, talking, with a note": with_a_note,
    "desk, handing over": handing_over,
    "desk, somebody was handed over": received,
    "desk, a colleague needs help": lambda people: asks_for_help(people)[1],
    "desk, somebody comes to help": somebody_comes,
}
