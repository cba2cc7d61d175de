"""The slip on the goodbye page: read, saved, deleted, and gone after an hour."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buergerbuero.departments.models import Department
from buergerbuero.visits import actions, clock, slips
from buergerbuero.visits.models import Slip, Visit
from tests import html
from tests.browser import Browser
from tests.citizen.test_names import HOSTILE
from tests.people import knock

GONE = "Dieser Merkzettel ist gelöscht. Fragen?"
NONE = "Es gibt keinen Merkzettel zu diesem Gespräch."


@pytest.fixture
def talk(office, demir):
    return actions.enter(actions.call(knock(office), demir))


def ended(visit, advisor, **said):
    if said:
        slips.write(visit, advisor, said, "de")
    return actions.end(visit, advisor)


def goodbye(visitor, language=""):
    return visitor.page(f"{language}/visit/").one("div", id="region-visit")


def test_it_is_read_on_the_goodbye_page(visitor, talk, demir):
    ended(talk, demir, discussed="Plus ab Monat drei.\nAlles klar.", missing="A\nB")
    page = goodbye(visitor.holds(talk))
    slip = page.one("article", class_="note")
    assert "Von Frau Demir für Sie" in slip.text
    assert [one.text for one in slip.all("li")] == ["A", "B"]
    assert "Plus ab Monat drei. Alles klar." in slip.text
    assert "01234 567-330" in slip.text
    assert page.one("p", data_slip_gone="*").attributes.keys() >= {"hidden"}


def test_the_words_of_the_slip_keep_their_language(visitor, talk, demir):
    ended(talk, demir, discussed="Alles klar.")
    slip = goodbye(visitor.holds(talk), "/en").one("article", class_="note")
    assert "What we talked about" in slip.text
    assert slip.one("p", lang="de").text == "Alles klar."


def test_without_a_slip_it_says_so(visitor, talk, demir):
    ended(talk, demir)
    assert NONE in goodbye(visitor.holds(talk)).text


def test_whoever_was_never_in_a_talk_is_told_nothing_of_slips(visitor, office):
    visit = actions.leave(knock(office))
    assert "Merkzettel" not in goodbye(visitor.holds(visit)).text


def test_whoever_was_sent_for_papers_and_goes_home_takes_it_along(visitor, talk, demir):
    slips.write(talk, demir, {"missing": "Der Bescheid"}, "de")
    actions.leave(actions.put_back(talk, demir))
    assert "Der Bescheid" in goodbye(visitor.holds(talk)).text


def test_it_can_be_deleted(visitor, talk, demir):
    ended(talk, demir, discussed="Geheim.")
    visitor.holds(talk)
    answer = visitor.post("/visit/delete-slip")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/visit/")
    text = goodbye(visitor).text
    assert f"{GONE} 01234 567-330" in text
    assert "Geheim." not in text
    assert visitor.get("/visit/slip").status_code == 404
    assert visitor.command("/visit/delete-slip").status_code == 409


def test_an_hour_after_the_end_it_is_gone(visitor, talk, demir):
    """Row 8: first for everybody who asks, then from the database."""
    ended(talk, demir, discussed="Geheim.")
    visitor.holds(talk)
    Visit.objects.update(closed_at=timezone.now() - timedelta(minutes=60))
    assert "Geheim." not in goodbye(visitor).text
    assert visitor.get("/visit/slip").status_code == 404
    Visit.objects.update(closed_at=timezone.now() - timedelta(minutes=60, seconds=1))
    clock.erase()
    assert Slip.objects.count() == 0
    answer = visitor.get("/visit/")
    assert answer.status_code == 404
    assert "Ihre Angaben sind gelöscht, ein Merkzettel auch." in html.read(answer.content).text


def test_saved_it_is_a_file_that_says_the_same(visitor, talk, demir):
    ended(talk, demir, discussed="Plus ab Monat drei.", missing="A\nB")
    shown = goodbye(visitor.holds(talk)).one("article", class_="note").text
    answer = visitor.get("/visit/slip")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="merkzettel.html"'
    assert answer.headers["Cache-Control"] == "no-store"
    file = html.read(answer.content)
    assert file.one("article").text == shown
    assert file.all("script") == file.all("link") == file.all("style") == []
    assert [one["href"] for one in file.all("a")] == ["tel:01234 567-330"]


def test_nobody_else_gets_it(visitor, other_visitor, talk, demir, office):
    """Row 45: the cookie, and nothing else."""
    ended(talk, demir, discussed="Geheim.")
    boris = knock(office, "Boris")
    for stranger in (visitor, other_visitor.holds(boris), Browser().is_signed_in_as(demir)):
        assert stranger.get("/visit/slip").status_code == 404
        assert stranger.command("/visit/delete-slip").status_code in (404, 409)
    assert Slip.objects.get().discussed == "Geheim."


def test_it_is_not_to_be_had_before_the_end(visitor, talk, demir):
    slips.write(talk, demir, {"discussed": "Noch nicht fertig."}, "de")
    visitor.holds(talk)
    assert visitor.get("/visit/slip").status_code == 404
    assert b"Noch nicht fertig." not in visitor.get("/visit/").content


def test_of_a_discreet_door_it_says_neither_where_nor_with_whom(visitor, talk, demir, office):
    Department.objects.update(discreet=True)
    visit = Visit.objects.select_related("department").get()
    ended(visit, demir, discussed="Alles klar.")
    visitor.holds(talk)
    for text in (goodbye(visitor).text, html.read(visitor.get("/visit/slip").content).text):
        assert office.name not in text
        assert "Demir" not in text
        assert "Alles klar." in text


@pytest.mark.parametrize("text", HOSTILE)
def test_it_is_text_on_the_page_and_in_the_file(visitor, talk, demir, text):
    """Row 53: and nobody makes a link of it."""
    ended(talk, demir, discussed=f"x {text}", missing=text)
    visitor.holds(talk)
    page, file = visitor.page("/visit/"), html.read(visitor.get("/visit/slip").content)
    assert page.strange_scripts() == []
    assert file.all("script") == []
    for shown in (page, file):
        assert [one for one in shown.walk() if any(key[:2] == "on" for key in one.attributes)] == []
        assert shown.all("img", src="x") == []
        assert [link for link in shown.all("a") if "evil" in link["href"]] == []
