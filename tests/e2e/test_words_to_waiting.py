"""A word to those waiting: said at the desk, read and heard in the waiting room."""

import re
from typing import Literal

from playwright.sync_api import Locator, expect

from tests.e2e.advisor import AdvisorPage
from tests.e2e.citizen import CitizenPage
from tests.e2e.ears import Ears
from tests.e2e.people import People

LONGER = "Es dauert heute etwas länger. Ihr Platz bleibt Ihnen."
LONGER_EN = "It takes a little longer today. You keep your place."
TO_ALL, TO_ME = "word", "my-word"


def opens_dialog_for_all(demir: AdvisorPage) -> Locator:
    demir.page.locator("#region-doors [data-say-action$='/elterngeldstelle/say']").click()
    return dialog_of(demir)


def opens_dialog_for(demir: AdvisorPage, number: str) -> Locator:
    demir.more_about(number).locator("[data-say]").click()
    return dialog_of(demir)


def dialog_of(demir: AdvisorPage) -> Locator:
    dialog = demir.page.locator("dialog.say:modal")
    expect(dialog).to_be_visible()
    return dialog


def sends(dialog: Locator) -> None:
    dialog.locator("button:not([type=button])").click()
    expect(dialog).to_have_count(0)


def reads(citizen: CitizenPage, region: Literal["word", "my-word"], text: str) -> None:
    """With the time at which it was said; the name of the office stands before it."""
    said = citizen.page.locator(f"#region-{region}")
    if not text:
        expect(said).to_be_hidden()
        return
    expect(said).to_be_visible()
    expect(said.locator("[dir=auto]")).to_have_text(text)
    expect(said.locator("strong")).to_have_text(re.compile(r"^\D+, \d\d?:\d\d\D*:$"))


def heard(citizen: CitizenPage, region: str) -> str:
    return "polite: " + (
        citizen.page.locator(f"#region-{region}").inner_text().strip().replace("\n", " ")
    )


def test_a_preset_reaches_everybody_in_their_own_language(people: People) -> None:
    """Row 19: it is announced, politely and once; taken back, it is gone without a word."""
    demir = people.advisor()
    ayla, boris = people.citizen(), people.citizen("en")
    ayla.knocks_at(name="Ayla")
    boris.knocks_at(name="Boris")
    ears, english_ears = Ears(ayla), Ears(boris)
    dialog = opens_dialog_for_all(demir)
    dialog.get_by_label(LONGER).check()
    sends(dialog)
    reads(ayla, TO_ALL, LONGER)
    reads(boris, TO_ALL, LONGER_EN)
    ears.expect(heard(ayla, TO_ALL))
    english_ears.expect(heard(boris, TO_ALL))
    chen = people.citizen()
    chen.knocks_at(name="Chen")
    reads(chen, TO_ALL, LONGER)
    said = demir.page.locator("#region-doors .said")
    expect(said).to_contain_text(LONGER)
    said.get_by_role("button").click()
    expect(said).to_have_count(0)
    for citizen in (ayla, boris, chen):
        reads(citizen, TO_ALL, "")
    assert len(ears.heard) == len(english_ears.heard) == 1
    assert ears.unheard == english_ears.unheard == []


def test_words_of_ones_own_to_one_person_are_text_and_nobody_elses(people: People) -> None:
    """Row 19 for one; markup stays what it is: characters."""
    demir = people.advisor()
    ayla, boris = people.citizen(), people.citizen()
    ayla.knocks_at(name="Ayla")
    boris.knocks_at(name="Boris")
    ears, others = Ears(ayla), Ears(boris)
    markup = "<b>Bitte</b> <img src=x onerror=alert(1)> den Pass & die Urkunde"
    dialog = opens_dialog_for(demir, "E 01")
    dialog.locator("textarea").fill(markup)
    sends(dialog)
    reads(ayla, TO_ME, markup)
    reads(boris, TO_ME, "")
    ears.expect(heard(ayla, TO_ME))
    expect(ayla.page.locator("#region-my-word :is(b, img)")).to_have_count(0)
    row = demir.rows.first.locator(".said")
    expect(row).to_contain_text(markup)
    row.get_by_role("button").click()
    expect(row).to_have_count(0)
    reads(ayla, TO_ME, "")
    assert others.heard == others.unheard == []


def test_while_somebody_writes_nothing_takes_the_pen(people: People) -> None:
    """Row 18: keys are letters, a new knock changes neither text nor whom it is for."""
    demir = people.advisor()
    ayla, boris = people.citizen(), people.citizen()
    ayla.knocks_at(name="Ayla")
    demir.sees_line("E\u00a001")
    dialog = opens_dialog_for(demir, "E 01")
    text = dialog.locator("textarea")
    text.focus()
    demir.page.keyboard.type("nk gtb?")
    expect(dialog.locator("[data-say-own]")).to_be_checked()
    expect(dialog.locator("[data-say-left]")).to_have_text(
        demir.word("characters-left", count=300 - 7)
    )
    boris.knocks_at(name="Boris")
    demir.sees_line("E\u00a001", "E\u00a002")
    expect(text).to_have_value("nk gtb?")
    expect(text).to_be_focused()
    expect(dialog.get_by_role("heading")).to_have_text("E\u00a001 etwas sagen")
    sends(dialog)
    expect(demir.rows.first.locator("summary")).to_be_focused()
    demir.is_alone()
    reads(ayla, TO_ME, "nk gtb?")
    reads(boris, TO_ME, "")
    reads(boris, TO_ALL, "")


def test_the_dialog_can_be_left_by_keyboard_and_says_nothing(people: People) -> None:
    """Row 18."""
    demir = people.advisor()
    ayla = people.citizen()
    ayla.knocks_at(name="Ayla")
    button = demir.page.locator("#region-doors [data-say-action$='/elterngeldstelle/say']")
    button.press("Enter")
    dialog = dialog_of(demir)
    demir.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(button).to_be_focused()
    reads(ayla, TO_ALL, "")


def test_without_script_a_word_comes_with_the_next_look(people: People) -> None:
    demir = people.advisor()
    ayla = people.citizen(java_script_enabled=False)
    ayla.goes_to()
    ayla.press("knock")
    demir.sees_line("E\u00a001")
    dialog = opens_dialog_for_all(demir)
    dialog.get_by_label(LONGER).check()
    sends(dialog)
    expect(demir.page.locator("#region-doors .said")).to_contain_text(LONGER)
    ayla.go("/visit/")
    reads(ayla, TO_ALL, LONGER)
