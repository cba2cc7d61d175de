"""Who is not taken may leave a number; it is gone when done, and after a week at latest."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from buergerbuero.visits import callbacks
from buergerbuero.visits.callbacks import AN_HOUR_AT_MOST, NotOffered, Wish, ask, done, forget
from buergerbuero.visits.limits import TooManyKnocks
from buergerbuero.visits.models import Callback


@pytest.fixture
def closed(office):
    """A door that takes nobody just now, and takes wishes."""
    office.takes_callbacks, office.suspended = True, True
    office.save()
    return office


def wish(department, phone="0151 234", source="192.0.2.7/32", **facts):
    return ask(department, Wish(phone, facts.get("name", ""), "any"), source=source)


def test_the_wish_is_kept_with_its_department(closed):
    found = wish(closed, name="Frau Krüger")
    assert (found.department, found.phone, found.name) == (closed, "0151 234", "Frau Krüger")
    assert "192.0.2.7" not in found.source


def test_the_same_number_again_changes_the_wish(closed):
    wish(closed)
    ask(closed, Wish("0151 234", "Ayla", "morning"), source="192.0.2.7/32")
    assert list(Callback.objects.values_list("name", "when")) == [("Ayla", "morning")]


@pytest.mark.parametrize("facts", [{"takes_callbacks": False}, {"suspended": False}])
def test_none_is_taken_where_none_is_offered(closed, demir, facts):
    for name, value in facts.items():
        setattr(closed, name, value)
    closed.save()
    with pytest.raises(NotOffered):
        wish(closed)
    assert not Callback.objects.exists()


def test_a_full_list_takes_none(closed, monkeypatch):
    monkeypatch.setattr(callbacks, "AT_MOST", 1)
    wish(closed)
    with pytest.raises(NotOffered):
        wish(closed, phone="0151 9", source="192.0.2.8/32")


def test_one_source_asks_three_times_an_hour_and_others_as_before(closed):
    for number in range(AN_HOUR_AT_MOST):
        wish(closed, phone=f"0151 {number}")
    with pytest.raises(TooManyKnocks):
        wish(closed, phone="0151 9")
    wish(closed, phone="0151 9", source="192.0.2.8/32")
    with time_machine.travel(timezone.now() + timedelta(hours=1, seconds=1)):
        wish(closed, phone="0151 10")


def test_an_advisor_of_the_department_strikes_it_off_and_nobody_else(closed, demir, okafor):
    found = wish(closed)
    with pytest.raises(Callback.DoesNotExist):
        done(found.key, okafor)
    done(found.key, demir)
    assert not Callback.objects.exists()


def test_after_a_day_the_source_is_gone_and_after_a_week_the_wish(closed):
    """Row 16: nothing is kept longer than it is of use."""
    wish(closed)
    forget()
    assert Callback.objects.exclude(source="").count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        forget()
        assert Callback.objects.filter(source="").count() == 1
    with time_machine.travel(timezone.now() + timedelta(days=7, seconds=1)):
        forget()
        assert not Callback.objects.exists()
