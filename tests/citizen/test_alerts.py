"""When nobody opens, whoever waits reads what has been done, and nothing that has not."""

import json

import pytest
from django.utils import timezone

from buergerbuero.citizen.visit import load_visit, place_of
from buergerbuero.departments.models import Department, DutyState
from buergerbuero.visits.models import Alert, Visit
from buergerbuero.visits.snapshot import load_snapshot
from tests.people import knock, on_duty


@pytest.fixture
def visit(office):
    return knock(office, "Ayla")


@pytest.fixture
def mine(visitor, visit):
    return visitor.holds(visit)


def reads(mine, office, stage):
    """Heading and sentences of the place; what is announced is the same."""
    Alert.objects.all().delete()
    Alert.objects.create(department=office, since=timezone.now(), stage=stage)
    place = mine.page("/visit/").one(id="region-place")
    heading, *rest = [place.one("h1").text, *(one.text for one in place.all("p"))]
    assert place["data-announce"] == ". ".join([heading, " ".join(rest)] if rest else [heading])
    return heading, *rest


NEXT = "Sie sind als Nächstes dran"
SILENT = "Gerade öffnet niemand. Ihr Platz bleibt."
AWAY = "Gerade ist niemand am Schreibtisch. Ihr Platz bleibt."
TOLD = "Wir haben Bescheid gesagt."
HEADS = "Wir haben die Leitung gerufen."
NOBODY = "Wir erreichen gerade niemanden. Sie können auch anrufen: 01234 567-330"


def test_nobody_reacts_at_a_desk_that_is_free(mine, office, demir):
    assert reads(mine, office, "colleagues") == (NEXT, SILENT, TOLD)
    assert reads(mine, office, "heads") == (NEXT, SILENT, HEADS)
    # A desk is open, so it would be too much to say that nobody is reached.
    phone = "Sie können auch anrufen: 01234 567-330"
    assert reads(mine, office, "nobody") == (NEXT, SILENT, phone)


def test_nobody_is_at_a_desk(mine, office, demir):
    on_duty(demir, DutyState.AWAY)
    assert reads(mine, office, "") == (NEXT, AWAY)
    assert reads(mine, office, "colleagues") == (NEXT, AWAY, TOLD)
    assert reads(mine, office, "nobody") == (NEXT, AWAY, NOBODY)


def test_all_are_on_a_break(mine, office, demir):
    on_duty(demir, DutyState.BREAK)
    pause = "Wir machen kurz Pause. Ihr Platz bleibt."
    assert reads(mine, office, "colleagues") == (NEXT, pause, TOLD)


def test_once_somebody_is_at_work_nothing_is_said_any_more(mine, office, demir):
    boris = knock(office, "Boris")
    Visit.objects.filter(pk=boris.pk).update(
        state="talking", advisor=demir, entered_at=timezone.now()
    )
    soon = "Bitte bleiben Sie hier. Wir rufen Sie gleich auf."
    assert reads(mine, office, "heads") == ("Gleich sind Sie dran", soon)


def test_whoever_is_away_reads_nothing_of_it(mine, visit, office, demir):
    Visit.objects.filter(pk=visit.pk).update(absence="unseen")
    assert reads(mine, office, "heads") == (NEXT,)


def test_the_telephone_number_is_one_to_tap_and_only_text(mine, office, demir):
    Department.objects.update(phone='0123 "<b>4</b>')
    reads(mine, office, "nobody")
    link = mine.page("/visit/").one(id="region-place").one("a")
    assert (link["href"], link.text) == ('tel:0123 "<b>4</b>', '0123 "<b>4</b>')


@pytest.mark.parametrize("stage", ["colleagues", "heads", "nobody"])
def test_page_and_stream_say_the_same(mine, visit, office, demir, stage):
    Department.objects.update(phone="0123 & <4>", takes_callbacks=True)
    Alert.objects.create(department=office, since=timezone.now(), stage=stage)
    sent = place_of(load_visit(visit.pk), load_snapshot(office.slug), "de").payload
    region = json.loads(sent.partition(b"data: ")[2])["html"].strip()
    assert mine.get("/visit/").content.decode().count(region) == 1


def test_no_name_and_no_door_is_named(mine, office, demir):
    """Also right where the door is discreet."""
    reads(mine, office, "heads")
    said = mine.page("/visit/").one(id="region-place").text
    assert "Demir" not in said
    assert "Elterngeldstelle" not in said
