"""The desk in states that need words of their own."""

from datetime import time, timedelta

import pytest
import time_machine
from django.utils import timezone

from buergerbuero.departments.models import Department, DutyState
from buergerbuero.visits import actions, clock
from buergerbuero.visits.foresight import look_ahead
from buergerbuero.visits.models import Visit
from tests.browser import Browser
from tests.people import has_served, knock, on_duty


@pytest.fixture
def desk(demir):
    return Browser().is_signed_in_as(demir)


def region(desk, name):
    return desk.page("/desk/").one(id=f"region-{name}")


def does_not_come(visit, demir):
    """Called with the page awake, and the offer runs out."""
    actions.reached(actions.call(visit, demir))
    Visit.objects.filter(pk=visit.pk).update(offer_until=timezone.now())
    clock.end_offers()
    visit.refresh_from_db()


def test_nobody_waits(desk, office):
    said = region(desk, "queue").text
    assert said == "Gerade wartet niemand. Wir klopfen laut, wenn jemand kommt."


def test_all_are_away(desk, office):
    actions.pause(knock(office), timedelta(minutes=5))
    assert "Alle Wartenden sind kurz weg." in region(desk, "queue").text


def test_somebody_is_called_and_the_door_stays_open_for_a_while(desk, demir, office):
    ayla = actions.call(knock(office, "Ayla"), demir)
    talk = region(desk, "talk").one("div", class_="called")
    assert f"{ayla.label} ist aufgerufen." in talk.one("p", role="status").text
    timer = talk.one("p", role="timer")
    until = timezone.localtime(ayla.offer_until)
    assert timer.text == f"Die Tür bleibt bis {until:%-H:%M:%S} Uhr offen."
    assert timer["data-left"] == until.isoformat()


def test_somebody_who_does_not_come_can_be_called_again(desk, demir, office):
    ayla = knock(office, "Ayla")
    does_not_come(ayla, demir)
    row = desk.page("/desk/").one("tr", id=f"row-{ayla.pk}")
    assert "hat nicht geantwortet" in row.text
    again = row.one("div", class_="row-actions").one("form", action=f"/desk/visits/{ayla.pk}/call")
    assert again.one("button")["aria-label"] == f"{ayla.label} noch einmal aufrufen"
    fields = {again.one("input", name="absent")["name"]: again.one("input", name="absent")["value"]}
    assert desk.command(again["action"], **fields).status_code == 204
    ayla.refresh_from_db()
    assert (ayla.state, ayla.advisor) == ("called", demir)


def test_the_visit_of_somebody_who_does_not_come_can_be_ended(desk, demir, office):
    ayla = knock(office, "Ayla")
    does_not_come(ayla, demir)
    row = desk.page("/desk/").one("tr", id=f"row-{ayla.pk}")
    end = row.one("div", class_="row-actions").one("form", data_confirm="*")
    assert end["data-confirm"] == f"Besuch von {ayla.label} beenden?"
    reason = end.one("input", name="reason")["value"]
    assert desk.command(end["action"], reason=reason).status_code == 204
    ayla.refresh_from_db()
    assert (ayla.outcome, ayla.reason) == ("declined", reason)
    assert reason == "Wir haben Sie aufgerufen, aber nicht erreicht."


def test_only_whoever_did_not_answer_has_buttons_in_the_row(desk, office):
    knock(office)
    actions.pause(knock(office), timedelta(minutes=5))
    assert region(desk, "queue").all("div", class_="row-actions") == []


def test_a_talk_is_ended_and_a_call_taken_back_from_the_call_bar(desk, demir, office):
    """What leads out of the room stands where the citizen's stands: in the bar."""
    ayla = actions.call(knock(office), demir)
    bar = region(desk, "talk").one("div", class_="callbar")
    ends = {form["action"].rpartition("/")[2] for form in bar.all("form", method="post")}
    assert ends == {"take-back", "end"}
    assert region(desk, "talk").all("form", action=f"/desk/visits/{ayla.pk}/put-back") == []
    actions.enter(ayla)
    assert region(desk, "talk").one("form", action=f"/desk/visits/{ayla.pk}/put-back")


