from datetime import date, time

import pytest
import time_machine

from buergerbuero.departments.models import Closure, NameRule, OpeningHours, Subject
from tests.people import make_department

MONDAY_NOON = "2026-11-23 12:00+01:00"


@pytest.fixture
def page(visitor, office):
    return visitor.page(f"/departments/{office.slug}/")


def test_the_page_is_called_like_the_department(page):
    assert page.one("title").text.startswith("Elterngeldstelle")
    assert page.one("h1").text == "Elterngeldstelle"


def test_a_discreet_department_is_not_named_in_the_window_title(visitor, db):
    """Whoever looks over a shoulder, or into a list of tabs, learns nothing."""
    make_department("beratungsstelle", "V", discreet=True)
    page = visitor.page("/departments/beratungsstelle/")
    assert page.one("title").text == "Virtuelles Bürgerbüro"
    assert page.one("h1").text == "Beratungsstelle"


def test_in_another_language_it_is_the_same_page(visitor, office):
    page = visitor.page(f"/en/departments/{office.slug}/")
    assert page.one("html")["lang"] == "en"
    assert page.one("h1").text == "Elterngeldstelle (en)"
    assert page.one("form", method="post")["action"] == "/en/departments/elterngeldstelle/knock"
    german = page.one("a", hreflang="de")
    assert (german["href"], german.text) == ("/departments/elterngeldstelle/", "Deutsch")


def test_a_department_that_does_not_exist_is_not_found(visitor, office):
    page = visitor.page("/departments/nothing/", status=404)
    assert page.one("h1").text == "Diese Seite gibt es nicht."


@time_machine.travel(MONDAY_NOON, tick=False)
def test_the_week_stands_there_with_today_marked(visitor, office):
    office.opening_hours.all().delete()
    plan = ((0, 8, 12), (0, 13, 17), (2, 8, 12), (3, 0, 0))
    for weekday, opens, closes in plan:
        OpeningHours.objects.create(
            department=office, weekday=weekday, opens=time(opens), closes=time(closes)
        )
    Closure.objects.create(department=office, first=date(2026, 11, 25), last=date(2026, 11, 25))
    table = visitor.page(f"/departments/{office.slug}/").one("table")
    assert [(row.one("th").text, row.one("td").text) for row in table.all("tr")] == [
        ("Montag, heute", "8:00–12:00 und 13:00–17:00 Uhr"),
        ("Dienstag", "geschlossen"),
        ("Mittwoch", "geschlossen"),
        ("Donnerstag", "rund um die Uhr"),
        ("Freitag", "geschlossen"),
        ("Samstag", "geschlossen"),
        ("Sonntag", "geschlossen"),
    ]


@time_machine.travel(MONDAY_NOON, tick=False)
def test_it_says_until_when_the_door_is_open(visitor, office):
    office.opening_hours.all().delete()
    OpeningHours.objects.create(department=office, weekday=0, opens=time(8), closes=time(12, 30))
    head = visitor.page(f"/departments/{office.slug}/").one(id="region-door-elterngeldstelle")
    assert "Offen bis 12:30 Uhr." in head.text


def test_what_to_bring_stands_there_line_by_line(visitor, db):
    make_department(to_bring={"de": "Ausweis\n\nGeburtsurkunde\n"})
    page = visitor.page("/departments/elterngeldstelle/")
    lists = [part for part in page.all("section") if "bereithalten" in part.text]
    assert [item.text for item in lists[0].all("li")] == ["Ausweis", "Geburtsurkunde"]


def test_other_ways_to_the_department_stand_there(page):
    assert page.one("main").one("a", href="tel:01234 567-330").text == "01234 567-330"
    assert "Rathausplatz 1" in page.one("main").text


def test_the_form_asks_only_what_the_department_wants_to_know(page):
    """Row 1: neither account nor e-mail nor telephone."""
    form = page.one("form", method="post")
    fields = {one["name"] for one in form.walk() if "name" in one and one.tag != "form"}
    assert fields == {"form", "name", "subject", "needs", "language"}
    assert {one["type"] for one in form.all("input", type="*")} == {"checkbox", "hidden"}


def test_a_department_that_keeps_files_asks_for_their_number(visitor, db):
    make_department(asks_case_number=True)
    page = visitor.page("/departments/elterngeldstelle/")
    field = page.one("input", name="case_number")
    assert (field["autocomplete"], field["maxlength"]) == ("off", "40")


@pytest.mark.parametrize(
    ("rule", "required", "label"),
    [
        (NameRule.OPTIONAL, False, "Wie dürfen wir Sie ansprechen? – freiwillig"),
        (NameRule.REQUIRED, True, "Wie dürfen wir Sie ansprechen?"),
        (NameRule.ALIAS, False, "Wie sollen wir Sie nennen? – freiwillig"),
    ],
)
def test_the_name_is_asked_for_as_the_department_wants(visitor, db, rule, required, label):
    make_department(name_rule=rule)
    page = visitor.page("/departments/elterngeldstelle/")
    assert page.one("label", for_="name").text == label
    assert ("required" in page.one("input", name="name")) == required


def test_subjects_are_offered_in_their_order_and_in_the_pages_language(visitor, office):
    office.subjects.all().delete()
    for order, labels in ((2, {"de": "Zweites"}), (1, {"de": "Erstes", "en": "First"})):
        Subject.objects.create(department=office, order=order, labels=labels)

    def options(path):
        return [one.text for one in visitor.page(path).one("select", name="subject").all("option")]

    assert options(f"/departments/{office.slug}/")[1:] == ["Erstes", "Zweites"]
    assert options(f"/en/departments/{office.slug}/")[1:] == ["First", "Zweites"]


def test_the_privacy_notice_is_one_step_away_before_anything_is_sent(page):
    """Row 6: reachable before submit."""
    assert page.one("form", method="post").one("a").attributes["href"] == "/privacy/"


def test_nothing_here_asks_to_prove_that_one_is_human(page):
    """Row 31: no cognitive test anywhere."""
    assert [one for one in page.walk() if "captcha" in repr(one).lower()] == []


def test_the_page_listens_to_the_stream_of_its_door(page):
    assert page.one("body")["data-live"] == "/live/department/elterngeldstelle?lang=de"
