"""Who is called by whom: letters and subjects, on paper."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerbuero.visits.routing import (
    ANYBODY,
    LETTERS_AT_MOST,
    Letters,
    Routes,
    Routing,
    fold,
    initial_of,
    read_letters,
)

DEMIR, BRANDT, WEISS = 1, 2, 3
HOUSING, OTHER = 10, 11


def only(*advisors):
    return frozenset(advisors)


@pytest.mark.parametrize(
    ("name", "initial"),
    [
        ("Ayla Krüger", "KRU"),
        ("Krüger, Ayla", "KRU"),
        ("Frau Öztürk", "OZT"),
        ("Ayla von Berg", "BER"),
        ("Schmidt-Lüdenscheidt", "SCH"),
        ("O'Neill", "ONE"),
        ("Łukasz Łaski", "LAS"),
        ("ß", "SS"),
        ("Ю. Коваль", "\u041a\u041e\u0412"),
        ("Li", "LI"),
        ("", ""),
        (" , ", ""),
        ("7", ""),
    ],
)
def test_the_letters_are_those_of_the_surname(name, initial):
    assert initial_of(name, LETTERS_AT_MOST) == initial


def test_no_letter_is_kept_where_none_is_asked_for():
    assert (initial_of("Krüger", 0), initial_of("Krüger", 1)) == ("", "K")


@pytest.mark.parametrize(
    ("letters", "fit", "fit_not"),
    [
        ("A-K", ["A", "Abel", "Ärger", "Kzz", "k"], ["L", "Z", "Ю", ""]),
        ("L-Z", ["L", "Öz", "Zylka"], ["K", "Abel"]),
        ("Sch", ["Schmidt", "SCHÖN"], ["Sauer", "S", "Sc", "Sci"]),
        ("Sa - Sch", ["Sauer", "Schulz", "Sch"], ["S", "Sci", "R"]),
        ("Ö", ["Oz", "Ötz"], ["P"]),
    ],
)
def test_a_range_holds_both_its_ends(letters, fit, fit_not):
    found = read_letters(letters)
    names = {name: found.hold(initial_of(name, found.length)) for name in [*fit, *fit_not]}
    assert names == dict.fromkeys(fit, True) | dict.fromkeys(fit_not, False)


@pytest.mark.parametrize(
    "text", ["", "-", "A-", "A-K-Z", "Schm", "7", "\u0410-\u042f", "Z-A", "A K"]
)
def test_what_is_no_range_is_said_in_a_sentence(text):
    with pytest.raises(ValueError, match=r"^letters ") as caught:
        read_letters(text)
    assert f"“{text}”" in str(caught.value)


@given(st.text("abcäöüßsch", min_size=1, max_size=3), st.text("abcäöüßsch", min_size=1, max_size=3))
def test_a_range_reads_back_as_it_is_written(one, other):
    first, last = sorted((fold(one)[:3], fold(other)[:3]))
    letters = Letters(first, last)
    assert read_letters(str(letters)) == letters


def routing(*on_duty):
    routes = Routes(
        {HOUSING: only(WEISS)},
        {Letters("A", "K"): only(DEMIR), Letters("SCH", "SCH"): only(BRANDT),
         Letters("L", "Z"): only(DEMIR, WEISS)},
    )  # fmt: skip
    return Routing(routes, only(*on_duty))


ALL = (DEMIR, BRANDT, WEISS)


@pytest.mark.parametrize(
    ("subject", "initial", "advisors"),
    [
        (None, "", ANYBODY),
        (OTHER, "", ANYBODY),
        (OTHER, "A", only(DEMIR)),
        (HOUSING, "", only(WEISS)),
        (HOUSING, "A", only(WEISS)),  # the subject decides
        (None, "SCH", only(DEMIR, BRANDT, WEISS)),  # two ranges fit: either
        (None, "Ю", ANYBODY),
    ],
)
def test_the_subject_decides_else_the_letters(subject, initial, advisors):
    assert routing(*ALL).bound_to(subject, initial) == advisors


def test_nobody_is_stranded():
    """While none of those is on duty, anybody may call; one of them is enough."""
    assert routing(DEMIR, BRANDT).bound_to(HOUSING, "") == ANYBODY
    assert routing(WEISS).bound_to(None, "SCH") == only(DEMIR, BRANDT, WEISS)
    assert routing().bound_to(HOUSING, "A") == ANYBODY


def test_a_door_asks_for_as_many_letters_as_it_needs():
    assert routing().routes.letters_asked == 3
    assert Routes({}, {Letters("A", "K"): only(DEMIR)}).letters_asked == 1
    assert Routes({HOUSING: only(DEMIR)}, {}).letters_asked == 0
