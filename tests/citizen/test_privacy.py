"""What the public reads of data and cookies is what the record of all data says (row 15)."""

import re

import pytest

from tests.browser import Browser
from tests.test_docs import RECORDS, first_column

# Each row of the record that holds something of citizens or guests, by its model, and how the page
# begins to speak of it.
ON_THE_PAGE = {
    "Visit": [
        *("Name, Anliegen und Wünsche: bis", "Ihr Aktenzeichen: bis", "Notizen der Beratung, und"),
        *("Wie wir geprüft haben, wer Sie sind, nichts aus", "Wann jemand gewartet und"),
        *("Warum wir Sie nicht hereinbitten", "Ein Prüfwert Ihrer Internet-Adresse, gegen"),
    ],
    "Slip": ["Ihr Merkzettel: bis Sie ihn löschen, höchstens 60 Minuten"],
    "Callback": [
        "Ihre Telefonnummer für einen Rückruf: bis jemand angerufen hat, höchstens 7 Tage"
    ],
    "ReturnCode": ["Ein Code für ein anderes Gerät: bis"],
    "ReturnTry": ["Ein Prüfwert Ihrer Internet-Adresse, gegen zu häufiges Anklopfen und falsche"],
    "Word": ["Was wir Ihnen beim Warten sagen: höchstens 60 Minuten"],
    "VisitSubscription": ["Wir speichern die Adresse Ihres Browsers bei diesem Dienst und"],
    "Participant": ["Namen von Menschen, die zum Gespräch dazukommen: bis das Gespräch"],
    "Signal": ["Internet-Adressen, unter denen sich die Browser finden: bis das Gespräch"],
}
WHOEVER = ("citizen", "guest", "whoever")


@pytest.fixture
def page(static_files, db):
    return Browser().page("/privacy/")


def test_the_page_names_every_cookie_that_the_record_names(page):
    """Rows 9 and 15: three for citizens and guests, and the one for who works here."""
    named = [one.text for one in page.one("main").all("strong")]
    assert sorted(named) == sorted(first_column(RECORDS, "Cookies"))


def test_the_page_says_how_long_of_everything_that_the_record_names(page):
    lines = [one.text for one in page.one("main").all("li")]
    missing = [
        begins
        for beginnings in ON_THE_PAGE.values()
        for begins in beginnings
        if not any(line.startswith(begins) for line in lines)
    ]
    assert missing == []


def test_every_row_of_the_record_about_citizens_has_its_line():
    table = RECORDS.read_text().partition("## Tables\n")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (\w+)", table, re.MULTILINE)
    assert {model for model, whose in rows if whose in WHOEVER} == ON_THE_PAGE.keys()


def test_the_page_reads_the_same_in_english(static_files, db):
    german, english = (Browser().page(path).one("main") for path in ("/privacy/", "/en/privacy/"))
    assert [len(german.all(tag)) for tag in ("li", "p", "strong")] == [
        len(english.all(tag)) for tag in ("li", "p", "strong")
    ]
    texts = {one.text for one in german.all("li")}
    assert [one.text for one in english.all("li") if one.text in texts] == []
