"""Row 41, class C2: every way into a room stands in one table, or a test fails."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from buergerbuero.citizen import guest_views, room_views
from buergerbuero.citizen.doors import DepartmentPage, OverviewPage
from buergerbuero.citizen.guest import COOKIE, GuestPage
from buergerbuero.citizen.visit import VisitPage
from buergerbuero.consultations import bringing, coming
from buergerbuero.consultations.access import NotAdmitted, admit_advisor, admit_citizen
from buergerbuero.consultations.actions import join
from buergerbuero.consultations.live import load_room
from buergerbuero.consultations.models import Consultation, Participant, ParticipantRole, Signal
from buergerbuero.desk import room_views as desk_views
from buergerbuero.desk.live import DeskPage
from buergerbuero.live.stream import Asked, Refused
from buergerbuero.visits import access, actions
from buergerbuero.visits.models import Visit
from buergerbuero.visits.rules import Reason
from tests.consultations.talks import (
    RESTART,
    advisor_of,
    agreed_guest,
    citizen,
    enter,
    fresh,
    joined,
    key_of,
)
from tests.people import knock

# What Ayla's visit goes through, in this order.
SITUATIONS = {
    "waiting": lambda ayla, demir: None,
    "called": lambda ayla, demir: actions.call(ayla, demir, reason=Reason.URGENT),
    "talking": lambda ayla, demir: actions.enter(ayla),
    "hung up": lambda ayla, demir: actions.hang_up(ayla),
    "back": lambda ayla, demir: actions.enter(ayla),
    "put back": actions.put_back,
    "called again": lambda ayla, demir: actions.call(ayla, demir, reason=Reason.URGENT),
    "closed": lambda ayla, demir: actions.leave(ayla),
}
WHO = ("Ayla", "Boris, who waits", "a stranger", "Demir, who called", "Demir, disabled",
       "Brandt, a colleague", "Okafor, elsewhere")  # fmt: skip

CITIZEN = {("Ayla", situation) for situation in ("called", "talking", "back", "called again")}
ADVISOR = {
    ("Demir, who called", situation)
    for situation in ("called", "talking", "hung up", "back", "called again")
}
# Each way in for the two whose talk it is, and who gets in there when. Everybody else gets nothing.
ADDRESSES = {
    "citizen:room-join": CITIZEN,
    "citizen:room-servers": CITIZEN,
    "citizen:room-signals": CITIZEN,
    "desk:room-join": ADVISOR,
    "desk:room-servers": ADVISOR,
    "desk:room-signals": ADVISOR,
}
WORDS = ("join", "servers", "signal")
STREAMS = {VisitPage: CITIZEN, DeskPage: ADVISOR}
# Whoever is brought in, and how far they have come.
ROOMS = {
    "desk:room-join": "colleague",
    "desk:room-servers": "colleague",
    "desk:room-signals": "colleague",
    "citizen:guest-join": "guest",
    "citizen:guest-servers": "guest",
    "citizen:guest-signals": "guest",
}
STAGES = {
    "rung or invited": False,
    "at the door": False,
    "at the door, the citizen has agreed": None,  # the guest waits, the colleague is in
    "in": True,
    "in, of a second page": True,
    "in, and the citizen has hung up": True,
    "left": False,
    "removed": False,
    "refused by the citizen": False,
    "after the talk": False,
    "put back": False,
    "called again": False,
    "the next talk of this visit": False,
    "while the next visitor talks": False,
}
# What the people of a room say about others, none of which lets anybody in by itself.
ABOUT_OTHERS = {
    "citizen:room-wish",
    "citizen:room-link",
    "citizen:room-person",
    "desk:room-ring",
    "desk:room-invite",
    "desk:room-link",
    "desk:room-person",
    "desk:room-leave",
}
VIEWS = {getattr(at, word) for at in (room_views, guest_views, desk_views) for word in WORDS}


@pytest.fixture(autouse=True)
def relay(settings):
    """So that there are credentials to get."""
    settings.CONFIG = replace(settings.CONFIG, turn_urls=("turn:relay.example",), turn_secret="s")


@pytest.fixture
def browsers(office, ayla, demir, brandt, okafor):
    """Everybody's browser, with the cookies it has."""
    boris = knock(office, "Boris")
    return {
        "Ayla": browser(cookie=ayla.secret),
        "Boris, who waits": browser(cookie=boris.secret),
        "a stranger": browser(cookie="somebody else"),
        "Demir, who called": browser(user=demir),
        "Demir, disabled": browser(user=demir),
        "Brandt, a colleague": browser(user=brandt),
        "Okafor, elsewhere": browser(user=okafor),
    }


