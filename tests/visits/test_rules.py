from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerbuero.visits import rules
from buergerbuero.visits.rules import (
    TABLE,
    Absence,
    By,
    Kind,
    Outcome,
    Place,
    Position,
    Rule,
    State,
    in_line,
    is_absent,
    next_present,
    positions,
)

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

# The architecture's table once more, in its order: event, who, from, to, outcome.
ROWS = [
    ("knock", "citizen", "", "waiting", None),
    ("call", "advisor", "waiting", "called", None),
    ("more_time", "citizen", "called", "called", None),
    ("take_back", "advisor", "called", "waiting", None),
    ("go_on", "advisor", "called", "waiting", None),
    ("not_yet", "citizen", "called", "waiting", None),
    ("unanswered", "clock", "called", "waiting", None),
    ("miss", "clock", "called", "closed", "missed"),
    ("enter", "citizen", "called", "talking", None),
    ("pause", "citizen", "waiting", "waiting", None),
    ("back", "citizen", "waiting", "waiting", None),
    ("unseen", "clock", "waiting", "waiting", None),
    ("alert", "clock", "waiting", "waiting", None),
    ("expire", "clock", "waiting", "closed", "expired"),
    ("put_back", "advisor", "talking", "waiting", None),
    ("transfer", "advisor", "talking", "waiting", None),
    ("hand_over", "advisor", "talking", "talking", None),
    ("hang_up", "citizen", "talking", "talking", None),
    ("return", "citizen", "talking", "talking", None),
    ("lapse", "clock", "talking", "closed", "served"),
    ("end", "advisor", "talking", "closed", "served"),
    ("leave", "citizen", "waiting called", "closed", "left"),
    ("dismiss", "advisor", "waiting", "closed", "declined"),
    ("turn_away", "clock", "waiting", "closed", "turned_away"),
    ("help", "advisor", "called talking", None, None),
    ("coming", "advisor", "called talking", None, None),
    ("calm", "advisor", "called talking", None, None),
]


@pytest.mark.parametrize(("kind", "by", "sources", "target", "outcome"), ROWS)
def test_each_row_of_the_architecture_stands_in_the_table(kind, by, sources, target, outcome):
    """Row 41: only an advisor calls."""
    assert TABLE[Kind(kind)] == Rule(
        By(by),
        frozenset(State(source) for source in sources.split()),
        target and State(target),
        outcome and Outcome(outcome),
    )


def test_the_table_has_no_other_rows():
    assert [kind.value for kind in TABLE] == [row[0] for row in ROWS]
    assert list(TABLE) == list(Kind)


def test_a_visit_closes_with_an_outcome_and_only_then():
    assert {kind for kind, rule in TABLE.items() if rule.outcome} == {
        kind for kind, rule in TABLE.items() if rule.target == State.CLOSED
    }


def test_nothing_leads_out_of_closed():
    assert [kind for kind, rule in TABLE.items() if State.CLOSED in rule.sources] == []


def test_every_outcome_can_happen():
    assert {rule.outcome for rule in TABLE.values()} - {None} == set(Outcome)


def test_the_times_of_the_architecture():
    assert {
        name: getattr(rules, name)
        for name in vars(rules)
        if name.isupper() and name not in {"TABLE", "ENDS_BY_ITSELF"}
    } == {
        "MORE_TIME_AT_MOST": 3,
        "MISSED_AT_MOST": 3,
        "REACHED_WITHIN": timedelta(seconds=5),
        "GO_ON_AFTER": MINUTE,
        "NOT_YET_FOR": 5 * MINUTE,
        "UNSEEN_AFTER": 3 * MINUTE,
        "EXPIRES_AFTER": 30 * MINUTE,
        "RETURN_WITHIN": timedelta(seconds=60),
        "GOODBYE_FOR": 60 * MINUTE,
        "KEPT_AT_MOST": timedelta(hours=24),
        "OVERTIME": 60 * MINUTE,
        "LEFT_ALONE_AFTER": 5 * MINUTE,
        "PAUSES": (5 * MINUTE, 10 * MINUTE, 15 * MINUTE),
    }


