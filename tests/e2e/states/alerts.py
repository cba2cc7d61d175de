"""Nobody opens, or somebody does not come."""

from collections.abc import Callable
from functools import partial

from playwright.sync_api import expect

from tests.e2e import rows
from tests.e2e.advisor import AdvisorPage
from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People
from tests.e2e.scenes import somebody_is_called
from tests.e2e.visitor import Visitor

Bring = Callable[[People], Visitor]
DISCREET = "beratungsstelle"
CALLED_A_MINUTE_AGO = (
    "UPDATE visits_visit SET called_at = datetime('now', '-61 seconds') WHERE state = 'called'"
)


def waiting_in_vain(stage: str, people: People, language: str = "de") -> CitizenPage:
    if stage != "nobody":
        rows.sits_at_desk(people.office, "brandt")
    citizen = people.citizen(language)
    citizen.knocks_at(name="Frau Krüger")
    rows.has_been_told(people.office, stage)
    citizen.reload()
    expect(citizen.page.locator("#region-place p")).to_have_count(2)
    return citizen


def asking_for_a_call(people: People) -> CitizenPage:
    rows.set_door(people.office, takes_callbacks=1)
    citizen = waiting_in_vain("nobody", people)
    citizen.page.locator("#region-place a[href$='#rueckruf']").click()
    expect(citizen.page.locator("#phone")).to_be_visible()
    return citizen


def knocking_in_vain(people: People) -> CitizenPage:
    """Somebody else stands at the same door."""
    asking_for_a_call(people)
    citizen = people.citizen()
    citizen.goes_to()
    expect(citizen.page.locator("#phone")).to_be_visible()
    return citizen


def told_on_a_break(people: People) -> AdvisorPage:
    demir = people.advisor()
    demir.is_now("break")
    people.citizen().knocks_at(name="Frau Krüger")
    rows.has_been_told(people.office, "heads")
    demir.reload()
    expect(demir.page.locator("#region-alerts li")).to_have_count(1)
    expect(demir.seen_button).to_be_visible()
    return demir


def knocked_at_without_sound(people: People) -> AdvisorPage:
    demir = people.advisor()
    demir.page.locator("[data-bell]").click()
    people.citizen().knocks_at(name="Frau Krüger")
    expect(demir.page.locator("[data-knock-muted]")).to_be_visible()
    return demir


def waiting_for_somebody(people: People) -> AdvisorPage:
    """Whoever was called does not come, and somebody else waits."""
    _, demir = somebody_is_called(people, "Frau Krüger")
    people.citizen().knocks_at(name="Herr Yilmaz")
    demir.sees_line("E 02")
    people.office.sql(CALLED_A_MINUTE_AGO)
    demir.reload()
    expect(demir.button("go-on")).to_be_visible()
    return demir


def invented_name(people: People) -> AdvisorPage:
    rows.open_all_day(people.office, DISCREET)
    people.citizen().knocks_at(DISCREET, name="Rotkäppchen")
    petrova = people.advisor("petrova")
    petrova.sees_next("V 01")
    return petrova


CITIZEN: dict[str, Bring] = {
    "waiting, colleagues told": partial(waiting_in_vain, "colleagues"),
    "waiting, heads told": partial(waiting_in_vain, "heads"),
    "waiting, nobody reached": partial(waiting_in_vain, "nobody"),
    "waiting, asking for a call": asking_for_a_call,
    "knock, or ask for a call": knocking_in_vain,
    "waiting, nobody reached, English": partial(waiting_in_vain, "nobody", language="en"),
}
ADVISOR: dict[str, Bring] = {
    "desk, nobody opens": told_on_a_break,
    "desk, knocked at without sound": knocked_at_without_sound,
    "desk, somebody does not come": waiting_for_somebody,
    "desk, invented name": invented_name,
}
