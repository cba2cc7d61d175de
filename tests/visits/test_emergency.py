"""An advisor silently asks for help: who may, who comes, and when it is over."""

import pytest

from buergerbuero.visits import actions
from buergerbuero.visits.emergency import all_is_well, ask_for_help, colleagues_of, come
from buergerbuero.visits.handing_over import hand_over
from buergerbuero.visits.models import Event, Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.snapshot import load_snapshot
from tests.people import knock, make_advisor, on_duty


@pytest.fixture
def talking(office, demir):
    return actions.enter(actions.call(knock(office, "Ayla"), demir))


@pytest.fixture
def heard(monkeypatch):
    """Topics, as they are announced."""
    topics = []
    monkeypatch.setattr("buergerbuero.live.bus.bus.publish", topics.extend)
    return topics


def fresh(visit):
    return Visit.objects.get(pk=visit.pk)


def coming(visit):
    return load_snapshot(visit.department.slug).helpers.get(visit.pk, ())


def refused(act):
    before = list(Visit.objects.values()), list(Event.objects.values())
    with pytest.raises(Conflict):
        act()
    return (list(Visit.objects.values()), list(Event.objects.values())) == before


def test_the_one_who_talks_asks_and_the_others_of_the_door_are_meant(
    talking, demir, brandt, okafor, office
):
    ask_for_help(talking, demir)
    assert (fresh(talking).state, fresh(talking).help_at is not None) == ("talking", True)
    assert colleagues_of(talking) == [brandt.pk]


def test_also_while_somebody_is_called(office, demir):
    called = ask_for_help(actions.call(knock(office, "Ayla"), demir), demir)
    assert actions.enter(called).help_at is not None


def test_several_may_come_each_once(talking, office, demir, brandt):
    weiss = on_duty(make_advisor("weiss", "Herr Weiss", office))
    ask_for_help(talking, demir)
    come(talking, weiss)
    come(talking, brandt)
    assert coming(talking) == (weiss.pk, brandt.pk)
    assert refused(lambda: come(talking, weiss))


def test_nobody_else_asks_and_nobody_of_elsewhere_comes(talking, demir, brandt, okafor):
    assert refused(lambda: ask_for_help(talking, brandt))
    assert refused(lambda: come(talking, brandt))
    ask_for_help(talking, demir)
    assert refused(lambda: ask_for_help(talking, demir))
    assert refused(lambda: come(talking, demir))
    assert refused(lambda: come(talking, okafor))
    assert refused(lambda: all_is_well(talking, brandt))


def test_it_was_nothing_and_may_be_asked_again(clock, talking, demir, brandt):
    ask_for_help(talking, demir)
    come(talking, brandt)
    all_is_well(talking, demir)
    assert (fresh(talking).help_at, coming(talking)) == (None, ())
    assert refused(lambda: come(talking, brandt))
    clock.shift(60)
    ask_for_help(talking, demir)
    assert coming(talking) == ()
    come(talking, brandt)


@pytest.mark.parametrize(
    "over",
    [
        actions.end,
        actions.put_back,
        lambda visit, me: actions.transfer(visit, me, visit.elsewhere),
        lambda visit, me: hand_over(visit, me, visit.colleague),
    ],
    ids=["end", "put back", "transfer", "handed over"],
)
def test_it_ends_with_the_talk(talking, demir, brandt, centre, over):
    ask_for_help(talking, demir)
    talking.elsewhere, talking.colleague = centre, make_advisor("x", "Frau Xu", talking.department)
    over(talking, demir)
    assert fresh(talking).help_at is None
    assert refused(lambda: come(fresh(talking), brandt))


@pytest.mark.parametrize("over", [actions.take_back, lambda visit, me: actions.not_yet(visit)])
def test_it_ends_with_the_call(office, demir, over):
    called = ask_for_help(actions.call(knock(office, "Ayla"), demir), demir)
    assert over(called, demir).help_at is None


def test_the_history_names_what_happened_and_the_colleagues_alone(talking, demir, brandt, office):
    ask_for_help(talking, demir)
    come(talking, brandt)
    all_is_well(talking, demir)
    rows = list(Event.objects.values("kind", "by", "advisor", "department", "why"))[-3:]
    assert rows == [
        {"kind": kind, "by": "advisor", "advisor": who.pk, "department": office.pk, "why": ""}
        for kind, who in (("help", demir), ("coming", brandt), ("calm", demir))
    ]


def test_only_desks_of_the_department_hear_of_it(
    talking, demir, brandt, heard, django_capture_on_commit_callbacks
):
    """Neither the visit's page nor the overview is told."""
    for act in (
        lambda: ask_for_help(talking, demir),
        lambda: come(talking, brandt),
        lambda: all_is_well(talking, demir),
    ):
        heard.clear()
        with django_capture_on_commit_callbacks(execute=True):
            act()
        assert heard == ["department:elterngeldstelle"]
