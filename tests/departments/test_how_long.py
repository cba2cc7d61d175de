"""How long it takes, in words: always a range."""

import pytest
from django.utils import translation

from buergerbuero.departments.how_long import how_long
from buergerbuero.departments.status import Expected
from buergerbuero.visits.promises import MOST


@pytest.mark.parametrize(
    ("low", "high", "german", "english"),
    [
        (0, 5, "weniger als 5 Minuten", "less than 5 minutes"),
        (0, 15, "bis zu 15 Minuten", "up to 15 minutes"),
        (10, 25, "10 bis 25 Minuten", "10 to 25 minutes"),
        (70, 90, "70 bis 90 Minuten", "70 to 90 minutes"),
        (45, 120, "45 Minuten bis 2 Stunden", "45 minutes to 2 hours"),
        (60, 120, "1 bis 2 Stunden", "1 to 2 hours"),
        (70, 150, "1 bis 2½ Stunden", "1 to 2½ hours"),
        (90, 180, "1½ bis 3 Stunden", "1½ to 3 hours"),
        (360, MOST + 30, "mehr als 6 Stunden", "more than 6 hours"),
        (MOST, MOST + 30, "mehr als 8 Stunden", "more than 8 hours"),
    ],
)
def test_a_range_in_words(low, high, german, english):
    with translation.override("de"):
        assert how_long(Expected(low, high)) == german
    with translation.override("en"):
        assert how_long(Expected(low, high)) == english