def test_the_citizen_has_hung_up(desk, demir, office):
    actions.hang_up(actions.enter(actions.call(knock(office), demir)))
    said = region(desk, "talk").one("div", class_="called").one("p", role="status").text
    assert said == "hat aufgelegt Der Rückweg ist noch eine Minute offen."


def test_a_break_says_when_it_is_over(desk, demir, office):
    back_at = timezone.localtime(timezone.now() + timedelta(minutes=15))
    on_duty(demir, DutyState.BREAK, back_at=back_at)
    assert f"zurück um {back_at:%-H:%M} Uhr" in region(desk, "duty").text


def test_a_door_that_is_open_without_staff_says_what_stands_outside(desk, demir, office):
    on_duty(demir, DutyState.AWAY)
    said = region(desk, "doors").text
    assert "Draußen steht: gerade nicht besetzt. Stellen Sie sich auf „Frei“." in said


def test_the_band_is_there_from_the_beginning_and_silent(desk, office):
    """Row 19: what is to be heard was there before."""
    page = desk.page("/desk/")
    alert = page.one("span", data_knock_alert="*")
    assert (alert["role"], alert.text) == ("alert", "")
    assert page.one("ul", id="region-knocks")["data-knocks"] == ""


def test_whoever_is_here_knocks_with_number_department_and_name(desk, office):
    ayla, boris = knock(office, "Ayla"), knock(office, "")
    actions.pause(knock(office, "Chen"), timedelta(minutes=5))
    knocks = region(desk, "knocks")
    assert knocks["data-knocks"].split() == [ayla.pk, boris.pk]
    assert {one["data-knock"]: one.text for one in knocks.all("li", data_knock="*")} == {
        ayla.pk: f"{ayla.label}, Elterngeldstelle – Ayla",
        boris.pk: f"{boris.label}, Elterngeldstelle",
    }


@pytest.fixture
def closing_soon(office, demir):
    """All in talk, four wait, and the door shuts in twelve minutes; a talk takes about ten."""
    noon = timezone.localtime().replace(hour=12, minute=0, second=0, microsecond=0)
    with time_machine.travel(noon, tick=False):
        has_served(office, 10)
        on_duty(demir)
        actions.call(knock(office), demir)
        for _ in range(4):
            knock(office)
        office.opening_hours.update(opens=time(8), closes=time(12, 12))
        yield


def test_a_door_that_shuts_by_itself_says_so_and_who_waits_beyond_closing(
    desk, office, closing_soon
):
    look_ahead()
    doors = region(desk, "doors")
    assert "Nimmt heute niemanden mehr an – 1 kommt noch dran" in doors.text
    assert "Von selbst zu: Wer jetzt anklopft, käme vor Schließung nicht mehr dran." in doors.text
    assert "3 warten voraussichtlich über die Schließung um 12:12 Uhr hinaus." in doors.text
    assert desk.command(f"/desk/doors/{office.slug}/resume").status_code == 204
    look_ahead()
    assert "Im Gespräch – 4 warten" in region(desk, "doors").text


def test_after_closing_the_desk_says_until_when_people_wait(desk, office, demir, closing_soon):
    with time_machine.travel(timezone.now() + timedelta(minutes=20), tick=False):
        on_duty(demir)
        said = "Geschlossen. Wer bis 13:12 Uhr nicht dran war, bekommt eine Absage."
        assert said in region(desk, "doors").text


def test_the_desk_reads_that_it_takes_longer_today(desk, office, closing_soon):
    Department.objects.update(longer_on=timezone.localdate())
    assert "Draußen steht: Heute dauert es länger als sonst." in region(desk, "doors").text
