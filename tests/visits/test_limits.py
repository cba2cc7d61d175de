import hashlib
from datetime import timedelta
from ipaddress import ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from buergerbuero.visits import access, actions, clock, limits
from buergerbuero.visits.limits import TooManyKnocks, source_of
from buergerbuero.visits.models import DailySalt, Event, NumberRoll, Visit

MINUTE = timedelta(minutes=1)
LIBRARY = source_of("192.0.2.7")
ELSEWHERE = source_of("198.51.100.9")


def knock(office, source=LIBRARY):
    """A knock whose page has given no sign of life yet."""
    secret = access.new_secret()
    return actions.knock(
        office, actions.Request(), secret_hash=access.hash_of(secret), source=source
    )


def knock_and_stay(office, source=LIBRARY):
    """A knock whose page is open."""
    visit = knock(office, source)
    clock.acknowledge([visit.pk])
    return visit


def knocks_taken(office, times, how=knock):
    taken = 0
    for _ in range(times):
        try:
            how(office)
        except TooManyKnocks:
            continue
        taken += 1
    return taken


@pytest.fixture
def office(office):
    """With room for everybody who gets past the limits."""
    office.capacity = 1000
    office.save()
    return office


@pytest.mark.parametrize(
    ("address", "source"),
    [
        ("192.0.2.7", "192.0.2.7/32"),
        ("192.0.2.8", "192.0.2.8/32"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7/32"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("", "unknown"),
        ("192.0.2.7, 10.0.0.1", "unknown"),
        ("192.0.2.256", "unknown"),
        ("localhost", "unknown"),
        (" 192.0.2.7", "unknown"),
        ("١٩٢.0.2.7", "unknown"),
    ],
)
def test_a_source_is_an_address_or_a_home(address, source):
    assert source_of(address) == source


@given(st.ip_addresses(v=6), st.integers(0, 2**64 - 1))
def test_whoever_changes_the_lower_half_stays_the_same_source(address, lower):
    other = type(address)((int(address) >> 64 << 64) | lower)
    if not address.ipv4_mapped and not other.ipv4_mapped:
        assert source_of(str(other)) == source_of(str(address))


@given(st.text())
def test_any_text_is_some_source(text):
    source = source_of(text)
    assert source == "unknown" or ip_network(source)


def test_a_flood_leaves_twenty_visits(office):
    """Row 46: nobody's page ever answers."""
    assert knocks_taken(office, 100) == 20
    assert Visit.objects.count() == 20


def test_twenty_people_behind_one_address_may_knock_at_once(office):
    """Row 46: before any page has answered."""
    assert knocks_taken(office, 20) == 20


FLOODS = (LIBRARY, ELSEWHERE)


def from_(source):
    return lambda door: knock(door, source)


def test_under_pressure_every_source_has_five_in_ten_minutes(clock, office):
    """Row 46: two floods are no pressure; a third one is, and then presence does not help."""
    floods = [knocks_taken(office, 100, from_(source)) for source in (*FLOODS, "a third")]
    assert floods == [20, 20, 10]
    library = source_of("203.0.113.5")
    assert knocks_taken(office, 10, lambda door: knock_and_stay(door, library)) == 5
    clock.shift(10 * MINUTE)
    assert knocks_taken(office, 10, lambda door: knock_and_stay(door, library)) == 5


def test_when_the_pressure_is_gone_people_of_one_source_get_in_again(office):
    for source in (*FLOODS, "a third"):
        knocks_taken(office, 100, from_(source))
    library = source_of("203.0.113.5")
    assert knocks_taken(office, 10, lambda door: knock_and_stay(door, library)) == 5
    actions.leave(Visit.objects.filter(seen_at=None).first())
    assert knocks_taken(office, 10, lambda door: knock_and_stay(door, library)) == 10


def test_the_refusal_says_when_to_try_again_and_leaves_nothing_behind(office):
    knocks_taken(office, 20)
    with pytest.raises(TooManyKnocks) as refusal:
        knock(office)
    assert refusal.value.retry_after == 60
    assert (Visit.objects.count(), Event.objects.count()) == (20, 20)
    assert NumberRoll.objects.get().last == 20


def test_another_source_is_served_during_the_flood(office):
    knocks_taken(office, 100)
    assert knock(office, ELSEWHERE).label == "E\u00a021"


def test_people_of_one_library_are_present_and_all_get_in(clock, office):
    for _ in range(60):
        knock_and_stay(office)
        clock.shift(timedelta(seconds=3))
    assert Visit.objects.count() == 60


def test_open_pages_pass_thirty_times_a_minute(clock, office):
    assert knocks_taken(office, 40, knock_and_stay) == 30
    clock.shift(MINUTE)
    assert knocks_taken(office, 1, knock_and_stay) == 1


def test_knocking_and_leaving_counts_too(office):
    assert knocks_taken(office, 40, lambda door: actions.leave(knock_and_stay(door))) == 30


def test_two_hundred_open_visits_of_one_source_are_all_there_can_be(clock, office, monkeypatch):
    monkeypatch.setattr(limits, "OPEN_AT_MOST", 12)
    for _ in range(12):
        knock_and_stay(office)
        clock.shift(MINUTE)
    with pytest.raises(TooManyKnocks):
        knock(office)
    actions.leave(Visit.objects.first())
    assert knock(office).state == "waiting"


def test_the_limits():
    assert (limits.UNACKNOWLEDGED_AT_MOST, limits.A_MINUTE_AT_MOST, limits.OPEN_AT_MOST) == (
        20,
        30,
        200,
    )
    assert (limits.DENIALS, limits.COOLS_DOWN_FOR) == (2, 15 * MINUTE)
    assert (limits.PRESSURE_FROM, limits.UNDER_PRESSURE_AT_MOST) == (50, 5)
    assert limits.PRESSURE_FROM > 2 * limits.UNACKNOWLEDGED_AT_MOST


def dismissed(office, advisor, source=LIBRARY):
    actions.dismiss(knock_and_stay(office, source), advisor, "Bitte ohne Scherze.")


def seconds_left(office):
    with pytest.raises(TooManyKnocks) as refusal:
        knock(office)
    return refusal.value.retry_after


def test_whoever_was_sent_away_twice_cools_down_for_a_quarter_of_an_hour(clock, office, demir):
    """At every door, and nobody but this source."""
    dismissed(office, demir)
    clock.shift(5 * MINUTE)
    dismissed(office, demir)
    clock.shift(MINUTE)
    assert seconds_left(office) == 14 * 60
    assert knock(office, ELSEWHERE).state == "waiting"
    clock.shift(14 * MINUTE)
    assert knock(office).state == "waiting"


def test_who_did_not_come_when_called_and_was_let_go_may_knock_again(office, demir):
    for _ in range(2):
        visit = knock_and_stay(office)
        Visit.objects.filter(pk=visit.pk).update(missed=1)
        actions.dismiss(visit, demir, "Wir haben Sie nicht erreicht.")
    assert knock(office).state == "waiting"


def test_one_denial_or_two_long_after_each_other_keep_nobody_out(clock, office, demir):
    dismissed(office, demir)
    assert knock(office).state == "waiting"
    clock.shift(16 * MINUTE)
    dismissed(office, demir)
    assert knock(office).state == "waiting"


def test_who_shares_the_address_with_somebody_sent_away_is_not_kept_out(office, demir):
    """Row 46: a library, in which others wait whom nobody has sent away."""
    honest = knock_and_stay(office)
    dismissed(office, demir)
    dismissed(office, demir)
    assert knock(office).state == "waiting"
    actions.leave(Visit.objects.exclude(pk=honest.pk).get(state="waiting"))
    actions.leave(honest)
    assert seconds_left(office) > 14 * 60


def test_a_flood_is_forgotten_once_its_visits_have_expired(travelling, office):
    knocks_taken(office, 20)
    travelling.shift(31 * MINUTE)
    clock.expire()
    assert knocks_taken(office, 25) == 20


@pytest.fixture
def travelling(clock):
    return clock


def test_the_same_source_has_another_hash_tomorrow(travelling, office):
    today = knock(office).source
    assert knock(office).source == today
    assert knock(office, ELSEWHERE).source != today
    travelling.shift(timedelta(days=1))
    assert knock(office).source != today


def test_no_address_stands_in_any_row(office):
    """Row 8: the address itself is never written down."""
    knock(office, source_of("192.0.2.7"))
    knock(office, source_of("2001:db8:1:2::3"))
    kept = repr([list(model.objects.values()) for model in (Visit, Event, NumberRoll, DailySalt)])
    assert [part in kept for part in ("192.0.2", "2001:db8", "/32", "/64")] == [False] * 4


def test_without_the_salt_a_hash_tells_nothing(office):
    """The plain hash of every address there is finds none of ours."""
    stored = knock(office).source
    assert stored not in {
        hashlib.sha256(text.encode()).hexdigest() for text in (LIBRARY, "192.0.2.7")
    }
