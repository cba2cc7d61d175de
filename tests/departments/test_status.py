from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerbuero.departments.status import ROWS, Door, Facts, PublicState, State, public_state

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
TOMORROW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
SOON = datetime(2026, 11, 23, 9, 45, tzinfo=UTC)
SIGNED = {"de": "Heute mit Gebärdensprache.", "en": "Today with sign language."}

# Holds for the last row alone, so each test below adds what makes its own row hold.
EVERYBODY_ON_A_BREAK = Facts(
    suspended=False,
    message={},
    open_by_plan=True,
    closes_at=NOON,
    opens_next=None,
    no_more_today=False,
    waiting=2,
    capacity=12,
    free=0,
    talking=0,
    on_break=2,
    back_at=SOON,
)


def state_with(**changes: object) -> PublicState:
    return public_state(replace(EVERYBODY_ON_A_BREAK, **changes))  # type: ignore[arg-type]  # any fact


def test_suspended_shows_its_message() -> None:
    door = state_with(suspended=True, message={"de": "Bitte rufen Sie an."})
    assert door.state == State.SUSPENDED
    assert door.message == {"de": "Bitte rufen Sie an."}


def test_outside_hours_is_closed_and_tells_when_it_opens_next() -> None:
    door = state_with(open_by_plan=False, opens_next=TOMORROW)
    assert door.state == State.CLOSED
    assert door.opens_next == TOMORROW


def test_taking_nobody_more_today_tells_how_many_are_still_served() -> None:
    door = state_with(no_more_today=True, waiting=3)
    assert door.state == State.NO_MORE
    assert door.still_served == 3


def test_a_door_that_has_stopped_by_itself_says_so_and_who_will_be_too_late() -> None:
    door = state_with(stops_by_itself=True, waiting=3, beyond=2)
    assert (door.state, door.by_itself) == (State.NO_MORE, True)
    assert (door.still_served, door.beyond) == (1, 2)
    assert not state_with(stops_by_itself=True, no_more_today=True).by_itself


@pytest.mark.parametrize(
    ("waiting", "state"), [(11, State.ON_BREAK), (12, State.FULL), (13, State.FULL)]
)
def test_as_many_waiting_as_there_are_places_is_full(waiting: int, state: State) -> None:
    assert state_with(waiting=waiting, capacity=12).state == state


def test_no_advisor_on_duty_is_unstaffed() -> None:
    assert state_with(on_break=0).state == State.UNSTAFFED


def test_an_advisor_free_is_open() -> None:
    door = state_with(free=1, talking=1)
    assert door.state == State.OPEN
    assert door.waiting == 2


def test_all_on_duty_in_conversation_is_busy() -> None:
    assert state_with(talking=2, on_break=0).state == State.BUSY


def test_one_in_conversation_and_one_on_a_break_is_busy() -> None:
    assert state_with(talking=1, on_break=1).state == State.BUSY


def test_all_on_a_break_tells_when_they_are_back() -> None:
    door = state_with()
    assert door.state == State.ON_BREAK
    assert door.back_at == SOON


def test_nobody_is_still_served_by_a_door_that_takes_people() -> None:
    assert state_with(waiting=3).still_served is None


def test_everything_else_is_handed_on_as_it_is() -> None:
    assert state_with(opens_next=TOMORROW, message=SIGNED) == PublicState(
        state=State.ON_BREAK,
        waiting=2,
        still_served=None,
        message=SIGNED,
        closes_at=NOON,
        opens_next=TOMORROW,
        back_at=SOON,
    )


def in_state(state: State) -> PublicState:
    return replace(public_state(EVERYBODY_ON_A_BREAK), state=state)


def test_a_knock_is_accepted_by_these_doors() -> None:
    taking = {state for state in State if in_state(state).takes_people}
    assert taking == {State.UNSTAFFED, State.OPEN, State.BUSY, State.ON_BREAK}


def test_each_state_has_its_drawing() -> None:
    assert {state: in_state(state).door for state in State} == {
        State.SUSPENDED: Door.CLOSED,
        State.CLOSED: Door.CLOSED,
        State.NO_MORE: Door.SIGN,
        State.FULL: Door.FULL,
        State.UNSTAFFED: Door.CLOSED,
        State.OPEN: Door.OPEN,
        State.BUSY: Door.AJAR,
        State.ON_BREAK: Door.EMPTY,
    }


def test_the_overview_shows_doors_that_somebody_serves_first_and_closed_ones_last() -> None:
    ranks = [{state for state in State if in_state(state).rank == rank} for rank in range(5)]
    assert ranks == [
        {State.OPEN, State.BUSY, State.ON_BREAK},
        {State.UNSTAFFED},
        {State.FULL},
        {State.NO_MORE},
        {State.SUSPENDED, State.CLOSED},
    ]


def test_the_rows_name_each_state_once_in_the_order_of_the_architecture() -> None:
    assert [state for state, _ in ROWS] == list(State)


counts = st.integers(0, 2)
any_facts = st.builds(
    Facts,
    suspended=st.booleans(),
    message=st.just({"de": "Heute nicht."}),
    open_by_plan=st.booleans(),
    closes_at=st.none() | st.just(NOON),
    opens_next=st.none() | st.just(TOMORROW),
    no_more_today=st.booleans(),
    stops_by_itself=st.booleans(),
    waiting=st.integers(0, 5),
    capacity=st.integers(0, 5),
    free=counts,
    talking=counts,
    on_break=counts,
    back_at=st.none() | st.just(SOON),
)


def rows_that_hold(facts: Facts) -> list[State]:
    """The table once more, each row by itself and in the words of the architecture."""
    on_duty = facts.free + facts.talking + facts.on_break
    holds = {
        State.SUSPENDED: facts.suspended,
        State.CLOSED: not facts.open_by_plan,
        State.NO_MORE: facts.no_more_today or facts.stops_by_itself,
        State.FULL: facts.waiting >= facts.capacity,
        State.UNSTAFFED: on_duty == 0,
        State.OPEN: facts.free >= 1,
        State.BUSY: facts.talking >= 1,
        State.ON_BREAK: facts.on_break == on_duty,
    }
    return [state for state, it_does in holds.items() if it_does]


@given(any_facts)
def test_the_first_row_that_holds_wins(facts: Facts) -> None:
    assert public_state(facts).state == rows_that_hold(facts)[0]


@given(any_facts)
def test_a_door_that_takes_people_is_open_by_plan_and_has_a_place(facts: Facts) -> None:
    if public_state(facts).takes_people:
        assert facts.open_by_plan
        assert not facts.suspended
        assert not facts.no_more_today
        assert not facts.stops_by_itself
        assert facts.waiting < facts.capacity
