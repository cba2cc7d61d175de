"""What the desk says of who is passed over, and what it counts."""

import pytest

from buergerbuero.departments.models import Membership, Role, Route, Subject
from buergerbuero.visits import actions
from buergerbuero.visits.models import Visit
from buergerbuero.visits.rules import Reason
from tests.browser import Browser
from tests.people import knock


@pytest.fixture
def housing(office, brandt):
    subject = Subject.objects.create(department=office, labels={"de": "Wohngeld", "en": "Housing"})
    Route.objects.create(membership=Membership.objects.get(user=brandt), subject=subject)
    return subject


@pytest.fixture
def line(static_files, office, housing):
    """Ayla waits for Herr Brandt, Boris for anybody."""
    return knock(office, "Ayla", subject=housing), knock(office, "Boris")


def queue(user, page="/desk/"):
    return Browser().is_signed_in_as(user).page(page).one(id="region-queue")


def test_who_is_passed_over_stands_there_with_the_reason(line, demir):
    ayla, boris = line
    shown = queue(demir)
    assert shown.one("p", class_="ticket__number").text == boris.label
    assert (
        f"{ayla.label} wird übersprungen. Ansprechperson: Herr Brandt (Wohngeld)"
        in shown.one(class_="next").text
    )
    assert "Ansprechperson: Herr Brandt (Wohngeld)" in shown.one("tr", id=f"row-{ayla.pk}").text


def test_at_the_desk_of_whom_they_wait_for_nothing_is_said(line, brandt):
    ayla, _ = line
    shown = queue(brandt)
    assert shown.one("p", class_="ticket__number").text == ayla.label
    assert "Ansprechperson" not in shown.text


def test_nobody_waits_for_me(line, demir):
    ayla, boris = line
    actions.leave(boris)
    said = queue(demir).text
    assert "Gerade wartet niemand auf Sie." in said
    assert f"{ayla.label} wird übersprungen. Ansprechperson: Herr Brandt (Wohngeld)" in said


def test_letters_are_a_reason_in_words(static_files, office, demir, brandt):
    Route.objects.create(membership=Membership.objects.get(user=brandt), letters="A-K")
    ayla = knock(office, "Ayla Krüger")
    assert (
        f"{ayla.label} is passed over. Advisor: Herr Brandt (names with A-K)"
        in queue(demir, "/en/desk/").text
    )


def test_a_menu_asks_for_a_reason_only_out_of_order(line, demir):
    ayla, boris = line
    chen = knock(boris.department, "Chen")
    rows = queue(demir)
    offered = {
        visit.name: [
            button["value"]
            for button in rows.one("tr", id=f"row-{visit.pk}").all("button", name="reason")
        ]
        for visit in (ayla, boris, chen)
    }
    four = ["papers", "urgent", "wrong_door", "mine"]
    assert offered == {"Ayla": four, "Boris": [], "Chen": four}


def test_a_head_reads_how_often_it_was_out_of_order(static_files, office, demir, brandt):
    Membership.objects.filter(user=demir).update(role=Role.HEAD)
    for reason in (Reason.URGENT, Reason.URGENT, Reason.WRONG_DOOR):
        knock(office)
        visit = actions.call(knock(office), brandt, reason=reason)
        actions.end(actions.enter(Visit.objects.get(pk=visit.pk)), brandt)
    said = "Heute 3-mal außer der Reihe: 2 dringend, 1 war an der falschen Tür"
    doors = [
        Browser().is_signed_in_as(user).page("/desk/").one(id="region-doors").text
        for user in (demir, brandt)
    ]
    assert [said in door for door in doors] == [True, False]
