"""The pages of a visit that goes on at another device."""

import json
import re

import pytest
from django.utils import translation
from django.utils.translation import gettext

from buergerbuero.citizen.returning_views import TYPED_AT_MOST, qr_code
from buergerbuero.visits import access, actions
from buergerbuero.visits.models import ReturnCode, ReturnTry, Visit
from buergerbuero.visits.returning import make_code
from tests import html
from tests.browser import ORIGIN, Browser, sentence
from tests.people import knock
from tests.tables import dump

WRONG = "Mit diesem Code geht es nicht weiter. Bitte prüfen Sie ihn oder holen Sie einen neuen."
ELSEWHERE = "Ihr Besuch geht auf einem anderen Gerät weiter."
PICTURE = "QR-Code zum Abfotografieren mit dem anderen Gerät"
TOO_MANY = "Das waren viele Versuche. Bitte warten Sie ein paar Minuten. Ihr Platz bleibt."
PAGES = {"": "de", "/en": "en"}


@pytest.fixture
def visit(office):
    return knock(office, "Ayla-Unverwechselbar")


@pytest.fixture
def mine(visitor, visit):
    """The browser that holds the visit."""
    return visitor.holds(visit)


def types(browser, code, prefix="", **headers):
    headers = {"Origin": ORIGIN, "Sec-Fetch-Site": "same-origin", **headers}
    return browser.post(f"{prefix}/visit/continue", {"code": code}, headers=headers)


def said(response):
    return [one.text for one in html.read(response.content).all("span", class_="kern-body")]


def in_language(prefix, german):
    with translation.override(PAGES[prefix]):
        return gettext(german)


# The first device asks for a code


@pytest.mark.parametrize("prefix", PAGES)
def test_the_page_of_the_visit_offers_a_code(mine, prefix):
    page = mine.page(f"{prefix}/visit/")
    form = page.one("form", action=f"{prefix}/visit/return-code")
    assert form.one("button").text == in_language(prefix, "Code anzeigen")
    assert in_language(prefix, "Auf einem anderen Gerät weiter") in page.one("main").text


def test_a_visit_that_is_over_offers_none(mine, visit):
    actions.leave(visit)
    assert mine.page("/visit/").all("form", action="/visit/return-code") == []


@pytest.mark.parametrize("prefix", PAGES)
def test_code_picture_and_address_are_shown(mine, other_visitor, visit, prefix):
    """To a script as a part of the page it stands on, to a form as a page."""
    answers = (
        mine.command(f"{prefix}/visit/return-code"),
        mine.post(f"{prefix}/visit/return-code"),
    )
    parts = [html.read(answers[0].json()["html"].encode()), html.read(answers[1].content)]
    for answer, part in zip(answers, parts, strict=True):
        letters = part.one("p", data_return_code_shown="*")
        code = letters.one("span", aria_hidden="true").text
        assert (answer.status_code, len(code)) == (200, 11)
        spelled = ", ".join(" ".join(group) for group in code.split("-"))
        assert letters.one("span", class_="sr-only").text.endswith(f": {spelled}")
        assert f"testserver{prefix}/visit/continue" in part.text
        picture = part.one(role="img")
        assert picture["aria-label"] == in_language(prefix, PICTURE)
        assert len(picture.all("svg")) == 1
        assert answer.headers["Cache-Control"] == "no-store"
    assert types(other_visitor, code).status_code == 303


def test_the_picture_holds_the_address_with_the_code_behind_the_hash(mine, monkeypatch):
    """Row 45: a fragment is sent to no server and stands in no log."""
    drawn = []
    real = qr_code
    monkeypatch.setattr(
        "buergerbuero.citizen.returning_views.qr_code",
        lambda text: drawn.append(text) or real(text),
    )
    page = mine.command("/visit/return-code").json()["html"]
    [code] = re.findall(r">([A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3})<", page)
    assert drawn == [f"http://testserver/visit/continue#{code}"]


