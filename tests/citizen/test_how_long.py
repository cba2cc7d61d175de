"""How long it takes, before the knock and while waiting; and when it will be too late."""

from datetime import UTC, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from buergerbuero.departments.models import Department, OpeningHours
from buergerbuero.visits import actions, clock
from buergerbuero.visits.foresight import look_ahead
from buergerbuero.visits.look import load_public_state
from tests.people import has_served, knock, on_duty

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # a Monday, 12:00 in Berlin
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel(NOON, tick=False) as travelling:
        yield travelling


@pytest.fixture
def talking(office, demir):
    """The only advisor has just called somebody; talks take about ten minutes here."""
    has_served(office, 10)
    return actions.enter(actions.call(knock(office, "Ayla"), demir))


@pytest.fixture
def waiting(noon, office, talking):
    boris = knock(office, "Boris")
    noon.shift(timedelta(seconds=1))
    return [boris, knock(office, "Chen")]


def closes(office, *spans):
    office.opening_hours.all().delete()
    for weekday in (0, 1):
        for opens, until in spans:
            OpeningHours.objects.create(
                department=office, weekday=weekday, opens=opens, closes=until
            )


@pytest.fixture
def closing(office, waiting):
    """At 12:15."""
    closes(office, (time(8), time(12, 15)))


def of_the_wait(visitor, visit, page="/visit/"):
    return visitor.holds(visit).page(page).one(id="region-how-long")


def door_head(visitor, office, language=""):
    return visitor.page(f"{language}/departments/{office.slug}/").one(
        id=f"region-door-{office.slug}"
    )


# While waiting


def test_whoever_waits_reads_a_range(visitor, waiting):
    assert of_the_wait(visitor, waiting[1]).text == "Voraussichtlich noch 15 bis 30 Minuten"
    english = of_the_wait(visitor, waiting[1], "/en/visit/").text
    assert english == "Probably another 15 to 30 minutes"


def test_whoever_is_nearer_reads_less(visitor, waiting):
    assert of_the_wait(visitor, waiting[0]).text == "Voraussichtlich noch 5 bis 15 Minuten"


def test_without_experience_only_the_place_is_shown(visitor, office, demir):
    actions.call(knock(office), demir)
    visit = knock(office)
    assert "hidden" in of_the_wait(visitor, visit)
    page = visitor.page("/visit/")
    assert page.one(id="region-place").one("h1").text == "Gleich sind Sie dran"
    assert "Minuten" not in page.one(id="region-place").text


def test_a_range_is_not_announced_and_what_matters_is(visitor, office, waiting):
    assert "data-announce" not in of_the_wait(visitor, waiting[1])
    Department.objects.update(longer_on=timezone.localdate())
    region = of_the_wait(visitor, waiting[1])
    longer = "Heute dauert es länger als sonst. Ihr Platz bleibt."
    assert region["data-announce"] == longer
    assert region.text == f"Voraussichtlich noch 15 bis 30 Minuten {longer}"


def test_who_will_be_too_late_is_told_in_time_and_hears_of_other_ways(
    visitor, other_visitor, waiting, closing
):
    in_time, too_late = (
        of_the_wait(browser, visit)
        for browser, visit in zip((visitor, other_visitor), waiting, strict=True)
    )
    assert in_time.text == "Voraussichtlich noch 5 bis 15 Minuten"
    sentence = "Voraussichtlich kommen Sie vor Schließung um 12:15 Uhr nicht mehr dran."
    assert too_late["data-announce"] == sentence
    assert too_late.text == (
        f"{sentence} Sie können weiter warten. So erreichen Sie uns auch: 01234 567-330"
        " Die Tür öffnet wieder morgen um 8:00 Uhr."
    )


def test_a_call_back_is_offered_where_the_door_takes_nobody_more(visitor, office, waiting, closing):
    Department.objects.update(takes_callbacks=True)
    links = of_the_wait(visitor, waiting[1]).all("a", target="_blank")
    assert links == []
    Department.objects.update(no_more_on=timezone.localdate())
    (link,) = of_the_wait(visitor, waiting[1]).all("a", target="_blank")
    assert link["href"] == f"/departments/{office.slug}/#rueckruf"
    assert visitor.page(link["href"].partition("#")[0]).one(id="rueckruf")


