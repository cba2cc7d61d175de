"""What somebody who waits reads when their place has changed."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from buergerbuero.departments.models import Membership, Route
from buergerbuero.visits import actions
from buergerbuero.visits.rules import Reason
from tests.browser import Browser
from tests.people import knock, make_advisor, on_duty

pytestmark = pytest.mark.usefixtures("static_files")


def reasons(visit, page="/visit/"):
    return Browser().holds(visit).page(page).one(id="region-reasons")


def sentences(visit, page="/visit/"):
    return [one.text.strip() for one in reasons(visit, page).all("p")]


def test_without_a_jump_nothing_is_said(office, demir):
    knock(office)
    region = reasons(knock(office))
    assert ("hidden" in region, region["data-announce"], region.all("p")) == (True, "", [])


def test_who_was_inside_already_comes_first(office, demir):
    boris, ayla = knock(office, "Boris"), knock(office, "Ayla")
    actions.put_back(actions.enter(actions.call(boris, demir)), demir)
    said = "Jemand vor Ihnen war schon im Gespräch und kommt zuerst dran."
    assert sentences(ayla) == [said]
    assert reasons(ayla)["data-announce"] == said
    assert sentences(ayla, "/en/visit/") == [
        "Somebody ahead of you was already in a talk and comes first."
    ]
    assert sentences(boris) == []
    assert sentences(knock(office)) == []  # who comes later has not been moved


def test_who_comes_from_another_department_has_waited_already(office, centre, demir):
    boris, ayla = knock(office, "Boris"), knock(centre, "Ayla")
    actions.transfer(actions.enter(actions.call(boris, demir)), demir, centre)
    assert sentences(ayla) == ["Jemand kommt aus einem anderen Fachbereich und hat schon gewartet."]


def test_who_was_passed_over_reads_why(office, demir):
    ayla, boris = knock(office, "Ayla"), knock(office, "Boris")
    chen = knock(office, "Chen")
    actions.call(boris, demir, reason=Reason.URGENT)
    assert sentences(ayla) == ["Jemand wurde vorgezogen: dringend."]
    assert sentences(chen) == []  # nobody has passed Chen


def test_several_who_go_at_once_are_counted(office, demir):
    *others, ayla = [knock(office) for _ in range(4)]
    with time_machine.travel(timezone.now() + timedelta(seconds=1), tick=False):
        actions.leave(others[0])
        assert sentences(ayla) == []
        actions.leave(others[1])
        assert sentences(ayla) == ["2 Personen vor Ihnen sind gegangen."]


def test_two_jumps_are_two_sentences_each_announced_once(office, demir):
    boris, chen, ayla = (knock(office) for _ in range(3))
    actions.take_back(actions.call(boris, demir), demir)
    actions.pause(chen, actions.rules.PAUSES[0])
    actions.back(chen)
    said = [
        "Jemand vor Ihnen war schon aufgerufen und behält den Platz.",
        "Jemand vor Ihnen ist wieder da.",
    ]
    assert sentences(ayla) == said
    assert reasons(ayla)["data-announce"] == "\n".join(said)


def test_others_with_an_advisor_of_their_own_may_be_passed(office, demir):
    brandt = on_duty(make_advisor("brandt", "Herr Brandt", office))
    subject = office.subjects.get()
    Route.objects.create(membership=Membership.objects.get(user=brandt), subject=subject)
    knock(office, subject=subject)
    said = "1 Person vor Ihnen hat eine feste Ansprechperson. Sie können vorher dran sein."
    assert sentences(knock(office)) == [said]
    assert sentences(knock(office, subject=subject)) == []


def test_a_door_that_goes_by_letters_asks_for_the_surname(office, demir):
    hint = "Bitte mit Nachnamen, zum Beispiel: Frau Krüger. Danach richtet sich, wer Sie aufruft."
    page = f"/departments/{office.slug}/"
    assert hint not in Browser().page(page).text
    Route.objects.create(membership=Membership.objects.get(user=demir), letters="A-K")
    assert hint in Browser().page(page).text
