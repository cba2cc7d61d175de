"""The waiting page offers messages, and keeps a subscription only of who holds the visit."""

from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from buergerbuero.config import load
from buergerbuero.departments.models import Department
from buergerbuero.push.models import VisitSubscription
from buergerbuero.push.vapid import public_key
from buergerbuero.visits import actions
from tests.browser import Browser, sentence
from tests.people import knock
from tests.push.receiver import BrowserKeys

OFF = load({"BUERGERBUERO_PUSH": "false"})


@pytest.fixture
def ayla(visitor: Browser, office: Department) -> Browser:
    return visitor.holds(knock(office, "Ayla"))


def test_the_page_names_the_key_and_asks_for_nothing(ayla: Browser) -> None:
    root = ayla.page("/visit/").one(id="tell-me")
    assert root["data-push-key"] == public_key(settings.PUSH_KEY)
    assert "data-push-on" not in root.attributes
    offers = {one["data-push-when"]: "hidden" not in one.attributes for one in root.all("div")
              if "data-push-when" in one.attributes}  # fmt: skip
    assert offers == {"never": True, "denied": False, "open": False, "offer": False, "on": False}


def test_who_subscribes_is_kept_with_the_language_of_the_page(ayla: Browser) -> None:
    phone = BrowserKeys().form()
    assert ayla.command("/en/visit/push", **phone).status_code == 204
    kept = VisitSubscription.objects.get()
    assert (kept.endpoint, kept.receiver, kept.secret, kept.language) == (
        phone["endpoint"], phone["p256dh"], phone["auth"], "en",
    )  # fmt: skip
    assert "data-push-on" in ayla.page("/visit/").one(id="tell-me").attributes
    assert ayla.command("/visit/push/stop").status_code == 204
    assert not VisitSubscription.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "https://127.0.0.1/x"},
        {"endpoint": "https://example.de/x"},
        {"endpoint": "http://fcm.googleapis.com/x"},
        {"endpoint": ""},
        {"p256dh": ""},
        {"p256dh": "BP4z"},
        {"p256dh": "B" + "A" * 86},
        {"p256dh": "ü"},
        {"auth": ""},
        {"auth": "AAAA"},
        {"auth": "A" * 100},
    ],
    ids=str,
)
def test_what_is_no_push_service_or_no_key_is_refused(ayla: Browser, wrong: dict[str, Any]) -> None:
    answer = ayla.command("/visit/push", **BrowserKeys().form() | wrong)
    assert sentence(answer) == (400, "Den Push-Dienst Ihres Browsers kennen wir nicht.")
    assert not VisitSubscription.objects.exists()


def test_a_stranger_subscribes_to_nothing(
    visitor: Browser, other_visitor: Browser, ayla: Browser
) -> None:
    assert other_visitor.command("/visit/push", **BrowserKeys().form()).status_code == 404
    ayla.command("/visit/push", **BrowserKeys().form())
    other_visitor.command("/visit/push/stop")
    assert VisitSubscription.objects.count() == 1


def test_a_visit_that_is_over_takes_no_subscription(visitor: Browser, office: Department) -> None:
    visit = knock(office)
    ayla = visitor.holds(visit)
    actions.leave(visit)
    assert ayla.command("/visit/push", **BrowserKeys().form()).status_code == 409


@override_settings(CONFIG=OFF)
def test_without_outgoing_internet_nothing_is_offered_or_kept(ayla: Browser) -> None:
    assert ayla.page("/visit/").one(id="tell-me")["data-push-key"] == ""
    assert ayla.command("/visit/push", **BrowserKeys().form()).status_code == 404
    assert "Push-Dienst" not in ayla.get("/privacy/").content.decode()


def test_the_privacy_notice_names_the_services(visitor: Browser) -> None:
    notice = visitor.get("/privacy/").content.decode()
    for vendor in ("Google", "Microsoft", "Mozilla", "Apple"):
        assert vendor in notice


def test_the_script_is_small_and_touches_no_request(visitor: Browser) -> None:
    answer = visitor.get("/sw.js")
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    script = answer.content.decode()
    assert '"fetch"' not in script
    assert "caches" not in script
    assert len(answer.content) < 4000


def test_the_policy_lets_our_own_worker_run(visitor: Browser) -> None:
    assert "worker-src 'self'" in visitor.get("/").headers["Content-Security-Policy"]


def test_a_page_that_has_lost_its_visit_takes_the_worker_away(visitor: Browser) -> None:
    page = visitor.page("/visit/", 404)
    [script] = [one["src"] for one in page.all("script") if "src" in one.attributes]
    assert "js/citizen/gone" in script
