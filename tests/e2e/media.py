"""Does picture and sound really arrive? Asks the browser's own statistics of every connection."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

from tests.e2e.waiting import eventually

FLOW = """async () => {
  const flow = { frames: 0, sound: 0, picture: 0 };
  for (const connection of window.noted?.connections ?? []) {
    if (connection.connectionState === "closed") continue;
    for (const report of (await connection.getStats()).values()) {
      if (report.type !== "inbound-rtp") continue;
      if (report.kind === "audio") flow.sound += report.bytesReceived;
      if (report.kind === "video") flow.picture += report.bytesReceived;
      if (report.kind === "video") flow.frames += report.framesDecoded;
    }
  }
  return flow;
}"""

REPORTS = """async (type) => {
  const found = [];
  for (const connection of window.noted.connections) {
    if (connection.connectionState === "closed") continue;
    const reports = [...(await connection.getStats()).values()];
    found.push(...reports.filter((report) => report.type === type));
  }
  return found;
}"""

CERTIFICATES = """async () => {
  const open = ({ connectionState }) => connectionState !== "closed";
  const [connection] = window.noted.connections.filter(open);
  const [, own] = /a=fingerprint:sha-256 (\\S+)/.exec(connection.localDescription.sdp);
  const [shown] = connection.getSenders()[0].transport.getRemoteCertificates();
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", shown));
  const hex = [...digest].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase());
  return [own, hex.join(":")];
}"""


@dataclass(frozen=True)
class Flow:
    """What has arrived so far over all open connections of a page."""

    frames: int
    sound: int
    picture: int


def flow(page: Page) -> Flow:
    return Flow(**page.evaluate(FLOW))


def expect_picture(page: Page) -> None:
    """Frames are decoded, and a moment later more of them."""
    before = eventually(page, lambda: flow(page).frames, what="a first frame")
    eventually(page, lambda: flow(page).frames > before, what="more frames")


def expect_sound(page: Page) -> None:
    before = eventually(page, lambda: flow(page).sound, what="first sound")
    eventually(page, lambda: flow(page).sound > before, what="more sound")


def expect_picture_and_sound(*pages: Page) -> None:
    for page in pages:
        expect_picture(page)
        expect_sound(page)


def expect_sound_only(page: Page) -> None:
    """Sound goes on while not one picture comes."""
    expect_sound(page)
    assert flow(page).frames == 0
    expect_sound(page)
    assert flow(page).picture == 0


def reports(page: Page, kind: str) -> list[dict[str, Any]]:
    """Statistics of this kind from every open connection."""
    found: list[dict[str, Any]] = page.evaluate(REPORTS, kind)
    return found


def certificates(page: Page) -> tuple[str, str]:
    """The fingerprints at the two ends of the one open connection: one's own, and that of the
    certificate which the other end really showed."""
    own, other = page.evaluate(CERTIFICATES)
    return own, other


def addresses(page: Page) -> tuple[str, str]:
    """Between which addresses the one open connection flows: one's own and the other's."""
    (transport,) = reports(page, "transport")
    pairs = {report["id"]: report for report in reports(page, "candidate-pair")}
    pair = pairs[transport["selectedCandidatePairId"]]
    ends = reports(page, "local-candidate") + reports(page, "remote-candidate")
    address = {end["id"]: end["address"] for end in ends}
    return address[pair["localCandidateId"]], address[pair["remoteCandidateId"]]
