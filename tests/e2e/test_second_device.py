"""A visit goes on at another device; the first one says so."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People
from tests.e2e.scenes import somebody_waits

ELSEWHERE = {
    "de": "Ihr Besuch geht auf einem anderen Gerät weiter.",
    "en": "Your visit continues on another device.",
}


def shows_code(citizen: CitizenPage) -> str:
    citizen.press("return-code")
    letters = citizen.page.locator("[data-return-code-shown]")
    expect(letters).to_be_focused()
    expect(citizen.page.locator("[data-return-code] [role=img] svg")).to_be_visible()
    return letters.locator("[translate=no]").inner_text()


def goes_on(citizen: CitizenPage) -> None:
    citizen.press("continue")
    expect(citizen.page).to_have_url(re.compile(r"/visit/$"))
    citizen.wait_until_live()


def is_told_it_goes_on_elsewhere(citizen: CitizenPage) -> None:
    """And reads nothing of the visit any more."""
    expect(citizen.page.locator("h1")).to_have_text(ELSEWHERE[citizen.language])
    expect(citizen.page.locator(".ticket")).to_have_count(0)


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_place_goes_along_to_another_device(people: People, language: str) -> None:
    """Row 45: the code is behind the #, where no server sees it, and is gone from the address."""
    boris = people.citizen()
    boris.knocks_at(name="Boris")
    phone = people.citizen(language)
    phone.knocks_at(name="Ayla")
    phone.watch.expect_answer(410, "/visit/")
    phone.watch.expect_answer(410, "/en/visit/")
    code = shows_code(phone)
    computer = people.citizen(language)
    computer.go(f"/visit/continue#{code}")
    expect(computer.page.locator("#code")).to_have_value(code)
    expect(computer.page).to_have_url(re.compile(r"/visit/continue$"))
    goes_on(computer)
    is_told_it_goes_on_elsewhere(phone)
    assert computer.number == "E 02"
    computer.sees_ahead(1)
    phone.reopen()
    is_told_it_goes_on_elsewhere(phone)
    boris.leaves()
    computer.sees_ahead(0)


def test_the_code_can_be_typed_and_a_mistake_can_be_mended(people: People) -> None:
    phone, demir = somebody_waits(people)
    phone.watch.expect_answer(410, "/visit/")
    code = shows_code(phone)
    computer = people.citizen()
    computer.watch.expect_answer(400, "/visit/continue")
    computer.go("/")
    computer.page.locator("main a[href$='/visit/continue']").click()
    field = computer.page.locator("#code")
    field.fill(code[:-1])
    computer.press("continue")
    expect(field).to_be_focused()
    expect(field).to_have_value(code[:-1])
    field.fill(code.replace("-", " ").lower())
    goes_on(computer)
    is_told_it_goes_on_elsewhere(phone)
    demir.calls_next()
    computer.waits_until_called("Frau Demir")
    computer.enters()
    computer.talks_with("Frau Demir")


def test_a_talk_goes_on_at_another_device(people: People) -> None:
    """The new page joins the room; the old one is put out and gives its camera back."""
    phone, demir = somebody_waits(people)
    phone.watch.expect_answer(410, "/visit/")
    code = shows_code(phone)
    demir.calls_next()
    phone.enters()
    phone.talks_with("Frau Demir")
    computer = people.citizen()
    computer.go(f"/visit/continue#{code}")
    goes_on(computer)
    is_told_it_goes_on_elsewhere(phone)
    assert phone.open_tracks() == 0
    computer.talks_with("Frau Demir")
    demir.talks_with("Ayla")


def test_without_javascript_the_code_has_a_page_of_its_own(people: People) -> None:
    phone = people.citizen(java_script_enabled=False)
    phone.goes_to()
    phone.press("knock")
    phone.press("return-code")
    code = phone.page.locator("[data-return-code-shown] [translate=no]").inner_text()
    computer = people.citizen(java_script_enabled=False)
    computer.go("/visit/continue")
    computer.page.locator("#code").fill(code)
    computer.press("continue")
    assert computer.number == "E 01"
    phone.watch.expect_answer(410, "/visit/")
    phone.page.locator("main a[href$='/visit/']").click()
    is_told_it_goes_on_elsewhere(phone)
