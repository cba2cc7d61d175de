"""What a method may do: GET looks, POST acts and carries a token, everything else is refused."""

import pytest
from django.urls import reverse
from django.utils import translation

from buergerbuero.visits import actions
from buergerbuero.visits.rules import Reason
from tests.browser import Browser
from tests.people import knock
from tests.tables import dump
from tests.urls import endpoints

pytestmark = pytest.mark.usefixtures("quick_passwords", "static_files")


@pytest.fixture
def visit(office):
    return knock(office, "Ayla")


@pytest.fixture
def paths(office, visit):
    """Every address, with the office and a visit that waits there."""
    values = {"slug": office.slug, "visit": visit.pk, "key": "x" * 22}
    return {endpoint: path_of(endpoint, values) for endpoint in endpoints()}


def path_of(endpoint, values):
    wanted = {
        "citizen:department": ("slug",),
        "citizen:try-out": ("slug",),
        "citizen:knock": ("slug",),
        "citizen:callback": ("slug",),
        "desk:callback-done": ("key",),
        "desk:room-link": ("key",),
        "desk:room-person": ("key",),
        "citizen:room-link": ("key",),
        "citizen:room-person": ("key",),
        "desk:stop": ("slug",),
        "desk:resume": ("slug",),
        "desk:say-to-all": ("slug",),
        "desk:withdraw-from-all": ("slug",),
        "desk:say-to-one": ("visit",),
        "desk:other-doors": ("visit",),
        "desk:withdraw-from-one": ("visit",),
        "desk:command": ("visit",),
        "desk:slip": ("visit",),
    }
    arguments = {name: values[name] for name in wanted.get(endpoint.name, ())}
    if endpoint.verb:
        arguments["verb"] = endpoint.verb
    return reverse(endpoint.name, kwargs=arguments)


@pytest.fixture
def people(demir, okafor, office, visit):
    """Whoever may open a page: each with a browser that is somebody."""
    waiting, called, talking = visit, knock(office, "Boris"), knock(office, "Chen")
    actions.enter(actions.call(talking, demir, reason=Reason.URGENT))
    actions.call(called, on_the_desk(office), reason=Reason.URGENT)
    return {
        "a stranger": Browser(),
        "a citizen who waits": Browser().holds(waiting),
        "a citizen who is called": Browser().holds(called),
        "a citizen who talks": Browser().holds(talking),
        "the advisor": Browser().is_signed_in_as(demir),
        "an advisor elsewhere": Browser().is_signed_in_as(okafor),
    }


def on_the_desk(office):
    from tests.people import make_advisor, on_duty  # noqa: PLC0415

    return on_duty(make_advisor("brandt", "Herr Brandt", office))


def test_looking_at_anything_changes_nothing(people, paths):
    """Row 52: no state change by GET, for anybody, at any address."""
    before = dump()
    assert sum(map(len, before.values())) > 50
    for who, visitor in people.items():
        for endpoint, path in paths.items():
            for prefix in ("", "/en"):
                visitor.get(prefix + path)
                visitor.head(prefix + path)
            assert dump() == before, f"{who}: {endpoint}"


def test_every_command_refuses_a_form_without_its_token(people, paths):
    """Row 52: CSRF. Knock and typed code are refused for their origin, all others for the token."""
    before = dump()
    for who, known in people.items():
        visitor = Browser(strict=True)
        visitor.cookies = known.cookies
        for endpoint, path in paths.items():
            answer = visitor.post(path, {"minutes": "5", "reason": "x", "state": "free"})
            assert answer.status_code == 403, f"{who}: {endpoint}"
            assert dump() == before, f"{who}: {endpoint}"


def test_a_token_of_somebody_else_does_not_help(people, paths, visit):
    """Row 52."""
    stranger = Browser(strict=True)
    stranger.get("/accounts/login/")
    token = stranger.cookies["__Host-csrf"].value
    victim = Browser(strict=True).holds(visit)
    before = dump()
    answer = victim.post(reverse("citizen:command", args=["leave"]), headers={"X-CSRFToken": token})
    assert (answer.status_code, dump()) == (403, before)


