"""Row 55: who may do what. One line for each address, one column for each role."""

import pytest
from django.db import transaction

from buergerbuero.visits import actions
from buergerbuero.visits.models import Callback
from buergerbuero.visits.rules import Reason
from tests.browser import ORIGIN, Browser
from tests.people import knock, make_department
from tests.urls import endpoints

pytestmark = pytest.mark.usefixtures("quick_passwords", "static_files")

ROLES = (
    "stranger", "citizen", "advisor here", "advisor elsewhere", "head here", "administrator"
)  # fmt: skip
SIGN_IN = 302
SIGNAL = {"to": "somebody", "epochs": [1, 1], "body": {"kind": "restart"}}

# Ayla waits at the office: she is the citizen. The head talks to Boris; the advisor is free.
LOOKS = {
    #                        stranger  citizen   advisor   elsewhere head      administrator
    "health":                (503,     503,      503,      503,      503,      503),
    "service-worker":        (200,     200,      200,      200,      200,      200),
    "citizen:overview":      (200,     200,      200,      200,      200,      200),
    "citizen:department":    (200,     200,      200,      200,      200,      200),
    "citizen:try-out":       (200,     200,      200,      200,      200,      200),
    "citizen:privacy":       (200,     200,      200,      200,      200,      200),
    "citizen:imprint":       (200,     200,      200,      200,      200,      200),
    "citizen:accessibility": (200,     200,      200,      200,      200,      200),
    "citizen:visit":         (404,     200,      404,      404,      404,      404),
    "citizen:slip":          (404,     404,      404,      404,      404,      404),
    "citizen:guest":         (200,     200,      200,      200,      200,      200),
    "desk:desk":             (SIGN_IN, SIGN_IN,  200,      200,      200,      200),
    "desk:other-doors":      (SIGN_IN, SIGN_IN,  404,      404,      200,      404),
    "account_login":         (200,     200,      302,      302,      302,      302),
    "account_logout":        (302,     302,      200,      200,      200,      200),
    "account_reauthenticate": (SIGN_IN, SIGN_IN, 200,      200,      200,      200),
    "account_change_password": (SIGN_IN, SIGN_IN, 200,     200,      200,      200),
    "account_signup":        (200,     200,      302,      302,      302,      302),
    "account_inactive":      (200,     200,      200,      200,      200,      200),
}  # fmt: skip
ACTS = {
    #                        stranger  citizen   advisor   elsewhere head      administrator
    "citizen:knock":         (303,     409,      303,      303,      303,      303),
    "citizen:callback":      (303,     303,      303,      303,      303,      303),
    "citizen:return-code":   (404,     200,      404,      404,      404,      404),
    "citizen:continue":      (400,     409,      400,      400,      400,      400),
    "citizen:command enter": (404,     409,      404,      404,      404,      404),
    "citizen:command more-time": (404, 409,      404,      404,      404,      404),
    "citizen:command not-yet": (404,   409,      404,      404,      404,      404),
    "citizen:command pause": (404,     204,      404,      404,      404,      404),
    "citizen:command back":  (404,     409,      404,      404,      404,      404),
    "citizen:command reached": (404,   204,      404,      404,      404,      404),
    "citizen:command leave": (404,     204,      404,      404,      404,      404),
    "citizen:command hang-up": (404,   409,      404,      404,      404,      404),
    "citizen:command decline-identity": (404, 409, 404,   404,      404,      404),
    "citizen:command delete-slip": (404, 409,    404,      404,      404,      404),
    "citizen:push":          (404,     400,      404,      404,      404,      404),
    "citizen:push-stop":     (204,     204,      204,      204,      204,      204),
    "citizen:room-join":     (403,     403,      403,      403,      403,      403),
    "citizen:room-servers":  (403,     403,      403,      403,      403,      403),
    "citizen:room-signals":  (403,     403,      403,      403,      403,      403),
    "citizen:room-wish":     (403,     403,      403,      403,      403,      403),
    "citizen:room-link":     (403,     403,      403,      403,      403,      403),
    "citizen:room-person agree": (403, 403,      403,      403,      403,      403),
    "citizen:room-person refuse": (403, 403,     403,      403,      403,      403),
    "citizen:room-person give-up": (403, 403,    403,      403,      403,      403),
    "citizen:room-person noted": (403, 403,      403,      403,      403,      403),
    "citizen:invited":       (400,     400,      400,      400,      400,      400),
    "citizen:guest-leave":   (403,     403,      403,      403,      403,      403),
    "citizen:guest-join":    (403,     403,      403,      403,      403,      403),
    "citizen:guest-servers": (403,     403,      403,      403,      403,      403),
    "citizen:guest-signals": (403,     403,      403,      403,      403,      403),
    "desk:duty":             (SIGN_IN, SIGN_IN,  204,      204,      204,      204),
    "desk:seen":             (SIGN_IN, SIGN_IN,  204,      204,      204,      204),
    "desk:preferences":      (SIGN_IN, SIGN_IN,  204,      204,      204,      204),
    "desk:call-next":        (SIGN_IN, SIGN_IN,  204,      409,      409,      409),
    "desk:command call":     (SIGN_IN, SIGN_IN,  204,      404,      409,      404),
    "desk:command dismiss":  (SIGN_IN, SIGN_IN,  204,      404,      204,      404),
    "desk:command go-on":    (SIGN_IN, SIGN_IN,  409,      404,      409,      404),
    "desk:command take-back": (SIGN_IN, SIGN_IN, 409,      404,      409,      404),
    "desk:command end":      (SIGN_IN, SIGN_IN,  409,      404,      204,      404),
    "desk:command put-back": (SIGN_IN, SIGN_IN,  409,      404,      204,      404),
    "desk:command identity": (SIGN_IN, SIGN_IN,  409,      404,      204,      404),
    "desk:command case-number": (SIGN_IN, SIGN_IN, 409,    404,      204,      404),
    "desk:slip":             (SIGN_IN, SIGN_IN,  409,      404,      204,      404),
    "desk:command transfer": (SIGN_IN, SIGN_IN,  409,      404,      204,      404),
    "desk:command note":     (SIGN_IN, SIGN_IN,  409,      404,      204,      404),
    "desk:command help":     (SIGN_IN, SIGN_IN,  409,      404,      204,      404),
    "desk:command coming":   (SIGN_IN, SIGN_IN,  409,      404,      409,      404),
    "desk:command calm":     (SIGN_IN, SIGN_IN,  409,      404,      409,      404),
    "desk:callback-done":    (SIGN_IN, SIGN_IN,  204,      404,      204,      404),
    "desk:stop":             (SIGN_IN, SIGN_IN,  204,      404,      204,      404),
    "desk:resume":           (SIGN_IN, SIGN_IN,  204,      404,      204,      404),
    "desk:say-to-all":       (SIGN_IN, SIGN_IN,  204,      404,      204,      404),
    "desk:withdraw-from-all": (SIGN_IN, SIGN_IN, 204,      404,      204,      404),
    "desk:say-to-one":       (SIGN_IN, SIGN_IN,  204,      404,      204,      404),
    "desk:withdraw-from-one": (SIGN_IN, SIGN_IN, 204,      404,      204,      404),
    "desk:push":             (SIGN_IN, SIGN_IN,  400,      400,      400,      400),
    "desk:push-stop":        (SIGN_IN, SIGN_IN,  204,      204,      204,      204),
    "desk:room-join":        (SIGN_IN, SIGN_IN,  403,      403,      200,      403),
    "desk:room-servers":     (SIGN_IN, SIGN_IN,  403,      403,      403,      403),
    "desk:room-signals":     (SIGN_IN, SIGN_IN,  403,      403,      403,      403),
    "desk:room-leave":       (SIGN_IN, SIGN_IN,  403,      403,      403,      403),
    "desk:room-ring":        (SIGN_IN, SIGN_IN,  403,      403,      409,      403),
    "desk:room-invite":      (SIGN_IN, SIGN_IN,  403,      403,      409,      403),
    "desk:room-link":        (SIGN_IN, SIGN_IN,  403,      403,      403,      403),
    "desk:room-person allow": (SIGN_IN, SIGN_IN, 403,      403,      403,      403),
    "desk:room-person let-in": (SIGN_IN, SIGN_IN, 403,     403,      403,      403),
    "desk:room-person send-away": (SIGN_IN, SIGN_IN, 403,  403,      403,      403),
    "desk:room-person noted": (SIGN_IN, SIGN_IN, 403,      403,      403,      403),
    "desk:room-person hand-over": (SIGN_IN, SIGN_IN, 403,  403,      403,      403),
    "desk:room-person come": (SIGN_IN, SIGN_IN,  409,      409,      409,      409),
    "desk:room-person not-now": (SIGN_IN, SIGN_IN, 409,    409,      409,      409),
}  # fmt: skip
WISH = "c" * 22
NOT_MINE = {
    "go-on", "take-back", "end", "put-back", "identity", "case-number",
    "transfer", "note", "help", "coming", "calm",
}  # fmt: skip


