"""A visit goes on at another device: with a code that works once, while the visit is open."""

import math
import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerbuero.visits import access, actions, returning
from buergerbuero.visits.clock import erase
from buergerbuero.visits.limits import source_of
from buergerbuero.visits.models import DailySalt, ReturnCode, ReturnTry, Visit
from buergerbuero.visits.moves import Conflict
from buergerbuero.visits.returning import TooManyTries, WrongCode, make_code, take_code
from buergerbuero.visits.rules import GOODBYE_FOR
from tests.people import knock

HOME = source_of("192.0.2.7")
ELSEWHERE = source_of("198.51.100.9")
WRONG = "XXX-XXX-XXX"
SECOND = timedelta(seconds=1)


@pytest.fixture
def visit(office):
    return knock(office, "Ayla")


def take(code, source=HOME):
    """The visit that the new secret opens."""
    return access.visit_of(take_code(code, source=source))


def guess(times, source=HOME):
    """How many of these wrong codes were looked at."""
    looked_at = 0
    for _ in range(times):
        try:
            take_code(WRONG, source=source)
        except WrongCode:
            looked_at += 1
        except TooManyTries:
            continue
    return looked_at


def hashes(visit):
    visit.refresh_from_db()
    return visit.secret_hash, visit.former_hash


# The code


def test_a_code_has_nine_characters_that_nobody_mixes_up(visit):
    code = make_code(visit)
    assert re.fullmatch(r"[B-DF-HJKMNP-TV-XZ3479]{3}(-[B-DF-HJKMNP-TV-XZ3479]{3}){2}", code)
    assert set(returning.ALPHABET) & set("0O1ILAEU2568") == set()


def test_a_code_cannot_be_guessed():
    """Row 45: 40 bits and more."""
    assert len(set(returning.ALPHABET)) == len(returning.ALPHABET)
    assert math.log2(len(returning.ALPHABET)) * returning.LENGTH >= 40


def test_only_a_keyed_hash_of_the_code_is_stored(visit, settings):
    """Row 45: whoever reads the table cannot use what stands in it."""
    code = make_code(visit)
    kept = ReturnCode.objects.get().code_hash
    assert (len(kept), code in kept) == (64, False)
    settings.SECRET_KEY = "another"
    with pytest.raises(WrongCode):
        take(code)


@given(data=st.data())
def test_a_code_is_read_however_it_is_written(data):
    code = data.draw(st.text(returning.ALPHABET, min_size=9, max_size=9))
    gaps = st.sampled_from(["", " ", "-", "\u2013", "\u00a0", "."])
    either = [data.draw(st.sampled_from([one, one.lower()])) for one in code]
    assert returning.read("".join(one + data.draw(gaps) for one in either)) == code


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("bcd-fgh-jkm", "BCDFGHJKM"),
        (" BCD FGH JKM\n", "BCDFGHJKM"),
        ("\uff22\uff23\uff24-FGH-JKM", "BCDFGHJKM"),  # wide letters of a Japanese keyboard
        ("8cd-f6h-jkm", "BCDFGHJKM"),
        ("2u5", "ZVS"),
    ],
)
def test_what_never_stands_in_a_code_is_taken_for_what_looks_like_it(typed, code):
    assert returning.read(typed) == code


# Taken


def test_the_visit_goes_on_with_a_new_secret_and_the_old_one_opens_nothing(visit):
    """Row 45."""
    before = Visit.objects.values("number", "since", "state", "name").get()
    old = hashes(visit)[0]
    secret = take_code(make_code(visit), source=HOME)
    assert access.visit_of(secret) == visit
    assert access.visit_of(visit.secret) is None
    assert hashes(visit) == (access.hash_of(secret), old)
    assert Visit.objects.values("number", "since", "state", "name").get() == before


def test_the_first_device_can_be_told(visit):
    code = make_code(visit)
    assert not access.moved_on(visit.secret)
    secret = take_code(code, source=HOME)
    assert (access.moved_on(visit.secret), access.moved_on(secret)) == (True, False)
    assert (access.moved_on(""), access.moved_on("x" * 22)) == (False, False)


def test_a_code_works_once(visit):
    """Row 45."""
    code = make_code(visit)
    take(code)
    with pytest.raises(WrongCode):
        take(code)
    assert ReturnCode.objects.count() == 0


def test_a_new_code_makes_the_one_before_worthless(visit):
    first, second = make_code(visit), make_code(visit)
    assert first != second
    with pytest.raises(WrongCode):
        take(first)
    assert take(second) == visit


