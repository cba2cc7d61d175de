"""What a reading of a very long line holds, and what it leaves out."""

from datetime import timedelta

import pytest
from django.utils import timezone

from buergerbuero.visits import access, actions
from buergerbuero.visits.line import HEAD, load_head
from buergerbuero.visits.models import Visit
from buergerbuero.visits.rules import Absence, next_present
from buergerbuero.visits.snapshot import NEWEST, load_snapshot

LONG = HEAD + NEWEST + 10


@pytest.fixture
def long_line(office):
    """Everybody who waits, in order; written by hand, since knocking takes its time."""
    now = timezone.now()
    visits = Visit.objects.bulk_create(
        Visit(
            department=office,
            letter=office.letter,
            number=number,
            day=timezone.localdate(now),
            since=now + timedelta(seconds=number),
            secret_hash=access.hash_of(str(number)),
        )
        for number in range(1, LONG + 1)
    )
    return [visit.pk for visit in visits]


def away(*visits):
    Visit.objects.filter(pk__in=visits).update(absence=Absence.UNSEEN)


def test_everybody_has_a_position_however_long_the_line(office, long_line):
    snapshot = load_snapshot(office.slug)
    assert [place.visit for place in snapshot.line] == long_line
    assert [snapshot.positions[visit].ahead for visit in long_line] == list(range(LONG))
    assert snapshot.public.waiting == LONG


def test_a_desk_reads_of_the_head_of_a_long_line_and_of_who_has_just_knocked(office, long_line):
    shown = [visit.id for visit in load_snapshot(office.slug).waiting]
    assert shown == [*long_line[:HEAD], *long_line[-NEWEST:]]


def test_a_desk_reads_of_the_next_one_however_many_are_away_before_them(office, long_line):
    away(*long_line[: HEAD + 3])
    snapshot = load_snapshot(office.slug)
    following = long_line[HEAD + 3]
    assert [visit.id for visit in snapshot.waiting if not visit.absent(snapshot.taken_at)] == [
        following,
        *long_line[-NEWEST:],
    ]


def test_of_a_line_that_is_hardly_longer_nobody_is_read_of_twice(office, long_line):
    Visit.objects.filter(pk__in=long_line[HEAD + 2 :]).delete()
    assert [visit.id for visit in load_snapshot(office.slug).waiting] == long_line[: HEAD + 2]


def test_the_head_holds_those_who_are_present_in_the_order_of_the_line(office, long_line):
    away(long_line[0], *long_line[3:6])
    put_back, paused = long_line[20], long_line[2]
    Visit.objects.filter(pk=put_back).update(put_back=True)
    over = timezone.now() - timedelta(seconds=1)
    Visit.objects.filter(pk=paused).update(absence=Absence.PAUSE, absent_until=over)
    head = load_head(office)
    line = [place for place in load_snapshot(office.slug).line if not place.absent]
    assert head == line[:HEAD]
    assert [place.visit for place in head[:4]] == [put_back, *long_line[1:3], long_line[6]]


def test_who_is_called_next_is_who_the_line_says(office, demir, long_line):
    away(*long_line[:HEAD])
    expected = next_present(load_snapshot(office.slug).line)
    called = actions.call_next(office, demir)
    assert (called.pk, called.pk) == (expected.visit, long_line[HEAD])
    assert [visit.id for visit in load_snapshot(office.slug).with_advisor] == [called.pk]


def test_the_door_of_a_secret_is_the_door_of_its_visit(office, demir, long_line):
    actions.call_next(office, demir)
    for secret in ("1", "2"):
        assert access.door_of(secret) == (access.visit_of(secret).pk, office.slug)
    for unknown in ("", "x"):
        assert access.door_of(unknown) is access.visit_of(unknown) is None
