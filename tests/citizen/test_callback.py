"""The door takes nobody: whoever likes leaves a number instead."""

import pytest
from django.utils import timezone

from buergerbuero.visits.models import Alert, Callback
from tests import html
from tests.browser import ORIGIN
from tests.people import knock


@pytest.fixture
def closed(office):
    office.takes_callbacks, office.suspended = True, True
    office.save()
    return office


def asks(visitor, department, **fields):
    path, ours = f"/departments/{department.slug}/callback", {"Origin": ORIGIN}
    return visitor.post(path, fields, headers=ours)


def page(response):
    return html.read(response.content)


def test_the_form_stands_where_the_door_takes_nobody_and_only_there(visitor, closed, centre):
    for slug, there in ((closed.slug, True), (centre.slug, False)):
        found = visitor.page(f"/departments/{slug}/").all("input", name="phone")
        assert bool(found) is there


def test_the_wish_is_noted_without_a_cookie(visitor, closed):
    """Row 2: no cookie before a knock."""
    response = asks(visitor, closed, phone="0151 23456789", when="morning", name="Frau Krüger")
    assert response.status_code == 200
    assert "0151 23456789" in response.content.decode()
    assert not response.cookies
    (wish,) = Callback.objects.all()
    assert (wish.phone, wish.when, wish.name) == ("0151 23456789", "morning", "Frau Krüger")


@pytest.mark.parametrize("phone", ["", "abc", "12", "0151 <b>", "+49" + "1" * 40, "٠١٥١٢٣"])
def test_what_is_no_number_is_said_and_the_rest_is_kept(visitor, closed, phone):
    response = asks(visitor, closed, phone=phone, name="Frau Krüger")
    assert response.status_code == 400
    assert page(response).one("input", name="name")["value"] == "Frau Krüger"
    assert page(response).one("input", name="phone")["aria-invalid"] == "true"
    assert not Callback.objects.exists()


def test_too_many_from_one_source_read_whom_to_call(visitor, closed):
    for number in range(3):
        assert asks(visitor, closed, phone=f"0151 2345{number}").status_code == 200
    response = asks(visitor, closed, phone="0151 23459")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "3600")
    assert "Bitte rufen Sie uns an." in response.content.decode()
    assert page(response).one("input", name="phone")["value"] == "0151 23459"


def test_a_door_that_has_opened_meanwhile_is_shown_instead(visitor, closed, demir):
    closed.suspended = False
    closed.save()
    response = asks(visitor, closed, phone="0151 23456")
    assert (response.status_code, response.headers["Location"]) == (
        303,
        f"/departments/{closed.slug}/",
    )
    assert not Callback.objects.exists()


def test_where_nobody_can_be_reached_one_can_ask_before_the_knock_and_while_waiting(
    visitor, other_visitor, office
):
    office.takes_callbacks = True
    office.save()
    waits = other_visitor.holds(knock(office))
    door = f"/departments/{office.slug}/"
    assert visitor.page(door).all("input", name="phone") == []
    assert waits.page("/visit/").one(id="region-place").all("a") == []
    Alert.objects.create(department=office, since=timezone.now(), stage="nobody")
    _, link = waits.page("/visit/").one(id="region-place").all("a")
    assert (link["href"], link.text) == (f"{door}#rueckruf", "Um Rückruf bitten")
    for browser in (visitor, waits):
        form = browser.page(door).one("form", aria_labelledby="rueckruf")
        assert form.one("h3")["id"] == "rueckruf"
    assert asks(waits, office, phone="0151 23456").status_code == 200


def test_a_foreign_page_asks_for_nobody(visitor, closed):
    response = visitor.post(
        f"/departments/{closed.slug}/callback",
        {"phone": "0151 23456"},
        headers={"origin": "https://foreign.example"},
    )
    assert response.status_code == 403
    assert not Callback.objects.exists()
