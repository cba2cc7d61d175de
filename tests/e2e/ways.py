"""Which way picture and sound have taken, and how soon it was open."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e import media
from tests.e2e.waiting import eventually

LOOK = Path(__file__).with_name("way.js").read_text()


@dataclass(frozen=True)
class Way:
    """Of the one open connection, as its page sees it."""

    own: str  # host, srflx, prflx or relay
    other: str
    transport: str = ""  # from here to the relay: udp, tcp or tls

    def __str__(self) -> str:
        return f"{self.own} {self.transport}".strip()


def way(page: Page) -> Way:
    (transport,) = media.reports(page, "transport")
    pairs = {report["id"]: report for report in media.reports(page, "candidate-pair")}
    pair = pairs[transport["selectedCandidatePairId"]]
    ends = {
        end["id"]: end
        for kind in ("local-candidate", "remote-candidate")
        for end in media.reports(page, kind)
    }
    own, other = ends[pair["localCandidateId"]], ends[pair["remoteCandidateId"]]
    return Way(own["candidateType"], other["candidateType"], own.get("relayProtocol", ""))


def expect_way(page: Page, *possible: Way) -> None:
    """One of these, at last: a browser takes the way that opens first, and turns to a better one
    that it has found by then."""
    with suppress(AssertionError):
        eventually(page, lambda: way(page) in possible, what="the way")
    assert way(page) in possible


def others_addresses(page: Page) -> set[str]:
    """Every address that this page has learned of the other."""
    return {report["address"] for report in media.reports(page, "remote-candidate")}


def begin_to_look(*pages: Page) -> None:
    for page in pages:
        page.evaluate(LOOK)


@dataclass(frozen=True)
class Opened:
    """Milliseconds from the click on *Eintreten*, until both sides have it."""

    connected: int
    picture: int


def opened(clicked: Page, *pages: Page) -> Opened:
    click: int = clicked.evaluate("window.clickedAt")
    found = [page.evaluate("window.way") for page in (clicked, *pages)]
    return Opened(
        max(one["connectedAt"] for one in found) - click,
        max(one["seenAt"] for one in found) - click,
    )
