"""Row 41: every way into a room stands in one table, and a way that does not fails a test."""

import json
from contextlib import suppress

import pytest
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from buergerbuero.citizen import visit_views
from buergerbuero.citizen.visit import VisitPage
from buergerbuero.consultations.access import NotAdmitted, admit_advisor, admit_citizen
from buergerbuero.consultations.actions import join
from buergerbuero.consultations.live import NO_ROOM, load_room
from buergerbuero.consultations.models import Consultation, Participant, ParticipantRole, Signal
from buergerbuero.desk import views as desk_views
from buergerbuero.desk.live import DeskPage
from buergerbuero.live.stream import Asked, Refused
from buergerbuero.visits import access, actions
from buergerbuero.visits.models import Visit
from buergerbuero.visits.rules import Reason
from tests.consultations.talks import RESTART, advisor_of, citizen, fresh
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
# Each way in, and who gets in there when. Everybody else gets nothing.
ADDRESSES = {
    "citizen:room-join": CITIZEN,
    "citizen:room-signals": CITIZEN,
    "desk:room-join": ADVISOR,
    "desk:room-signals": ADVISOR,
}
STREAMS = {VisitPage: CITIZEN, DeskPage: ADVISOR}
VIEWS = {visit_views.join, visit_views.signal, desk_views.join, desk_views.signal}


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
    """Rows 33 and 41: whoever waits gets no server, no name, no signal."""

    def try_it(who):
        before = traces()
        response = post(browsers[who], way, best_guess("desk" if "desk" in way else "citizen"))
        if response.status_code in (200, 204):
            return traces() != before
        assert is_empty(response)
        assert traces() == before
        return False

    assert who_gets_in(ayla, demir, try_it) == ADDRESSES[way]


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
        return [load_room(room) != NO_ROOM for room in rooms] == [True]

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


def test_every_address_under_a_room_stands_in_the_table():
    assert {name for name, path, _ in addresses() if "room/" in path} == set(ADDRESSES)


def test_every_address_that_leads_to_a_view_of_the_room_stands_in_the_table():
    assert {name for name, _, view in addresses() if view in VIEWS} == set(ADDRESSES)


def test_nobody_gets_in_by_get(ayla, demir, browsers):
    actions.enter(actions.call(ayla, demir, reason=Reason.URGENT))
    who = {"citizen": browsers["Ayla"], "desk": browsers["Demir, who called"]}
    assert {
        way: who[way.partition(":")[0]].get(reverse(way), secure=True).status_code
        for way in ADDRESSES
    } == dict.fromkeys(ADDRESSES, 405)
    assert Consultation.objects.count() == 0


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