def test_before_a_pause_the_time_after_it_is_named(visitor, office, waiting):
    closes(office, (time(8), time(12, 15)), (time(13, 30), time(17)))
    sentence = "Voraussichtlich kommen Sie erst ab 13:30 Uhr dran. Ihr Platz bleibt."
    assert of_the_wait(visitor, waiting[1]).text == sentence


def test_over_a_pause_the_place_is_kept_and_the_time_is_named(noon, visitor, office, waiting):
    closes(office, (time(8), time(12, 15)), (time(13, 30), time(17)))
    noon.move_to(NOON + 30 * MINUTE)
    clock.acknowledge([visit.pk for visit in waiting])
    clock.end_day()
    assert of_the_wait(visitor, waiting[1]).text == "Weiter geht es um 13:30 Uhr."


def test_after_closing_who_is_too_late_even_for_the_last_hour_hears_it(
    noon, visitor, office, demir, closing
):
    for _ in range(12):
        noon.shift(timedelta(seconds=1))
        last = knock(office)
    noon.move_to(NOON + 20 * MINUTE)
    on_duty(demir)
    assert of_the_wait(visitor, last).text.startswith(
        "Voraussichtlich schaffen wir es heute nicht mehr. Sie können weiter warten."
    )


def test_who_was_turned_away_reads_when_and_how_else(noon, visitor, office, waiting, closing):
    Department.objects.update(takes_callbacks=True)
    noon.move_to(NOON + 20 * MINUTE)
    clock.acknowledge([visit.pk for visit in waiting])
    clock.end_day()
    page = visitor.holds(waiting[1]).page("/visit/").one(id="region-visit")
    assert page.one("h1").text == "Es tut uns leid: Heute schaffen wir es nicht mehr."
    assert "Die Tür öffnet wieder morgen um 8:00 Uhr." in page.text
    assert page.one("a", href="tel:01234 567-330").text == "01234 567-330"
    asking = page.one("a", href=f"/departments/{office.slug}/#rueckruf")
    assert asking.text == "Um Rückruf bitten"
    assert "hidden" in visitor.page("/visit/").one(id="region-how-long")


# Before the knock


def test_the_door_says_how_long_it_takes(visitor, office, waiting):
    for page in (door_head(visitor, office), overview(visitor, office)):
        assert "Im Gespräch – 2 warten voraussichtlich 20 bis 45 Minuten" in page.text
    assert "probably 20 to 45 minutes" in door_head(visitor, office, "/en").text


def overview(visitor, office):
    return visitor.page("/").one(id=f"region-door-{office.slug}")


def test_the_range_at_the_door_is_not_announced(visitor, office, waiting):
    assert door_head(visitor, office)["data-announce"] == "Im Gespräch – 2 warten"
    Department.objects.update(longer_on=timezone.localdate())
    announced = "Im Gespräch – 2 warten. Heute dauert es länger als sonst."
    assert door_head(visitor, office)["data-announce"] == announced
    assert "Heute dauert es länger als sonst." in overview(visitor, office).text


def test_who_would_come_too_late_is_told_before_and_may_knock(visitor, office, waiting, closing):
    head = door_head(visitor, office)
    assert "Voraussichtlich nicht mehr vor Schließung." in head["data-announce"]
    assert "Sie können trotzdem anklopfen. Oder rufen Sie uns an: 01234 567-330" in head.text
    assert "kommt möglichst noch dran" not in head.text
    assert "Voraussichtlich nicht mehr vor Schließung." in overview(visitor, office).text
    assert visitor.knock(office, name="Dana").status_code == 303


def test_a_door_that_has_stopped_by_itself_says_why(visitor, office, waiting, closing):
    for _ in range(2):
        knock(office)
    look_ahead()
    office.refresh_from_db()
    assert load_public_state(office).by_itself
    head = door_head(visitor, office)
    assert "Wer jetzt anklopft, käme vor Schließung nicht mehr dran." in head.text
    assert "wieder ab morgen, 8:00 Uhr" in head.text
    refused = visitor.knock(office, name="Dana")
    assert refused.status_code == 409
    assert "Heute reicht die Zeit leider nicht mehr." in refused.content.decode()
