import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from buergerbuero.consultations import actions as room
from buergerbuero.consultations import pace
from buergerbuero.consultations.access import NotAdmitted
from buergerbuero.consultations.actions import close_rooms, join, signal
from buergerbuero.consultations.live import NO_ROOM, load_room, messages
from buergerbuero.consultations.models import Consultation, Participant, Signal
from buergerbuero.visits import actions
from buergerbuero.visits.moves import Conflict
from tests.consultations.talks import (
    CANDIDATE,
    OFFER,
    RESTART,
    advisor_of,
    citizen,
    enter,
    fresh,
)
from tests.people import knock

OFFERED = {"kind": "offer", "sdp": OFFER}
# Somebody who has not joined learns what carries the room, and nothing else of it.
OUTSIDE = replace(NO_ROOM, backend="peer")


@pytest.fixture
def other_talk(office, brandt):
    """Boris talks to Herr Brandt, next door."""
    visit = enter(knock(office, "Boris"), brandt)
    join(advisor_of(visit))
    join(citizen(visit))
    return visit


def inbox(key):
    """What this person's stream carries of the signal log, without positions."""
    return [said for _, said in load_room(key).signals]


def described(one, name, epoch, *, here):
    return {"id": one.pk, "role": one.role, "name": name, "epoch": epoch, "here": here}


def of_citizen(visit):
    return f"visit:{visit.pk}"


def of_advisor(visit):
    return f"advisor:{fresh(visit).advisor_id}"


def everything():
    return [
        list(model.objects.order_by("pk").values()) for model in (Consultation, Participant)
    ] + [list(Signal.objects.order_by("pk").values())]


# Joining


def test_the_first_who_joins_opens_the_room_for_both(called):
    me, ticket = join(advisor_of(called))
    assert (me.role, me.epoch, me.user, ticket.kind) == ("advisor", 1, called.advisor, "peer")
    found = Consultation.objects.get()
    assert (found.visit, found.backend, found.closed_at) == (called, "peer", None)
    assert list(found.participants.values_list("role", "epoch")) == [("advisor", 1), ("citizen", 0)]


def test_joining_again_is_the_same_person_in_the_same_room_with_the_next_epoch(talking):
    joined = [join(advisor_of(talking))[0] for _ in range(3)]
    assert [one.epoch for one in joined] == [1, 2, 3]
    assert len({one.pk for one in joined}) == 1
    assert (Consultation.objects.count(), Participant.objects.count()) == (1, 2)


def test_whoever_comes_first_finds_the_same_room(talking):
    me, _ = join(citizen(talking))
    advisor, _ = join(advisor_of(talking))
    assert me.consultation == advisor.consultation


def test_both_see_the_same_people_in_the_same_order(talking, both):
    advisor, me = both
    people = [
        described(advisor, "Frau Demir", 1, here=True),
        described(me, "Ayla", 1, here=True),
    ]
    assert load_room(of_advisor(talking)).state == {
        "visit": talking.pk,
        "me": advisor.pk,
        "participants": people,
    }
    assert load_room(of_citizen(talking)).state == {
        "visit": talking.pk,
        "me": me.pk,
        "participants": people,
    }


def test_whoever_has_not_joined_sees_no_room(talking):
    join(advisor_of(talking))
    assert load_room(of_citizen(talking)) == OUTSIDE


def test_a_visit_that_is_over_meanwhile_opens_no_room(talking, demir):
    """Row 33: the gate let both in a moment before the end."""
    admitted = [advisor_of(talking), citizen(talking)]
    actions.end(fresh(talking), demir)
    for admission in admitted:
        with pytest.raises(NotAdmitted):
            join(admission)
    assert Consultation.objects.count() == 0


def test_another_advisor_who_called_meanwhile_is_not_joined(talking, demir, brandt):
    admission = advisor_of(talking)
    actions.call(actions.put_back(fresh(talking), demir), brandt)
    with pytest.raises(NotAdmitted):
        join(admission)
    assert Consultation.objects.count() == 0


