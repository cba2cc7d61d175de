"""What an advisor switches off stays off: on this page, the next one, and every other device."""

import pytest

from tests.browser import Browser, sentence

PATH = "/desk/preferences"


@pytest.fixture
def desk(demir):
    return Browser().is_signed_in_as(demir)


def bell(page):
    return page.one("button", data_bell="*")["data-bell"]


def keys(page):
    return "checked" in page.one("input", id="shortcuts")


def test_at_first_it_knocks_and_the_keys_work(desk):
    page = desk.page("/desk/")
    assert (bell(page), keys(page)) == ("on", True)
    assert page.one("button", data_bell="*")["aria-label"] == "Klopfton ist an. Ausschalten"


def test_the_bell_is_remembered_for_this_person(desk, demir, brandt):
    assert desk.command(PATH, knock_sound="off").status_code == 204
    elsewhere = Browser(address="192.0.2.99").is_signed_in_as(demir).page("/desk/")
    assert (bell(elsewhere), keys(elsewhere)) == ("off", True)
    button = elsewhere.one("button", data_bell="*")
    assert button["aria-label"] == "Klopfton ist aus. Einschalten"
    assert bell(Browser().is_signed_in_as(brandt).page("/desk/")) == "on"
    assert desk.command(PATH, knock_sound="on").status_code == 204
    assert bell(desk.page("/desk/")) == "on"


def test_the_keys_are_remembered_for_this_person(desk):
    """WCAG 2.1.4: keys without a modifier can be switched off."""
    assert desk.command(PATH, shortcuts="off").status_code == 204
    page = desk.page("/desk/")
    assert (bell(page), keys(page)) == ("on", False)
    desk.command(PATH, shortcuts="on")
    assert keys(desk.page("/desk/"))


def test_a_box_that_is_ticked_says_off_and_then_on(desk):
    """The hidden field speaks for a box that is not ticked; the last word counts."""
    desk.command(PATH, shortcuts="off")
    assert desk.command(PATH, shortcuts=["off", "on"]).status_code == 204
    assert keys(desk.page("/desk/"))


def test_a_form_without_a_script_leads_back_to_the_desk(desk):
    answer = desk.post(PATH, {"knock_sound": "off"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")


@pytest.mark.parametrize(
    "fields",
    [{}, {"knock_sound": ""}, {"knock_sound": "yes"}, {"is_administrator": "on"},
     {"knock_sound": "off", "shortcuts": "maybe"}],
)  # fmt: skip
def test_what_is_no_choice_is_refused_and_changes_nothing(desk, demir, fields):
    """Row 55: nobody makes themselves an administrator here."""
    assert sentence(desk.command(PATH, **fields)) == (400, "Diese Einstellung gibt es nicht.")
    demir.refresh_from_db()
    assert (demir.knock_sound, demir.shortcuts, demir.is_administrator) == (True, True, False)
