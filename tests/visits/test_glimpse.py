"""What the page counts in the database is what the stream reads from the line."""

from datetime import timedelta
from random import Random

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from buergerbuero.visits.glimpse import load_glimpse
from buergerbuero.visits.jumps import NOTHING
from buergerbuero.visits.models import Visit
from buergerbuero.visits.rules import Absence
from buergerbuero.visits.snapshot import load_snapshot
from tests.people import knock

HEAD = 6
MINUTE = timedelta(minutes=1)


def mixed_up(visits, random):
    """Some at the same moment, some put back, some away for every reason, for now or no longer."""
    now = timezone.now()
    for visit in visits:
        Visit.objects.filter(pk=visit.pk).update(
            since=now - random.randrange(8) * MINUTE,
            put_back=random.random() < 0.2,
            absence=random.choice(list(Absence)),
            absent_until=random.choice([None, now - MINUTE, now + MINUTE]),
        )


def test_page_and_stream_show_the_same_place(office, demir):
    mixed_up([knock(office) for _ in range(24)], Random(7))
    reading = load_snapshot(office.slug)
    seen = {visit.pk: load_glimpse(visit, HEAD) for visit in Visit.objects.all()}
    assert {pk: glimpse.position for pk, glimpse in seen.items()} == reading.positions
    assert {glimpse.line for glimpse in seen.values()} == {reading.line[:HEAD]}
    told = {pk: glimpse.news for pk, glimpse in seen.items() if glimpse.news != NOTHING}
    assert told == reading.news != {}
    assert {glimpse.public for glimpse in seen.values()} == {reading.public}


def test_others_doors_do_not_count(office, centre):
    knock(centre)
    assert load_glimpse(knock(office), HEAD).position.ahead == 0


def test_a_long_line_is_counted_and_not_read(office):
    visits = [knock(office) for _ in range(20)]
    with CaptureQueriesContext(connection) as asked:
        load_glimpse(visits[-1], HEAD)
    read = [query["sql"] for query in asked if 'FROM "visits_visit"' in query["sql"]]
    assert len(read) > 2
    # Beside advisors' talks: whose pause has just ended.
    assert [sql for sql in read if "COUNT" not in sql and "LIMIT" not in sql] == [
        sql for sql in read if '"advisor_id" IN' in sql or '"absent_until" BETWEEN' in sql
    ]
