"""What desks show of a door that nobody opens, and of one who does not come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buergerbuero.departments.models import Duty, DutyState, Role
from buergerbuero.visits import actions
from buergerbuero.visits.models import Alert, Visit
from tests.browser import Browser, sentence
from tests.people import knock, make_advisor, on_duty

MINUTE = timedelta(minutes=1)


@pytest.fixture
def ayla(office):
    return knock(office, "Ayla")


def desk_of(user):
    """Signing in changes something; here they have been signed in for long."""
    state, stages = (
        Duty.objects.get(user=user).state,
        dict(Alert.objects.values_list("pk", "stage")),
    )
    desk = Browser().is_signed_in_as(user)
    on_duty(user, DutyState(state))
    for pk, stage in stages.items():
        Alert.objects.filter(pk=pk).update(stage=stage)
    return desk


def alerts(user):
    region = desk_of(user).page("/desk/").one("ul", id="region-alerts")
    return [(one["data-alert"], one.text) for one in region.all("li")]


def told(office, stage):
    Alert.objects.all().delete()
    Alert.objects.create(department=office, since=timezone.now(), stage=stage)


def test_a_colleague_on_a_break_and_then_the_head_read_whom_nobody_lets_in(
    ayla, office, demir, brandt
):
    on_duty(brandt, DutyState.BREAK)
    weiss = on_duty(make_advisor("weiss", "Herr Weiss", office, role=Role.HEAD), DutyState.AWAY)
    assert [alerts(one) for one in (demir, brandt, weiss)] == [[], [], []]
    told(office, "colleagues")
    read = [(f"alert-colleagues-{ayla.pk}", f"{ayla.label}, Elterngeldstelle")]
    assert [alerts(one) for one in (demir, brandt, weiss)] == [read, read, []]
    told(office, "heads")
    read = [(f"alert-heads-{ayla.pk}", f"{ayla.label}, Elterngeldstelle")]
    assert [alerts(one) for one in (demir, brandt, weiss)] == [read, read, read]


def test_the_first_who_is_present_is_named_and_no_name_of_theirs(ayla, office, demir):
    actions.pause(ayla, 5 * MINUTE)
    boris = knock(office, "Boris")
    told(office, "heads")
    assert alerts(demir) == [(f"alert-heads-{boris.pk}", f"{boris.label}, Elterngeldstelle")]


def test_a_desk_of_another_department_reads_nothing(ayla, office, demir, okafor):
    told(office, "heads")
    assert alerts(okafor) == []


def test_seen_at_one_desk_is_seen_at_all(ayla, office, demir, brandt):
    told(office, "heads")
    assert desk_of(brandt).command("/desk/seen").status_code == 204
    assert [alerts(one) for one in (demir, brandt)] == [[], []]


def test_whoever_says_that_they_are_free_has_seen_it(ayla, office, demir):
    told(office, "heads")
    desk_of(demir).command("/desk/duty", state="break", minutes="5")
    assert Alert.objects.get().stage == "heads"
    desk_of(demir).command("/desk/duty", state="free")
    assert Alert.objects.get().stage == ""


def test_whoever_signs_in_has_seen_it(ayla, office, demir):
    told(office, "nobody")
    Browser().is_signed_in_as(demir)
    assert Alert.objects.get().stage == ""


def test_the_band_knows_where_to_tell_that_somebody_has_seen(demir, office):
    band = desk_of(demir).page("/desk/").one("div", data_knock_band="*")
    assert band["data-tell"] == "/desk/seen"
    assert "hidden" in band.one("span", data_knock_muted="*")


def test_the_desk_says_when_it_knocks(demir, office):
    said = "In der Pause und abwesend klopft es nur, wenn sonst niemand öffnet."
    assert said in desk_of(demir).page("/desk/").one("section", aria_labelledby="klopfen").text


# Somebody does not come


def go_on_button(user):
    talk = desk_of(user).page("/desk/").one(id="region-talk")
    return [one.one("button").text for one in talk.all("form") if one["action"].endswith("/go-on")]


@pytest.fixture
def called(ayla, demir):
    return actions.reached(actions.call(ayla, demir))


def called_since(visit, seconds, **facts):
    moment = timezone.now() - timedelta(seconds=seconds)
    Visit.objects.filter(pk=visit.pk).update(called_at=moment, **facts)


def test_one_click_goes_on_after_a_minute_and_the_place_is_kept(called, office, demir):
    boris = knock(office, "Boris")
    assert go_on_button(demir) == []
    called_since(called, 61)
    assert go_on_button(demir) == [f"{called.label} später, nächste Person aufrufen"]
    assert desk_of(demir).command(f"/desk/visits/{called.pk}/go-on").status_code == 204
    called.refresh_from_db()
    boris.refresh_from_db()
    assert (called.state, called.absence, called.missed) == ("waiting", "not_answered", 0)
    assert (boris.state, boris.advisor) == ("called", demir)


def test_a_page_that_does_not_answer_is_passed_over_after_seconds(called, office, demir):
    knock(office, "Boris")
    called_since(called, 6, reached_at=None)
    assert len(go_on_button(demir)) == 1


def test_with_nobody_else_there_is_no_button_and_the_call_stays(called, office, demir):
    called_since(called, 61)
    assert go_on_button(demir) == []
    answer = desk_of(demir).command(f"/desk/visits/{called.pk}/go-on")
    assert sentence(answer) == (409, "Gerade ist niemand da, den Sie aufrufen können.")
    called.refresh_from_db()
    assert (called.state, called.advisor) == ("called", demir)


def test_whoever_has_just_entered_is_not_passed_over(called, office, demir):
    boris = knock(office, "Boris")
    called_since(called, 61)
    actions.enter(called)
    assert desk_of(demir).command(f"/desk/visits/{called.pk}/go-on").status_code == 409
    called.refresh_from_db()
    boris.refresh_from_db()
    assert (called.state, boris.state) == ("talking", "waiting")
