"""What happens when people are equally fast, with real threads on real databases.

The scenes themselves stand in scenes.py.
"""

from contextlib import ExitStack

import pytest

from tests.postgres import running_postgres
from tests.visits.scenes import ROUNDS, play

pytestmark = pytest.mark.long


@pytest.fixture(
    scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def scene(request, tmp_path_factory):
    """Plays a scene on a database that the scenes of this file share."""
    with ExitStack() as stack:
        url = "" if request.param == "sqlite" else stack.enter_context(running_postgres())
        home = tmp_path_factory.mktemp(request.param)
        assert play("prepare", home, url) == request.param
        yield lambda name: play(name, home, url)


def test_two_advisors_call_one_visit_and_exactly_one_wins(scene):
    """Row 42: the other one gets a Conflict, and there is one call in the history."""
    assert scene("two_advisors_one_visit") == [["Conflict", "won", 1]] * ROUNDS


def test_two_advisors_who_call_next_get_the_first_two(scene):
    """Row 42: nobody is skipped, nobody is called twice."""
    assert scene("two_advisors_next") == [["Ayla", "Boris"]] * ROUNDS


def test_an_advisor_who_clicks_twice_calls_one_person(scene):
    assert scene("one_advisor_twice") == [["Ayla", "Conflict"]] * ROUNDS


def test_forty_who_knock_at_once_get_forty_numbers_without_a_gap(scene):
    assert scene("forty_knocks") == {"numbers": list(range(40)), "in the order of the line": True}


def test_ten_who_knock_at_three_places_fill_three(scene):
    assert scene("the_last_place") == ["full"] * 7 + ["waiting"] * 3


def test_a_flood_at_once_passes_the_limit_no_more_than_one_by_one(scene):
    """Row 46."""
    refused = ["TooManyKnocks('too many knocks')"] * 10
    assert scene("a_flood") == refused + ["waiting"] * 20


def test_two_pages_that_join_at_once_share_one_room(scene):
    """Epochs 1 and 2, one room, two participants."""
    assert scene("two_pages_join") == [1, 2, 1, 2]


def test_one_code_typed_at_two_devices_takes_one_of_them_along(scene):
    """Row 45: single use, whoever is equally fast."""
    assert scene("two_devices_one_code") == [[False, True, None]] * ROUNDS


def test_many_who_guess_at_once_are_refused_as_one_by_one(scene):
    """Row 46."""
    refused = ["TooManyTries('too many tries')"] * 15
    assert scene("many_wrong_codes") == refused + ["WrongCode()"] * 5
