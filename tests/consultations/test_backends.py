import base64
import hashlib
import hmac
from dataclasses import replace

import pytest
from django.utils import translation

from buergerbuero.config import load
from buergerbuero.consultations.backends import BACKENDS, Ticket, backend
from buergerbuero.consultations.backends.peer import Peer, credentials

TURN = {
    "turn_urls": ("turn:turn.kreis.example:3478", "turns:turn.kreis.example:5349"),
    "turn_secret": "geheim",
}


@pytest.fixture
def configured(settings):
    """Changes what this installation is configured with."""

    def change(**changes):
        settings.CONFIG = replace(settings.CONFIG, **changes)

    return change


# What every backend has to do


@pytest.fixture(params=sorted(BACKENDS))
def any_backend(request):
    return backend(request.param)


def test_every_backend_opens_joins_and_closes_again_and_again(any_backend):
    for _ in range(2):
        any_backend.open("room")
        ticket = any_backend.join("room", "participant", hides_address=False)
        any_backend.close("room")
        assert isinstance(ticket, Ticket)


def test_the_ticket_names_the_kind_of_its_backend():
    for name in BACKENDS:
        assert backend(name).join("room", "someone", hides_address=False).kind == name


def test_closing_a_room_that_was_never_open_is_no_mistake(any_backend):
    assert any_backend.close("another") is None


def test_every_backend_speaks_of_health_addresses_and_privacy_in_lists_of_texts(any_backend):
    facts = [any_backend.privacy_facts(authority=side) for side in (True, False)]
    said = [any_backend.health(), any_backend.urls(), *facts]
    assert [type(one) for one in said] == [list] * 4
    assert all(isinstance(text, str) and text for one in said for text in one)
    assert [] not in facts


def test_the_configured_backend_is_the_one(configured):
    configured(video_backend="fake")
    assert backend().join("room", "someone", hides_address=False).kind == "fake"
    configured(video_backend="peer")
    assert backend().join("room", "someone", hides_address=False).kind == "peer"


def test_a_room_keeps_the_backend_it_was_opened_with(configured):
    configured(video_backend="fake")
    assert backend("peer").join("room", "someone", hides_address=False).kind == "peer"


def test_nobody_guesses_a_backend():
    with pytest.raises(LookupError):
        backend("zoom")


# Browser to browser


def test_without_servers_the_ticket_names_none(configured):
    configured(turn_urls=(), turn_secret="", stun_urls=())
    assert backend("peer").join("room", "someone", hides_address=False) == Ticket(
        "peer", {"ice_servers": [], "ice_policy": "all", "ice_seconds": 0}
    )


def test_the_ticket_carries_credentials_for_ten_minutes(configured):
    """Row 34."""
    configured(stun_urls=("stun:stun.kreis.example",), **TURN)
    details = backend("peer").join("room", "someone", hides_address=False).details
    user, password = credentials("geheim", "someone", 1795431600)  # the clock of these tests
    assert details["ice_seconds"] == 600
    assert details["ice_servers"] == [
        {"urls": ["stun:stun.kreis.example"]},
        {"urls": list(TURN["turn_urls"]), "username": user, "credential": password},
    ]
    assert user.split(":")[0] == str(1795431600 + 600)


def test_a_relay_without_its_secret_is_not_named(configured):
    configured(turn_urls=TURN["turn_urls"], turn_secret="", stun_urls=())
    assert backend("peer").join("room", "someone", hides_address=False).details["ice_servers"] == []


def test_credentials_are_what_coturn_computes():
    """Row 34: openssl dgst -sha1 -hmac geheim -binary | base64, over the user part."""
    assert credentials("geheim", "teilnehmer", 1_700_000_000) == (
        "1700000600:c2ebdb3eb233dc8b",
        "K349pj6wSTUC9zUHNSS88E88wps=",
    )


def test_the_password_proves_the_user_part():
    """Row 34: as RFC draft-uberti-behave-turn-rest says."""
    user, password = credentials("geheim", "teilnehmer", 5)
    assert base64.b64decode(password) == hmac.digest(b"geheim", user.encode(), hashlib.sha1)