@pytest.fixture
def world(office, demir, brandt, okafor, albrecht):
    ayla, boris = knock(office, "Ayla"), knock(office, "Boris")
    Callback.objects.create(department=office, key=WISH, phone="0151 23456")
    actions.enter(actions.call(boris, demir, reason=Reason.URGENT))
    people = (
        Browser(),
        Browser().holds(ayla),
        Browser().is_signed_in_as(brandt),
        Browser().is_signed_in_as(okafor),
        Browser().is_signed_in_as(demir),
        Browser().is_signed_in_as(albrecht),
    )
    return dict(zip(ROLES, people, strict=True)), office, ayla, boris


def path_of(name, office, ayla, boris):
    _, _, rest = name.partition(":")
    pattern, _, verb = rest.partition(" ")
    if name in PATHS:
        return PATHS[name]
    if name == "citizen:command " + verb:
        return f"/visit/{verb}"
    if pattern == "room-person":
        return f"/{'visit' if name.startswith('citizen') else 'desk'}/room/people/{WISH}/{verb}"
    if pattern == "command":
        return f"/desk/visits/{(boris if verb in NOT_MINE else ayla).pk}/{verb}"
    return {
        "citizen:department": f"/departments/{office.slug}/",
        "citizen:try-out": f"/departments/{office.slug}/check/",
        "citizen:knock": f"/departments/{office.slug}/knock",
        "citizen:callback": f"/departments/{office.slug}/callback",
        "desk:callback-done": f"/desk/callbacks/{WISH}/done",
        "desk:other-doors": f"/desk/visits/{boris.pk}/doors",
        "desk:stop": f"/desk/doors/{office.slug}/stop",
        "desk:resume": f"/desk/doors/{office.slug}/resume",
        "desk:say-to-all": f"/desk/doors/{office.slug}/say",
        "desk:withdraw-from-all": f"/desk/doors/{office.slug}/withdraw",
        "desk:slip": f"/desk/visits/{boris.pk}/slip",
        "desk:say-to-one": f"/desk/visits/{ayla.pk}/say",
        "desk:withdraw-from-one": f"/desk/visits/{ayla.pk}/withdraw",
    }[name]