def browser(*, cookie="", user=None):
    client = Client(headers={"accept": "application/json"})
    if cookie:
        client.cookies[access.COOKIE] = cookie
    if user:
        client.force_login(user)
    return client


def who_gets_in(ayla, demir, try_it):
    """All pairs of who and when for which `try_it` says so."""
    found = set()
    for situation, happens in SITUATIONS.items():
        happens(fresh(ayla), demir)
        whoever_may_is_in_the_room(ayla)
        for who in WHO:
            demir.is_active = who != "Demir, disabled"
            demir.save()
            if try_it(who):
                found.add((who, situation))
        demir.is_active = True
        demir.save()
    return found


def whoever_may_is_in_the_room(ayla):
    """So that there is something to get."""
    for admit in (advisor_of, citizen):
        with suppress(NotAdmitted):
            join(admit(ayla))


@pytest.mark.parametrize("way", ADDRESSES)
def test_exactly_these_people_get_in_by_this_address(way, ayla, demir, browsers):
    """Rows 33, 34 and 41, classes C1 and C9: whoever waits gets no server, no name, no signal."""

    def try_it(who):
        before = traces()
        response = post(browsers[who], way, best_guess("desk" if "desk" in way else "citizen"))
        if response.status_code in (200, 204):
            return traces() != before or credentials_in(response)
        assert is_empty(response)
        assert traces() == before
        return False

    assert who_gets_in(ayla, demir, try_it) == ADDRESSES[way]


def credentials_in(response):
    return [one["username"] for one in response.json()["ice_servers"] if "credential" in one] != []


def post(client, way, content=b""):
    return client.post(reverse(way), content, content_type="application/json", secure=True)


def best_guess(side):
    """A signal by somebody who knows everything: who is in the room, and at which epochs."""
    pair = {one.role: one for one in Participant.objects.filter(consultation__closed_at=None)}
    if not pair:
        return json.dumps({"to": "somebody", "epochs": [1, 1], "body": RESTART})
    me, other = pair["citizen"], pair["advisor"]
    if side == "desk":
        me, other = other, me
    epochs = [max(me.epoch, 1), max(other.epoch, 1)]
    return json.dumps({"to": other.pk, "epochs": epochs, "body": RESTART})


def traces():
    """What somebody who gets in leaves behind."""
    return (
        list(Consultation.objects.values_list("pk", "closed_at")),
        sorted(Participant.objects.values_list("pk", "epoch")),
        Signal.objects.count(),
    )


def is_empty(response):
    """The same for everybody outside: one sentence, or the way to the sign-in page."""
    if response.status_code == 403:
        return response.json() == {"message": "Sie sind nicht in diesem Raum."}
    to = response.headers["Location"].partition("?")[0]
    return (response.status_code, response.content, to) == (302, b"", "/accounts/login/")


@pytest.mark.parametrize("stream", STREAMS)
def test_exactly_these_people_see_a_room_in_their_stream(stream, ayla, demir, browsers):
    """Row 33: nobody else's stream carries participants or signals."""

    def try_it(who):
        cookies = {name: morsel.value for name, morsel in browsers[who].cookies.items()}
        try:
            viewer = stream().viewer(Asked("", "de", cookies))
        except Refused:
            return False
        rooms = [topic.removeprefix("room:") for topic in viewer.topics if topic[:5] == "room:"]
        return [load_room(room).state is not None for room in rooms] == [True]

    assert who_gets_in(ayla, demir, try_it) == STREAMS[stream]


# Are there other ways?


