"""Your turn reaches a closed page, and a knock a closed desk.

Real: the permission, the service worker, its notifications, the server, encryption, signature and
TLS. Not real: the vendor's service between our server and the browser. What our server sends to it
is decrypted here and handed to the service worker through the DevTools protocol.
"""

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.e2e import rows
from tests.e2e.browser import QUIET
from tests.e2e.citizen import CitizenPage
from tests.e2e.notices import Desktop, desktop
from tests.e2e.people import People
from tests.e2e.push import Messages
from tests.e2e.waiting import eventually
from tests.push.receiver import BrowserKeys, Receiver, running_receiver
from tests.servers import Office, running_office

MODULE = "tests.e2e.post_office"
TITLE = "Virtuelles Bürgerbüro"
NEARLY = "Sie sind gleich dran. Bitte öffnen Sie die Seite."
CALLED = "Sie sind dran. Bitte treten Sie ein."
# Chromium keeps push away from windows that leave nothing behind, as those of the tests.
INCOGNITO = "does not support the Push API in incognito mode"


@pytest.fixture(scope="module")
def receiver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Receiver]:
    with running_receiver(tmp_path_factory.mktemp("receiver")) as receiver:
        yield receiver


@pytest.fixture(scope="module")
def server(receiver: Receiver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    program = (sys.executable, "-m", MODULE, receiver.authority, str(receiver.port))
    data = tmp_path_factory.mktemp("post-office") / "data"
    with running_office(data, program=program) as office:
        office.keep_state()
        yield office


@pytest.fixture
def phone() -> BrowserKeys:
    return BrowserKeys()


def given_to(phone: BrowserKeys) -> dict[str, object]:
    form = phone.form()
    return {"endpoint": form.pop("endpoint"), "keys": form}


def waits(
    people: People, phone: BrowserKeys | None, ahead: int = 0
) -> tuple[CitizenPage, Messages]:
    rows.line_up(people.office, ahead)
    ayla = people.citizen()
    messages = Messages(ayla, given_to(phone) if phone else None)
    ayla.knocks_at(name="Ayla Yilmaz")
    return ayla, messages


def wants_messages(
    people: People, phone: BrowserKeys, ahead: int = 0
) -> tuple[CitizenPage, Messages]:
    ayla, messages = waits(people, phone, ahead)
    messages.says("offer")
    messages.allow()
    messages.turn("on")
    messages.says("on")
    return ayla, messages


def subscriptions(office: Office, kind: str = "visit") -> int:
    [[count]] = office.sql(f"SELECT count(*) FROM push_{kind}subscription")  # noqa: S608
    return int(str(count))


def another_page(ayla: CitizenPage) -> Page:
    """Of the same browser; the visit's own is closed."""
    page = ayla.context.new_page()
    page.goto(f"{ayla.office.url}/imprint/")
    ayla.page.close()
    return page


# Asking


def test_the_vendor_is_named_before_anything_is_asked_or_set_up(
    people: People, phone: BrowserKeys
) -> None:
    ayla, messages = waits(people, phone)
    messages.says("offer")
    expect(messages.shown).to_contain_text("über den Push-Dienst von Google.")
    expect(messages.shown).to_contain_text("Abschalten können Sie es hier jederzeit.")
    assert ayla.page.evaluate("[Notification.permission, noted.notificationsAsked]") == [
        "default",
        0,
    ]
    assert messages.registrations() == 0
    assert subscriptions(people.office) == 0


def test_who_wants_messages_says_so_once_and_may_take_it_back(
    people: People, phone: BrowserKeys
) -> None:
    """Row 19: what changed is announced. Row 18: the focus stays in sight."""
    ayla, messages = wants_messages(people, phone)
    expect(ayla.page.locator("#announce")).to_contain_text("Wir schicken Ihnen eine Nachricht")
    expect(ayla.page.locator("[data-push-turn=off]")).to_be_focused()
    assert (messages.registrations(), subscriptions(people.office)) == (1, 1)
    ayla.reload()
    messages.says("on")
    messages.turn("off")
    messages.says("offer")
    expect(ayla.page.locator("[data-push-turn=on]")).to_be_focused()
    assert (messages.registrations(), subscriptions(people.office)) == (0, 0)


def test_who_says_no_to_the_browser_reads_what_helps_instead(
    people: People, phone: BrowserKeys
) -> None:
    """Nobody has allowed it: headless Chromium says no by itself."""
    ayla, messages = waits(people, phone)
    messages.turn("on")
    messages.says("denied")
    expect(messages.shown).to_contain_text("Bitte Bildschirm anlassen.")
    expect(ayla.page.locator("#announce")).to_contain_text("Bitte Bildschirm anlassen.")
    assert (messages.registrations(), subscriptions(people.office)) == (0, 0)


def test_a_browser_without_a_push_service_says_so_kindly(people: People) -> None:
    """Really: this Chromium cannot subscribe, and nothing stands in its place."""
    ayla = people.citizen()
    ayla.watch.expect_words(INCOGNITO)
    ayla.context.grant_permissions(["notifications"], origin=people.office.url)
    ayla.knocks_at()
    ayla.page.locator("[data-push-turn=on]").click()
    shown = ayla.page.locator("[data-push-when]:not([hidden])")
    expect(shown).to_have_attribute("data-push-when", "open")
    expect(shown).to_contain_text("Bitte Bildschirm anlassen und die Seite offen lassen.")
    assert subscriptions(people.office) == 0


def test_a_browser_that_knows_no_messages_is_offered_none(people: People) -> None:
    """As on an iPhone whose page is not on the home screen."""
    ayla = people.citizen()
    ayla.context.add_init_script("delete window.PushManager;")
    ayla.knocks_at()
    shown = ayla.page.locator("[data-push-when]:not([hidden])")
    expect(shown).to_have_attribute("data-push-when", "never")
    expect(shown).to_have_text(
        "Bitte Bildschirm anlassen. Dann hören und sehen Sie, wenn Sie dran sind."
    )
    expect(ayla.page.locator("[data-push-turn]").filter(visible=True)).to_have_count(0)


# Being told


def test_a_call_reaches_a_closed_page(
    people: People, phone: BrowserKeys, receiver: Receiver
) -> None:
    ayla, messages = wants_messages(people, phone)
    key = ayla.page.locator("#tell-me").get_attribute("data-push-key") or ""
    page = another_page(ayla)
    assert messages.notices(page) == []
    people.advisor("demir").calls_next()
    message = receiver.wait_for(phone)
    assert message.claims(key)["sub"] == "mailto:it@musterkreis.example"
    said = message.said(phone)
    assert (said["body"], said["page"]) == (CALLED, "/visit/")
    assert "Ayla" not in str(said)
    messages.deliver(said, page)
    eventually(page, lambda: messages.notices(page), what="a notification")
    assert messages.notices(page) == [[TITLE, CALLED, "de"]]


def test_one_ahead_reaches_a_closed_page_once(
    people: People, phone: BrowserKeys, receiver: Receiver
) -> None:
    ayla, messages = wants_messages(people, phone, ahead=2)
    page = another_page(ayla)
    people.office.sql(
        "UPDATE visits_visit SET state = 'closed', outcome = 'left' WHERE number = ?",
        rows.FIRST_NUMBER - 2,
    )
    said = receiver.wait_for(phone).said(phone)
    assert said["body"] == NEARLY
    messages.deliver(said, page)
    eventually(page, lambda: messages.notices(page), what="a notification")
    assert messages.notices(page) == [[TITLE, NEARLY, "de"]]


@pytest.mark.desktop
def test_a_click_leads_to_the_visit(
    engine: Playwright, office: Office, phone: BrowserKeys, tmp_path: Path
) -> None:
    """To its window where it is open, else to a new one. Everything from the worker to the click is
    real: Chromium shows the notice on a desktop of the tests, and the click comes from there."""
    with desktop() as notices, kept_browser(engine, notices, tmp_path) as context:
        ayla = CitizenPage(context, office)
        messages = Messages(ayla, given_to(phone))
        messages.allow()
        ayla.knocks_at(name="Ayla Yilmaz")
        messages.turn("on")
        messages.says("on")
        page = another_page(ayla)
        messages.deliver(AT_CALL, page)
        assert notices.shows() == (TITLE, CALLED)
        with context.expect_page() as opened:
            notices.clicks()
        expect(opened.value).to_have_url(f"{office.url}/visit/")
        expect(opened.value.locator("#region-visit[data-state=waiting]")).to_be_attached()
        page.bring_to_front()
        messages.deliver(AT_CALL, page)
        assert notices.shows() == (TITLE, CALLED)
        notices.clicks()
        eventually(page, lambda: not messages.notices(page), what="the notice has gone")
        assert [one.url for one in context.pages].count(f"{office.url}/visit/") == 1


@contextmanager
def kept_browser(engine: Playwright, notices: Desktop, directory: Path) -> Iterator[BrowserContext]:
    """With a profile that stays, as people have: only such a one hears of clicks on notices."""
    path = shutil.which("chromium")
    context = engine.chromium.launch_persistent_context(
        directory / "profile",
        executable_path=path,
        args=[*QUIET],
        env=notices.environment,
        locale="de-DE",
    )
    try:
        yield context
    finally:
        context.close()


AT_CALL = {"title": TITLE, "body": CALLED, "tag": "turn", "page": "/visit/", "lang": "de"}


def test_who_looks_at_the_page_is_not_disturbed(people: People, phone: BrowserKeys) -> None:
    ayla, messages = wants_messages(people, phone)
    ayla.page.bring_to_front()
    messages.deliver(AT_CALL)
    count = "getNotifications().then((all) => all.length)"
    eventually(
        ayla.page, lambda: messages.worker.evaluate(f"registration.{count}") == 0, what="gone"
    )


def test_a_page_nobody_sees_says_it_by_the_system(people: People, phone: BrowserKeys) -> None:
    """The page lives and is out of sight. A window without a screen never is: that is put in."""
    ayla, messages = wants_messages(people, phone)
    ayla.page.evaluate(OUT_OF_SIGHT)
    people.advisor("demir").calls_next()
    eventually(ayla.page, messages.notices, what="a notification")
    assert [one[:2] for one in messages.notices()] == [[TITLE, CALLED]]
    ayla.page.evaluate("document.hidden = false")
    ayla.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    eventually(ayla.page, lambda: not messages.notices(), what="taken away")


OUT_OF_SIGHT = "Object.defineProperty(document, 'hidden', { value: true, writable: true })"


# Being forgotten


def test_with_the_visit_everything_goes(people: People, phone: BrowserKeys) -> None:
    ayla, messages = wants_messages(people, phone)
    ayla.leaves()
    ayla.is_bid_goodbye("left")
    eventually(ayla.page, lambda: messages.registrations() == 0, what="no service worker")
    eventually(ayla.page, lambda: subscriptions(people.office) == 0, what="no subscription")


def test_a_visit_that_ended_behind_a_closed_page_leaves_nothing_behind(
    people: People, phone: BrowserKeys
) -> None:
    ayla, messages = wants_messages(people, phone)
    page = another_page(ayla)
    people.office.sql("DELETE FROM visits_event")
    people.office.sql("DELETE FROM push_visitsubscription")
    people.office.sql("DELETE FROM visits_visit")
    ayla.watch.expect_answer(404, "/visit/")
    page.goto(f"{people.office.url}/visit/")
    eventually(page, lambda: messages.registrations(page) == 0, what="no service worker")


# Advisors


def test_a_knock_reaches_a_closed_desk_until_its_advisor_signs_out(
    people: People, phone: BrowserKeys, receiver: Receiver
) -> None:
    demir = people.advisor("demir")
    messages = Messages(demir, given_to(phone), "/desk/")
    demir.reload()
    messages.says("offer")
    expect(messages.shown).to_contain_text("über den Push-Dienst von Google")
    messages.allow()
    messages.turn("on")
    messages.says("on")
    assert subscriptions(people.office, "advisor") == 1
    page = demir.context.new_page()
    page.goto(f"{people.office.url}/imprint/")
    demir.page.close()
    people.office.sql("UPDATE push_advisorsubscription SET made_at = datetime('now', '-1 minute')")
    people.citizen().knocks_at(name="Ayla Yilmaz")

    def told_a_minute_later() -> bool:
        # The last sign of life of the desk may still be on its way to the rows.
        people.office.sql("UPDATE departments_duty SET seen_at = datetime('now', '-1 minute')")
        return any(one.path == phone.path for one in receiver.received)

    eventually(page, told_a_minute_later, what="a message")
    said = receiver.wait_for(phone).said(phone)
    assert (said["body"], said["page"]) == ("Es klopft jemand an: Elterngeldstelle", "/desk/")
    messages.deliver(said, page)
    eventually(page, lambda: messages.notices(page), what="a notification")
    demir.page = page
    demir.go("/accounts/logout/")
    demir.page.locator("main form button").click()
    expect(demir.page.locator("#login")).to_be_visible()
    assert subscriptions(people.office, "advisor") == 0
