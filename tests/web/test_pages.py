"""What holds for every page in every state, in both languages."""

import re
from collections import Counter
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import Department, Membership, Subject
from buergerbuero.visits.models import Event, NumberRoll, Visit
from tests import gallery, html
from tests.people import knock, make_advisor

pytestmark = pytest.mark.usefixtures("quick_passwords", "static_files")

# Attributes that make a browser fetch, send or go somewhere.
ADDRESSES = (
    "action", "background", "cite", "data", "data-live", "data-push-start", "data-push-stop",
    "data-reached", "data-room-base",
    "data-sound-called", "data-sound-knock", "data-sound-nearly", "data-sound-room",
    "formaction", "href", "longdesc", "manifest", "ping", "poster", "src", "srcset", "xlink:href",
)  # fmt: skip


@pytest.fixture(scope="module")
def pages(static_files, django_db_setup, django_db_blocker):
    """Made once; the rows behind them are gone when the tests look."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        django_db_blocker.unblock(),
        override_settings(PASSWORD_HASHERS=hashers),
        transaction.atomic(),
    ):
        made = gallery.everything()
        transaction.set_rollback(True)
    return made


@pytest.fixture(scope="module")
def documents(pages):
    return {name: html.read(page.content) for name, page in pages.items()}


def found(documents, look):
    """What `look` finds, by page; empty when all is well."""
    everything = {name: look(document) for name, document in documents.items()}
    return {name: what for name, what in everything.items() if what}


# No foreign address


def foreign_addresses(document):
    return [
        value
        for element in document.walk()
        for name, value in element.attributes.items()
        if name in ADDRESSES and not is_ours(value) and "data-way-out" not in element
    ]


def is_ours(address):
    """A path of this host, a place in the page, or a telephone."""
    if address.startswith("tel:"):
        return True
    parts = urlsplit(address)
    return (parts.scheme, parts.netloc) == ("", "") and not address.startswith("\\")


def test_no_page_names_a_foreign_address(documents):
    """Row 4 and 5: no request to a foreign origin on any page."""
    assert found(documents, foreign_addresses) == {}


def test_no_attribute_or_text_hides_a_foreign_address(pages):
    """Row 5: nothing from third parties, neither ads nor trackers, fonts or STUN servers."""
    pattern = re.compile(rb"(?:https?:|wss?:|stuns?:|turns?:|[\"'(]//)/*[^\s\"')</][^\s\"')]*")
    # Where a click on the quick exit of a discreet door leads; nothing is fetched from there.
    way_out = settings.CONFIG.county.way_out.encode()
    everywhere = {
        name: pattern.findall(page.content.replace(way_out, b"")) for name, page in pages.items()
    }
    assert {name: addresses for name, addresses in everywhere.items() if addresses} == {}


@pytest.mark.parametrize("suffix", ["css", "js", "svg"])
def test_no_asset_names_a_foreign_address(static_files, suffix):
    """Row 4 and 5: style sheets, scripts and pictures fetch from us alone."""
    assets = [path for path in static_files.rglob(f"*.{suffix}") if path.is_file()]
    assert len(assets) > 3
    assert {path.name: foreign for path in assets if (foreign := foreign_in(path))} == {}


NAMESPACES = {f"http://www.w3.org/{name}" for name in ("2000/svg", "1999/xlink", "1999/xhtml")}


def foreign_in(path):
    source = re.sub(r"/\*.*?\*/|<!--.*?-->", "", path.read_text(), flags=re.DOTALL)
    source = re.sub(r"^\s*//.*$", "", source, flags=re.MULTILINE)
    found = re.findall(r"(?:https?:|wss?:|stuns?:|turns?:)//?[^\s\"'`)]+", source)
    found += re.findall(r"(?:url\(|@import|from|import)\s*[\"']?(//[^\s\"')]+)", source)
    return [address for address in found if address.rstrip("/") not in NAMESPACES]


# Content Security Policy, seen from the markup


def inline_code(document):
    elements = list(document.walk())
    handlers = [one for one in elements if any(name.startswith("on") for name in one.attributes)]
    styles = [one for one in elements if one.tag == "style" or "style" in one]
    links = [
        one for one in elements if any("javascript:" in value for value in one.attributes.values())
    ]
    scripts = [
        one
        for one in document.all("script")
        if one.attributes.get("type") != "application/json" and (one.source or "nonce" not in one)
    ]
    return [*handlers, *styles, *links, *scripts]


def test_no_page_carries_code_or_style_of_its_own(documents):
    """Row 50: no inline script, handler or style, so the policy needs no exception."""
    assert found(documents, inline_code) == {}


def test_every_script_carries_the_nonce_of_its_answer(pages):
    """Row 50."""
    for name, page in pages.items():
        [nonce] = re.findall(r"'nonce-([\w-]{22})'", page.headers["Content-Security-Policy"])
        scripts = html.read(page.content).all("script", nonce="*")
        assert {script["nonce"] for script in scripts} <= {nonce}, name
        assert len(scripts) == (b'type="module"' in page.content), name


# Names and numbers


def test_no_page_shows_a_number_by_which_rows_are_counted(db):
    """Row 44: no sequence numbers. The number of a visit is for people and opens nothing."""
    # Rows made now get numbers that nothing else on a page looks like.
    counted = (Department, User, Membership, Event, NumberRoll, Subject)
    first = 717_171_000
    with connection.cursor() as cursor:
        for number, model in enumerate(counted):
            begin_counting_at(cursor, model, first + 100 * number)
    shown = re.compile(rb"717171\d{3}")
    pages = gallery.everything()
    assert User.objects.earliest("pk").pk > first
    assert Event.objects.earliest("pk").pk > first
    assert {
        name: numbers for name, page in pages.items() if (numbers := shown.findall(page.content))
    } == {}


def begin_counting_at(cursor, model, number):
    table = model._meta.db_table
    if cursor.db.vendor == "sqlite":
        cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
        cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, number])
    else:
        sequence = f"pg_get_serial_sequence('{table}', 'id')"
        cursor.execute(f"SELECT setval({sequence}, {number})")


def test_keys_have_128_random_bits(office):
    """Row 44: ids are random and long."""
    visits = [knock(office, f"Ayla {number}") for number in range(4)]
    users = [make_advisor(f"user{number}", "Frau Demir") for number in range(4)]
    keys = [visit.pk for visit in visits] + [user.key for user in users]
    keys += [visit.secret for visit in visits]
    assert len(set(keys)) == 12
    assert {len(key) for key in keys} == {22}
    assert {bool(re.fullmatch(r"[\w-]{22}", key)) for key in keys} == {True}


def test_no_page_shows_the_secret_of_a_visit(visitor, office):
    """Row 44 and 45: the cookie alone holds it, not even its owner's page."""
    visit = knock(office)
    page = visitor.holds(visit).get("/visit/")
    assert visit.label.encode() in page.content
    assert visit.secret.encode() not in page.content
    assert Visit.objects.get().secret_hash.encode() not in page.content


