"""What the room refuses is said in the person's language, and no row has changed."""

import json

import pytest

from buergerbuero.visits import actions
from tests.browser import Browser
from tests.people import knock
from tests.tables import dump

FINGERPRINT = ":".join(["AB"] * 32)
OFFER = {"kind": "offer", "sdp": f"v=0\r\na=fingerprint:sha-256 {FINGERPRINT}\r\n"}
NOT_UNDERSTOOD = (
    "Das haben wir nicht verstanden. Bitte laden Sie die Seite neu.",
    "We did not understand this. Please reload the page.",
)
TOO_LONG = (
    "Das war zu lang für uns. Bitte schreiben Sie weniger.",
    "That was too long for us. Please write less.",
)
NOT_HERE = ("Sie sind nicht in diesem Raum.", "You are not in this room.")
OTHER_PAGE = ("Wir verbinden Sie wieder.", "We are reconnecting you.")


@pytest.fixture
def talk(static_files, office, demir):
    """Both are in the room; what the advisor's page would send next is accepted."""
    visit = actions.enter(actions.call(knock(office), demir))
    desk = Browser().is_signed_in_as(demir)
    ticket = desk.command("/desk/room/join").json()
    [citizen] = [one["id"] for one in ticket["participants"] if one["role"] == "citizen"]
    message = {"to": citizen, "epochs": [ticket["epoch"], 1], "body": OFFER}
    return visit, desk, message


def raw(**changes):
    return lambda message: json.dumps(message | changes).encode()


def twice(message):
    text = json.dumps(message)
    return f'{text[:-1]}, "to": "{message["to"]}"}}'.encode()


def in_the_sdp(line):
    return raw(body=OFFER | {"sdp": OFFER["sdp"] + line})


SPOILED = [
    (lambda _message: b"{", 400, NOT_UNDERSTOOD),
    (lambda _message: b"", 400, NOT_UNDERSTOOD),
    (lambda _message: b"\xff\xfe", 400, NOT_UNDERSTOOD),
    (lambda _message: b"[]", 400, NOT_UNDERSTOOD),
    (lambda _message: b"[" * 60_000, 400, NOT_UNDERSTOOD),
    (twice, 400, NOT_UNDERSTOOD),
    (raw(more=1), 400, NOT_UNDERSTOOD),
    (raw(sender="somebody else"), 400, NOT_UNDERSTOOD),
    (raw(epochs=[True, 1]), 400, NOT_UNDERSTOOD),
    (raw(body={"kind": "dance"}), 400, NOT_UNDERSTOOD),
    (in_the_sdp("a=crypto:1 key\r\n"), 400, NOT_UNDERSTOOD),
    (in_the_sdp(f"a=fingerprint:sha-1 {FINGERPRINT}\r\n"), 400, NOT_UNDERSTOOD),
    (in_the_sdp("\x00"), 400, NOT_UNDERSTOOD),
    (in_the_sdp("x" * 65_536), 413, TOO_LONG),
    (in_the_sdp("x" * 90_000), 413, TOO_LONG),
    (raw(to="x" * 22), 403, NOT_HERE),
    (raw(epochs=[7, 1]), 409, OTHER_PAGE),
    (raw(epochs=[1, 2**31 - 1]), 409, OTHER_PAGE),
]


@pytest.mark.parametrize(("prefix", "place"), [("", 0), ("/en", 1)])
@pytest.mark.parametrize(("spoil", "status", "words"), SPOILED)
def test_a_signal_that_is_refused_changes_nothing(talk, *, spoil, status, words, prefix, place):
    """Row 49: size, shape, keys that stand twice; epochs and receivers are the server's."""
    _, desk, message = talk
    before = dump()
    answer = desk.say(f"{prefix}/desk/room/signals", spoil(message))
    assert (answer.status_code, answer.json()) == (status, {"message": words[place]})
    assert dump() == before
    assert desk.say("/desk/room/signals", message).status_code == 204


@pytest.mark.parametrize(("prefix", "place"), [("", 0), ("/en", 1)])
def test_whoever_is_not_in_the_room_sends_nothing_into_it(
    talk, office, okafor, brandt, *, prefix, place
):
    visit, _, message = talk
    waiting = Browser().holds(knock(office, "Boris"))
    people = [
        (Browser(), "/visit"),
        (waiting, "/visit"),
        (Browser().is_signed_in_as(okafor), "/desk"),
        (Browser().is_signed_in_as(brandt), "/desk"),
    ]
    before = dump()
    for browser, page in people:
        for answer in (
            browser.say(f"{prefix}{page}/room/signals", message),
            browser.command(f"{prefix}{page}/room/join"),
        ):
            found = (answer.status_code, answer.json())
            assert found == (403, {"message": NOT_HERE[place]})
    assert dump() == before
    assert visit.state == "talking"