def test_the_user_part_tells_nothing_and_is_another_for_everybody():
    """Row 34."""
    users = [credentials("geheim", name, 0)[0].partition(":")[2] for name in ("Ayla", "Boris")]
    assert [len(user) for user in users] == [16, 16]
    assert len(set(users)) == 2
    assert not {"Ayla", "Boris"} & set(users)


def test_another_secret_gives_another_password():
    assert credentials("geheim", "Ayla", 0)[1] != credentials("anders", "Ayla", 0)[1]


# Health


INSTALLATION = {
    "BUERGERBUERO_PUBLIC_URL": "https://buergerbuero.kreis.example",
    "BUERGERBUERO_DATA_DIR": "/var/lib/buergerbuero",
}
NO_TURN = (
    "No TURN server is configured (BUERGERBUERO_TURN_URLS, BUERGERBUERO_TURN_SECRET): "
    "between a home and an office most conversations will stay without picture and sound."
)


@pytest.mark.parametrize(
    ("environ", "sentences"),
    [
        ({}, []),
        (INSTALLATION, [NO_TURN]),
        (INSTALLATION | {"BUERGERBUERO_TURN_URLS": "turn:t.example"}, [NO_TURN]),
        (INSTALLATION | {"BUERGERBUERO_TURN_SECRET": "geheim"}, [NO_TURN]),
        (
            INSTALLATION
            | {"BUERGERBUERO_TURN_URLS": "turn:t.example", "BUERGERBUERO_TURN_SECRET": "geheim"},
            [],
        ),
        (INSTALLATION | {"BUERGERBUERO_PUBLIC_URL": "http://localhost:8000"}, []),
        ({"BUERGERBUERO_HOSTS": "buergerbuero.kreis.example"}, [NO_TURN]),
        ({"BUERGERBUERO_HOSTS": "localhost,127.0.0.1,[::1]"}, []),
    ],
    ids=[
        "the example on this machine",
        "a town without a relay",
        "without its secret",
        "without its address",
        "with both",
        "a town on this machine",
        "the example for others",
        "the example by other names",
    ],
)
def test_outside_this_machine_a_missing_relay_is_a_sentence(settings, environ, sentences):
    settings.CONFIG = load(environ)
    assert Peer().health() == sentences


def test_foreign_addresses_are_named(configured):
    configured(stun_urls=("stun:stun.kreis.example",), **TURN)
    assert backend("peer").urls() == ["stun:stun.kreis.example", *TURN["turn_urls"]]


DIRECT = """
Picture and sound go encrypted (DTLS-SRTP) straight from browser to browser. \
Our server only helps to connect you.
Each side learns the internet address of the other."""
RELAYED = """
Picture and sound go encrypted (DTLS-SRTP) from browser to browser, on our side always through \
our own relay server. It cannot read them.
Of us your browser learns only the address of that server. The others in the room learn your \
internet address, unless you choose “Do not pass on my internet address” before stepping in."""
RELAYED_HERE = """
Picture and sound go encrypted (DTLS-SRTP) from browser to browser, on our side always through \
our own relay server. It cannot read them.
Of you the others in the room learn only the address of that server. Your browser learns the \
internet address of the citizen and of the guests, unless they do not pass it on."""
HIDDEN = """
Picture and sound go encrypted (DTLS-SRTP) through our own relay server. It cannot read them.
Neither side learns the other's internet address."""


@pytest.mark.parametrize(
    ("changes", "theirs", "ours"),
    [
        ({"turn_urls": (), "turn_secret": ""}, DIRECT, DIRECT),
        ({"turn_urls": TURN["turn_urls"], "turn_secret": ""}, DIRECT, DIRECT),
        (TURN, RELAYED, RELAYED_HERE),
        (TURN | {"relay_only": True}, HIDDEN, HIDDEN),
    ],
    ids=["without a relay", "without its secret", "with a relay", "relay only"],
)
def test_the_privacy_facts_say_who_learns_which_address(configured, changes, theirs, ours):
    """Row 7: and no more than what holds here; see tests/consultations/test_addresses.py."""
    configured(**changes)
    with translation.override("en"):
        for authority, facts in ((False, theirs), (True, ours)):
            said = backend("peer").privacy_facts(authority=authority)
            assert said == facts.strip().splitlines()