def test_ids_of_the_room_are_random_and_long(both):
    """Row 44: nothing that counts is visible."""
    advisor, me = both
    ids = {advisor.pk, me.pk, me.consultation_id}
    assert (len(ids), {len(one) for one in ids}) == (3, {22})


def test_what_the_stream_shows_contains_no_sequence_numbers(talking, both):
    """Row 44: neither rows of the log nor accounts are numbered for anybody to see."""
    advisor, me = both
    signal(advisor_of(talking), me.pk, (1, 1), RESTART)
    shown = load_room(of_citizen(talking))
    assert inbox(of_citizen(talking)) == [{"from": advisor.pk, "epochs": [1, 1], "body": RESTART}]
    positions = [position for position, _ in shown.signals]
    assert positions == [Signal.objects.get().position]
    assert positions[0] > 1_700_000_000_000


# Signals


def test_a_signal_reaches_the_other_and_nobody_else(talking, both, other_talk):
    advisor, me = both
    signal(advisor_of(talking), me.pk, (1, 1), OFFERED)
    assert inbox(of_citizen(talking)) == [{"from": advisor.pk, "epochs": [1, 1], "body": OFFERED}]
    assert inbox(of_advisor(talking)) == []
    assert inbox(of_citizen(other_talk)) == inbox(of_advisor(other_talk)) == []


def test_the_sender_is_who_the_gate_admitted(talking, both):
    """Row 43."""
    advisor, me = both
    assert signal(citizen(talking), advisor.pk, (1, 1), RESTART).sender == me
    assert signal(advisor_of(talking), me.pk, (1, 1), RESTART).sender == advisor


def test_signals_come_in_the_order_in_which_they_were_sent(clock, talking, both):
    _, me = both
    for number in range(5):
        body = {"kind": "candidates", "candidates": [CANDIDATE | {"sdpMLineIndex": number}]}
        signal(advisor_of(talking), me.pk, (1, 1), body)
        # A clock that is set back changes nothing.
        clock.shift(timedelta(seconds=-1))
    sent = [said["body"]["candidates"][0]["sdpMLineIndex"] for said in inbox(of_citizen(talking))]
    assert sent == [0, 1, 2, 3, 4]


def test_positions_rise_beyond_a_log_that_was_deleted(clock, talking, both):
    _, me = both
    first = signal(advisor_of(talking), me.pk, (1, 1), RESTART).position
    clock.shift(timedelta(milliseconds=5))
    again, _ = join(advisor_of(talking))
    assert Signal.objects.count() == 0
    assert signal(advisor_of(talking), me.pk, (again.epoch, 1), RESTART).position > first


def test_only_somebody_in_the_same_room_can_be_the_receiver(talking, both, other_talk):
    """Row 43: not oneself, not next door, not nobody."""
    advisor, _ = both
    next_door = Consultation.objects.get(visit=other_talk).participants.all()
    before = everything()
    for to in (advisor.pk, next_door[0].pk, next_door[1].pk, "", "x" * 22, "'; --"):
        with pytest.raises(NotAdmitted):
            signal(advisor_of(talking), to, (1, 1), RESTART)
    assert everything() == before


@pytest.mark.parametrize("epochs", [(2, 1), (1, 2), (2, 2), (3, 3)])
def test_a_pair_of_epochs_that_is_not_the_current_one_is_refused(talking, both, epochs):
    _, me = both
    with pytest.raises(Conflict):
        signal(advisor_of(talking), me.pk, epochs, RESTART)
    assert Signal.objects.count() == 0


