"""*Verbindung*: how it is, what helps, what is encrypted; and whatever fails leads on."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from bench.relay import relay
from tests.e2e import axe, media
from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People
from tests.e2e.scenes import two_talk
from tests.e2e.visitor import Visitor
from tests.servers import running_office, stop

PHONE_OF_THE_OFFICE = "tel:01234 567-330"
# What a network or a browser does that this machine cannot be made to do.
NEVER_CONNECTS = """() => {
  const Connection = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Connection {
    constructor(configuration) {
      super({ ...configuration, iceTransportPolicy: "relay" });
    }
    async addIceCandidate() {}
  };
}"""
SENDS_NOTHING = """() => {
  RTCRtpSender.prototype.replaceTrack = async () => {};
}"""
NO_VIDEO = "delete window.RTCPeerConnection"
SLOW_AND_QUICK = """() => {
  window.slow = true;
  const ask = RTCPeerConnection.prototype.getStats;
  RTCPeerConnection.prototype.getStats = async function () {
    const reports = new Map(await ask.call(this));
    for (const [id, report] of reports)
      if (window.slow && report.type === "candidate-pair")
        reports.set(id, { ...report, currentRoundTripTime: 0.9 });
    return reports;
  };
}"""


class ConnectionPanel:
    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.root = visitor.page.locator("[data-side-panel=connection]")

    def opens(self) -> None:
        page = self.visitor.page
        more = page.locator(".callbar [data-side=more]")
        if more.is_visible():
            more.click()
            page.locator("[data-side-panel=more] [data-side=connection]").click()
        else:
            page.locator(".room__connection").click()
        expect(self.root.locator("[data-side-title]")).to_be_focused()

    @property
    def line(self) -> Locator:
        return self.root.locator("[data-connection-line]:not([hidden])")

    def says(self, state: str) -> None:
        expect(self.line).to_have_attribute("data-connection-line", state)

    def says_of_secrecy(self, what: str) -> None:
        said = self.root.locator("[data-secrecy]:not([hidden])")
        expect(said).to_have_attribute("data-secrecy", what)

    def advises(self, *advice: str) -> None:
        shown = self.root.locator("[data-connection-advice]:not([hidden])")
        expect(shown).to_have_count(len(advice))
        found = [one.get_attribute("data-connection-advice") for one in shown.all()]
        assert found == list(advice)

    def figure(self, name: str) -> Locator:
        return self.root.locator(f"[data-figure={name}]")


def talk_where(people: People, script: str) -> CitizenPage:
    """A citizen whose browser or network is like this is in the room with Frau Demir."""
    demir, ayla = people.advisor(), people.citizen()
    ayla.context.add_init_script(f"({script})()" if script.startswith("()") else script)
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    return ayla


def offers_the_phone(panel: ConnectionPanel) -> None:
    """With the number to name, and the promise that the place is kept."""
    way = panel.root.locator("[data-connection-advice=phone]")
    expect(way.locator("a")).to_have_attribute("href", PHONE_OF_THE_OFFICE)
    expect(way).to_contain_text(re.compile(r"E\s01.*Platz bleibt", re.DOTALL))


def test_in_plain_words_and_in_figures(people: People) -> None:
    """Rows 17, 32 and 38: what the browser itself says of way, picture and encryption."""
    talk = two_talk(people)
    media.expect_picture_and_sound(*(visitor.page for visitor in talk))
    for visitor in talk:
        panel = ConnectionPanel(visitor)
        panel.opens()
        panel.says("good")
        panel.says_of_secrecy("encrypted")
        panel.advises()
        panel.root.locator("summary").click()
        expect(panel.root.locator("[data-way=direct]")).to_be_visible()
        expect(panel.root.locator("[data-way=relay]")).to_be_hidden()
        expect(panel.figure("round-trip")).to_have_text(re.compile(r"^\d+ ms$"))
        expect(panel.figure("loss")).to_have_text(re.compile(r"^\d+([,.]\d)? %$"))
        for picture in ("received", "sent"):
            expect(panel.figure(picture)).to_have_text(re.compile(r"^\d{3,4} × \d{3,4}, \d+/s$"))
        expect(panel.figure("codecs")).to_have_text(re.compile("opus", re.IGNORECASE))
        expect(panel.figure("ciphers")).to_have_text(re.compile(r"^DTLS 1\.[23], .+, .+$"))
        axe.expect_accessible(visitor.page, "how the connection is")


def test_who_is_gone_takes_the_encryption_along(people: People) -> None:
    """Row 38: what is not connected is not said to be encrypted."""
    ayla, demir = two_talk(people)
    panel = ConnectionPanel(demir)
    panel.opens()
    panel.says_of_secrecy("encrypted")
    ayla.page.close()
    panel.says("lost")
    panel.says_of_secrecy("none")
    ayla.page = ayla.context.new_page()
    ayla.go(ayla.home)
    panel.says("good")
    panel.says_of_secrecy("encrypted")


def test_a_weak_line_is_said_once_and_has_advice(people: People) -> None:
    """Not each second: after three looks it is weak, after five good ones it is not."""
    ayla = talk_where(people, SLOW_AND_QUICK)
    ayla.talks_with("Frau Demir")
    ayla.reads_of_connection("room-connection-weak")
    expect(ayla.page.locator(".room__connection")).to_be_visible()
    news = ayla.page.locator("[data-connection-news]")
    expect(news).to_have_text(re.compile("schwach"))
    panel = ConnectionPanel(ayla)
    panel.opens()
    panel.says("weak")
    panel.advises("router", "network", "others", "sound", "writing")
    panel.root.locator("[data-control=sound-only]").click()
    expect(ayla.page.locator("[data-room-sound-only]")).to_be_visible()
    ayla.page.evaluate("window.slow = false")
    panel.says("good")
    expect(news).to_have_text(re.compile("gut"))


# Whatever fails leads on


def test_a_line_that_never_connects_leads_on(people: People) -> None:
    """Class C13: after 20 seconds the room says so and offers what else there is."""
    ayla = talk_where(people, NEVER_CONNECTS)
    band = ayla.page.locator("[data-room-stuck]")
    expect(band).to_be_visible()
    band.locator("button").press("Enter")
    panel = ConnectionPanel(ayla)
    panel.says("stuck")
    panel.says_of_secrecy("none")
    panel.advises("network", "again", "sound", "phone")
    offers_the_phone(panel)
    axe.expect_accessible(ayla.page, "never connected")
    panel.root.locator("[data-connection-again]").press("Enter")
    panel.says("connecting")
    expect(panel.root.locator("[data-side-title]")).to_be_focused()
    ayla.is_("talking")


def test_a_browser_without_video_in_the_room_leads_to_the_phone(people: People) -> None:
    """Its devices say so at once, and so does the panel."""
    ayla = talk_where(people, NO_VIDEO)
    expect(ayla.page.locator("[data-room-problem]")).to_have_text(ayla.word("device-browser"))
    panel = ConnectionPanel(ayla)
    panel.opens()
    panel.says("browser")
    panel.says_of_secrecy("none")
    panel.advises("phone")
    offers_the_phone(panel)
    ayla.is_("talking")


@pytest.mark.proof
def test_a_line_that_carries_nothing_leads_on(people: People) -> None:
    """Connected, and no picture or sound comes: the advisor's room says so, and helps."""
    ayla = talk_where(people, SENDS_NOTHING)
    demir = next(one for one in people.all if one is not ayla)
    expect(demir.restoring).to_be_visible()
    help_button = demir.restoring.locator("[data-side=connection]")
    expect(help_button).to_be_visible()
    help_button.click()
    panel = ConnectionPanel(demir)
    panel.says("lost")
    panel.advises("router", "network", "sound", "writing", "phone")
    expect(panel.root.locator("[data-connection-advice=phone]")).to_contain_text("behält")


