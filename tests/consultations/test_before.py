"""Row 7: what both sides read before they meet. It says of the video at hand what is true of it
for that side, and no more (row 38, C13)."""

import json
from dataclasses import replace

import pytest

from buergerbuero.citizen.guest import COOKIE as GUEST_COOKIE
from buergerbuero.consultations.actions import join
from buergerbuero.consultations.backends import BACKENDS, backend
from buergerbuero.consultations.live import load_room
from buergerbuero.desk.live import DeskPage, Sitting
from buergerbuero.live.viewer import Viewer
from buergerbuero.visits import actions
from buergerbuero.visits.snapshot import load_snapshot
from tests import html
from tests.browser import Browser
from tests.consultations.talks import agreed_guest, citizen, fresh

TURN = {"turn_urls": ("turn:turn.kreis.example",), "turn_secret": "s" * 32}
KINDS = {
    "peer, direct": {"video_backend": "peer", "turn_urls": (), "turn_secret": ""},
    "peer, with a relay": {"video_backend": "peer", **TURN},
    "peer, relay only": {"video_backend": "peer", "relay_only": True, **TURN},
    "fake": {"video_backend": "fake"},
}
SIDES = ("citizen", "advisor")
PROMISE = "Niemand zeichnet auf. Alle, die zuhören oder zusehen, stellen sich vor."
DIRECT = (
    (
        "Bild und Ton gehen verschlüsselt (DTLS-SRTP) direkt von Browser zu Browser. "
        "Unser Server hilft nur beim Verbinden."
    ),
    "Dabei erfährt jede Seite die Internet-Adresse der anderen.",
)
HALF_RELAYED = (
    "Bild und Ton gehen verschlüsselt (DTLS-SRTP) von Browser zu Browser, auf unserer Seite immer "
    "über unseren eigenen Vermittlungsserver. Lesen kann er sie nicht."
)
RELAYED = (
    (
        "Bild und Ton gehen verschlüsselt (DTLS-SRTP) über unseren eigenen Vermittlungsserver. "
        "Lesen kann er sie nicht."
    ),
    "Keine Seite erfährt die Internet-Adresse der anderen.",
)
REHEARSAL = ("Dies ist eine Probe ohne Bild und Ton.",)
# What each side reads of each kind, before what holds of all.
SAID = {
    ("peer, direct", "citizen"): DIRECT,
    ("peer, direct", "advisor"): DIRECT,
    ("peer, with a relay", "citizen"): (
        HALF_RELAYED,
        (
            "Von uns erfährt Ihr Browser nur die Adresse dieses Servers. Die anderen im Raum "
            "erfahren Ihre Internet-Adresse, außer Sie wählen vor dem Eintreten „Meine "
            "Internet-Adresse nicht weitergeben“."
        ),
    ),
    ("peer, with a relay", "advisor"): (
        HALF_RELAYED,
        (
            "Von Ihnen erfahren die anderen im Raum nur die Adresse dieses Servers. Ihr Browser "
            "erfährt die Internet-Adresse der Bürgerin oder des Bürgers und der Gäste, außer sie "
            "geben sie nicht weiter."
        ),
    ),
    ("peer, relay only", "citizen"): RELAYED,
    ("peer, relay only", "advisor"): RELAYED,
    ("fake", "citizen"): REHEARSAL,
    ("fake", "advisor"): REHEARSAL,
}
ALWAYS = (
    (
        "Dieses Programm kann nicht aufzeichnen. Auch mit anderen Geräten darf es niemand heimlich "
        "tun."
    ),
    "Wer im Raum ist, steht mit Namen da. Wer sonst bei Ihnen mithört, wird vorgestellt.",
)

# Which ways of video may say "end to end": those on which only the browsers hold the keys. A relay
# passes on what it cannot read. A rehearsal has nothing to encrypt, a media server holds keys.
FROM_END_TO_END = {"peer": True, "fake": False}
END_TO_END = ("ende zu ende", "ende-zu-ende", "end to end", "end-to-end")
# What holds of no web page: whoever runs the office hands out the scripts.
TOO_MUCH = ("abhörsicher", "niemand sonst kann", "auch wir nicht", "absolut", "garantiert")

pytestmark = pytest.mark.usefixtures("static_files")


@pytest.fixture
def configure(settings):
    def change(kind):
        settings.CONFIG = replace(settings.CONFIG, relay_only=False)
        settings.CONFIG = replace(settings.CONFIG, **KINDS[kind])

    return change


@pytest.fixture(params=KINDS)
def kind(request, configure):
    configure(request.param)
    return request.param