def test_a_new_page_ends_what_the_former_one_said_and_heard(talking, both):
    advisor, me = both
    signal(advisor_of(talking), me.pk, (1, 1), OFFERED)
    signal(citizen(talking), advisor.pk, (1, 1), RESTART)
    join(citizen(talking))
    assert Signal.objects.count() == 0
    with pytest.raises(Conflict):
        signal(advisor_of(talking), me.pk, (1, 1), OFFERED)
    with pytest.raises(Conflict):
        signal(citizen(talking), advisor.pk, (1, 1), RESTART)
    assert signal(advisor_of(talking), me.pk, (1, 2), OFFERED).to_epoch == 2


def test_an_offer_prepared_for_somebody_outside_is_delivered_when_they_have_come_in(called):
    """Row 33: never before."""
    advisor, _ = join(advisor_of(called))
    outside = advisor.consultation.participants.get(role="citizen")
    signal(advisor_of(called), outside.pk, (1, 1), OFFERED)
    assert load_room(of_citizen(called)) == OUTSIDE
    actions.enter(fresh(called))
    assert load_room(of_citizen(called)) == OUTSIDE
    join(citizen(called))
    assert inbox(of_citizen(called)) == [{"from": advisor.pk, "epochs": [1, 1], "body": OFFERED}]


def test_an_offer_prepared_by_a_page_that_was_reloaded_is_gone(called):
    advisor, _ = join(advisor_of(called))
    outside = advisor.consultation.participants.get(role="citizen")
    signal(advisor_of(called), outside.pk, (1, 1), OFFERED)
    join(advisor_of(called))
    actions.enter(fresh(called))
    join(citizen(called))
    assert inbox(of_citizen(called)) == []


def test_nothing_can_be_prepared_for_any_other_epoch(called):
    advisor, _ = join(advisor_of(called))
    outside = advisor.consultation.participants.get(role="citizen")
    with pytest.raises(Conflict):
        signal(advisor_of(called), outside.pk, (1, 2), OFFERED)


def test_nobody_speaks_who_has_not_joined(talking):
    advisor, _ = join(advisor_of(talking))
    with pytest.raises(Conflict):
        signal(citizen(talking), advisor.pk, (1, 1), RESTART)


def test_nobody_speaks_before_there_is_a_room(talking):
    with pytest.raises(NotAdmitted):
        signal(citizen(talking), "x" * 22, (1, 1), RESTART)


# The end


def test_rooms_of_talks_that_go_on_stay(talking, both, called):
    before = everything()
    close_rooms()
    assert everything() == before


def test_the_room_of_somebody_who_was_called_stays(called):
    join(advisor_of(called))
    before = everything()
    close_rooms()
    assert everything() == before


@pytest.mark.parametrize(
    "over",
    [
        actions.end,
        actions.put_back,
        lambda visit, demir: actions.transfer(visit, demir, visit.other_door),
    ],
    ids=["end", "put back", "transfer"],
)
def test_after_the_talk_signals_and_participants_are_gone(over, talking, both, other_talk, centre):
    """Row 8: and next door nothing changes."""
    _, me = both
    signal(advisor_of(talking), me.pk, (1, 1), OFFERED)
    visit = fresh(talking)
    visit.other_door, demir = centre, visit.advisor
    over(visit, demir)
    assert load_room(of_citizen(talking)) == NO_ROOM
    close_rooms()
    assert Consultation.objects.get(visit=talking).closed_at is not None
    assert {one.consultation.visit for one in Participant.objects.all()} == {other_talk}
    assert Signal.objects.count() == 0
    assert load_room(of_citizen(other_talk)).state["visit"] == other_talk.pk


def test_whoever_was_inside_speaks_no_more_after_the_end(talking, both, demir):
    """Row 40: a replay with the gate's old word."""
    advisor, me = both
    admissions = [(advisor_of(talking), me.pk), (citizen(talking), advisor.pk)]
    actions.end(fresh(talking), demir)
    close_rooms()
    for admission, to in admissions:
        with pytest.raises(NotAdmitted):
            signal(admission, to, (1, 1), RESTART)


