"""An advisor goes on when the one who was called does not come."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buergerbuero.visits import actions
from buergerbuero.visits import clock as jobs
from buergerbuero.visits.going_on import go_on
from buergerbuero.visits.models import Visit
from buergerbuero.visits.moves import Conflict
from tests.people import knock

SECOND = timedelta(seconds=1)


@pytest.fixture
def ayla(office):
    return knock(office, "Ayla")


def fresh(visit):
    return Visit.objects.select_related("department").get(pk=visit.pk)


def test_whose_page_shows_the_call_has_a_minute_and_is_not_counted_as_missed(clock, ayla, demir):
    """Row 20: nobody has less than sixty seconds."""
    called = actions.reached(actions.call(ayla, demir))
    clock.shift(59 * SECOND)
    with pytest.raises(Conflict):
        go_on(fresh(called), demir)
    clock.shift(SECOND)
    left = go_on(fresh(called), demir)
    assert (left.state, left.absence, left.missed) == ("waiting", "not_answered", 0)
    assert (left.advisor, left.offer_until, left.since) == (None, None, ayla.since)


def test_whose_page_sleeps_is_unseen_and_back_with_the_first_sign(clock, ayla, demir):
    called = actions.call(ayla, demir)
    clock.shift(4 * SECOND)
    with pytest.raises(Conflict):
        go_on(fresh(called), demir)
    clock.shift(SECOND)
    assert go_on(fresh(called), demir).absence == "unseen"
    jobs.acknowledge([ayla.pk])
    assert fresh(ayla).absence == ""


def test_a_page_that_shows_the_call_in_the_same_moment_keeps_it(clock, ayla, demir):
    called = actions.call(ayla, demir)
    clock.shift(10 * SECOND)
    read = fresh(called)
    Visit.objects.update(reached_at=timezone.now())
    with pytest.raises(Conflict):
        go_on(read, demir)
    assert fresh(ayla).state == "called"


def test_nobody_else_goes_on(clock, ayla, demir, brandt):
    called = actions.call(ayla, demir)
    clock.shift(90 * SECOND)
    with pytest.raises(Conflict):
        go_on(fresh(called), brandt)