# For people


def lacks_announcer(document):
    announcers = document.all("p", id="announce", role="status")
    return [] if len(announcers) == 1 and not announcers[0].children else announcers or ["none"]


def test_every_page_has_one_quiet_place_for_announcements(documents):
    """Row 19: a persistent role=status region, empty until something changes."""
    assert found(documents, lacks_announcer) == {}


def test_no_region_replaces_the_place_for_announcements(documents):
    """Row 19: it stands outside everything the stream replaces."""

    def inside(document):
        regions = [one for one in document.walk() if one.attributes.get("id", "")[:7] == "region-"]
        return [one for region in regions for one in region.all(id="announce")]

    assert found(documents, inside) == {}


def test_a_call_is_a_dialog_with_a_name(documents):
    """Row 19: the offer to come in is presented as a dialog."""
    called = {name: page for name, page in documents.items() if ": called" in name}
    assert len(called) == 4
    for name, document in called.items():
        dialog = document.one("dialog")
        heading = document.one(id=dialog["aria-labelledby"])
        assert ("Frau Demir" in heading.text, heading.tag) == (True, "h2"), name
    others = {name: page for name, page in documents.items() if name not in called}
    assert found(others, lambda document: document.all("dialog", open="*")) == {}


def test_every_page_of_citizens_leads_to_imprint_privacy_and_accessibility(documents):
    """Row 15: from every page, without login."""

    def lacks(document):
        links = {link["href"].removeprefix("/en") for link in document.all("a", href="*")}
        return {"/imprint/", "/privacy/", "/accessibility/"} - links

    citizens = {name: page for name, page in documents.items() if ": desk" not in name}
    assert found(citizens, lacks) == {}


