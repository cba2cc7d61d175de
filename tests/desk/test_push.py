"""At the desk an advisor may ask to be told when its window is closed."""

import pytest

from buergerbuero.accounts.models import User
from buergerbuero.push.models import AdvisorSubscription
from tests import html
from tests.browser import Browser, sentence
from tests.push.receiver import BrowserKeys


@pytest.fixture
def desk(visitor: Browser, demir: User) -> Browser:
    return visitor.is_signed_in_as(demir)


def test_the_subscription_belongs_to_the_person_and_the_session(desk: Browser, demir: User) -> None:
    browser = BrowserKeys()
    assert desk.command("/en/desk/push", **browser.form()).status_code == 204
    kept = AdvisorSubscription.objects.get()
    assert (kept.user, kept.session_id) == (demir, desk.session.session_key)
    assert (kept.endpoint, kept.language) == (browser.endpoint, "en")
    assert "data-push-on" in root_of(desk).attributes
    assert desk.command("/desk/push/stop").status_code == 204
    assert not AdvisorSubscription.objects.exists()
    assert "data-push-on" not in root_of(desk).attributes


def root_of(desk: Browser) -> html.Element:
    [root] = [one for one in desk.page("/desk/").walk() if "data-push" in one.attributes]
    return root


def test_another_session_of_the_same_person_has_its_own(
    desk: Browser, other_visitor: Browser, demir: User
) -> None:
    other = other_visitor.is_signed_in_as(demir)
    desk.command("/desk/push", **BrowserKeys().form())
    other.command("/desk/push", **BrowserKeys().form())
    desk.command("/desk/push", **BrowserKeys().form())
    assert AdvisorSubscription.objects.count() == 2
    other.command("/desk/push/stop")
    assert AdvisorSubscription.objects.get().session_id == desk.session.session_key


def test_signing_out_erases_it(desk: Browser) -> None:
    desk.command("/desk/push", **BrowserKeys().form())
    desk.post("/accounts/logout/")
    assert not AdvisorSubscription.objects.exists()


def test_what_is_no_push_service_is_refused(desk: Browser) -> None:
    answer = desk.command("/desk/push", **BrowserKeys().form("https://10.0.0.1/x"))
    assert sentence(answer) == (400, "Den Push-Dienst Ihres Browsers kennen wir nicht.")
    assert not AdvisorSubscription.objects.exists()


def test_who_is_not_signed_in_subscribes_to_nothing(visitor: Browser) -> None:
    answer = visitor.command("/desk/push", **BrowserKeys().form())
    assert answer.status_code == 302
    assert not AdvisorSubscription.objects.exists()
