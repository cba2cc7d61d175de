"""The desk hands somebody over, sends them for something, and leaves a note."""

from datetime import time

import pytest
from django.utils import timezone

from buergerbuero.departments.models import Department, OpeningHours
from buergerbuero.visits import actions
from buergerbuero.visits.handing_over import write_note
from buergerbuero.visits.rules import Reason
from tests import html
from tests.browser import Browser, sentence
from tests.people import knock, make_department

LOUD = ("alert", "status", "log")
NOTE = "Braucht den Bescheid in <b>leichter</b> Sprache."


@pytest.fixture
def desk(demir):
    return Browser().is_signed_in_as(demir)


@pytest.fixture
def talking(office, demir):
    return actions.enter(actions.call(knock(office, "Ayla"), demir))


def region(desk, name):
    return desk.page("/desk/").one(id=f"region-{name}")


def dialog(desk, visit):
    answer = desk.get(f"/desk/visits/{visit.pk}/doors")
    return html.read(answer.json()["html"]).one("dialog")


def hand_over(desk, visit, **fields):
    return sentence(desk.command(f"/desk/visits/{visit.pk}/transfer", **fields))


def state(visit):
    visit.refresh_from_db()
    return visit.state, visit.department.slug, visit.note


# Where to


def test_the_dialog_shows_every_other_door_as_it_is_and_which_can_be_chosen(
    desk, talking, centre, okafor
):
    make_department("suspended", "S", suspended=True, suspension={"de": "Wasserschaden"})
    make_department("full", "F", capacity=0)
    make_department("stopped", "T", no_more_on=timezone.localdate())
    make_department("unstaffed", "U")
    closed = make_department("closed", "C")
    OpeningHours.objects.filter(department=closed).update(opens=time(3), closes=time(3, 1))
    shown = dialog(desk, talking)
    found = {}
    for one in shown.all("input", name="department"):
        words = shown.one("label", for_=one["id"]).text
        found[one["value"]] = ("disabled" in one, "data-by-agreement" in one, words)
    assert [(slug, *facts[:2]) for slug, facts in found.items()] == [
        (slug, slug in ("suspended", "closed"), slug in ("full", "stopped")) for slug in found
    ]
    assert set(found) == {one.slug for one in Department.objects.exclude(pk=talking.department_id)}
    words = {slug: facts[2] for slug, facts in found.items()}
    assert words["integrationszentrum"].startswith("Integrationszentrum Offen – niemand wartet")
    assert words["suspended"] == (
        "Suspended Heute nicht per Video Wasserschaden Gerade kann dort niemand aufgerufen werden."
    )
    assert words["full"] == "Full Voll – niemand wartet Nur nach Absprache mit dem Fachbereich."
    assert words["unstaffed"].endswith("Es kann dauern, bis dort jemand öffnet.")


def test_the_dialog_is_for_whoever_talks_with_them(desk, talking, brandt, okafor, office):
    waiting = knock(office, "Boris")
    path = f"/desk/visits/{talking.pk}/doors"
    assert Browser().is_signed_in_as(brandt).get(path).status_code == 404
    assert Browser().is_signed_in_as(okafor).get(path).status_code == 404
    assert Browser().get(path).status_code == 302
    assert desk.get(f"/desk/visits/{waiting.pk}/doors").status_code == 404


def test_the_note_of_the_talk_stands_in_the_dialog(desk, talking, demir, centre):
    write_note(talking, demir, NOTE)
    assert dialog(desk, talking).one("textarea", name="note").source == NOTE


def test_where_there_is_no_other_door_nothing_can_be_sent(desk, talking):
    shown = dialog(desk, talking)
    assert "Es gibt keinen anderen Fachbereich." in shown.text
    assert [one.text for one in shown.all("button")] == ["Abbrechen"]


def test_the_new_door_reads_who_handed_over_and_the_note(desk, talking, centre, okafor):
    said = hand_over(desk, talking, department=centre.slug, note=NOTE)
    assert said == (204, "")
    there = region(Browser().is_signed_in_as(okafor), "queue")
    handed = ["weitergegeben von Elterngeldstelle", f"Notiz: {NOTE}"]
    for place in (there.one("tr", id=f"row-{talking.pk}"), there.one("section", class_="next")):
        assert [one.text for one in place.one("div", class_="handed").all("p")] == handed
    actions.call_next(centre, okafor)
    talk = region(Browser().is_signed_in_as(okafor), "talk")
    assert [one.text for one in talk.one("div", class_="handed").all("p")] == handed
    assert "Ayla" not in region(desk, "queue").text