@pytest.mark.parametrize(
    ("path", "heading", "says"),
    [
        ("/imprint/", "Impressum", "Musterkreis, Rathausplatz 1, 12345 Musterstadt"),
        ("/privacy/", "Datenschutz", "datenschutz@musterkreis.example"),
        ("/accessibility/", "Barrierefreiheit", "barrierefrei@musterkreis.example"),
    ],
)
def test_what_the_law_asks_for_is_readable_in_german_by_anybody(visitor, path, heading, says):
    """Row 15: imprint, help, privacy readable in German without login."""
    document = visitor.page(path)
    assert document.one("html")["lang"] == "de"
    assert document.one("h1").text == heading
    assert says in document.one("main").text
    # Help: the telephone stands on every page.
    assert document.one("footer").one("a", href="tel:01234 567-115").text == "01234 567-115"


def test_every_page_says_its_language_and_offers_the_other_one(documents):
    for name, document in documents.items():
        language = name[:2]
        other = {"de": "en", "en": "de"}[language]
        assert document.one("html")["lang"] == language, name
        assert {link["lang"] for link in document.all("a", hreflang="*")} == {other}, name


def test_every_page_has_one_title_one_main_part_and_a_heading(documents):
    def faults(document):
        counts = Counter(
            {
                "title": len(document.all("title")),
                "main": len(document.all("main")),
                "empty title": not document.one("title").text,
                "no heading": not [h for h in document.walk() if h.tag in ("h1", "h2") and h.text],
            }
        )
        wrong = counts["title"] != 1 or counts["main"] != 1
        return counts if wrong or counts["empty title"] or counts["no heading"] else None

    assert found(documents, faults) == {}


def test_no_page_gives_two_elements_the_same_id(documents):
    def doubled(document):
        ids = Counter(element["id"] for element in document.all(id="*"))
        return [name for name, number in ids.items() if number > 1]

    assert found(documents, doubled) == {}


def test_every_reference_between_elements_finds_its_element(documents):
    def dangling(document):
        ids = {element["id"] for element in document.all(id="*")}
        references = [
            reference
            for element in document.walk()
            for name in ("aria-labelledby", "aria-describedby", "for", "aria-controls")
            for reference in element.attributes.get(name, "").split()
        ]
        return [reference for reference in references if reference not in ids]

    assert found(documents, dangling) == {}


def test_every_form_that_a_browser_sends_carries_its_token(documents):
    """Row 52: CSRF on all forms; those of people without a cookie are checked by their origin."""
    by_origin = ("/knock", "/callback", "/visit/continue", "/join/")

    def unprotected(document):
        return [
            form
            for form in document.all("form", method="post")
            if not form.all("input", name="csrfmiddlewaretoken")
            and not form["action"].endswith(by_origin)
        ]

    assert found(documents, unprotected) == {}


def test_the_example_says_on_every_page_that_it_is_one(documents):
    def silent(document):
        band = document.all("p", class_="example-band")
        return [] if len(band) == 1 and band[0].text else ["no word"]

    assert found(documents, silent) == {}