@pytest.mark.parametrize(
    ("absence", "until", "away"),
    [
        (Absence.PRESENT, None, False),
        (Absence.PRESENT, NOON + MINUTE, False),
        (Absence.PAUSE, NOON + MINUTE, True),
        (Absence.PAUSE, NOON, False),
        (Absence.NOT_YET, NOON + MINUTE, True),
        (Absence.NOT_YET, NOON - MINUTE, False),
        (Absence.NOT_ANSWERED, None, True),
        (Absence.PAPERS, None, True),
        (Absence.UNSEEN, None, True),
        # Somebody who was not seen after their pause has still to show up.
        (Absence.UNSEEN, NOON - MINUTE, True),
    ],
)
def test_a_pause_ends_by_itself_and_nothing_else_does(absence, until, away):
    assert is_absent(absence, until, NOON) is away


def place(name, minute, *, put_back=False, absent=False):
    return Place(name, NOON + minute * MINUTE, put_back, absent)


def test_the_line_is_ordered_by_the_first_knock():
    line = [place("chen", 3), place("ayla", 1), place("boris", 2)]
    assert [one.visit for one in in_line(line)] == ["ayla", "boris", "chen"]


def test_whoever_was_put_back_comes_first_and_among_them_the_first_knock():
    line = in_line(
        [
            place("ayla", 1),
            place("boris", 2, put_back=True),
            place("chen", 0, put_back=True),
            place("dora", 3),
        ]
    )
    assert [one.visit for one in line] == ["chen", "boris", "ayla", "dora"]


def test_a_position_counts_those_ahead_and_how_many_of_them_are_away():
    line = [place("ayla", 1, absent=True), place("boris", 2), place("chen", 3, absent=True)]
    assert positions([*line, place("dora", 4)]) == {
        "ayla": Position(ahead=0, away=0),
        "boris": Position(ahead=1, away=1),
        "chen": Position(ahead=2, away=1),
        "dora": Position(ahead=3, away=2),
    }


def test_the_first_who_is_present_is_next():
    ayla, boris = place("ayla", 1, absent=True), place("boris", 2)
    assert next_present([ayla, boris, place("chen", 3)]) == boris


def test_nobody_is_next_when_nobody_is_present():
    assert next_present([place("ayla", 1, absent=True)]) is None
    assert next_present([]) is None


@st.composite
def lines(draw):
    """A few people in any order, some of them at the very same moment."""
    names = draw(st.lists(st.text("abcdef", min_size=1, max_size=3), unique=True, max_size=8))
    return [
        place(
            name, draw(st.integers(0, 3)), put_back=draw(st.booleans()), absent=draw(st.booleans())
        )
        for name in names
    ]


@given(lines())
def test_everybody_has_exactly_one_place_and_each_is_one_further(people):
    line = in_line(people)
    assert [positions(line)[one.visit].ahead for one in line] == list(range(len(people)))


@given(lines())
def test_a_position_equals_a_recount(people):
    found = positions(in_line(people))
    for me in people:
        ahead = [one for one in people if one.order < me.order]
        away = [one for one in ahead if one.absent]
        assert found[me.visit] == Position(len(ahead), len(away))


@given(lines(), st.randoms())
def test_the_order_of_the_rows_does_not_matter(people, random):
    shuffled = random.sample(people, len(people))
    assert in_line(shuffled) == in_line(people)


@given(lines())
def test_an_absence_moves_nobody(people):
    present = [Place(one.visit, one.since, one.put_back) for one in people]
    assert [one.visit for one in in_line(people)] == [one.visit for one in in_line(present)]


@given(lines())
def test_whoever_is_next_is_present_and_only_absent_people_stand_before_them(people):
    line = in_line(people)
    chosen = next_present(line)
    if chosen is None:
        assert all(one.absent for one in line)
    else:
        assert not chosen.absent
        assert all(one.absent for one in line[: line.index(chosen)])


@given(lines(), lines())
def test_somebody_who_knocks_later_changes_no_position(people, others):
    later = [
        Place(f"later-{one.visit}", one.since + timedelta(hours=1), False, one.absent)
        for one in others
    ]
    before, after = positions(in_line(people)), positions(in_line([*people, *later]))
    assert {one.visit: after[one.visit] for one in people} == before