def test_the_picture_is_drawn_black_on_white_without_a_style():
    picture = html.read(qr_code(f"{ORIGIN}/visit/continue#BCD-FGH-JKM").encode()).one("svg")
    assert [path.attributes.get("fill") or path["stroke"] for path in picture.all("path")] == [
        "#fff",
        "#000",
    ]
    assert picture.all(style="*") == []
    assert picture["viewbox"].split()[0] == "0"


def test_a_stranger_gets_no_code(visitor, visit):
    assert sentence(visitor.command("/visit/return-code")) == (
        404,
        "Diesen Besuch gibt es nicht mehr.",
    )
    assert visitor.post("/visit/return-code").status_code == 303
    assert ReturnCode.objects.count() == 0


# The other device types it


@pytest.mark.parametrize("prefix", PAGES)
def test_looking_at_the_form_sets_no_cookie(visitor, db, prefix):
    response = visitor.get(f"{prefix}/visit/continue")
    form = html.read(response.content).one("form", method="post")
    assert form["action"] == f"{prefix}/visit/continue"
    assert (form.one("input", name="code")["value"], response.cookies) == ("", {})


@pytest.mark.parametrize("prefix", PAGES)
def test_the_visit_goes_on_where_the_code_was_typed(other_visitor, visit, prefix):
    """Row 3: the cookie comes with the code, and is the one of the knock."""
    response = types(other_visitor, make_code(visit).lower().replace("-", " "), prefix)
    assert (response.status_code, response.headers["Location"]) == (303, f"{prefix}/visit/")
    assert list(response.cookies) == [access.COOKIE]
    cookie = response.cookies[access.COOKIE]
    assert (cookie["secure"], cookie["httponly"], cookie["samesite"]) == (True, True, "Lax")
    assert (cookie["path"], cookie["domain"], cookie["max-age"]) == ("/", "", 12 * 60 * 60)
    page = other_visitor.page(f"{prefix}/visit/")
    assert page.one("p", class_="ticket__number").text == visit.label


@pytest.mark.parametrize("prefix", PAGES)
def test_a_wrong_code_is_told_politely_and_kept(visitor, visit, prefix):
    response = types(visitor, "bcd-fgh-jkx", prefix)
    assert (response.status_code, said(response)) == (400, [in_language(prefix, WRONG)])
    field = html.read(response.content).one("input", name="code")
    assert (field["value"], field["aria-invalid"]) == ("bcd-fgh-jkx", "true")
    assert "code-e" in field["aria-describedby"].split()
    assert (response.cookies, ReturnTry.objects.count()) == ({}, 1)


def test_what_was_typed_is_shown_as_text_and_not_at_any_length(visitor, db):
    typed = '"><script>' + "x" * 100
    field = html.read(types(visitor, typed).content).one("input", name="code")
    assert field["value"] == typed[:TYPED_AT_MOST]


def test_used_unknown_and_dead_codes_look_alike(visitor, office, visit):
    """Row 44: nobody learns that a code was once right."""
    used, dead = make_code(visit), make_code(boris := knock(office, "Boris"))
    types(Browser(), used)
    actions.leave(boris)
    answers = [types(visitor, code) for code in (used, dead, "XXX-XXX-XXX")]
    assert [(one.status_code, *said(one)) for one in answers] == [(400, WRONG)] * 3


