from buergerbuero.visits import actions
from tests.people import knock


def test_a_citizen_knocks_is_called_enters_and_is_served(office, demir):
    visit = knock(office)
    assert visit.label == "E\u00a001"
    called = actions.call_next(office, demir)
    assert called == visit
    actions.enter(called)
    ended = actions.end(called, demir)
    assert (ended.state, ended.outcome, ended.name) == ("closed", "served", "")