def addresses(patterns=None, namespace="", path=""):
    """Every address of the program: its name, its whole pattern and its view."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        whole = path + str(one.pattern)
        if isinstance(one, URLPattern):
            yield f"{namespace}:{one.name}", whole, one.callback
        else:
            yield from addresses(one.url_patterns, one.namespace or namespace, whole)


def test_every_address_under_a_room_stands_in_a_table():
    known = {*ADDRESSES, *ROOMS, *ABOUT_OTHERS}
    assert {name for name, path, _ in addresses() if "room/" in path} == known


def test_every_address_that_leads_to_a_view_of_the_room_stands_in_a_table():
    known = {*ADDRESSES, *ROOMS}
    assert {name for name, _, view in addresses() if view in VIEWS} == known


@pytest.mark.usefixtures("static_files")
def test_every_stream_stands_in_a_table_or_carries_no_room():
    from buergerbuero.asgi import live  # noqa: PLC0415  # it reads the static files

    without_room = {OverviewPage, DepartmentPage}
    assert {type(page) for page in live._pages.values()} == {*STREAMS, GuestPage, *without_room}


def test_nobody_gets_in_by_get(ayla, demir, browsers):
    actions.enter(actions.call(ayla, demir, reason=Reason.URGENT))
    who = {"citizen": browsers["Ayla"], "desk": browsers["Demir, who called"]}
    assert {
        way: who[way.partition(":")[0]].get(reverse(way), secure=True).status_code
        for way in ADDRESSES
    } == dict.fromkeys(ADDRESSES, 405)
    assert Consultation.objects.count() == 0


# Whoever is brought in


def guest_comes_to(stage, visit, demir):
    """The cookie's secret of a guest who has come so far."""
    if stage == "rung or invited":
        invited = bringing.invite(advisor_of(visit), "sign")
        coming.agree(citizen(visit), invited.pk)
        return bringing.make_link(advisor_of(visit), invited.pk)
    if stage == "at the door":
        invited = bringing.invite(advisor_of(visit), "sign")
        secret = bringing.make_link(advisor_of(visit), invited.pk)
        return coming.knock_at_door(secret, "Frau Adeyemi", wide=True)
    if stage == "refused by the citizen":
        token = guest_comes_to("at the door", visit, demir)
        coming.refuse(citizen(visit), key_of(token))
        return token
    token = agreed_guest(visit)
    if stage != "at the door, the citizen has agreed":
        coming.let_in(advisor_of(visit), key_of(token))
        happens_afterwards(stage, visit, demir, coming.guest_of(token))
    return token


def colleague_comes_to(stage, visit, demir, brandt):
    rung = bringing.ring(advisor_of(visit), brandt)
    if stage == "rung or invited":
        return coming.agree(citizen(visit), rung.pk)
    coming.come(brandt, rung.pk)
    if stage == "refused by the citizen":
        return coming.refuse(citizen(visit), rung.pk)
    if stage != "at the door":
        coming.agree(citizen(visit), rung.pk)
        happens_afterwards(stage, visit, demir, Participant.objects.get(pk=rung.pk))
    return None


def happens_afterwards(stage, visit, demir, who):
    again = {
        "called again": [again_called],
        "the next talk of this visit": [again_called, actions.enter, joined],
    }
    if stage == "left":
        coming.leave(who)
    if stage == "removed":
        coming.send_away(advisor_of(visit), who.pk)
    if "hung up" in stage:
        actions.hang_up(fresh(visit))
    if stage in ("after the talk", "while the next visitor talks"):
        actions.end(fresh(visit), demir)
    if stage in ("put back", *again):
        actions.put_back(fresh(visit), demir)
    for act in again.get(stage, ()):
        act(fresh(visit))
    if stage == "while the next visitor talks":
        boris = knock(visit.department, "Boris")
        enter(boris, demir)
        joined(boris)


def again_called(visit):
    """At once: no clock has cleared up behind the first talk."""
    with time_machine.travel(timezone.now() + timedelta(milliseconds=1), tick=False):
        return actions.call(visit, visit.events.latest("id").advisor)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("way", ROOMS)
def test_whoever_is_brought_in_gets_in_then_and_only_then(way, stage, talk, demir, brandt):
    """Rows 28, 40 and 41: the same gate for everybody, on every way, also with a replayed word."""
    who = ROOMS[way]
    if who == "guest":
        client = browser()
        client.cookies[COOKIE] = guest_comes_to(stage, talk, demir)
    else:
        client = browser(user=brandt)
        colleague_comes_to(stage, talk, demir, brandt)
    join_address = way.replace("signals", "join")
    if stage == "in, of a second page" or "signals" in way:
        post(client, join_address)
    expected = STAGES[stage] if STAGES[stage] is not None else who == "colleague"
    before = traces()
    response = post(client, way, to_the_advisor())
    if expected:
        assert response.status_code == (204 if "signals" in way else 200)
        assert credentials_in(response) if "servers" in way else traces() != before
    else:
        assert is_empty(response)
        assert traces() == before


