"""Opening hours as people write them."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerbuero.departments.hours import Span, problems
from buergerbuero.departments.plan import read_line, read_times, written

QUARTERS = st.integers(0, 95).map(lambda number: time(number // 4, number % 4 * 15))
SPANS = st.builds(Span, st.integers(0, 6), QUARTERS, QUARTERS)


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["Mo 8:30-12:30", "Di 8:30-12:30"], ["Mo-Di 8:30-12:30"]),
        (["Mo-Fr 08:30-12:00", "Mo-Fr 13:00-16:00"], ["Mo-Fr 8:30-12:00", "Mo-Fr 13:00-16:00"]),
        (["Mo-Mi 8:00-12:00", "Fr 8:00-12:00"], ["Mo-Mi 8:00-12:00", "Fr 8:00-12:00"]),
        (["Sa-So 0:00-24:00"], ["Sa-So 0:00-24:00"]),
        ([], []),
    ],
)
def test_a_week_is_written_in_few_lines(lines, joined):
    assert written(span for line in lines for span in read_line(line)) == joined


@given(st.lists(SPANS, max_size=8))
def test_what_is_written_reads_back_as_the_same_week(spans):
    week = [span for span in set(spans) if not problems([span])]
    assert sorted(span for line in written(week) for span in read_line(line)) == sorted(week)


@pytest.mark.parametrize(
    "line", ["", "Mo", "Mo 8-12", "Xx 8:00-9:00", "Fr-Mo 8:00-9:00", "Mo 8:60-9:00"]
)
def test_anything_else_is_refused_with_an_example(line):
    with pytest.raises(ValueError, match="write for example “Mo-Fr 8:30-12:30”"):
        read_line(line)


@pytest.mark.parametrize("text", ["", "8-12", "25:00-26:00", "8:30-12:30 "])
def test_times_of_a_day_are_refused_with_an_example(text):
    with pytest.raises(ValueError, match="write for example “8:30-12:30”"):
        read_times(text, 0)