PATHS = {
    "health": "/health",
    "service-worker": "/sw.js",
    "citizen:overview": "/",
    "citizen:privacy": "/privacy/",
    "citizen:imprint": "/imprint/",
    "citizen:accessibility": "/accessibility/",
    "citizen:visit": "/visit/",
    "citizen:slip": "/visit/slip",
    "citizen:return-code": "/visit/return-code",
    "citizen:continue": "/visit/continue",
    "citizen:push": "/visit/push",
    "citizen:push-stop": "/visit/push/stop",
    "citizen:room-join": "/visit/room/join",
    "citizen:room-servers": "/visit/room/servers",
    "citizen:room-signals": "/visit/room/signals",
    "citizen:room-wish": "/visit/room/wish",
    "citizen:room-link": f"/visit/room/people/{WISH}/link",
    "citizen:invited": "/join/",
    "citizen:guest": "/guest/",
    "citizen:guest-leave": "/guest/leave",
    "citizen:guest-join": "/guest/room/join",
    "citizen:guest-servers": "/guest/room/servers",
    "citizen:guest-signals": "/guest/room/signals",
    "desk:desk": "/desk/",
    "desk:duty": "/desk/duty",
    "desk:seen": "/desk/seen",
    "desk:preferences": "/desk/preferences",
    "desk:call-next": "/desk/call",
    "desk:push": "/desk/push",
    "desk:push-stop": "/desk/push/stop",
    "desk:room-join": "/desk/room/join",
    "desk:room-servers": "/desk/room/servers",
    "desk:room-signals": "/desk/room/signals",
    "desk:room-leave": "/desk/room/leave",
    "desk:room-ring": "/desk/room/ring",
    "desk:room-invite": "/desk/room/invite",
    "desk:room-link": f"/desk/room/people/{WISH}/link",
    "account_login": "/accounts/login/",
    "account_logout": "/accounts/logout/",
    "account_reauthenticate": "/accounts/reauthenticate/",
    "account_change_password": "/accounts/password/change/",
    "account_signup": "/accounts/signup/",
    "account_inactive": "/accounts/inactive/",
}