@pytest.fixture
def both(called, demir):
    """Each side's browser, and its page."""
    return {
        "citizen": (Browser().holds(called), "/visit/"),
        "advisor": (Browser().is_signed_in_as(demir), "/desk/"),
    }


def facts_on(page):
    return tuple(item.text for item in page.one("ul", class_="before__facts").all("li"))


@pytest.mark.parametrize("side", SIDES)
def test_both_sides_read_it_while_the_door_is_open(both, side, kind):
    """Rows 7 and 38, C13: each what holds for itself."""
    browser, path = both[side]
    page = browser.page(path)
    assert page.one("div", class_="before").one("p").text == PROMISE
    assert facts_on(page) == (*SAID[kind, side], *ALWAYS)


def test_a_guest_reads_it_at_the_door_as_the_citizen_does(called, kind):
    """Rows 7 and 38, C13."""
    page = guest_at_the_door(called).page("/guest/")
    assert facts_on(page) == (*SAID[kind, "citizen"], *ALWAYS)


def guest_at_the_door(called):
    actions.enter(called)
    join(citizen(called))
    browser = Browser()
    browser.cookies[GUEST_COOKIE] = agreed_guest(fresh(called))
    return browser


@pytest.mark.parametrize("side", SIDES)
def test_a_room_that_is_open_keeps_its_facts_when_the_office_changes_its_video(
    both, side, called, configure
):
    """C13: the words follow the video that is there, not the one that is configured."""
    configure("fake")
    join(citizen(called))
    configure("peer, with a relay")
    browser, path = both[side]
    assert facts_on(browser.page(path)) == (*REHEARSAL, *ALWAYS)


def test_an_open_desk_follows_when_the_room_opens(called, demir, configure):
    """C13: though a region is written once for each reading of the doors, which stays the same."""
    reading = load_snapshot(called.department.slug)
    configure("peer, direct")
    assert facts_on(streamed(demir, reading)) == (*DIRECT, *ALWAYS)
    configure("fake")
    join(citizen(called))
    configure("peer, direct")
    assert facts_on(streamed(demir, reading)) == (*REHEARSAL, *ALWAYS)


def streamed(user, reading):
    """The region of the talk as this advisor's open desk is sent it."""
    sitting = Sitting(user.pk, "", "", (reading.department.slug,))
    viewer = Viewer("desk", "de", ("department", "callbacks", "crews", "room"), facts=sitting)
    room = load_room(f"advisor:{user.pk}")
    topics = {"department": reading, "callbacks": (), "crews": (), "room": room}
    found = {message.key: message for message in DeskPage().project(viewer, topics)}
    data = found["region:talk"].payload.decode().partition("data: ")[2]
    return html.read(json.loads(data)["html"])


def test_a_guest_reads_of_the_room_that_is_open_too(called, configure):
    """C13."""
    configure("fake")
    browser = guest_at_the_door(called)
    configure("peer, with a relay")
    page = browser.page("/guest/")
    assert facts_on(page) == (*REHEARSAL, *ALWAYS)
    assert page.all("input", data_hide_address="*") == []


@pytest.mark.parametrize("authority", [False, True])
def test_only_what_goes_from_browser_to_browser_may_be_called_end_to_end(kind, authority):
    """C13. The badge of the room says it too, by the same rule: tests/js/quality.test.js."""
    assert FROM_END_TO_END.keys() == BACKENDS.keys()
    text = " ".join(backend().privacy_facts(authority=authority)).casefold()
    says_it = any(word in text for word in END_TO_END)
    assert not says_it or FROM_END_TO_END[kind.partition(",")[0]]
    assert [word for word in TOO_MUCH if word in text] == []


@pytest.mark.parametrize("side", SIDES)
def test_no_page_says_end_to_end_before_its_script_has_seen_it(both, side, called, kind):
    """C13: the badge is there for every kind, and hidden."""
    actions.enter(called)
    browser, path = both[side]
    page = browser.page(path)
    assert [word for word in END_TO_END if word in page.text.casefold()] == []
    badges = page.all("span", class_="room__secrecy")
    assert [(one["data-secrecy"], "hidden" in one) for one in badges] == [
        ("encrypted", True),
        ("confirmed", True),
        ("different", True),
    ]


@pytest.mark.parametrize("side", SIDES)
def test_once_inside_it_no_longer_stands_in_the_way(both, side, called):
    actions.enter(called)
    browser, path = both[side]
    assert browser.page(path).all("div", class_="before") == []
