from datetime import time

import pytest
import time_machine
from django.utils import timezone

from buergerbuero.departments.models import DutyState, OpeningHours
from tests.people import knock, make_advisor, make_department, on_duty

MONDAY_NOON = "2026-11-23 12:00+01:00"


def doors(page):
    """What the overview says: department, state and the way in, in the order of the page."""
    return [
        (item.one("h3").text, item.one("p", class_="state__word"), item)
        for item in page.one("ul", class_="directory").all("li")
    ]


def names(page):
    return [item.one("h3").text for item in page.one("ul", class_="directory").all("li")]


def says(page, name):
    """State and second half, as read under the name of this door."""
    [item] = [one for one in page.all("li", id="*") if one.one("h3").text == name]
    [state] = [one for one in item.all("p") if one.attributes.get("class", "").startswith("state")]
    return [part.text for part in state.all("span")]


def test_every_department_has_a_door_here(visitor, office, centre):
    assert names(visitor.page("/")) == ["Elterngeldstelle", "Integrationszentrum"]


@pytest.mark.parametrize(
    ("language", "heading"),
    [("de", "Sprechen Sie per Video mit uns"), ("en", None)],
)
def test_the_overview_speaks_the_language_of_its_address(visitor, office, language, heading):
    page = visitor.page("/" if language == "de" else "/en/")
    assert page.one("html")["lang"] == language
    name = {"de": "Elterngeldstelle", "en": "Elterngeldstelle (en)"}[language]
    assert names(page) == [name]
    if heading:
        assert page.one("h1").text == heading


def test_the_language_of_the_browser_changes_nothing(visitor, office):
    """The address says the language, so a link shows everybody the same."""
    answers = [visitor.get("/", headers={"Accept-Language": tag}) for tag in ("en", "de", "tr")]
    assert {answer.headers["Content-Language"] for answer in answers} == {"de"}


@time_machine.travel(MONDAY_NOON, tick=False)
def test_each_door_says_in_words_how_it_stands(visitor, db):
    def door(letter, name, **facts):
        return make_department(name.lower().replace("ö", "oe"), letter, names={"de": name}, **facts)

    def staffed(letter, name, state=DutyState.FREE, **facts):
        return on_duty(make_advisor(name.lower(), "Frau A", door(letter, name)), state, **facts)

    door("A", "Unbesetzt")
    staffed("B", "Frei")
    staffed("C", "Pause", DutyState.BREAK, back_at=timezone.now())
    door("D", "Voll", capacity=0)
    door("E", "Annahmestopp", no_more_on=timezone.localdate())
    door("F", "Zu").opening_hours.all().delete()
    door("G", "Gestört", suspended=True, suspension={"de": "Wasserschaden"})
    later = door("H", "Nachmittags")
    later.opening_hours.all().delete()
    OpeningHours.objects.create(department=later, weekday=0, opens=time(14), closes=time(16))
    page = visitor.page("/")
    assert {name: says(page, name) for name in names(page)} == {
        "Frei": ["Offen – niemand wartet", "Sie kommen gleich dran"],
        "Unbesetzt": [
            "Gerade nicht besetzt – niemand wartet",
            "Anklopfen geht, es kann etwas dauern",
        ],
        "Pause": ["Kurze Pause – niemand wartet", "zurück um 12:00 Uhr"],
        "Voll": ["Voll – niemand wartet", "Bitte versuchen Sie es etwas später"],
        "Annahmestopp": ["Nimmt heute niemanden mehr an", "wieder ab morgen, 0:00 Uhr"],
        "Zu": ["Geschlossen"],
        "Gestört": ["Heute nicht per Video", "Wasserschaden"],
        "Nachmittags": ["Geschlossen", "öffnet heute um 14:00 Uhr"],
    }


def test_doors_that_somebody_serves_come_first_and_else_the_countys_order(visitor, db):
    def door(letter, name, order, **facts):
        return make_department(letter, letter, names={"de": name}, order=order, **facts)

    door("A", "zu", 0, suspended=True)
    door("B", "unbesetzt", 0)
    on_duty(make_advisor("b", "Frau B", door("C", "zweite", 2)))
    on_duty(make_advisor("a", "Frau A", door("D", "erste", 1)), DutyState.BREAK)
    door("E", "voll", 0, capacity=0)
    door("F", "nicht mehr", 0, no_more_on=timezone.localdate())
    order = ["erste", "zweite", "unbesetzt", "voll", "nicht mehr", "zu"]
    assert names(visitor.page("/")) == order


@time_machine.travel(MONDAY_NOON, tick=False)
def test_the_list_says_when_it_was_read(visitor, office):
    for path, moment in (("/", "Montag, 12:00 Uhr"), ("/en/", "Monday, 12:00")):
        clock = visitor.page(path).one("span", data_live_clock="Europe/Berlin")
        assert clock.text == moment


def test_a_closed_door_offers_its_hours_and_an_open_one_the_way_in(visitor, office, centre):
    centre.opening_hours.all().delete()
    links = visitor.page("/").one("ul", class_="directory").all("div", class_="directory__go")
    assert [link.one("a").attributes["aria-label"] for link in links] == [
        "Zur Tür: Elterngeldstelle",
        "Alle Zeiten: Integrationszentrum",
    ]
    assert [link.one("a")["href"] for link in links] == [
        "/departments/elterngeldstelle/",
        "/departments/integrationszentrum/",
    ]


def test_how_many_wait_is_said_and_who_waits_is_not(visitor, office, demir):
    for name in ("Ayla", "Boris", "Chen"):
        knock(office, name)
    page = visitor.get("/")
    assert "Offen – 3 warten" in page.content.decode()
    for private in ("Ayla", "Boris", "Chen", "E\u00a001", "Demir"):
        assert private not in page.content.decode()


def test_with_one_waiting_it_says_so_in_the_singular(visitor, office, demir):
    knock(office)
    assert says(visitor.page("/"), "Elterngeldstelle")[0] == "Offen – 1 wartet"


def test_every_door_has_a_telephone_and_a_way_on_site(visitor, office):
    item = visitor.page("/").one("li", id="region-door-elterngeldstelle")
    assert item.one("a", href="tel:01234 567-330").text == "01234 567-330"
    assert "Rathausplatz 1" in item.text


def test_no_page_of_citizens_sets_a_cookie_before_the_knock(visitor, office):
    """Row 2: anonymous GET sets no cookie and stores nothing."""
    paths = ["/", f"/departments/{office.slug}/", "/visit/", "/privacy/", "/imprint/"]
    paths += ["/accessibility/", "/nothing", "/health", "/departments/nothing/"]
    for path in paths:
        for prefix in ("", "/en"):
            answer = visitor.get(prefix + path, follow=True)
            assert (answer.cookies, visitor.cookies) == ({}, {}), path
            assert "Set-Cookie" not in answer.headers, path


def test_the_overview_listens_to_its_own_stream(visitor, office):
    assert visitor.page("/").one("body")["data-live"] == "/live/overview?lang=de"
    assert visitor.page("/en/").one("body")["data-live"] == "/live/overview?lang=en"