def act(browser, name, path, office):
    if name == "citizen:knock":
        return browser.knock(office, name="Chen")
    if name == "citizen:callback":
        return browser.post(path, {"phone": "0151 23456"}, headers={"Origin": ORIGIN})
    if name == "citizen:invited":
        return browser.post(path, {"name": "Chen"}, headers={"Origin": ORIGIN})
    if name == "citizen:continue":
        return browser.post(path, {"code": "BCD-FGH-JKM"}, headers={"Origin": ORIGIN})
    if name.endswith("signals"):
        return browser.say(path, SIGNAL)
    said = {
        "state": "free",
        "minutes": "5",
        "reason": "Bitte anrufen",
        "text": "Gleich.",
        "name": "Chen",
        "identity": "asked",
        "case_number": "EG 1",
        "department": "integrationszentrum",
    }
    return browser.command(path, **said, shortcuts="on")


@pytest.mark.parametrize("role", ROLES)
def test_everybody_may_do_what_their_role_allows_and_nothing_else(world, role):
    """Row 55: role × endpoint."""
    people, *place = world
    found = {}
    for name in (*LOOKS, *ACTS):
        path = path_of(name, *place)
        with transaction.atomic():
            if name in LOOKS:
                answer = people[role].get(path)
            else:
                answer = act(people[role], name, path, place[0])
            transaction.set_rollback(True)
        found[name] = answer.status_code
        if answer.status_code == SIGN_IN and role in ("stranger", "citizen") and "desk" in name:
            assert answer.headers["Location"] == f"/accounts/login/?next={path}"
    column = ROLES.index(role)
    assert found == {name: row[column] for name, row in (LOOKS | ACTS).items()}


def test_the_table_names_every_address_there_is():
    """Row 55: complete. A new address needs a line."""
    assert {str(one) for one in endpoints()} == {*LOOKS, *ACTS}


def test_a_visit_of_another_department_looks_like_one_that_does_not_exist(world):
    """Row 44: the same 404 for “no” and for “not yours”, in every word."""
    people, office, *_ = world
    elsewhere = knock(make_department("anderswo", "X"))
    closed = knock(office)
    actions.leave(closed)
    for role in ("advisor here", "administrator"):
        answers = {
            (answer.status_code, answer.content, without_nonce(answer))
            for key in (elsewhere.pk, closed.pk, "x" * 22)
            for verb in (
                "call",
                "go-on",
                "take-back",
                "end",
                "put-back",
                "dismiss",
                "identity",
                "case-number",
                "slip",
                "transfer",
                "note",
                "help",
                "coming",
                "calm",
                "say",
                "withdraw",
            )
            for answer in [people[role].command(f"/desk/visits/{key}/{verb}", reason="x")]
        }
        assert len(answers) == 1
        assert next(iter(answers))[0] == 404


def test_a_door_of_another_department_looks_like_one_that_does_not_exist(world):
    """Row 44."""
    people, office, *_ = world
    answers = {
        (answer.status_code, answer.content, without_nonce(answer))
        for slug in (office.slug, "nothing")
        for word in ("stop", "resume", "say", "withdraw")
        for answer in [people["advisor elsewhere"].command(f"/desk/doors/{slug}/{word}")]
    }
    assert len(answers) == 1
    assert next(iter(answers))[0] == 404


def without_nonce(answer):
    skipped = ("Content-Security-Policy", "Set-Cookie")
    return tuple((name, value) for name, value in answer.headers.items() if name not in skipped)