@pytest.mark.proof
def test_an_office_out_of_reach_leads_to_the_phone(people: People) -> None:
    """The page comes, and then nothing more."""
    ayla, _ = two_talk(people)
    ayla.watch.expect_lost_network()
    ayla.context.route("**/room/join", lambda route: route.abort())
    ayla.reload()
    band = ayla.page.locator("[data-room-stuck]")
    expect(band).to_be_visible()
    band.locator("button").press("Enter")
    panel = ConnectionPanel(ayla)
    panel.says("away")
    panel.advises("network", "phone")
    offers_the_phone(panel)


@pytest.fixture
def leaving(tmp_path: Path, chromium: Browser) -> Iterator[People]:
    """In an office of its own, which may go away."""
    with running_office(tmp_path / "data") as office:
        people = People(office, chromium)
        yield people
        people.go_home()


def test_a_talk_goes_on_while_the_office_is_out_of_reach(leaving: People) -> None:
    """What is lost is named, and it is not the talk."""
    talk = two_talk(leaving)
    panel = ConnectionPanel(talk[0])
    panel.opens()
    panel.says("good")
    panel.advises()
    stop(leaving.office.process)
    panel.advises("server")
    panel.says("good")
    panel.says_of_secrecy("encrypted")
    media.expect_picture_and_sound(*(visitor.page for visitor in talk))


# Where there is nothing to encrypt, and where a relay carries it


@pytest.fixture
def rehearsing(tmp_path: Path, chromium: Browser) -> Iterator[People]:
    settings = {"BUERGERBUERO_VIDEO_BACKEND": "fake"}
    with running_office(tmp_path / "data", settings=settings) as office:
        people = People(office, chromium)
        yield people
        people.go_home()
        assert people.complaints == []


def test_a_rehearsal_never_claims_to_be_encrypted(rehearsing: People) -> None:
    """Row 38: no picture, no badge."""
    demir, ayla = rehearsing.advisor(), rehearsing.citizen()
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    for visitor in (ayla, demir):
        panel = ConnectionPanel(visitor)
        panel.opens()
        panel.says_of_secrecy("rehearsal")
        expect(visitor.page.locator(".room__secrecy:not([hidden])")).to_have_count(0)


@pytest.fixture
def relayed(tmp_path: Path, chromium: Browser) -> Iterator[People]:
    with relay() as settings, running_office(tmp_path / "data", settings=settings) as office:
        people = People(office, chromium)
        yield people
        people.go_home()
        assert people.complaints == []


@pytest.mark.relay
def test_a_relay_on_the_way_is_named(relayed: People) -> None:
    """It carries what it cannot read: the encryption is still from browser to browser."""
    ayla, _ = two_talk(relayed)
    panel = ConnectionPanel(ayla)
    panel.opens()
    panel.says_of_secrecy("encrypted")
    panel.root.locator("summary").click()
    expect(panel.root.locator("[data-way=relay]")).to_be_visible()
    expect(panel.root.locator("[data-way=direct]")).to_be_hidden()
