"""A citizen knocks, waits, is called, enters and talks: the main job, in both languages."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import media
from tests.e2e.people import People

PUBLIC = ("/", "/departments/elterngeldstelle/", "/privacy/", "/imprint/", "/accessibility/")
STORED = """async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
SRTP_CIPHER = r"SRTP_(AES128_CM_HMAC_SHA1_80|AEAD_AES_(128|256)_GCM)"
NOTHING = {"local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0}
FIELDS = """() => {
  const fields = [...document.querySelectorAll("input:not([type=hidden]), select, textarea")];
  // A choice between devices has no name: it is never sent.
  const sent = fields.filter(({ name }) => name);
  return sent.map(({ type, name, autocomplete }) => ({ type, name, autocomplete }));
}"""
ASKED = {"name", "subject", "case_number", "needs", "language"}


@pytest.mark.parametrize("language", ["de", "en"])
def test_from_the_overview_to_the_goodbye(people: People, language: str) -> None:
    """Row 1: no account, no e-mail, no phone. Row 32: the media travels by DTLS-SRTP."""
    demir = people.advisor("demir", language, by_form=True)
    ayla = people.citizen(language)
    ayla.go("/")
    name = "Elterngeldstelle" if language == "de" else "Parental allowance"
    ayla.page.get_by_role("link", name=name, exact=True).click()
    expect(ayla.page.get_by_role("heading", level=1)).to_have_text(name)
    ayla.knocks("Ayla Krüger")
    assert ayla.number == "E 01"
    ayla.sees_ahead(0)
    demir.sees_next("E 01")
    demir.calls_next()
    ayla.waits_until_called("Frau Demir")
    ayla.enters()
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla Krüger")
    media.expect_picture_and_sound(ayla.page, demir.page)
    for page in (ayla.page, demir.page):
        expect_dtls_srtp(page)
    demir.ends_talk()
    ayla.is_bid_goodbye()
    ayla.reload()
    ayla.is_bid_goodbye()
    expect(ayla.page.locator("html")).to_have_attribute("lang", language)


def expect_dtls_srtp(page) -> None:
    (transport,) = media.reports(page, "transport")
    assert transport["dtlsState"] == "connected"
    assert transport["tlsVersion"] in {"FEFD", "FEFC"}  # DTLS 1.2 or 1.3
    assert re.fullmatch(SRTP_CIPHER, transport["srtpCipher"])
    certificates = media.reports(page, "certificate")
    assert {certificate["fingerprintAlgorithm"] for certificate in certificates} == {"sha-256"}


def test_english_pages_speak_english(people: People) -> None:
    """The words of this test are not taken from the catalogue."""
    ayla = people.citizen("en")
    ayla.go("/")
    expect(ayla.page.get_by_role("heading", level=1)).to_have_text("Talk to us by video")
    ayla.goes_to()
    expect(ayla.page.get_by_role("button", name="Knock", exact=True)).to_be_visible()


def test_nothing_is_asked_that_would_identify_a_person(people: People) -> None:
    """Row 1: no account, e-mail or phone field anywhere on a citizen's way."""
    ayla = people.citizen()
    fields = []
    for path in PUBLIC:
        ayla.go(path)
        fields += ayla.page.evaluate(FIELDS)
    assert {field["name"] for field in fields} == ASKED
    ayla.knocks_at()
    fields += ayla.page.evaluate(FIELDS)
    assert {field["name"] for field in fields} == ASKED
    assert {field["type"] for field in fields}.isdisjoint({"email", "tel", "password"})
    assert {field["autocomplete"] for field in fields} <= {"", "name", "off"}


def test_nothing_is_stored_before_the_knock(people: People) -> None:
    """Row 2: no cookie and no storage. Row 5: so no consent banner, and no script of others."""
    ayla = people.citizen()
    for path in PUBLIC:
        for language in ("", "/en"):
            ayla.page.goto(ayla.office.url + language + path)
            assert ayla.context.cookies() == []
            assert ayla.page.evaluate(STORED) == NOTHING
            assert (
                ayla.page.locator("dialog, iframe, [role=dialog], [role=alertdialog]").count() == 0
            )


def test_after_the_knock_there_are_the_documented_cookies(people: People) -> None:
    """Row 3: exactly those of the privacy page, __Host-, Secure, HttpOnly, SameSite."""
    ayla = people.citizen()
    ayla.go("/privacy/")
    documented = ayla.page.locator("main li strong", has_text="__Host-").all_inner_texts()
    ayla.knocks_at()
    cookies = ayla.context.cookies()
    guests = "__Host-guest"  # of whoever comes by a link
    assert sorted([*(cookie["name"] for cookie in cookies), guests]) == sorted(documented)
    for cookie in cookies:
        flags = {key: cookie[key] for key in ("secure", "httpOnly", "sameSite", "path", "domain")}
        assert flags == {
            "secure": True,
            "httpOnly": True,
            "sameSite": "Lax",
            "path": "/",
            "domain": "localhost",
        }
    assert ayla.page.evaluate(STORED) == NOTHING


def test_no_server_of_others_helps_to_connect(people: People) -> None:
    """Row 5: no STUN server of a third party; the page is told of none."""
    demir, ayla = people.advisor(), people.citizen()
    ayla.knocks_at()
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    servers = "noted.connections.flatMap((c) => c.getConfiguration().iceServers)"
    assert ayla.page.evaluate(servers) == []
    assert demir.page.evaluate(servers) == []


def test_the_knock_of_a_real_form_names_its_origin(people: People) -> None:
    """Row 52: the knock leans on Origin and Sec-Fetch-Site; a real browser sends both."""
    ayla = people.citizen()
    ayla.goes_to()
    with ayla.page.expect_request(lambda request: request.method == "POST") as knock:
        ayla.knocks()
    headers = knock.value.all_headers()
    assert headers["origin"] == ayla.office.url
    assert headers["sec-fetch-site"] == "same-origin"
    assert "cookie" not in headers
