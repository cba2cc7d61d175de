"""A discreet door: no page of the visit names it, and nobody has to say who they are."""

import pytest
from django.utils import timezone

from buergerbuero.departments.models import Department, NameRule
from buergerbuero.visits import actions
from buergerbuero.visits.models import Alert, Visit
from tests import html
from tests.browser import Browser
from tests.people import knock, make_advisor, make_department, on_duty

NAMES = {"de": "Suchtberatung", "en": "Addiction advice"}
TITLES = {
    "waiting": "Vor Ihnen: 0 – X\u00a001",
    "called": "Bitte eintreten – X\u00a001",
    "talking": "Im Gespräch",
    "hung up": "Im Gespräch",
    "closed": "Auf Wiedersehen",
}


@pytest.fixture
def door(db):
    return make_department("tuer-9", "X", names=NAMES, discreet=True, takes_callbacks=True)


@pytest.fixture
def petrova(door):
    return on_duty(make_advisor("petrova", "Frau Petrova", door))


def close(outcome):
    def act(visit):
        facts = {"state": "closed", "outcome": outcome, "closed_at": timezone.now()}
        Visit.objects.filter(pk=visit.pk).update(advisor=None, **facts)

    return act


def steps(petrova):
    yield "waiting", lambda visit: None
    yield (
        "waiting",
        lambda visit: Alert.objects.create(
            department=visit.department, since=timezone.now(), stage="nobody"
        ),
    )
    yield "called", lambda visit: actions.call(visit, petrova)
    yield "talking", actions.enter
    yield "hung up", actions.hang_up
    for outcome in ("served", "left", "declined", "missed", "expired", "turned_away"):
        yield "closed", close(outcome)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_no_page_of_the_visit_names_the_door(visitor, door, petrova, prefix):
    """Neither in sight nor in what tools read aloud; the title is what the history keeps."""
    visit = knock(door, "Alex")
    mine = visitor.holds(visit)
    for state, act in steps(petrova):
        visit.refresh_from_db()
        act(visit)
        answer = mine.get(f"{prefix}/visit/")
        page = answer.content.decode()
        assert [name for name in NAMES.values() if name in page] == [], state
        if not prefix:
            assert html.read(answer.content).one("title").text == TITLES[state]


def test_the_pages_before_and_beside_the_visit_have_neutral_titles(visitor, door):
    """The door's own page has its name as a heading, and nowhere else where others see it."""
    Department.objects.update(no_more_on=timezone.localdate())
    wish = {"phone": "0151 23456"}
    for answer in (
        visitor.get("/departments/tuer-9/"),
        visitor.knock(door),
        visitor.post("/departments/tuer-9/callback", wish, headers={"Origin": "http://testserver"}),
    ):
        title = html.read(answer.content).one("title").text if answer.content else ""
        assert NAMES["de"] not in title


def test_the_picture_in_the_tab_is_the_countys_everywhere(visitor, door, office):
    def picture(department):
        return visitor.page(f"/departments/{department.slug}/").one("link", rel="icon")["href"]

    assert picture(door) == picture(office)
    visit = visitor.holds(knock(door)).page("/visit/")
    assert visit.one("link", rel="icon")["href"] == picture(office)


@pytest.mark.parametrize("rule", NameRule.values)
def test_nobody_has_to_say_who_they_are_whatever_the_rule_says(visitor, door, rule):
    Department.objects.update(name_rule=rule)
    page = visitor.page("/departments/tuer-9/")
    field = page.one("input", name="name")
    assert page.one("label", for_="name").text == "Wie sollen wir Sie nennen? – freiwillig"
    assert page.one(id="name-h").text == "Sie können sich einen Namen ausdenken."
    assert ("required" in field, field["autocomplete"]) == (False, "off")
    assert visitor.knock(door).status_code == 303


def test_an_invented_name_may_not_be_one_of_the_office(visitor, door):
    assert visitor.knock(door, name="Landratsamt").status_code == 400
    assert visitor.knock(door, name="Rotkäppchen").status_code == 303


def test_the_desk_is_told_that_a_name_may_be_invented(door, petrova, office, demir):
    knock(door, "Rotkäppchen")
    knock(door, "")
    knock(office, "Ayla")
    marked = "Name kann ausgedacht sein"
    desk = Browser().is_signed_in_as(petrova).page("/desk/").one(id="region-queue")
    assert [marked in row.text for row in desk.all("tr", data_number="*")] == [True, False]
    assert marked in desk.one("p", class_="next__facts").text
    assert marked not in Browser().is_signed_in_as(demir).page("/desk/").text