def test_closing_twice_closes_once(talking, both, demir, clock):
    actions.end(fresh(talking), demir)
    close_rooms()
    closed_at = Consultation.objects.get().closed_at
    clock.shift(timedelta(minutes=1))
    close_rooms()
    room.close(Consultation.objects.get())
    assert Consultation.objects.get().closed_at == closed_at


@pytest.mark.parametrize("cleared", [True, False], ids=["cleared up", "called at once"])
def test_another_advisor_has_another_room(talking, both, demir, brandt, cleared):
    former, _ = both
    actions.put_back(fresh(talking), demir)
    if cleared:
        close_rooms()
    enter(talking, brandt)
    new, _ = join(advisor_of(talking))
    me, _ = join(citizen(talking))
    assert (new.user, new.epoch, me.epoch) == (brandt, 1, 1)
    assert me.consultation == new.consultation != former.consultation
    assert Consultation.objects.filter(closed_at=None).count() == 1
    assert load_room(f"advisor:{demir.pk}") == NO_ROOM


def test_the_same_advisor_who_calls_again_at_once_hears_nothing_of_before(talking, both, demir):
    advisor, _ = both
    signal(citizen(talking), advisor.pk, (1, 1), RESTART)
    actions.call(actions.put_back(fresh(talking), demir), demir)
    again, _ = join(advisor_of(talking))
    assert inbox(of_advisor(talking)) == []
    assert again.epoch == (2 if again.pk == advisor.pk else 1)
    assert load_room(of_citizen(talking)).signals == ()


# Announcements


def room_topics(visit, advisor):
    return [f"room:advisor:{advisor.pk}", f"room:visit:{visit.pk}"]


def test_joining_and_closing_are_announced_to_both_signals_to_their_receiver_and_all_on_commit(
    talking, demir, heard, django_capture_on_commit_callbacks
):
    def announced(act):
        heard.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
            assert heard == []
        return heard

    assert announced(lambda: join(advisor_of(talking))) == room_topics(talking, demir)
    to = Participant.objects.get(role="citizen").pk
    # Six people who connect would read the room for everybody, at each of their addresses.
    sent = announced(lambda: signal(advisor_of(talking), to, (1, 1), OFFERED))
    assert sent == [f"room:visit:{talking.pk}"]
    actions.end(fresh(talking), demir)
    assert announced(close_rooms) == room_topics(talking, demir)


