"""Rows 28, 44 and 45: the page of somebody who comes by a link."""

import pytest

from buergerbuero.citizen.guest import COOKIE
from buergerbuero.consultations import bringing, coming
from buergerbuero.consultations.actions import close_rooms
from buergerbuero.visits import actions
from buergerbuero.visits.models import ReturnTry
from buergerbuero.visits.returning import TRIES_OF_A_SOURCE
from tests.browser import ORIGIN, Browser
from tests.consultations.talks import (
    advisor_of,
    agreed_guest,
    citizen,
    enter,
    fresh,
    joined,
    key_of,
)
from tests.people import knock

pytestmark = pytest.mark.usefixtures("quick_passwords", "static_files")


@pytest.fixture
def talk(office, demir):
    visit = enter(knock(office, "Ayla"), demir)
    joined(visit)
    return visit


@pytest.fixture
def secret(talk):
    invited = bringing.invite(advisor_of(talk), "interpreter")
    coming.agree(citizen(talk), invited.pk)
    return bringing.make_link(advisor_of(talk), invited.pk)


def gives(browser, secret, name="Herr Weiss", prefix=""):
    fields = {"secret": secret, "name": name}
    return browser.post(f"{prefix}/join/", fields, headers={"Origin": ORIGIN})


def guest_with(token):
    browser = Browser()
    browser.cookies[COOKIE] = token
    return browser


def heading(browser, prefix=""):
    return browser.page(f"{prefix}/guest/").one("h1").text


def test_the_page_is_the_same_for_every_link_and_sets_no_cookie(talk):
    """Row 44: it names no department, no advisor, no citizen."""
    browser = Browser()
    answer = browser.get("/join/")
    text = answer.content.decode()
    assert (answer.status_code, dict(browser.cookies)) == (200, {})
    assert not [name for name in ("Ayla", "Demir", talk.department.name) if name in text]


def test_a_link_and_a_name_lead_to_the_door(secret):
    browser = Browser()
    answer = gives(browser, secret)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/guest/")
    cookie = answer.cookies[COOKIE]
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["max-age"], cookie["domain"]) == ("/", "", "")
    assert "vor der Tür" in heading(browser)
    assert "Ayla" not in browser.get("/guest/").content.decode()


def test_in_english_too(secret):
    browser = Browser()
    assert gives(browser, secret, prefix="/en").headers["Location"] == "/en/guest/"
    assert heading(browser, "/en") == "You are at the door"


def test_a_link_works_once(secret):
    """Class C3."""
    gives(Browser(), secret)
    second = Browser()
    assert (gives(second, secret).status_code, dict(second.cookies)) == (400, {})


def test_a_double_tap_knocks_once_and_leads_to_the_door_both_times(secret):
    mark = Browser().page("/join/").one("input", name="form")["value"]
    fields = {"secret": secret, "name": "Herr Weiss", "form": mark}
    hurried = Browser()
    answers = [hurried.post("/join/", fields, headers={"Origin": ORIGIN}) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert len({one.cookies[COOKIE].value for one in answers}) == 1
    assert "vor der Tür" in heading(hurried)
    assert ReturnTry.objects.count() == 0


def test_whoever_opens_the_link_again_goes_on_to_where_they_stand(secret):
    browser = Browser()
    gives(browser, secret)
    again = gives(browser, secret)
    assert (again.status_code, again.headers["Location"]) == (303, "/guest/")


@pytest.mark.parametrize("name", ["", "   ", "Frau Demir, Sachbearbeiterin", "Elterngeldamt"])
def test_a_name_is_needed_and_none_that_claims_to_be_the_office(secret, name):
    assert gives(Browser(), secret, name).status_code == 400
    assert gives(Browser(), secret).status_code == 303


def test_a_name_that_deceives_the_eye_is_made_plain(secret):
    browser = Browser()
    gives(browser, secret, "Herr\u202e Weiss\u0000")
    assert "Herr Weiss" in browser.page("/guest/").one("main").text


def test_another_page_cannot_knock_with_a_link(secret):
    fields = {"secret": secret, "name": "Herr Weiss"}
    answer = Browser().post("/join/", fields, headers={"Origin": "https://elsewhere.example"})
    assert answer.status_code == 403


def test_whoever_guesses_is_slowed_down(secret):
    """Row 48."""
    browser = Browser()
    for _ in range(TRIES_OF_A_SOURCE):
        assert gives(browser, "x" * 22).status_code == 400
    answer = gives(browser, secret)
    assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (429, True)
    assert ReturnTry.objects.count() == TRIES_OF_A_SOURCE
    assert gives(Browser(address="192.0.2.99"), secret).status_code == 303


def test_each_end_is_said(talk, demir):
    ends = {
        "Sie können gerade nicht dazukommen": lambda key: coming.send_away(advisor_of(talk), key),
        "Sie haben das Gespräch verlassen": lambda key: coming.leave(coming.guest_of(tokens[key])),
        "Das Gespräch ist zu Ende": lambda key: actions.end(fresh(talk), demir),
    }
    tokens = {}
    for sentence, end in ends.items():
        token = agreed_guest(talk)
        tokens[key_of(token)] = token
        end(key_of(token))
        assert heading(guest_with(token)) == sentence


def test_a_guest_who_comes_back_when_everything_is_erased_reads_that_it_is_over(talk, demir):
    """Row 8."""
    token = agreed_guest(talk)
    actions.end(fresh(talk), demir)
    close_rooms()
    assert coming.guest_of(token) is None
    page = guest_with(token).page("/guest/")
    assert page.one("h1").text == "Das Gespräch ist zu Ende"
    assert "data-live" not in page.one("body")


def test_whoever_is_removed_reads_so(talk):
    token = agreed_guest(talk)
    coming.let_in(advisor_of(talk), key_of(token))
    coming.send_away(advisor_of(talk), key_of(token))
    assert heading(guest_with(token)) == "Das Gespräch geht ohne Sie weiter"


def test_a_stranger_reads_that_nothing_goes_on_here():
    assert heading(Browser()) == "Das Gespräch ist zu Ende"
    assert Browser().command("/guest/leave").status_code == 403


def test_at_a_discreet_door_the_guest_does_not_read_which(talk, office):
    """Nor on the page of the room."""
    office.discreet = True
    office.save()
    token = agreed_guest(talk)
    coming.let_in(advisor_of(talk), key_of(token))
    text = guest_with(token).get("/guest/").content.decode()
    assert office.names["de"] not in text
    assert 'data-state="in"' in text
