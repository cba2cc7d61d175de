"""Rows 25 and 26: what a good line carries, as the browsers' own statistics say it."""

from typing import Any

from playwright.sync_api import Page

from tests.e2e import media
from tests.e2e.people import People
from tests.e2e.scenes import two_talk
from tests.e2e.waiting import eventually

APART_AT_MOST_MS = 100
WIDEBAND_HZ = 48_000


def received(page: Page, kind: str) -> dict[str, Any]:
    (found,) = (one for one in media.reports(page, "inbound-rtp") if one["kind"] == kind)
    return found


def codec_of(page: Page, kind: str) -> dict[str, Any]:
    codecs = {one["id"]: one for one in media.reports(page, "codec")}
    found: dict[str, Any] = codecs[received(page, kind)["codecId"]]
    return found


def is_large(page: Page) -> bool:
    seen = received(page, "video")
    return bool(seen.get("frameWidth", 0) >= 640 and seen.get("frameHeight", 0) >= 480)


def is_together(page: Page) -> bool:
    """What is heard and what is seen just now left the other side at the same time."""
    heard, seen = (received(page, kind) for kind in ("audio", "video"))
    field = "estimatedPlayoutTimestamp"
    if field not in heard or field not in seen:
        return False
    return bool(abs(heard[field] - seen[field]) <= APART_AT_MOST_MS)


def test_the_picture_is_large_the_sound_wide_and_both_come_together(people: People) -> None:
    """Rows 25 and 26, EN 301 549 6.1, 6.5.2 and 6.5.4. Pictures a second: `bin/bench room`."""
    for visitor in two_talk(people):
        page = visitor.page
        media.expect_picture_and_sound(page)
        eventually(page, lambda page=page: is_large(page), what="640 × 480 at least")
        codec = codec_of(page, "audio")
        assert (codec["mimeType"], codec["clockRate"]) == ("audio/opus", WIDEBAND_HZ)
        eventually(page, lambda page=page: is_together(page), what="sound and picture together")


def test_sound_and_picture_are_one_stream(people: People) -> None:
    """Row 26: a browser plays the two of one stream at the same time, and of two streams not."""
    for visitor in two_talk(people):
        tracks = visitor.other_tile.locator("video").evaluate(
            "video => video.srcObject.getTracks().map(({ kind }) => kind).sort()"
        )
        assert tracks == ["audio", "video"]
