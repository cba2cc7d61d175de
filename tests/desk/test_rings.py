"""A colleague is rung: how their desk says so, and what the advisor reads when nobody answers."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from buergerbuero.consultations import bringing, coming
from buergerbuero.consultations.live import load_room
from buergerbuero.desk.company import asking_context
from buergerbuero.desk.desk import Desk
from buergerbuero.visits.snapshot import load_snapshot
from buergerbuero.web.regions import render_region
from tests import html
from tests.browser import Browser
from tests.consultations.talks import advisor_of
from tests.people import on_duty


@pytest.fixture
def missed(talk, brandt):
    """A minute later Herr Brandt is still there, and has not answered."""
    bringing.ring(advisor_of(talk), on_duty(brandt))
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        coming.end_rings()


def region(user, name):
    return Browser().is_signed_in_as(user).page("/desk/").one(id=f"region-{name}")


def band(user):
    """What the stream brings into the room of this advisor: an alert, or nothing."""
    room = load_room(f"advisor:{user.pk}")
    desk = Desk(user.pk, (load_snapshot("elterngeldstelle"),), room)
    sent = render_region("asking", "desk/regions/asking.html", asking_context(desk), "de")
    said = json.loads(sent.payload.decode().split("data: ", 1)[1])["html"]
    return html.read(said).one(id="region-asking")


def test_the_title_of_the_page_says_that_it_rings_until_it_is_answered(talk, brandt):
    assert "data-title" not in region(brandt, "rings")
    rung = bringing.ring(advisor_of(talk), on_duty(brandt))
    assert region(brandt, "rings")["data-title"] == "Es klingelt – Arbeitsplatz"
    coming.come(brandt, rung.pk)
    assert "data-title" not in region(brandt, "rings")


def test_the_notice_of_a_ring_names_nobody(brandt):
    body = Browser().is_signed_in_as(brandt).page("/desk/").one("body")
    assert body["data-notify-ring"] == "Sie werden zu einem Gespräch gebeten"


def test_who_does_not_answer_is_named_and_can_be_rung_again(missed, demir, brandt):
    asking = band(demir)
    assert asking.one(role="alert").text == "Herr Brandt antwortet nicht."
    assert region(brandt, "rings").text == ""
    again = asking.one("form", action="/desk/room/ring")
    assert again.one("button").text == "Noch einmal klingeln"
    desk = Browser().is_signed_in_as(demir)
    fields = {"colleague": again.one("input", name="colleague")["value"]}
    assert desk.command(again["action"], **fields).status_code == 204
    assert band(demir).text == ""
    assert "Frau Demir bittet Sie dazu" in region(brandt, "rings").text


def test_who_has_gone_meanwhile_is_not_rung_again_but_put_aside(missed, demir, brandt):
    on_duty(brandt, "away")
    (noted,) = band(demir).all("form")
    assert noted.one("button").text == "Verstanden"
    assert Browser().is_signed_in_as(demir).command(noted["action"]).status_code == 204
    assert band(demir).text == ""