@pytest.mark.parametrize("prefix", PAGES)
def test_who_guesses_is_asked_to_wait(visitor, other_visitor, visit, prefix):
    """Row 46: 429 with Retry-After; a forged address changes nothing, another source gets in."""
    code = make_code(visit)
    for number in range(5):
        forged = {"X-Forwarded-For": f"198.51.100.{number}"}
        assert types(visitor, "XXX-XXX-XXX", prefix, **forged).status_code == 400
    response = types(visitor, code, prefix)
    assert (response.status_code, said(response)) == (429, [in_language(prefix, TOO_MANY)])
    assert 590 <= int(response.headers["Retry-After"]) <= 600
    assert html.read(response.content).one("input", name="code")["value"] == code
    assert types(other_visitor, code, prefix).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"},
        {"Origin": "null", "Sec-Fetch-Site": "cross-site"},
        {},
    ],
)
def test_a_code_sent_from_another_page_is_refused(visitor, visit, headers):
    """Nobody is led into a visit that is not theirs. The way back is the form."""
    code, before = make_code(visit), dump()
    response = visitor.post("/visit/continue", {"code": code}, headers=headers)
    page = html.read(response.content)
    assert (response.status_code, response.cookies, dump()) == (403, {}, before)
    assert [a["href"] for a in page.one("main").all("a", class_="kern-btn kern-btn--primary")] == [
        "/visit/continue"
    ]


def test_a_device_with_a_place_of_its_own_keeps_it(office, visit, other_visitor):
    boris = knock(office, "Boris")
    other_visitor.holds(boris)
    code, before = make_code(visit), dump()
    response = types(other_visitor, code)
    assert (response.status_code, response.cookies) == (409, {})
    page = html.read(response.content)
    assert page.one("h1").text == "Dieses Gerät hat schon einen Platz"
    assert page.one("a", class_="kern-btn kern-btn--primary")["href"] == "/visit/"
    assert dump() == before


def test_something_else_than_a_form_is_refused(visitor, db):
    headers = {"Origin": ORIGIN}
    response = visitor.post("/visit/continue", "{}", "application/json", headers=headers)
    assert response.status_code == 415


# The first device says so


@pytest.mark.parametrize("prefix", PAGES)
def test_the_first_device_reads_that_the_visit_goes_on_elsewhere(mine, visit, prefix):
    types(Browser(), make_code(visit))
    for _again in range(2):
        response = mine.get(f"{prefix}/visit/")
        page = html.read(response.content)
        told = in_language(prefix, ELSEWHERE)
        assert (response.status_code, page.one("h1").text) == (410, told)
        for secret in ("Unverwechselbar", visit.label, visit.pk, "Elterngeldstelle"):
            assert secret not in response.content.decode()
        assert "data-live" not in page.one("body")


def test_the_first_device_can_do_nothing_more_in_the_visit(mine, visit, demir):
    """Row 45."""
    types(Browser(), make_code(visit))
    actions.call(visit, demir)
    before = dump()
    for verb in ("enter", "leave", "pause", "return-code"):
        assert mine.command(f"/visit/{verb}", minutes="5").status_code == 404
    assert mine.command("/visit/leave").json() == {"message": ELSEWHERE}
    assert mine.command("/visit/room/join").status_code == 403
    assert dump() == before


def test_the_first_device_may_knock_anew_or_get_the_visit_back(mine, visit, office):
    other = Browser()
    types(other, make_code(visit))
    code = re.search(r"\w{3}-\w{3}-\w{3}", json.dumps(other.command("/visit/return-code").json()))
    assert types(mine, code[0]).status_code == 303
    assert mine.page("/visit/").one("p", class_="ticket__number").text == visit.label
    assert other.get("/visit/").status_code == 410
    assert other.knock(office, name="Boris").status_code == 303
    assert Visit.objects.count() == 2


def test_once_the_visit_is_over_it_goes_on_nowhere(mine, visit):
    types(Browser(), make_code(visit))
    visit.refresh_from_db()
    actions.leave(visit)
    assert mine.get("/visit/").status_code == 404


# The way there


@pytest.mark.parametrize("prefix", PAGES)
def test_the_form_is_found_from_the_overview_and_from_the_page_without_a_visit(visitor, db, prefix):
    for path, status in ((f"{prefix}/", 200), (f"{prefix}/visit/", 404)):
        main = visitor.page(path, status).one("main")
        assert [a["href"] for a in main.all("a", href=f"{prefix}/visit/continue")] == [
            f"{prefix}/visit/continue"
        ]
