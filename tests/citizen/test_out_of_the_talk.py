"""What somebody reads who comes out of a talk and waits once more."""

import pytest

from buergerbuero.visits import actions
from buergerbuero.visits.rules import Reason
from tests.browser import Browser
from tests.people import knock


@pytest.fixture
def talking(office, demir):
    return actions.enter(actions.call(knock(office, "Ayla"), demir))


def page_of(visit, prefix=""):
    return Browser().holds(visit).page(f"{prefix}/visit/")


def band(visit, prefix=""):
    return page_of(visit, prefix).one("div", id="region-handed-over").text


def test_handed_over_they_read_by_whom_where_to_and_what_it_means(talking, centre, demir):
    assert band(talking) == ""
    moved = actions.transfer(talking, demir, centre, note="nur intern")
    assert band(moved) == (
        "Frau Demir bringt Sie in einen anderen Fachbereich: Integrationszentrum. Sie müssen nicht"
        f" neu warten: Ihre Wartezeit zählt, und Ihre Nummer bleibt {moved.label}. Kamera und"
        " Mikrofon sind aus."
    )
    page = page_of(moved)
    assert "Integrationszentrum" in page.one("div", id="region-ticket").text
    assert page.one("form", action="/visit/leave").one("button").text == "Wartebereich verlassen"
    assert "nur intern" not in page.text
    assert band(moved, "/en").startswith(
        "Frau Demir is taking you to another department: Integrationszentrum (en)."
    )


def test_called_at_the_new_door_it_is_said_no_more(talking, centre, demir, okafor):
    moved = actions.transfer(talking, demir, centre)
    assert band(actions.call_next(centre, okafor) and moved) == ""


def test_brought_to_a_discreet_door_its_name_is_not_said(talking, centre, demir):
    centre.discreet = True
    centre.save()
    moved = actions.transfer(talking, demir, centre)
    assert band(moved).startswith("Frau Demir bringt Sie zu einer anderen Beratung. Sie müssen")
    assert "Integrationszentrum" not in page_of(moved).text


def test_what_to_fetch_is_read_until_the_next_talk(talking, demir, brandt, office):
    away = actions.put_back(talking, demir, papers=True, to_fetch="die <b>Geburtsurkunde</b>")
    region = page_of(away).one("div", id="region-visit")
    assert "Bitte holen Sie: die <b>Geburtsurkunde</b> Ihr Platz bleibt." in region.text
    assert region["data-announce"] == "Bitte holen Sie: die <b>Geburtsurkunde</b>"
    mine = Browser().holds(away)
    assert mine.command("/visit/back").status_code == 204
    away.refresh_from_db()
    region = page_of(away).one("div", id="region-visit")
    assert "Bitte halten Sie bereit: die <b>Geburtsurkunde</b>" in region.text
    actions.enter(actions.call(away, brandt, reason=Reason.PAPERS))
    assert "Geburtsurkunde" not in page_of(away).text


def test_without_words_they_fetch_their_papers(talking, demir):
    away = actions.put_back(talking, demir, papers=True)
    region = page_of(away).one("div", id="region-visit")
    assert "Bitte holen Sie Ihre Unterlagen." in region.text
    assert "data-announce" not in region


def test_back_in_line_at_the_new_door_nobody_is_brought_there_again(talking, centre, demir, okafor):
    moved = actions.transfer(talking, demir, centre)
    inside = actions.enter(actions.call(moved, okafor))
    assert band(actions.put_back(inside, okafor, papers=True, to_fetch="den Ausweis")) == ""
