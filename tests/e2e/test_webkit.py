"""Row 58. The pages without video in WebKit, over TLS: it keeps our cookies nowhere else, and
Debian's build has no RTCPeerConnection."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.e2e.front import tls_front
from tests.e2e.people import People
from tests.e2e.webkit import Window, webkit
from tests.ports import free_port
from tests.servers import Office, running_office

pytestmark = pytest.mark.webkit

COUNTY = {
    "NAME": "Kreis Muster",
    "ADDRESS": "Marktplatz 1",
    "PHONE": "0123 4567",
    "CONTROLLER": "Kreis Muster",
    "DATA_PROTECTION_OFFICER": "datenschutz@muster.example",
    "SUPERVISORY_AUTHORITY": "Landesbeauftragte",
    "IMPRINT": "Kreis Muster, Marktplatz 1",
}


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[Office]:
    """An office behind TLS, with the rows of the example."""
    with running_office(tmp_path / "example"):
        pass
    port = free_port()
    url = f"https://localhost:{port}"
    settings = {f"BUERGERBUERO_COUNTY_{name}": text for name, text in COUNTY.items()} | {
        "BUERGERBUERO_DATA_DIR": str(tmp_path / "data"),
        "BUERGERBUERO_PUBLIC_URL": url,
        "BUERGERBUERO_SECRET_KEY": "of this test only, and long enough for anybody's taste",
    }
    certificates = tmp_path / "certificates"
    certificates.mkdir()
    with (
        running_office(tmp_path / "data", like=tmp_path / "example", settings=settings) as office,
        tls_front(certificates, office.port, port),
    ):
        yield replace(office, url=url)


@pytest.fixture
def window() -> Iterator[Window]:
    with webkit() as window:
        yield window


def test_a_citizen_in_webkit_waits_is_called_and_reads_that_others_can_do_video(
    secure: Office, chromium: Browser, window: Window
) -> None:
    people = People(secure, chromium)
    demir = people.advisor(ignore_https_errors=True)
    no_video = demir.word("device-browser")
    window.go(secure.url)
    window.sees("html[data-live=open]")
    window.clicks("a[href*='elterngeldstelle']")
    window.sees("#name")
    window.types("#name", "Ayla")
    window.clicks("form[action$='/knock'] button")
    window.sees("body[data-visit=waiting]")
    window.sees("html[data-live=open]")
    window.reads(".ticket__number", "E\u00a001")
    window.reads("#device-check", no_video)
    demir.calls_next()
    window.reads("dialog#called", "Frau Demir")
    window.clicks("form[data-enter] button")
    window.reads("[data-room]", no_video)
    window.clicks("[data-room-trouble] button")
    window.sees("[data-room] a[href^='tel:']")
    demir.ends_talk()
    window.sees(".goodbye")
    people.go_home()
