from datetime import timedelta

import pytest
from django.utils import timezone

from buergerbuero.departments.models import Department, Duty, DutyState, Membership
from buergerbuero.live import present
from buergerbuero.visits import actions
from buergerbuero.visits.models import Visit
from buergerbuero.visits.rules import Absence
from tests.browser import Browser, sentence
from tests.people import knock, make_department, on_duty


@pytest.fixture
def desk(static_files, demir):
    """Frau Demir at work."""
    return Browser().is_signed_in_as(demir)


@pytest.fixture
def colleague(static_files, brandt):
    return Browser(address="192.0.2.9").is_signed_in_as(brandt)


def change(visit, **facts):
    Visit.objects.filter(pk=visit.pk).update(**facts)
    visit.refresh_from_db()
    return visit


def earlier(visit, minutes):
    return change(visit, since=timezone.now() - timedelta(minutes=minutes))


def line(browser):
    """Whom the desk lists, in order."""
    page = browser.page("/desk/")
    return [row.one("span", class_="list__name").text for row in page.all("tr", id="*")]


def next_one(browser):
    found = browser.page("/desk/").all("h2", id="naechste")
    return found[0].text if found else ""


def commands(page):
    return sorted(
        {form["action"] for form in page.one("main").all("form", method="post", data_command="*")}
    )


def of(visit, verb, **fields):
    """Address of a command on this visit."""
    return f"/desk/visits/{visit.pk}/{verb}"


# The list


def test_the_line_is_ordered_by_the_first_knock(desk, office):
    earlier(knock(office, "Boris"), 5)
    earlier(knock(office, "Ayla"), 9)
    earlier(knock(office, "Chen"), 1)
    assert (line(desk), next_one(desk)) == (["Ayla", "Boris", "Chen"], "Ayla")


def test_whoever_is_away_keeps_their_place_and_is_passed_over(desk, office):
    ayla = earlier(knock(office, "Ayla"), 9)
    earlier(knock(office, "Boris"), 5)
    change(ayla, absence=Absence.UNSEEN)
    assert (line(desk), next_one(desk)) == (["Ayla", "Boris"], "Boris")
    row = desk.page("/desk/").one("tr", id=f"row-{ayla.pk}")
    assert (row["class"], "Seite nicht erreichbar" in row.text) == ("is-away", True)


def test_whoever_was_put_back_comes_first(desk, office):
    earlier(knock(office, "Ayla"), 9)
    change(earlier(knock(office, "Boris"), 5), put_back=True)
    assert (line(desk), next_one(desk)) == (["Boris", "Ayla"], "Boris")


def test_when_all_are_away_nobody_is_next(desk, office):
    change(knock(office, "Ayla"), absence=Absence.UNSEEN)
    page = desk.page("/desk/")
    assert "Alle Wartenden sind kurz weg." in page.one(id="region-queue").text
    assert next_one(desk) == ""


def test_an_advisor_of_two_departments_sees_one_line_over_both(desk, demir, office, centre):
    Membership.objects.create(user=demir, department=centre)
    earlier(knock(office, "Ayla"), 3)
    earlier(knock(centre, "Boris"), 9)
    page = desk.page("/desk/")
    rows = [row.one("span", class_="list__sub").text for row in page.all("tr", id="*")]
    assert (line(desk), rows) == (["Boris", "Ayla"], ["Integrationszentrum", "Elterngeldstelle"])


def test_an_advisor_of_one_department_is_not_told_its_name_in_every_row(desk, office):
    knock(office, "Ayla")
    row = desk.page("/desk/").one("tr", id="*")
    assert row.one("span", class_="list__sub").text == "kein Anliegen angegeben"


def test_a_row_says_what_the_citizen_said_at_the_door(desk, db, demir, office):
    subject = office.subjects.get()
    facts = {"subject": subject, "case_number": "ELT-17", "language": "tr", "needs": ["sign"]}
    visit = knock(office, "Ayla", **facts)
    row = desk.page("/desk/").one("tr", id=f"row-{visit.pk}")
    said = row.one("span", class_="list__sub").text
    assert said == "Nachweise · ELT-17"
    assert visit.label in row.text
    assert "Gebärdensprache" in row.text
    assert "Türkisch" in row.text


def test_somebody_without_a_name_is_listed_all_the_same(desk, office):
    knock(office, "")
    assert line(desk) == ["ohne Namen"]


