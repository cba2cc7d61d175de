import json
import time

import pytest
from django.db import connection

from buergerbuero.live.pulse import BEATS_WITHIN_SECONDS, pulse


@pytest.fixture(autouse=True)
def heart(monkeypatch):
    """The process's hub, which has not beaten yet in this test."""
    monkeypatch.setattr(pulse, "_beat_at", None)


def health(visitor):
    answer = visitor.get("/health")
    assert answer.headers["Content-Type"] == "application/json"
    return answer.status_code, json.loads(answer.content)


def test_an_office_that_can_work_says_so(visitor):
    pulse.beat()
    assert health(visitor) == (200, {"database": True, "hub": True})


def test_an_office_whose_hub_never_ran_cannot_work(visitor):
    assert health(visitor) == (503, {"database": True, "hub": False})


def test_an_office_whose_hub_has_stopped_cannot_work(visitor, monkeypatch):
    pulse.beat()
    later = time.monotonic() + BEATS_WITHIN_SECONDS
    monkeypatch.setattr(time, "monotonic", lambda: later - 1)
    assert health(visitor)[0] == 200
    monkeypatch.setattr(time, "monotonic", lambda: later + 1)
    assert health(visitor) == (503, {"database": True, "hub": False})


def test_an_office_without_its_tables_cannot_work(visitor):
    pulse.beat()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE visits_visit RENAME TO gone")
    assert health(visitor) == (503, {"database": False, "hub": True})


def test_the_answer_tells_a_stranger_nothing_else(visitor):
    pulse.beat()
    answer = visitor.get("/health")
    assert answer.cookies == {}
    assert answer.content == b'{"database": true, "hub": true}'


def test_only_looking_is_possible(visitor):
    assert {visitor.post("/health").status_code, visitor.put("/health").status_code} == {405}