def test_what_is_refused_announces_nothing(
    talking, both, heard, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        for to, epochs in (("x" * 22, (1, 1)), (both[1].pk, (7, 1))):
            with pytest.raises((NotAdmitted, Conflict)):
                signal(advisor_of(talking), to, epochs, RESTART)
    assert heard == []


# Over the wire


def send(client, content):
    address = reverse("citizen:room-signals")
    return client.post(address, content, content_type="application/json", secure=True)


def test_the_answer_to_join_is_what_the_protocol_says(talking, ayla_s_browser, demir):
    response = ayla_s_browser.post(reverse("citizen:room-join"), secure=True)
    advisor = Participant.objects.get(role="advisor")
    me = Participant.objects.get(role="citizen")
    assert (response.status_code, response.json()) == (
        200,
        {
            "kind": "peer",
            "visit": talking.pk,
            "me": me.pk,
            "role": "citizen",
            "epoch": 1,
            "ice_servers": [],
            "ice_policy": "all",
            "ice_seconds": 0,
            "signals": [],
            "participants": [
                {
                    "id": advisor.pk,
                    "role": "advisor",
                    "name": "Frau Demir",
                    "epoch": 0,
                    "here": False,
                },
                {"id": me.pk, "role": "citizen", "name": "Ayla", "epoch": 1, "here": True},
            ],
        },
    )


def test_each_refusal_has_its_number(talking, both, ayla_s_browser, monkeypatch):
    """Rows 43 and 48."""
    advisor, _ = both
    good = {"to": advisor.pk, "epochs": [1, 1], "body": RESTART}
    with_crypto = {"kind": "answer", "sdp": f"{OFFER}a=crypto:1 x\r\n"}

    def status(content):
        return send(ayla_s_browser, content).status_code

    assert {
        "good": status(json.dumps(good)),
        "broken": status("{"),
        "a key twice": status(json.dumps(good)[:-1] + f', "to": "{advisor.pk}"}}'),
        "keys in the SDP": status(json.dumps(good | {"body": with_crypto})),
        "another room": status(json.dumps(good | {"to": "x" * 22})),
        "another epoch": status(json.dumps(good | {"epochs": [2, 1]})),
        "65 KB": status(json.dumps(good | {"body": {"kind": "answer", "sdp": "x" * 65 * 1024}})),
        "900 KB": status(b" " * 900 * 1024),
    } == {
        "good": 204,
        "broken": 400,
        "a key twice": 400,
        "keys in the SDP": 400,
        "another room": 403,
        "another epoch": 409,
        "65 KB": 413,
        "900 KB": 413,
    }
    monkeypatch.setattr(pace, "SIGNALS_AT_MOST", 1)
    assert status(json.dumps(good)) == 429
    assert Signal.objects.count() == 1


TO_THE_OTHER = b'{"to": "%s", "epochs": [1, 1], "body": {"kind": '
ONE_CANDIDATE = TO_THE_OTHER + b'"candidates", "candidates": [{"candidate": '
HOSTILE = [
    b"",
    b"null",
    b"[" * 60_000,
    b'{"to":' * 10_000,
    b"\xff" * 100,
    b"9" * 60_000,
    rb'{"to": "\u0000", "epochs": [1, 1], "body": {"kind": "restart"}}',
    rb'{"to": "\ud800", "epochs": [1, 1], "body": {"kind": "restart"}}',
    TO_THE_OTHER + rb'"answer", "sdp": "\ud800"}}',
    ONE_CANDIDATE + rb'"\udfff"}]}}',
    ONE_CANDIDATE + rb'"\u0000"}]}}',
    ONE_CANDIDATE + b'"", "sdpMLineIndex": NaN}]}}',
    ONE_CANDIDATE + b'"", "sdpMLineIndex": 1e999}]}}',
]


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_message_disturbs_nobody(content, talking, both, other_talk, ayla_s_browser):
    """Row 49: neither the receiver nor the room next door."""
    advisor, _ = both
    before = everything()
    response = send(ayla_s_browser, content.replace(b"%s", advisor.pk.encode()))
    assert (response.status_code, everything()) == (400, before)


@given(
    st.tuples(
        st.sampled_from(["advisor", "citizen", "next door", "nobody"]) | st.text(max_size=30),
        st.lists(st.integers(-1, 3), max_size=3),
        st.sampled_from([OFFERED, RESTART, {"kind": "candidates", "candidates": [CANDIDATE]}])
        | st.dictionaries(st.sampled_from(["kind", "sdp", "candidates"]), st.text(max_size=9)),
    )
)
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_somebody_sends_the_room_next_door_hears_nothing(
    both, other_talk, ayla_s_browser, message
):
    """Row 49: and every stream can still be written."""
    to, epochs, body = message
    advisor, me = both
    talking = me.consultation.visit
    next_door = Consultation.objects.get(visit=other_talk).participants.first()
    names = {"advisor": advisor.pk, "citizen": me.pk, "next door": next_door.pk}
    quiet = [load_room(key) for key in (of_citizen(other_talk), of_advisor(other_talk))]
    content = json.dumps({"to": names.get(to, to), "epochs": epochs, "body": body}).encode()
    assert send(ayla_s_browser, content).status_code in {204, 400, 403, 409, 429}
    assert [load_room(key) for key in (of_citizen(other_talk), of_advisor(other_talk))] == quiet
    assert {one["from"] for one in inbox(of_advisor(talking))} <= {me.pk}
    assert inbox(of_citizen(talking)) == []
    assert len(messages(load_room(of_advisor(talking)))) == 1 + len(inbox(of_advisor(talking)))