def test_the_title_counts_who_waits(desk, office):
    for name in ("Ayla", "Boris"):
        knock(office, name)
    assert desk.page("/desk/").one("title").text == "(2) Arbeitsplatz"


def test_positions_on_the_citizens_page_are_those_of_the_list(desk, office):
    visits = [earlier(knock(office, f"Person {n}"), 30 - n) for n in range(5)]
    change(visits[1], absence=Absence.UNSEEN)
    for number, visit in enumerate(visits):
        page = Browser().holds(visit).page("/visit/")
        assert page.one("title").text.startswith(f"Vor Ihnen: {number} ")
    assert line(desk) == [f"Person {n}" for n in range(5)]


# Calling


def test_call_next_opens_the_door_to_the_first(desk, office, demir):
    earlier(knock(office, "Boris"), 1)
    ayla = earlier(knock(office, "Ayla"), 5)
    assert sentence(desk.command("/desk/call")) == (204, "")
    ayla.refresh_from_db()
    assert (ayla.state, ayla.advisor) == ("called", demir)
    talk = desk.page("/desk/").one(id="region-talk")
    assert (talk["data-state"], talk["data-visit"]) == ("called", ayla.pk)
    assert talk.one("p", class_="next__name").text == f"{ayla.label} – Ayla"


def test_call_next_takes_the_first_over_all_departments(desk, demir, office, centre):
    Membership.objects.create(user=demir, department=centre)
    earlier(knock(office, "Ayla"), 1)
    boris = earlier(knock(centre, "Boris"), 5)
    desk.command("/desk/call")
    boris.refresh_from_db()
    assert boris.state == "called"


def test_call_next_with_nobody_there_says_so(desk, office):
    assert sentence(desk.command("/desk/call")) == (
        409,
        "Gerade ist niemand da, den Sie aufrufen können.",
    )
    change(knock(office), absence=Absence.UNSEEN)
    assert sentence(desk.command("/desk/call")) == (
        409,
        "Gerade ist niemand da, den Sie aufrufen können.",
    )


def test_one_advisor_has_one_visit_at_a_time(desk, office):
    for name in ("Ayla", "Boris"):
        knock(office, name)
    desk.command("/desk/call")
    assert sentence(desk.command("/desk/call")) == (
        409,
        "Sie haben schon jemanden aufgerufen oder sprechen gerade.",
    )
    boris = Visit.objects.get(state="waiting")
    answer = desk.command(of(boris, "call"))
    assert sentence(answer) == (409, "Sie haben schon jemanden aufgerufen oder sprechen gerade.")


def test_two_who_call_the_next_at_once_get_two_people(desk, colleague, office):
    for name in ("Ayla", "Boris"):
        knock(office, name)
    assert desk.command("/desk/call").status_code == 204
    assert colleague.command("/desk/call").status_code == 204
    called = Visit.objects.filter(state="called").values_list("advisor__name", flat=True)
    assert sorted(called) == ["Frau Demir", "Herr Brandt"]


def test_somebody_further_down_can_be_called_with_a_reason(desk, office):
    ayla = earlier(knock(office, "Ayla"), 5)
    boris = earlier(knock(office, "Boris"), 1)
    refused = desk.command(of(boris, "call"))
    said = f"{boris.label} ist gerade nicht als Nächstes dran. Als Nächstes: {ayla.label}."
    sentence = f"{said} Bitte nennen Sie einen Grund."
    assert (refused.status_code, refused.json()["message"]) == (409, sentence)
    assert desk.command(of(boris, "call"), reason="because").status_code == 409
    assert desk.command(of(boris, "call"), reason="urgent").status_code == 204
    boris.refresh_from_db()
    assert boris.state == "called"


def test_somebody_who_is_away_is_called_only_on_purpose(desk, office):
    ayla = change(knock(office, "Ayla"), absence=Absence.UNSEEN)
    form = desk.page("/desk/").one("form", action=of(ayla, "call"))
    assert form["data-confirm"] == "Diese Person ist gerade nicht da. Trotzdem aufrufen?"
    assert form.one("input", name="absent")["value"] == "yes"
    assert sentence(desk.command(of(ayla, "call"))) == (409, f"{ayla.label} ist gerade nicht da.")
    for word in ("", "no", "on", "YES"):
        assert desk.command(of(ayla, "call"), absent=word).status_code == 409
    assert desk.command(of(ayla, "call"), absent="yes").status_code == 204
    ayla.refresh_from_db()
    assert ayla.state == "called"


