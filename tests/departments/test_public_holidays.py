"""A Land's public holidays shut a door, unless the day has hours of its own."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.conf import settings
from django.utils import translation

from buergerbuero.departments.models import SpecialDay
from buergerbuero.departments.public_holidays import LANDS, LANGUAGES, public_holidays
from buergerbuero.departments.status import State
from buergerbuero.departments.wording import day_in_words, describe
from buergerbuero.visits.snapshot import load_snapshot

REFORMATION = date(2026, 10, 31)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(datetime(2026, 10, 31, 9, 0, tzinfo=UTC), tick=False) as travelling:
        yield travelling


@pytest.fixture
def thuringian(office):
    office.holidays = "TH"
    office.save()
    return office


@pytest.mark.parametrize("land", LANDS)
def test_every_land_has_its_days_in_every_language_of_the_pages(land):
    days = public_holidays(land)
    assert len(days) > 27
    assert all(day.reason.keys() == {code for code, _ in settings.LANGUAGES} for day in days)
    assert {code for code, _ in settings.LANGUAGES} == LANGUAGES.keys()


def test_a_land_s_own_holiday_shuts_the_door_there_only(thuringian, centre):
    assert load_snapshot(thuringian.slug).public.state == State.CLOSED
    assert load_snapshot(centre.slug).public.state != State.CLOSED


@pytest.mark.parametrize(
    ("language", "word"), [("de", "Reformationstag"), ("en", "Reformation Day")]
)
def test_people_read_which_holiday_it_is(thuringian, language, word):
    public = load_snapshot(thuringian.slug).public
    with translation.override(language):
        assert describe(public).detail.startswith(f"{word}, ")
        assert day_in_words(thuringian.hours(), REFORMATION).endswith(f": {word}")


def test_a_day_with_hours_of_its_own_opens_on_a_holiday(thuringian):
    SpecialDay.objects.create(department=thuringian, day=REFORMATION, times=["9:00-12:00"])
    assert load_snapshot(thuringian.slug).public.state != State.CLOSED
