"""Row 53: names are text. What deceives the eye is taken out; staff look-alikes are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerbuero.citizen.names import NAME_AT_MOST, looks_like_staff
from buergerbuero.visits.models import Visit
from buergerbuero.visits.tidy import tidy
from tests import html
from tests.browser import Browser
from tests.people import knock

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg onload=alert(1)>",
    "' onmouseover='alert(1)",
    "{{ settings.SECRET_KEY }}",
    "{% include 'base.html' %}",
    "${7*7} #{7*7} <%= 7*7 %>",
    "javascript:alert(1)",
    "</title><script>alert(1)</script>",
    "--><!--",
    "]]>&lt;b&gt;&amp;",
    "https://evil.example/?x=1",
    "=cmd|' /C calc'!A0",
    "%(name)s %s {0}",
    "\ue001\ue002\ue003\ue004",
]  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_is_text_on_every_page_that_shows_it(visitor, office, demir, name):
    """Row 53: citizen's form, desk and room show the name, and nothing else happens."""
    visitor.knock(office, name=name)
    visit = Visit.objects.get()
    assert visit.name == tidy(name)
    desk = Browser().is_signed_in_as(demir)
    waiting = desk.page("/desk/")
    assert waiting.one("span", class_="list__name").text == (visit.name or "ohne Namen")
    desk.command("/desk/call")
    called = desk.page("/desk/")
    assert called.one("section", data_room="*")["data-other-name"] == (visit.name or visit.label)
    visitor.command("/visit/enter")
    talking = visitor.page("/visit/")
    for page in (waiting, called, talking):
        assert [one for one in page.walk() if any(key[:2] == "on" for key in one.attributes)] == []
        assert page.strange_scripts() == []
        assert page.all("img", src="x") == []
        assert [link for link in page.all("a", href="*") if "evil" in link["href"]] == []


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_that_is_refused_stands_in_the_form_as_text(visitor, office, name):
    """Row 53. What only deceives the eye is not shown again."""
    response = visitor.knock(office, name=f"Amt \u202e{name}\x00")
    assert response.status_code == 400
    page = html.read(response.content)
    assert page.one("input", name="name")["value"] == tidy(f"Amt {name}")
    assert page.strange_scripts() == []


def test_a_reason_that_an_advisor_writes_is_text_too(visitor, office, demir):
    """Row 53: what the citizen reads."""
    visit = knock(office)
    desk = Browser().is_signed_in_as(demir)
    reason = "<b>Bitte</b> <script>alert(1)</script> rufen Sie an"
    desk.command(f"/desk/visits/{visit.pk}/dismiss", reason=reason)
    page = visitor.holds(visit).page("/visit/")
    assert page.one("div", class_="message").text == reason
    assert page.strange_scripts() == []


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Ayla", "Ayla"),
        ("  Ayla   Öz\t\n ", "Ayla Öz"),
        ("Ayla\r\nINFO forged line", "Ayla INFO forged line"),
        ("Mu\u0308ller", "Müller"),
        ("Ay\u200bla", "Ayla"),
        ("Ay\u200d\u2060\ufeffla", "Ayla"),
        ("\u202eRemmi Marf\u202c", "Remmi Marf"),
        ("\u2066Ayla\u2069\u200f\u061c", "Ayla"),
        ("Ayla\x00\x07\x1b[31m", "Ayla[31m"),
        ("Ayla\ue001\U000f0000", "Ayla"),
        ("\u200b\u202e\ufeff", ""),
        ("\u3164\u115f\u1160\uffa0", ""),
        ("\u2800\u034f\ufe0f", ""),
        ("\u00ad", ""),
        ("Ayla\u2028Öz\u2029", "Ayla Öz"),
        # What people are really called stays as it is.
        ("José María O'Connor-Łukasz", "José María O'Connor-Łukasz"),
        ("Нина Петрова", "Нина Петрова"),
        ("عائشة", "عائشة"),
        ("李小龍", "李小龍"),
        ("Nguyễn Thị Minh", "Nguyễn Thị Minh"),
    ],
)
def test_a_name_is_kept_without_what_nobody_sees(said, kept):
    assert tidy(said) == kept


@given(st.text(max_size=80))
def test_every_name_becomes_one_line_that_stays_as_it_is(name):
    tidied = tidy(name)
    assert tidy(tidied) == tidied
    assert tidied == " ".join(tidied.split())
    assert set(tidied).isdisjoint("\n\r\t\x00\u200b\u200e\u200f\u202a\u202e\u2066\u2069\ufeff")


STAFF = [
    "Amt",
    "amt",
    "AMT",
    "Sachbearbeiter",
    "Sachbearbeiterin Schmidt",
    "Ihr Berater",
    "Leitung",
    "Landratsamt Musterkreis",
    "Jugendamt",
    "Sozialamt Musterstadt",
    "Kreisverwaltung",
    "Ausländerbehörde",
    "Bürgerbüro",
    "Buergerbuero",
    "Polizei",
    "Admin",
    "Administrator",
    "System",
    "Support",
    "Moderator",
    "Amt_Musterkreis",
    "-Amt-",
    "(Amt)",
    # Dressed up
    "\u0410\u043c\u0442",  # Cyrillic
    "\u0391mt",  # Greek Alpha
    "A\u200bm\u200bt",  # zero-width spaces
    "A\u200dmt",
    "\u202eAmt\u202c",  # direction marks
    "\u200fAmt\u200e",
    "\uff21\uff4d\uff54",  # full width
    "\U0001d400\U0001d426\U0001d42d",  # mathematical
    "Ⓐⓜⓣ",
    "A\u0332m\u0332t\u0332",  # underlined by combining marks
    "Ámt",
    "A\u00admt",  # soft hyphen
    "A\u034fmt",
    "Beho\u0308rde",
    "Behoerde",
    "P0lizei",
    "p\u043elizei",
]  # fmt: skip
HONEST = [
    "",
    "Ayla Öz",
    "Frau Krüger",
    "Amtmann",
    "Hamtaro Amthor",
    "Samtleben",
    "Verena Walter",
    "Leitner",
    "Systemann",
    "Adminka",
    "Klamt",
    "Samt",
    "Gesamtner",
    "Polizzi",
    "Rathausen",
    "Нина Амосова",
    "Αμαλία",
    "Hostert",
    "Officialis",
    "Иван Петров",
    "1 0",
]


@pytest.mark.parametrize("name", STAFF)
def test_nobody_gets_in_under_the_name_of_the_office(visitor, office, name):
    """Row 53: staff look-alikes, homoglyphs, direction marks, zero-width characters."""
    assert looks_like_staff(name)
    assert visitor.knock(office, name=name).status_code == 400
    assert Visit.objects.count() == 0


@pytest.mark.parametrize("name", HONEST)
def test_nobody_is_refused_for_an_honest_name(name):
    assert not looks_like_staff(name)


def test_a_long_name_is_not_cut_but_refused(visitor, office):
    assert visitor.knock(office, name="x" * (NAME_AT_MOST + 1)).status_code == 400
    assert visitor.knock(office, name="x" * NAME_AT_MOST).status_code == 303
    assert Visit.objects.get().name == "x" * NAME_AT_MOST


def test_a_long_name_of_many_bytes_fits(visitor, office):
    name = "Ñ" * NAME_AT_MOST
    visitor.knock(office, name=name + "\u200b" * 60)
    assert Visit.objects.get().name == name