def test_a_page_that_does_not_show_the_call_is_reported(desk, office):
    ayla = knock(office)
    desk.command("/desk/call")
    assert "Seite nicht erreichbar" not in desk.page("/desk/").one(id="region-talk").text
    change(ayla, called_at=timezone.now() - timedelta(seconds=6))
    assert "Seite nicht erreichbar" in desk.page("/desk/").one(id="region-talk").text
    actions.reached(ayla)
    assert "Die Person sieht den Aufruf." in desk.page("/desk/").one(id="region-talk").text


# What can be done with a visit


def test_a_call_can_be_taken_back(desk, office):
    ayla = knock(office)
    desk.command("/desk/call")
    assert of(ayla, "take-back") in commands(desk.page("/desk/"))
    assert desk.command(of(ayla, "take-back")).status_code == 204
    ayla.refresh_from_db()
    assert (ayla.state, ayla.advisor, ayla.absence) == ("waiting", None, "")


def talk(desk, visit):
    desk.command(of(visit, "call"))
    visit.refresh_from_db()
    actions.enter(visit)


def test_a_talk_can_be_ended(desk, office):
    ayla = knock(office, "Ayla")
    talk(desk, ayla)
    form = desk.page("/desk/").one("form", action=of(ayla, "end"))
    assert form["data-confirm"] == "Gespräch beenden?"
    assert desk.command(of(ayla, "end")).status_code == 204
    ayla.refresh_from_db()
    assert (ayla.state, ayla.outcome, ayla.name) == ("closed", "served", "")
    assert "Ayla" not in desk.get("/desk/").content.decode()


@pytest.mark.parametrize(("papers", "absence"), [("yes", "papers"), ("", ""), ("no", "")])
def test_somebody_can_be_put_back_to_fetch_papers(desk, office, papers, absence):
    ayla = knock(office)
    talk(desk, ayla)
    assert desk.command(of(ayla, "put-back"), papers=papers).status_code == 204
    ayla.refresh_from_db()
    assert (ayla.state, ayla.absence, ayla.put_back) == ("waiting", absence, True)


def test_somebody_can_be_sent_away_with_a_reason(desk, office):
    ayla = knock(office)
    form = desk.page("/desk/").one("form", action=of(ayla, "dismiss"))
    assert "required" in form.one("input", name="reason")
    assert desk.command(of(ayla, "dismiss"), reason="  Bitte zum Bürgeramt ").status_code == 204
    ayla.refresh_from_db()
    assert (ayla.state, ayla.outcome, ayla.reason) == (
        "closed",
        "declined",
        "Bitte zum Bürgeramt",
    )


@pytest.mark.parametrize("reason", ["", "   "])
def test_nobody_is_sent_away_without_a_reason(desk, office, reason):
    ayla = knock(office)
    answer = desk.command(of(ayla, "dismiss"), reason=reason)
    assert sentence(answer) == (409, "Bitte nennen Sie einen Grund.")
    ayla.refresh_from_db()
    assert ayla.state == "waiting"


def test_a_form_without_a_script_leads_back_to_the_desk(desk, office):
    ayla = knock(office)
    for path in (of(ayla, "call"), of(ayla, "call"), of(ayla, "take-back"), "/desk/call"):
        answer = desk.post(path)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/")
    answer = desk.post(f"/en{of(ayla, 'take-back')}")
    assert answer.headers["Location"] == "/en/desk/"


def test_a_talk_of_a_colleague_cannot_be_touched(desk, colleague, office):
    ayla = knock(office)
    talk(desk, ayla)
    for verb in ("take-back", "end", "put-back", "dismiss", "call"):
        answer = colleague.command(of(ayla, verb), reason="x", papers="yes")
        assert answer.status_code == 409, verb
    ayla.refresh_from_db()
    assert (ayla.state, ayla.advisor.name) == ("talking", "Frau Demir")


def test_a_colleagues_talk_is_shown_by_its_number_alone(desk, colleague, office):
    ayla = knock(office, "Ayla")
    talk(desk, ayla)
    mates = colleague.page("/desk/").one(id="region-colleagues")
    assert [mate.text for mate in mates.all("li")] == [f"Frau Demir im Gespräch mit {ayla.label}"]
    assert "Ayla" not in colleague.get("/desk/").content.decode()


