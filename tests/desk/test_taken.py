"""Two advisors, one person: who was faster is named, and so is who comes next."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buergerbuero.departments.models import Membership
from buergerbuero.visits import actions
from buergerbuero.visits.models import Event, Visit
from buergerbuero.visits.rules import Absence
from tests.browser import Browser, sentence
from tests.people import knock

NEXT = "/desk/call"


@pytest.fixture
def desk(demir):
    return Browser().is_signed_in_as(demir)


def line_up(*visits):
    """They knocked in this order, a minute apart."""
    for place, visit in enumerate(visits):
        since = timezone.now() - timedelta(minutes=len(visits) - place)
        Visit.objects.filter(pk=visit.pk).update(since=since)
    return visits


def called(visit):
    visit.refresh_from_db()
    return visit.advisor.name if visit.advisor else ""


def test_whoever_is_faster_is_named_and_the_next_one_too(desk, demir, brandt, office, centre):
    """Row 42: the second click calls nobody else unasked."""
    Membership.objects.create(user=demir, department=centre)
    ayla, boris, chen = line_up(knock(office), knock(centre), knock(office))
    actions.call(ayla, brandt)
    said = f"Herr Brandt war schneller. Als Nächstes: {boris.label}."
    assert sentence(desk.command(NEXT, visit=ayla.pk)) == (409, said)
    assert sentence(desk.command(f"/desk/visits/{ayla.pk}/call")) == (409, said)
    assert [called(one) for one in (ayla, boris, chen)] == ["Herr Brandt", "", ""]
    assert desk.command(NEXT, visit=boris.pk).status_code == 204
    assert called(boris) == "Frau Demir"


def test_whoever_is_faster_by_a_blink_is_named(desk, demir, brandt, office, monkeypatch):
    """Row 42: between the look at the line and the call."""
    ayla, boris = line_up(knock(office), knock(office))
    call = actions.call

    def brandt_first(visit, advisor, **facts):
        if advisor == demir:
            call(Visit.objects.get(pk=visit.pk), brandt)
        return call(visit, advisor, **facts)

    monkeypatch.setattr(actions, "call", brandt_first)
    said = f"Herr Brandt war schneller. Als Nächstes: {boris.label}."
    assert sentence(desk.command(NEXT, visit=ayla.pk)) == (409, said)
    assert [called(one) for one in (ayla, boris)] == ["Herr Brandt", ""]
    assert Event.objects.filter(kind="call").count() == 1


def test_when_the_last_one_was_taken_nobody_else_waits(desk, brandt, office):
    ayla = knock(office)
    actions.call(ayla, brandt)
    said = "Herr Brandt war schneller. Gerade wartet sonst niemand."
    assert sentence(desk.command(NEXT, visit=ayla.pk)) == (409, said)
    assert sentence(desk.command(f"/desk/visits/{ayla.pk}/call")) == (409, said)


def test_in_english_too(demir, brandt, office):
    ayla, boris = line_up(knock(office), knock(office))
    actions.call(ayla, brandt)
    answer = Browser().is_signed_in_as(demir).command(f"/en{NEXT}", visit=ayla.pk)
    said = f"Herr Brandt was faster. Next: {boris.label}."
    assert sentence(answer) == (409, said)


@pytest.mark.parametrize("gone", [{"state": "closed"}, {"absence": Absence.PAUSE}])
def test_somebody_who_left_by_themselves_holds_nobody_up(desk, office, gone):
    """The advisor wants the next one; only a colleague's call is worth a word."""
    ayla, boris = line_up(knock(office), knock(office))
    if gone.get("state"):
        actions.leave(ayla)
    else:
        actions.pause(ayla, timedelta(minutes=5))
    assert desk.command(NEXT, visit=ayla.pk).status_code == 204
    assert called(boris) == "Frau Demir"


def test_whoever_fetched_papers_and_is_back_goes_before_the_one_that_was_shown(desk, office):
    ayla, boris = line_up(knock(office), knock(office))
    Visit.objects.filter(pk=boris.pk).update(put_back=True)
    assert desk.command(NEXT, visit=ayla.pk).status_code == 204
    assert (called(ayla), called(boris)) == ("", "Frau Demir")


def test_of_another_department_nothing_is_told(desk, okafor, office, centre):
    boris = knock(centre)
    actions.call(boris, okafor)
    answer = sentence(desk.command(NEXT, visit=boris.pk))
    assert answer == (409, "Gerade ist niemand da, den Sie aufrufen können.")
    ayla = knock(office)
    assert desk.command(NEXT, visit=boris.pk).status_code == 204
    assert called(ayla) == "Frau Demir"


@pytest.mark.parametrize("shown", ["", "x", "x" * 22, "%00", "é" * 300])
def test_a_page_that_shows_nobody_calls_the_next(desk, office, shown):
    ayla = knock(office)
    assert desk.command(NEXT, visit=shown).status_code == 204
    assert called(ayla) == "Frau Demir"


def test_the_button_says_whom_the_page_shows(desk, office):
    ayla, _ = line_up(knock(office), knock(office))
    form = desk.page("/desk/").one("form", action=NEXT)
    assert form.one("input", name="visit")["value"] == ayla.pk
