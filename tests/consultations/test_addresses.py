"""Rows 34 and 36, class C12: who learns which internet address, and for how long a relay helps."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from buergerbuero.consultations.actions import join, renew, signal
from buergerbuero.consultations.addresses import AUTHORITY, hides_address
from buergerbuero.consultations.backends import backend
from buergerbuero.consultations.models import Participant, ParticipantRole, Signal
from buergerbuero.consultations.signals import BadSignal, demand_relayed
from buergerbuero.visits import actions
from tests import html
from tests.consultations.talks import CANDIDATE, RELAYED, advisor_of, citizen, fresh

RELAY = {"turn_urls": ("turn:relay.example",), "turn_secret": "secret"}


@pytest.fixture
def relay(settings):
    settings.CONFIG = replace(settings.CONFIG, **RELAY)


@pytest.fixture
def demir_s_browser(demir):
    client = Client(headers={"accept": "application/json"})
    client.force_login(demir)
    return client


def ask(browser, way, **fields):
    return browser.post(reverse(way), fields, secure=True)


def policy(browser, way, **fields):
    return ask(browser, way, **fields).json()["ice_policy"]


# The rule

WISHED = {(str(role), True) for role in ParticipantRole}


@pytest.mark.parametrize(
    ("config", "hidden"),
    [
        ({}, WISHED),
        (RELAY, WISHED | {("advisor", False), ("colleague", False)}),
        (RELAY | {"relay_only": True}, WISHED | {(role, False) for role, _ in WISHED}),
    ],
    ids=["without a relay", "with a relay", "relay only"],
)
def test_who_stays_behind_the_relay(settings, config, hidden):
    """Row 36: the authority always, whoever wishes it, and with relay-only everybody."""
    settings.CONFIG = replace(settings.CONFIG, **config)
    everybody = {(str(role), wish) for role in ParticipantRole for wish in (True, False)}
    assert {one for one in everybody if hides_address(*one, backend("peer"))} == hidden
    assert {ParticipantRole.ADVISOR, ParticipantRole.COLLEAGUE} == AUTHORITY


def test_the_rehearsal_hides_nothing_since_there_is_nothing_to_hide():
    assert not any(hides_address(role, False, backend("fake")) for role in ParticipantRole)


# What the pages are told


def test_the_advisors_page_uses_the_relay_only_and_the_citizens_as_they_choose(
    relay, called, ayla_s_browser, demir_s_browser
):
    """Row 36."""
    assert policy(demir_s_browser, "desk:room-join") == "relay"
    assert policy(ayla_s_browser, "citizen:room-join") == "all"
    assert policy(ayla_s_browser, "citizen:room-join", hide_address="yes") == "relay"
    assert policy(demir_s_browser, "desk:room-join", hide_address="no") == "relay"


def test_without_a_relay_both_are_found_directly(called, ayla_s_browser, demir_s_browser):
    assert policy(demir_s_browser, "desk:room-join") == "all"
    assert policy(ayla_s_browser, "citizen:room-join") == "all"


def test_a_reload_keeps_the_wish_and_another_word_takes_it_back(relay, called, ayla_s_browser):
    """Row 36: whoever reloads the page in a talk does not give the address away."""
    ask(ayla_s_browser, "citizen:room-join", hide_address="yes")
    actions.enter(fresh(called))
    assert policy(ayla_s_browser, "citizen:room-join") == "relay"
    assert policy(ayla_s_browser, "citizen:room-servers") == "relay"
    assert policy(ayla_s_browser, "citizen:room-join", hide_address="no") == "all"


def test_the_wish_ends_with_the_talk(relay, called, demir):
    join(citizen(called), hidden=True)
    actions.end(actions.enter(fresh(called)), demir)
    from buergerbuero.consultations.actions import close_rooms  # noqa: PLC0415  # needs the end

    close_rooms()
    assert Participant.objects.count() == 0


@pytest.mark.parametrize("said", ["maybe", "true", "1", "YES", "yes "])
def test_a_wish_is_yes_or_no(relay, called, ayla_s_browser, said):
    assert ask(ayla_s_browser, "citizen:room-join", hide_address=said).status_code == 400
    assert not Participant.objects.filter(hides_address=True)


@pytest.mark.parametrize(
    ("config", "offered"),
    [({}, 0), (RELAY, 2), (RELAY | {"relay_only": True}, 0)],
    ids=["without a relay", "with a relay", "relay only"],
)
@pytest.mark.usefixtures("static_files", "called")
def test_it_is_offered_where_there_is_a_choice(settings, ayla_s_browser, config, offered):
    """Row 36: at the device check and at the open door."""
    settings.CONFIG = replace(settings.CONFIG, **config)
    page = html.read(ayla_s_browser.get(reverse("citizen:visit"), secure=True).content)
    assert len([one for one in page.all("input") if "data-hide-address" in one]) == offered


# Before *enter*


def test_what_was_found_before_the_wish_is_never_handed_on(relay, called, ayla_s_browser):
    """Rows 33 and 36: chosen at the open door, while addresses wait at the server."""
    advisor, _ = join(advisor_of(called))
    early = ask(ayla_s_browser, "citizen:room-join").json()
    where = {"kind": "candidates", "candidates": [CANDIDATE]}
    signal(citizen(called), advisor.pk, (early["epoch"], 1), where)
    enter = reverse("citizen:command", args=["enter"])
    said = {"epoch": early["epoch"], "hide_address": "yes"}
    ticket = ayla_s_browser.post(enter, said, secure=True).json()
    assert (ticket["epoch"], ticket["ice_policy"]) == (early["epoch"] + 1, "relay")
    assert Signal.objects.count() == 0


def test_a_page_that_prepared_as_wished_goes_on(relay, called, ayla_s_browser):
    early = ask(ayla_s_browser, "citizen:room-join", hide_address="yes").json()
    enter = reverse("citizen:command", args=["enter"])
    said = {"epoch": early["epoch"], "hide_address": "yes"}
    assert ayla_s_browser.post(enter, said, secure=True).json()["epoch"] == early["epoch"]


# The second wall: the server hands on no address of who hides theirs


def test_an_address_of_who_hides_theirs_is_refused(relay, called):
    """Class C12: whatever a browser finds."""
    advisor, _ = join(advisor_of(called))
    me, _ = join(citizen(called), epoch=1)
    direct = {"kind": "candidates", "candidates": [RELAYED, CANDIDATE]}
    with pytest.raises(BadSignal):
        signal(advisor_of(called), me.pk, (1, 1), direct)
    signal(citizen(called), advisor.pk, (1, 1), direct)
    join(citizen(called), hidden=True)
    with pytest.raises(BadSignal):
        signal(citizen(called), advisor.pk, (2, 1), direct)
    signal(citizen(called), advisor.pk, (2, 1), {"kind": "candidates", "candidates": [RELAYED]})


def test_a_refused_address_is_answered_like_any_bad_signal(relay, called, demir_s_browser):
    ticket = ask(demir_s_browser, "desk:room-join").json()
    ayla = next(one["id"] for one in ticket["participants"] if one["role"] == "citizen")
    body = {"kind": "candidates", "candidates": [CANDIDATE]}
    message = {"to": ayla, "epochs": [1, 1], "body": body}
    answer = demir_s_browser.post(
        reverse("desk:room-signals"), message, content_type="application/json", secure=True
    )
    assert (answer.status_code, Signal.objects.count()) == (400, 0)


PLACE = "candidate:9 1 udp 41885439 192.0.2.200 49170"


@pytest.mark.parametrize(
    "text",
    [
        f"{PLACE} typ host",
        f"{PLACE} typ srflx raddr 0.0.0.0 rport 0",
        f"{PLACE} typ relay raddr 10.1.2.3 rport 5000",
        f"{PLACE} typ relay raddr fd00::7 rport 5000",
        f"{PLACE} typ host typ relay",
        f"{PLACE} Typ relay",
        "candidate:9 1 udp 1 192.0.2.200 typ relay",
        "typ relay",
        "",
    ],
)
def test_only_the_relays_address_and_no_related_one_passes(text):
    with pytest.raises(BadSignal):
        demand_relayed({"kind": "candidates", "candidates": [{"candidate": text}]})


@pytest.mark.parametrize("related", ["", " raddr 0.0.0.0 rport 0", " raddr :: rport 0"])
def test_the_relays_address_passes(related):
    demand_relayed({"candidates": [{"candidate": f"{PLACE} typ relay{related} generation 0"}]})


def test_what_names_no_address_passes():
    demand_relayed({"kind": "restart"})


# Credentials in the talk


def test_credentials_are_renewed_for_whoever_is_in_the_room(
    relay, called, ayla_s_browser, demir_s_browser, clock
):
    """Row 34: ten minutes, and ten more as often as asked, at the same epoch."""
    before = {}
    for side, browser in (("citizen", ayla_s_browser), ("desk", demir_s_browser)):
        before[side] = ask(browser, f"{side}:room-join").json()
    actions.enter(fresh(called))
    clock.shift(timedelta(minutes=8))
    for side, browser in (("citizen", ayla_s_browser), ("desk", demir_s_browser)):
        answer = ask(browser, f"{side}:room-servers").json()
        assert set(answer) == {"ice_servers", "ice_policy", "ice_seconds"}
        assert answer["ice_policy"] == before[side]["ice_policy"]
        assert ends(answer) - ends(before[side]) == 8 * 60
    assert set(Participant.objects.values_list("epoch", flat=True)) == {1}


def ends(answer):
    [server] = answer["ice_servers"]
    moment, opaque = server["username"].split(":")
    assert len(opaque) == 16
    return int(moment)


def test_after_the_end_nothing_is_renewed(relay, called, demir, ayla_s_browser, demir_s_browser):
    """Rows 34 and 40, class C3."""
    join(advisor_of(called))
    join(citizen(called))
    actions.end(actions.enter(fresh(called)), demir)
    for side, browser in (("citizen", ayla_s_browser), ("desk", demir_s_browser)):
        answer = ask(browser, f"{side}:room-servers")
        assert answer.status_code == 403
        assert answer.json() == {"message": "Sie sind nicht in diesem Raum."}


def test_before_anybody_has_joined_there_is_nothing_to_renew(relay, called, ayla_s_browser):
    assert ask(ayla_s_browser, "citizen:room-servers").status_code == 403


def test_a_rehearsal_has_nothing_to_renew(settings, called):
    settings.CONFIG = replace(settings.CONFIG, video_backend="fake")
    join(citizen(called))
    assert renew(citizen(called)).details == {}
