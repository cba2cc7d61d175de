"""What somebody reads of jumps, against a recount by hand."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from buergerbuero.visits.jumps import NOTHING, STEPPED_IN, Jump, News, Why, news_of
from buergerbuero.visits.rules import Kind, Place, Reason, in_line

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
NAMES = "abcdefgh"


def test_whoever_comes_back_from_a_call_keeps_the_place():
    assert {kind for kind, why in STEPPED_IN.items() if why == Why.CALLED} >= {
        Kind.TAKE_BACK,
        Kind.NOT_YET,
        Kind.UNANSWERED,
    }


@st.composite
def afternoons(draw):
    """A line, and what has happened in the last two minutes to those in it and to others."""
    some = draw(st.lists(st.sampled_from(NAMES), unique=True, max_size=len(NAMES)))
    knocked = {name: NOON - draw(st.integers(1, 120)) * SECOND for name in NAMES}
    line = in_line(Place(name, knocked[name], draw(st.booleans())) for name in some)
    placed = {place.visit: place for place in line}
    jumps = []
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=12)):
        place = placed.get(name) or Place(name, knocked[name])
        here = [why for why in Why if why not in (Why.GONE, Why.PREFERRED)]
        why = draw(st.sampled_from(here if name in placed else [Why.GONE, Why.PREFERRED]))
        reason = draw(st.sampled_from(list(Reason))) if why == Why.PREFERRED else None
        at = NOON - draw(st.integers(0, 120)) * SECOND
        jumps.append(Jump(why, name, place.order, at, reason))
    return line, jumps


@given(afternoons())
def test_news_equal_a_recount(afternoon):
    """Row 42: whoever stepped in, came back, went or was preferred, and nobody else."""
    line, jumps = afternoon
    found = news_of(line, jumps, NOON)
    assert NOTHING not in found.values()
    for me in line:
        own = [jump.at for jump in jumps
               if jump.visit == me.visit and jump.why in STEPPED_IN.values()]  # fmt: skip
        since = max([me.since, *own])
        later = [jump for jump in jumps if jump.at > since]
        before = [jump for jump in later if jump.order < me.order]
        last = [j.at for j in before if j.why == Why.GONE and NOON - j.at < timedelta(minutes=1)]
        gone = last.count(max(last, default=None))
        assert found.get(me.visit, NOTHING) == News(
            tuple(w for w in Why if w != Why.GONE and w in {j.why for j in before if not j.reason}),
            gone if gone > 1 else 0,
            tuple(r for r in Reason if r in {j.reason for j in later if j.order > me.order}),
        )