# Oneself, and the doors


@pytest.mark.parametrize("state", DutyState)
def test_an_advisor_says_whether_they_are_there(desk, demir, state):
    assert desk.command("/desk/duty", state=state).status_code == 204
    assert Duty.objects.get(user=demir).state == state
    region = desk.page("/desk/").one(id="region-duty")
    assert region["data-state"] == state


def test_a_break_says_until_when(desk, demir):
    for minutes in (5, 15, 30, 60):
        desk.command("/desk/duty", state="break", minutes=str(minutes))
        left = Duty.objects.get(user=demir).back_at - timezone.now()
        assert round(left.total_seconds() / 60) == minutes


@pytest.mark.parametrize("fields", [{"state": "dancing"}, {}, {"state": "talking"}])
def test_a_state_that_does_not_exist_is_refused(desk, demir, fields):
    answer = desk.command("/desk/duty", **fields)
    assert sentence(answer) == (400, "Diesen Status gibt es nicht.")
    assert Duty.objects.get(user=demir).state == "free"


@pytest.mark.parametrize("minutes", ["", "7", "-5", "999999999999", "x"])
def test_a_length_that_is_not_offered_is_not_said(desk, demir, minutes):
    desk.command("/desk/duty", state="break", minutes=minutes)
    duty = Duty.objects.get(user=demir)
    assert (duty.state, duty.back_at) == ("break", None)


def test_whoever_is_free_is_not_back_at_any_time(desk, demir):
    desk.command("/desk/duty", state="free", minutes="15")
    assert Duty.objects.get(user=demir).back_at is None


def test_somebody_who_talks_is_in_a_conversation_whatever_they_said(desk, office):
    talk(desk, knock(office))
    assert desk.page("/desk/").one(id="region-duty")["data-state"] == "talking"


def test_a_door_can_be_shut_for_today_and_opened_again(desk, office):
    path = f"/desk/doors/{office.slug}"
    assert f"{path}/stop" in commands(desk.page("/desk/"))
    assert desk.command(f"{path}/stop").status_code == 204
    assert Browser().knock(office).status_code == 409
    assert f"{path}/resume" in commands(desk.page("/desk/"))
    assert desk.command(f"{path}/resume").status_code == 204
    assert Browser().knock(office).status_code == 303


def test_a_door_that_was_shut_is_open_again_tomorrow(desk, office):
    desk.command(f"/desk/doors/{office.slug}/stop")
    yesterday = timezone.localdate() - timedelta(days=1)
    Department.objects.update(no_more_on=yesterday)
    assert Browser().knock(office).status_code == 303


def test_the_doors_say_what_the_public_reads(desk, office, demir):
    knock(office)
    assert "Offen – 1 wartet" in desk.page("/desk/").one(id="region-doors").text
    on_duty(demir, DutyState.AWAY)
    assert "Gerade nicht besetzt" in desk.page("/desk/").one(id="region-doors").text


def test_somebody_of_no_department_is_told_so(static_files, albrecht):
    page = Browser().is_signed_in_as(albrecht).page("/desk/")
    assert "Sie gehören noch zu keinem Fachbereich." in page.one("main").text


def test_the_desk_is_a_sign_of_life(desk, demir, monkeypatch):
    heard = []
    monkeypatch.setattr(present, "_listeners", [heard.append])
    desk.get("/desk/")
    assert heard == [f"advisor:{demir.pk}"]


def test_the_desk_listens_to_its_stream_in_its_language(desk):
    assert desk.page("/desk/").one("body")["data-live"] == "/live/desk?lang=de"
    assert desk.page("/en/desk/").one("body")["data-live"] == "/live/desk?lang=en"


def test_every_region_of_the_stream_has_its_place_on_the_page(desk):
    from buergerbuero.desk.live import REGIONS  # noqa: PLC0415

    ids = {one["id"] for one in desk.page("/desk/").all(id="*")}
    assert {name for name in REGIONS if f"region-{name}" not in ids} == set()


def test_whoever_waits_at_another_department_is_not_on_this_desk(desk, office, okafor, centre):
    knock(centre, "Boris")
    knock(make_department("anderswo", "X"), "Chen")
    page = desk.get("/desk/").content.decode()
    for private in ("Boris", "Chen", "Integrationszentrum", "Okafor"):
        assert private not in page