def test_a_form_of_our_page_works_with_its_token(visit):
    """The refusals above have the token as their reason."""
    visitor = Browser(strict=True).holds(visit)
    page = visitor.page("/visit/")
    form = page.one("form", action="/visit/leave")
    token = form.one("input", name="csrfmiddlewaretoken")["value"]
    answer = visitor.post("/visit/leave", {"csrfmiddlewaretoken": token})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/visit/")
    visit.refresh_from_db()
    assert (visit.state, visit.outcome) == ("closed", "left")


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND"])
def test_methods_that_no_page_uses_are_refused_everywhere(people, paths, method):
    """Row 52: TRACE and unused methods are off."""
    before = dump()
    for visitor in (people["a citizen who waits"], people["the advisor"]):
        for endpoint, path in paths.items():
            answer = visitor.generic(method, path)
            allowed = answer.headers.get("Allow")
            found = (answer.status_code, allowed, answer.content)
            assert found == (405, "GET, HEAD, POST", b""), endpoint
    assert dump() == before


@pytest.mark.parametrize("name", ["_method", "X-HTTP-Method-Override", "X-Method-Override"])
def test_a_method_cannot_be_smuggled_in(people, name):
    """Row 52."""
    before = dump()
    visitor = people["a citizen who waits"]
    assert visitor.get("/visit/leave", {name: "POST"}).status_code == 405
    assert visitor.get("/visit/leave", headers={name: "POST"}).status_code == 405
    assert dump() == before


def test_every_address_is_known_to_these_tests(paths):
    """A new address belongs into the tests of this package."""
    with translation.override("de"):
        assert {str(endpoint) for endpoint in paths} == {
            "health",
            "service-worker",
            "citizen:overview",
            "citizen:department",
            "citizen:try-out",
            "citizen:knock",
            "citizen:callback",
            "citizen:visit",
            "citizen:slip",
            "citizen:return-code",
            "citizen:continue",
            "citizen:push",
            "citizen:push-stop",
            "citizen:room-join",
            "citizen:room-servers",
            "citizen:room-signals",
            "citizen:room-wish",
            "citizen:room-link",
            "citizen:invited",
            "citizen:guest",
            "citizen:guest-leave",
            "citizen:guest-join",
            "citizen:guest-servers",
            "citizen:guest-signals",
            "citizen:privacy",
            "citizen:imprint",
            "citizen:accessibility",
            "desk:desk",
            "desk:duty",
            "desk:seen",
            "desk:preferences",
            "desk:call-next",
            "desk:callback-done",
            "desk:slip",
            "desk:stop",
            "desk:resume",
            "desk:other-doors",
            "desk:say-to-all",
            "desk:withdraw-from-all",
            "desk:say-to-one",
            "desk:withdraw-from-one",
            "desk:push",
            "desk:push-stop",
            "desk:room-join",
            "desk:room-servers",
            "desk:room-signals",
            "desk:room-leave",
            "desk:room-ring",
            "desk:room-invite",
            "desk:room-link",
            "account_login",
            "account_logout",
            "account_reauthenticate",
            "account_change_password",
            "account_signup",
            "account_inactive",
            *(f"citizen:command {verb}" for verb in CITIZENS_VERBS),
            *(f"desk:command {verb}" for verb in ADVISORS_VERBS),
            *(f"citizen:room-person {verb}" for verb in ("agree", "refuse", "give-up", "noted")),
            *(f"desk:room-person {verb}" for verb in ROOM_VERBS),
        }


CITIZENS_VERBS = (
    "enter", "more-time", "not-yet", "pause", "back", "reached", "leave", "hang-up",
    "decline-identity", "delete-slip",
)  # fmt: skip
ADVISORS_VERBS = (
    "call", "go-on", "take-back", "end", "put-back", "dismiss", "identity", "case-number",
    "transfer", "note", "help", "coming", "calm",
)  # fmt: skip
ROOM_VERBS = (
    "allow", "let-in", "send-away", "noted", "hand-over", "come", "not-now"
)  # fmt: skip


def test_a_page_can_be_asked_whether_it_is_there(visitor):
    """HEAD: monitors and link checkers use it."""
    answer = visitor.head("/")
    assert (answer.status_code, answer.content) == (200, b"")
