"""Row 55: whoever does not belong here gets nothing, and learns nothing."""

import pytest

from buergerbuero.departments.models import Membership
from buergerbuero.visits import actions
from buergerbuero.visits.models import Visit
from tests.browser import Browser
from tests.people import knock

VERBS = (
    "call", "go-on", "take-back", "end", "put-back", "dismiss",
    "transfer", "note", "help", "coming", "calm",
)  # fmt: skip
SIGNAL = {"to": "somebody", "epochs": [1, 1], "body": {"kind": "restart"}}


@pytest.fixture
def ayla(office):
    return knock(office, "Ayla")


def paths(visit):
    yield from (
        "/desk/duty",
        "/desk/seen",
        "/desk/preferences",
        "/desk/call",
        "/desk/room/join",
        "/desk/room/signals",
    )
    yield from (f"/desk/visits/{visit.pk}/{verb}" for verb in VERBS)
    yield from (f"/desk/doors/{visit.department.slug}/{word}" for word in ("stop", "resume"))


def unchanged(visit):
    before = (visit.state, visit.advisor_id, visit.name, visit.department.no_more_on)
    visit.refresh_from_db()
    visit.department.refresh_from_db()
    return before == (visit.state, visit.advisor_id, visit.name, visit.department.no_more_on)


def test_a_stranger_is_sent_to_the_sign_in_and_nothing_happens(visitor, ayla):
    for path in ("/desk/", *paths(ayla)):
        answer = visitor.get(path) if path == "/desk/" else visitor.command(path, reason="x")
        where = f"/accounts/login/?next={path}"
        assert (answer.status_code, answer.headers["Location"]) == (302, where)
        assert answer.content == b""
    assert unchanged(ayla)


def test_a_citizen_is_a_stranger_at_the_desk(visitor, ayla):
    visitor.holds(ayla)
    for path in ("/desk/", *paths(ayla)):
        answer = visitor.get(path) if path == "/desk/" else visitor.command(path, reason="x")
        assert (answer.status_code, answer.content) == (302, b"")
    assert unchanged(ayla)


def test_an_advisor_elsewhere_neither_sees_nor_touches_the_visit(ayla, okafor, demir):
    elsewhere = Browser().is_signed_in_as(okafor)
    desk = elsewhere.get("/desk/").content.decode()
    for private in ("Ayla", ayla.label, ayla.pk, "Elterngeldstelle", "Demir"):
        assert private not in desk
    for verb in VERBS:
        path = f"/desk/visits/{ayla.pk}/{verb}"
        assert elsewhere.command(path, reason="x", absent="yes").status_code == 404
    for word in ("stop", "resume"):
        assert elsewhere.command(f"/desk/doors/elterngeldstelle/{word}").status_code == 404
    assert elsewhere.command("/desk/call").status_code == 409
    assert unchanged(ayla)


def test_the_administrator_of_the_county_serves_no_visit(ayla, albrecht):
    office = Browser().is_signed_in_as(albrecht)
    assert "Ayla" not in office.get("/desk/").content.decode()
    for verb in VERBS:
        assert office.command(f"/desk/visits/{ayla.pk}/{verb}", reason="x").status_code == 404
    assert unchanged(ayla)


def test_whoever_leaves_a_department_loses_it_at_once(ayla, demir, office):
    desk = Browser().is_signed_in_as(demir)
    assert "Ayla" in desk.get("/desk/").content.decode()
    Membership.objects.filter(user=demir).delete()
    assert "Ayla" not in desk.get("/desk/").content.decode()
    assert desk.command(f"/desk/visits/{ayla.pk}/call").status_code == 404
    assert unchanged(ayla)


def test_whoever_is_disabled_is_a_stranger_at_once(ayla, demir):
    """Row 48: disabling ends everything."""
    desk = Browser().is_signed_in_as(demir)
    demir.is_active = False
    demir.save()
    for path in ("/desk/", *paths(ayla)):
        answer = desk.get(path) if path == "/desk/" else desk.command(path, reason="x")
        assert (answer.status_code, answer.content) == (302, b"")
    assert unchanged(ayla)


def test_only_the_advisor_who_called_joins_the_room(ayla, demir, brandt, okafor, albrecht):
    """Row 41: every way in."""
    actions.call(ayla, demir)
    found = {
        user.name: Browser().is_signed_in_as(user).command("/desk/room/join").status_code
        for user in (demir, brandt, okafor, albrecht)
    }
    assert found == {
        "Frau Demir": 200,
        "Herr Brandt": 403,
        "Frau Okafor": 403,
        "Frau Albrecht": 403,
    }


def test_nobody_says_anything_in_a_room_they_are_not_in(ayla, demir, brandt, visitor):
    """Row 43: the sender is who the gate admitted."""
    actions.enter(actions.call(ayla, demir))
    inside = Browser().is_signed_in_as(demir)
    ticket = inside.command("/desk/room/join").json()
    citizen = next(one["id"] for one in ticket["participants"] if one["role"] == "citizen")
    said = {**SIGNAL, "to": citizen}
    assert Browser().is_signed_in_as(brandt).say("/desk/room/signals", said).status_code == 403
    assert visitor.say("/visit/room/signals", said).status_code == 403
    assert inside.say("/desk/room/signals", said).status_code == 204


def test_a_visit_that_is_over_is_out_of_reach_of_its_advisor_too(ayla, demir):
    """Row 40: after the end everything is refused."""
    desk = Browser().is_signed_in_as(demir)
    actions.end(actions.enter(actions.call(ayla, demir)), demir)
    for verb in VERBS:
        assert desk.command(f"/desk/visits/{ayla.pk}/{verb}", reason="x").status_code == 404
    assert desk.command("/desk/room/join").status_code == 403
    assert desk.say("/desk/room/signals", SIGNAL).status_code == 403
    ayla.refresh_from_db()
    assert (ayla.state, ayla.outcome) == ("closed", "served")


@pytest.mark.parametrize("key", ["1", "0" * 22, "../../etc/passwd", "x" * 23, "%00", "é" * 22])
def test_guessing_a_visit_finds_nothing(ayla, demir, key):
    """Row 44."""
    desk = Browser().is_signed_in_as(demir)
    for verb in VERBS:
        assert desk.command(f"/desk/visits/{key}/{verb}", reason="x").status_code == 404
    assert Visit.objects.get().state == "waiting"
