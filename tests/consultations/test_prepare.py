"""What is done between the call and the step into the room, so that the door opens fast."""

from dataclasses import replace

import pytest
from django.urls import reverse

from buergerbuero.citizen.visit import VisitPage, load_visit
from buergerbuero.config import load, problems
from buergerbuero.config_source import ConfigError
from buergerbuero.consultations.access import NotAdmitted
from buergerbuero.consultations.actions import join, signal
from buergerbuero.consultations.live import load_room
from buergerbuero.consultations.models import Participant
from buergerbuero.live.stream import Asked
from buergerbuero.visits import access, actions
from buergerbuero.visits.snapshot import load_snapshot
from tests.consultations.talks import CANDIDATE, OFFER, RELAYED, advisor_of, citizen, fresh

RELAY = {"relay_only": True, "turn_urls": ("turn:relay.example",), "turn_secret": "s" * 32}


@pytest.fixture
def relay_only(settings):
    settings.CONFIG = replace(settings.CONFIG, **RELAY)


def enter(browser, **fields):
    return browser.post(reverse("citizen:command", args=["enter"]), fields, secure=True)


def shown_to(visit):
    """What the citizen's stream carries now, by its keys."""
    viewer = VisitPage().viewer(Asked("", "de", {access.COOKIE: visit.secret}))
    mine, department, room = viewer.topics
    snapshots = {
        mine: load_visit(visit.pk),
        department: load_snapshot(department.partition(":")[2]),
        room: load_room(room.partition(":")[2]),
    }
    return [message.key for message in VisitPage().project(viewer, snapshots)]


def test_before_the_click_the_pages_learn_who_the_other_is_and_not_where(called, ayla_s_browser):
    """Row 33: descriptions are handed on at the call, addresses at *enter*, on both sides."""
    ticket = ayla_s_browser.post(reverse("citizen:room-join"), secure=True).json()
    me, advisor = both_have_said_who_and_where(called)
    assert ticket["me"] == me.pk
    assert kinds(f"visit:{called.pk}") == ["offer"]
    assert kinds(f"advisor:{called.advisor_id}") == ["answer"]
    answer = enter(ayla_s_browser, epoch=ticket["epoch"]).json()
    assert [message["body"]["kind"] for _, message in answer["signals"]] == ["offer", "candidates"]
    assert {message["from"] for _, message in answer["signals"]} == {advisor.pk}
    assert kinds(f"visit:{called.pk}") == ["offer", "candidates"]
    assert kinds(f"advisor:{called.advisor_id}") == ["answer", "candidates"]


def test_what_is_said_after_an_address_waits_with_it(called):
    """A stream goes on behind the last signal it has shown: none may be passed over."""
    both_have_said_who_and_where(called)
    me, advisor = citizen(called), advisor_of(called)
    pair = {one.role: one.pk for one in Participant.objects.all()}
    signal(advisor, pair["citizen"], (1, 1), {"kind": "offer", "sdp": OFFER, "restart": True})
    assert kinds(f"visit:{called.pk}") == ["offer"]
    actions.enter(fresh(called))
    assert kinds(f"visit:{called.pk}") == ["offer", "candidates", "offer"]
    assert me.visit == called


def both_have_said_who_and_where(visit, candidate=CANDIDATE):
    """The citizen's and the advisor's rows in the room."""
    advisor, _ = join(advisor_of(visit))
    me, _ = join(citizen(visit), epoch=1)
    where = {"kind": "candidates", "candidates": [candidate]}
    for body in ({"kind": "offer", "sdp": OFFER}, where):
        signal(advisor_of(visit), me.pk, (1, 1), body)
    for body in ({"kind": "answer", "sdp": OFFER}, where):
        signal(citizen(visit), advisor.pk, (1, 1), body)
    return me, advisor


def kinds(room):
    return [message["body"]["kind"] for _, message in load_room(room).signals]


def test_a_page_that_joined_at_the_call_goes_on_with_its_epoch(called, ayla_s_browser):
    early = ayla_s_browser.post(reverse("citizen:room-join"), secure=True).json()
    assert [one["here"] for one in early["participants"] if one["id"] == early["me"]] == [False]
    ticket = enter(ayla_s_browser, epoch=early["epoch"]).json()
    assert (ticket["me"], ticket["epoch"]) == (early["me"], early["epoch"])
    assert [one["here"] for one in ticket["participants"] if one["id"] == early["me"]] == [True]


def test_another_page_that_joined_meanwhile_begins_a_new_epoch(called, ayla_s_browser):
    join(citizen(called))
    join(citizen(called))
    assert enter(ayla_s_browser, epoch=1).json()["epoch"] == 3


@pytest.mark.parametrize("epoch", ["", "0", "-1", "1.0", "²", "9" * 40, "one"])
def test_an_epoch_of_nonsense_begins_a_new_one(called, ayla_s_browser, epoch):
    assert enter(ayla_s_browser, epoch=epoch).json()["epoch"] == 1


def test_the_advisor_sees_whether_the_citizen_has_stepped_in(called):
    def here():
        people = load_room(f"advisor:{called.advisor_id}").state["participants"]
        return {one["role"]: one["here"] for one in people}

    join(advisor_of(called))
    join(citizen(called))
    assert here() == {"advisor": True, "citizen": False}
    actions.enter(fresh(called))
    assert here() == {"advisor": True, "citizen": True}


def test_where_a_relay_hides_addresses_the_pages_connect_at_the_call(relay_only, called):
    both_have_said_who_and_where(called, RELAYED)
    assert kinds(f"visit:{called.pk}") == ["offer", "candidates"]
    assert kinds(f"advisor:{called.advisor_id}") == ["answer", "candidates"]


def test_after_the_call_was_taken_back_nothing_of_the_room_is_shown(called, demir):
    join(advisor_of(called))
    join(citizen(called))
    actions.take_back(fresh(called), demir)
    with pytest.raises(NotAdmitted):
        citizen(called)
    assert "room" not in shown_to(called)


# Configuration


def test_relay_only_is_said_by_true_or_false():
    said = [
        load({"BUERGERBUERO_RELAY_ONLY": text}).relay_only for text in ("true", "True", "false")
    ]
    assert said == [True, True, False]
    with pytest.raises(ConfigError, match="must be true or false, not “maybe”"):
        load({"BUERGERBUERO_RELAY_ONLY": "maybe"})


def test_relay_only_without_a_relay_does_not_start():
    config = load({"BUERGERBUERO_RELAY_ONLY": "true"})
    assert problems(config) == [
        "BUERGERBUERO_RELAY_ONLY needs BUERGERBUERO_TURN_URLS and BUERGERBUERO_TURN_SECRET."
    ]
    assert problems(replace(config, **RELAY)) == []