def to_the_advisor():
    """A signal as good as it can be."""
    people = Participant.objects.filter(consultation__closed_at=None)
    advisor = people.filter(role="advisor").first()
    me = people.exclude(role__in=("advisor", "citizen")).first()
    epochs = [max(one.epoch, 1) if one else 1 for one in (me, advisor)]
    to = advisor.pk if advisor else "x" * 22
    return json.dumps({"to": to, "epochs": epochs, "body": RESTART})


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("who", ["colleague", "guest"])
def test_a_stream_shows_the_room_to_whoever_is_in_and_to_nobody_else(
    who, stage, talk, demir, brandt
):
    """Rows 33 and 40."""
    if who == "guest":
        client = browser()
        client.cookies[COOKIE] = guest_comes_to(stage, talk, demir)
        way, page = "citizen:guest-join", GuestPage()
    else:
        client = browser(user=brandt)
        colleague_comes_to(stage, talk, demir, brandt)
        way, page = "desk:room-join", DeskPage()
    post(client, way)
    expected = STAGES[stage] if STAGES[stage] is not None else who == "colleague"
    cookies = {name: morsel.value for name, morsel in client.cookies.items()}
    try:
        topics = page.viewer(Asked("", "de", cookies)).topics
    except Refused:
        topics = ()
    keys = [t.removeprefix("room:") for t in topics if t.startswith(("room:", "guest:"))]
    rooms = [load_room(key) for key in keys]
    assert any(room.state for room in rooms) == expected
    assert any(room.signals for room in rooms) is False
    assert any(room.company for room in rooms) == expected


# The gate itself


def test_the_gate_gives_each_a_role(ayla, demir):
    talking = actions.enter(actions.call(ayla, demir, reason=Reason.URGENT))
    inside = [citizen(talking), advisor_of(talking)]
    assert [(one.visit, one.role, one.user) for one in inside] == [
        (talking, ParticipantRole.CITIZEN, None),
        (talking, ParticipantRole.ADVISOR, demir),
    ]


def test_the_gate_knows_nobody_without_a_visit(brandt):
    with pytest.raises(NotAdmitted):
        admit_citizen(None)
    with pytest.raises(NotAdmitted):
        admit_advisor(brandt)


def test_the_gate_refuses_a_disabled_advisor_whoever_asks(ayla, demir):
    actions.call(ayla, demir, reason=Reason.URGENT)
    demir.is_active = False
    demir.save()
    with pytest.raises(NotAdmitted):
        admit_advisor(demir)


def test_an_advisor_gets_into_their_own_room_only(ayla, browsers, demir, brandt):
    boris = Visit.objects.get(name="Boris")
    actions.call(ayla, demir, reason=Reason.URGENT)
    actions.call(boris, brandt, reason=Reason.URGENT)
    assert (admit_advisor(demir).visit, admit_advisor(brandt).visit) == (ayla, boris)


@pytest.mark.parametrize("known", ["pk", "secret_hash", "label", "name"])
def test_nothing_that_others_know_of_a_visit_opens_its_room(known, ayla, demir):
    """Row 45: only the cookie does."""
    actions.enter(actions.call(ayla, demir, reason=Reason.URGENT))
    stranger = browser()
    stranger.cookies[access.COOKIE] = getattr(ayla, known)
    assert is_empty(post(stranger, "citizen:room-join"))
    assert Consultation.objects.count() == 0


def test_the_same_answer_for_a_visit_elsewhere_and_for_none(ayla, browsers):
    """Row 44."""
    answers = [
        browsers["Okafor, elsewhere"].post(reverse("desk:command", args=[key, "call"]), secure=True)
        for key in (ayla.pk, "x" * 22)
    ]
    assert [answer.status_code for answer in answers] == [404, 404]
    elsewhere, none = (answer.content.replace(ayla.pk.encode(), b"x" * 22) for answer in answers)
    assert elsewhere == none