# Refused, with a sentence


def test_every_refusal_says_why_and_changes_nothing(desk, office, talking, centre, demir):
    full = make_department("full", "F", capacity=0)
    shut = make_department("shut", "S", suspended=True)
    no_choice = (409, "Bitte wählen Sie einen Fachbereich.")
    assert hand_over(desk, talking) == no_choice
    assert hand_over(desk, talking, department="nothing") == no_choice
    assert hand_over(desk, talking, department=office.slug) == (
        409,
        "Die Person ist schon in diesem Fachbereich.",
    )
    asked = "Full: Voll – niemand wartet. Bitte sprechen Sie sich ab, und bestätigen Sie das."
    assert hand_over(desk, talking, department=full.slug) == (409, asked)
    closed = "Shut: Heute nicht per Video. Gerade kann dort niemand aufgerufen werden."
    assert hand_over(desk, talking, department=shut.slug, agreed="yes") == (409, closed)
    too_long = hand_over(desk, talking, department=centre.slug, note="x" * 501)
    assert too_long == (409, "Bitte höchstens 500 Zeichen.")
    assert state(talking) == ("talking", office.slug, "")
    assert hand_over(desk, talking, department=full.slug, agreed="yes") == (204, "")


def test_only_in_the_talk_and_only_by_whoever_talks(desk, office, centre, demir, brandt):
    ayla, boris = knock(office, "Ayla"), knock(office, "Boris")
    actions.call(ayla, demir)
    actions.enter(actions.call(boris, brandt, reason=Reason.URGENT))
    too_early = hand_over(desk, ayla, department=centre.slug)
    assert too_early == (409, "Das geht erst, wenn die Person eingetreten ist.")
    others = hand_over(desk, boris, department=centre.slug)
    assert others == (409, "Mit dieser Person spricht jetzt Herr Brandt.")
    assert (state(ayla)[0], state(boris)[0]) == ("called", "talking")


def test_whoever_has_left_meanwhile_is_handed_over_by_nobody(desk, talking, centre, demir):
    actions.end(talking, demir)
    path = f"/desk/visits/{talking.pk}/transfer"
    assert desk.command(path, department=centre.slug).status_code == 404


# Note and papers


def test_a_note_is_kept_shown_and_changed(desk, talking):
    path = f"/desk/visits/{talking.pk}/note"
    assert desk.command(path, note=NOTE).status_code == 204
    talk = region(desk, "talk")
    assert talk.one("div", class_="handed").text == f"Notiz: {NOTE}"
    assert talk.one("textarea", name="note").source == NOTE
    assert desk.command(path, note="").status_code == 204
    assert region(desk, "talk").all("div", class_="handed") == []
    too_long = sentence(desk.command(path, note="x" * 501))
    assert too_long == (409, "Bitte höchstens 500 Zeichen.")


def test_what_to_fetch_stands_in_the_list(desk, talking):
    path = f"/desk/visits/{talking.pk}/put-back"
    assert desk.command(path, papers="yes", to_fetch="die Geburtsurkunde").status_code == 204
    row = region(desk, "queue").one("tr", id=f"row-{talking.pk}")
    assert "holt Unterlagen: die Geburtsurkunde" in row.text


# Beside the talk


def test_the_talk_says_how_long_it_takes_and_who_is_next_without_saying_it_aloud(
    desk, talking, office, demir
):
    times = region(desk, "talk").one("div", class_="called").all("time")
    entered = timezone.localtime(talking.entered_at).isoformat()
    assert [one["data-since"] for one in times] == [entered]
    assert region(desk, "following").text == "Sonst wartet gerade niemand"
    boris = knock(office, "Boris")
    knock(office, "Chen")
    following = region(desk, "following")
    assert following.text == f"Als Nächstes: {boris.label} – 2 warten"
    loud = [one for one in desk.page("/desk/").walk() if one.attributes.get("role") in LOUD]
    said = " ".join(one.text for one in loud)
    assert "warten" not in said
    assert "läuft seit" not in said


def test_without_a_talk_there_is_no_line_about_who_is_next(desk, office):
    knock(office, "Boris")
    assert "hidden" in region(desk, "following")
