import dataclasses

import pytest

from buergerbuero.visits.models import Visit
from buergerbuero.web.origin import same_origin
from tests.browser import ORIGIN

OURS = "https://office.example.de"
FOREIGN = [
    "https://evil-example.de",
    "https://office.example.de.evil.tld",
    "https://evil-office.example.de",
    "https://www.office.example.de",
    "https://example.de",
    "http://office.example.de",
    "https://office.example.de:8443",
    "https://office.example.de/",
    "https://office.example.de@evil.tld",
    "https://OFFICE.example.de.",
    "null",
    "",
    "*",
    "file://",
    "https://office.example.de, https://evil-example.de",
]


@pytest.fixture
def public(settings):
    settings.CONFIG = dataclasses.replace(settings.CONFIG, public_url=OURS)


@pytest.mark.parametrize("origin", FOREIGN)
def test_no_other_origin_is_ours_however_alike_it_looks(public, origin):
    """Row 48: an allow-list, no substring match."""
    for demand in (False, True):
        assert not same_origin({"origin": origin, "host": "office.example.de"}, demand=demand)
        claimed = {"origin": origin, "sec-fetch-site": "same-origin"}
        assert not same_origin(claimed, demand=demand)


@pytest.mark.parametrize("host", ["office.example.de", "evil-example.de", ""])
def test_our_origin_is_the_configured_one_whatever_host_is_asked_for(public, host):
    assert same_origin({"origin": OURS, "host": host}, demand=True)
    assert not same_origin({"origin": f"http://{host}", "host": host}, demand=True)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "nonsense", ""])
def test_a_browser_that_says_elsewhere_is_believed(public, site):
    for headers in ({"sec-fetch-site": site}, {"sec-fetch-site": site, "origin": OURS}):
        assert not same_origin(headers)
        assert not same_origin(headers, demand=True)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": OURS},
        {"sec-fetch-site": "same-origin"},
        {"origin": OURS, "sec-fetch-site": "same-origin"},
    ],
)
def test_a_request_from_our_own_page_is_welcome(public, headers):
    assert same_origin(headers)
    assert same_origin(headers, demand=True)


@pytest.mark.parametrize("headers", [{}, {"sec-fetch-site": "none"}])
def test_a_request_that_says_nothing_may_look_but_not_knock(public, headers):
    assert same_origin(headers)
    assert not same_origin(headers, demand=True)


def test_without_a_configured_address_the_host_that_was_asked_is_ours():
    assert same_origin({"origin": "http://localhost:8000", "host": "localhost:8000"}, demand=True)
    assert not same_origin({"origin": "http://localhost:8001", "host": "localhost:8000"})
    assert not same_origin({"origin": "https://localhost:8000", "host": "localhost:8000"})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil-example.de"},
        {"Origin": "http://testserver.evil.tld"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Referer": f"{ORIGIN}/"},
    ],
)
def test_a_knock_from_another_site_draws_no_number(visitor, office, headers):
    """Row 52: the knock, which has no cookie to lean on."""
    path = f"/departments/{office.slug}/knock"
    response = visitor.post(path, {"name": "Ayla"}, headers=headers)
    assert response.status_code == 403
    assert "Das kam nicht von unserer Seite." in response.content.decode()
    assert (Visit.objects.count(), response.cookies) == (0, {})


def test_a_knock_from_our_own_page_draws_one(visitor, office):
    assert visitor.knock(office, name="Ayla").status_code == 303
    assert Visit.objects.get().name == "Ayla"