def test_a_code_continues_its_own_visit_and_no_other(office, visit):
    boris = knock(office, "Boris")
    codes = {make_code(visit): visit, make_code(boris): boris}
    assert {code: take(code) for code in codes} == codes


def test_the_visit_can_go_on_and_on(visit):
    for _ in range(3):
        visit = take(make_code(visit))
    assert visit.name == "Ayla"


@pytest.mark.parametrize("state", ["waiting", "paused", "called", "talking"])
def test_a_visit_goes_on_in_every_open_state(visit, demir, state):
    code = make_code(visit)
    if state == "paused":
        actions.pause(visit, timedelta(minutes=5))
    elif state != "waiting":
        actions.call(visit, demir)
    if state == "talking":
        actions.enter(visit)
    before = visit.state, visit.absence, visit.advisor
    visit = take(code)
    assert (visit.state, visit.absence, visit.advisor) == before


@pytest.mark.parametrize("kind", ["leave", "dismiss"])
def test_a_code_dies_with_the_visit(visit, demir, kind):
    code = make_code(visit)
    if kind == "leave":
        actions.leave(visit)
    else:
        actions.dismiss(visit, demir, "Bitte rufen Sie an.")
    before = hashes(visit)
    with pytest.raises(WrongCode):
        take(code)
    assert hashes(visit) == before


def test_a_closed_visit_gets_no_code(visit):
    actions.leave(visit)
    with pytest.raises(Conflict):
        make_code(visit)
    assert ReturnCode.objects.count() == 0


def test_a_device_that_was_left_behind_makes_no_code(visit):
    """It had read the visit a moment before."""
    read_before = Visit.objects.get()
    take(make_code(visit))
    with pytest.raises(Conflict):
        make_code(read_before)


# Guessing


def test_a_source_may_be_wrong_five_times_in_ten_minutes(visit, clock):
    """Row 46."""
    code = make_code(visit)
    assert guess(20) == 5
    with pytest.raises(TooManyTries) as refused:
        take(code)
    assert refused.value.retry_after == 600
    clock.shift(returning.WINDOW - SECOND)
    with pytest.raises(TooManyTries) as refused:
        take(code)
    assert refused.value.retry_after == 1
    clock.shift(SECOND)
    assert take(code) == visit


def test_somebody_elsewhere_gets_in_meanwhile(visit):
    """Row 46."""
    code = make_code(visit)
    guess(20)
    assert take(code, ELSEWHERE) == visit


def test_one_network_is_one_source(visit):
    """An IPv6 network has more addresses than anybody could count."""
    tries = [guess(1, source_of(f"2001:db8:1:2::{number:x}")) for number in range(1, 9)]
    assert sum(tries) == 5


def test_all_sources_together_may_be_wrong_sixty_times(visit, clock):
    """Row 46: a flood from everywhere guesses no faster."""
    code = make_code(visit)
    looked_at = [guess(5, source_of(f"198.51.100.{number}")) for number in range(20)]
    assert sum(looked_at) == 60
    with pytest.raises(TooManyTries):
        take(code)
    clock.shift(returning.WINDOW)
    assert take(code) == visit


def test_who_types_the_right_code_is_not_counted(visit):
    for _ in range(10):
        visit = take(make_code(visit))
    assert ReturnTry.objects.count() == 0


def test_no_address_is_kept_of_who_was_wrong(visit):
    guess(1)
    kept = ReturnTry.objects.get().source
    assert (len(kept), "192.0.2.7" in kept) == (64, False)
    DailySalt.objects.update(value="another day's")
    guess(1)
    assert ReturnTry.objects.exclude(source=kept).count() == 1


# Erased


def test_the_clock_erases_codes_of_closed_visits_and_only_those(office, visit):
    boris = knock(office, "Boris")
    make_code(visit)
    kept = make_code(boris)
    actions.leave(visit)
    erase()
    assert [code.visit for code in ReturnCode.objects.all()] == [boris]
    assert take(kept) == boris


def test_the_old_secrets_hash_goes_with_the_new_one(visit, clock):
    actions.leave(take(make_code(visit)))
    clock.shift(GOODBYE_FOR)
    erase()
    assert all(hashes(visit))
    clock.shift(SECOND)
    erase()
    assert hashes(visit) == ("", "")


def test_tries_are_erased_after_an_hour(visit, clock):
    guess(1)
    clock.shift(timedelta(hours=1))
    erase()
    assert ReturnTry.objects.count() == 1
    clock.shift(SECOND)
    erase()
    assert ReturnTry.objects.count() == 0
