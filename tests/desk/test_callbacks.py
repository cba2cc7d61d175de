"""Who asked to be called back stands at the desk of that department, until somebody has called."""

import pytest

from buergerbuero.visits.callbacks import Wish, ask, load_callbacks
from buergerbuero.visits.models import Callback
from tests import html
from tests.browser import Browser


@pytest.fixture
def wish(office):
    office.takes_callbacks, office.suspended = True, True
    office.save()
    return ask(office, Wish("0151 234567", "Frau Krüger", "morning"), source="192.0.2.7/32")


def listed(user):
    page = html.read(Browser().is_signed_in_as(user).get("/desk/").content)
    region = page.one("section", id="region-callbacks")
    return [one.text for one in region.all("a")]


def test_the_department_s_advisors_see_it_and_nobody_else(wish, demir, okafor):
    assert listed(demir) == ["0151 234567"]
    assert listed(okafor) == []


def test_done_deletes_the_number(wish, demir):
    desk = Browser().is_signed_in_as(demir)
    assert desk.command(f"/desk/callbacks/{wish.key}/done").status_code == 204
    assert listed(demir) == []
    assert not Callback.objects.exists()


def test_an_advisor_elsewhere_cannot_strike_it_off(wish, okafor):
    """Row 44: the answer is that of a wish that does not exist."""
    desk = Browser().is_signed_in_as(okafor)
    answers = [
        desk.command(f"/desk/callbacks/{key}/done").status_code for key in (wish.key, "x" * 22)
    ]
    assert answers == [404, 404]
    assert Callback.objects.exists()


def test_the_open_desk_learns_of_a_wish_of_its_doors_only(wish, office, centre):
    lists = [load_callbacks(office.slug), load_callbacks(centre.slug)]
    assert [[one.phone for one in each] for each in lists] == [["0151 234567"], []]
