"""The talk goes over to a colleague in the same room."""

import pytest

from buergerbuero.consultations import bringing, coming
from buergerbuero.consultations.access import admit_colleague
from buergerbuero.consultations.actions import close_rooms, join
from buergerbuero.consultations.handing_over import hand_over
from buergerbuero.consultations.models import Participant
from buergerbuero.visits.crew import is_free
from buergerbuero.visits.models import Event
from buergerbuero.visits.moves import Conflict
from tests.consultations.conftest import NOON
from tests.consultations.talks import (
    advisor_of,
    citizen,
    colleague_inside,
    fresh,
    names_in,
    of_citizen,
)
from tests.people import make_advisor, on_duty


def test_the_talk_goes_over_to_the_colleague_in_the_same_room(talk, demir, brandt):
    colleague = colleague_inside(talk, brandt)
    join(admit_colleague(brandt), wide=True)
    before = list(Participant.objects.values_list("pk", "seat", "epoch"))
    hand_over(advisor_of(talk), colleague.pk)
    visit = fresh(talk)
    assert (visit.advisor, visit.state) == (brandt, "talking")
    assert list(Participant.objects.values_list("pk", "seat", "epoch")) == before
    roles = dict(Participant.objects.exclude(user=None).values_list("user", "role"))
    assert roles == {demir.pk: "colleague", brandt.pk: "advisor"}
    close_rooms()
    assert names_in(of_citizen(talk)) == ["Frau Demir", "Ayla", "Herr Brandt"]
    coming.leave_by(admit_colleague(demir))
    assert is_free(on_duty(demir), NOON)
    assert Event.objects.filter(visit=talk, kind="hand_over").get().advisor == demir


def test_only_who_is_in_with_a_page_takes_the_talk_over(talk, brandt):
    rung = bringing.ring(advisor_of(talk), brandt)
    with pytest.raises(Conflict):
        hand_over(advisor_of(talk), rung.pk)
    coming.come(brandt, rung.pk)
    coming.agree(citizen(talk), rung.pk)
    with pytest.raises(Conflict):
        hand_over(advisor_of(talk), rung.pk)


def test_a_colleague_of_another_department_takes_the_visit_there(talk, office, centre):
    yilmaz = on_duty(make_advisor("yilmaz", "Frau Yilmaz", centre))
    colleague = colleague_inside(talk, yilmaz)
    join(admit_colleague(yilmaz), wide=True)
    since = fresh(talk).since
    hand_over(advisor_of(talk), colleague.pk)
    visit = fresh(talk)
    assert (visit.department, visit.since, visit.advisor) == (centre, since, yilmaz)
    assert visit.came_from == office
