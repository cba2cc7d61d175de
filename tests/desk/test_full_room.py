"""A colleague has said yes, and meanwhile the room is full: both desks say so."""

import json

import pytest
from django.conf import settings

from buergerbuero.consultations import bringing, coming
from buergerbuero.consultations.live import load_room
from buergerbuero.desk.live import DeskPage
from buergerbuero.live.stream import Asked
from buergerbuero.live.viewer import Draft
from buergerbuero.visits.callbacks import load_callbacks
from buergerbuero.visits.crew import load_all_crews
from buergerbuero.visits.snapshot import load_snapshot
from tests import html
from tests.browser import Browser
from tests.consultations.talks import advisor_of, citizen, guest_inside
from tests.people import on_duty

SESSION = settings.SESSION_COOKIE_NAME
LOADS = {
    "room": load_room,
    "department": load_snapshot,
    "callbacks": load_callbacks,
    "crews": load_all_crews,
}


@pytest.fixture
def waits(talk, brandt):
    """Herr Brandt was rung while there was room; then Ayla came in again with a telephone."""
    on_duty(brandt)
    rung = bringing.ring(advisor_of(talk), brandt)
    guests = [guest_inside(talk) for _ in range(2)]
    rung.consultation.participants.filter(role="citizen").update(wide=False)
    coming.agree(citizen(talk), rung.pk)
    coming.come(brandt, rung.pk)
    return guests


def region(user, name):
    """As the stream brings it: the room's own regions come after the page."""
    page, session = DeskPage(), Browser().is_signed_in_as(user).cookies[SESSION].value
    viewer = page.viewer(Asked("", "de", {SESSION: session}))
    named = [(topic, topic.partition(":")) for topic in viewer.topics]
    snapshots = {topic: LOADS[kind](key) for topic, (kind, _, key) in named}
    [found] = [one for one in page.project(viewer, snapshots) if one.key == f"region:{name}"]
    payload = found.write() if isinstance(found, Draft) else found.payload
    return html.read(json.loads(payload.decode().partition("data: ")[2])["html"])


def test_the_colleague_reads_that_they_wait_for_a_seat(waits, brandt):
    rings = region(brandt, "rings")
    assert rings.one("span", role="alert").text == (
        "Der Raum ist voll. Sie kommen hinein, sobald ein Platz frei wird."
    )
    assert [form["action"].rsplit("/", 1)[1] for form in rings.all("form")] == ["not-now"]


def test_the_advisor_reads_who_waits_for_a_seat_and_may_let_it_be(waits, demir):
    asking = region(demir, "asking")
    assert asking.one("p", role="alert").text == (
        "Der Raum ist voll. Herr Brandt kommt hinein, sobald ein Platz frei wird."
    )
    assert [form["action"].rsplit("/", 1)[1] for form in asking.all("form")] == ["send-away"]
    assert "Wartet, bis ein Platz frei wird." in region(demir, "people").text


def test_both_read_nothing_of_it_once_a_seat_is_free(waits, talk, demir, brandt):
    guest = coming.guest_of(waits[0])
    coming.leave(guest)
    assert region(demir, "asking").all("p") == region(brandt, "rings").all("form") == []
