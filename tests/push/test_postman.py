"""A letter is encrypted, signed and carried beside everything else; a dead address is erased."""

import logging
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.exceptions import InvalidSignature
from django.utils import timezone

from buergerbuero.departments.models import Department
from buergerbuero.push import citizens
from buergerbuero.push.letters import Letter
from buergerbuero.push.models import VisitSubscription
from buergerbuero.push.subscribing import read_browser
from tests.people import knock
from tests.push.post import PUBLIC_KEY, SUBJECT, carry
from tests.push.receiver import ENDPOINT, HOST, LOOPBACK, BrowserKeys, Receiver


def subscription(phone: BrowserKeys, endpoint: str = ENDPOINT) -> VisitSubscription:
    given = phone.form(endpoint)
    return VisitSubscription(
        pk=1, endpoint=endpoint, receiver=given["p256dh"], secret=given["auth"], language="de"
    )


def letter(phone: BrowserKeys, seconds: int = 60, **facts: str) -> Letter:
    return Letter(subscription(phone, **facts), b'{"body": "Sie sind dran."}', "turn", seconds)


def test_a_letter_arrives_encrypted_and_signed(receiver: Receiver, phone: BrowserKeys) -> None:
    carry(receiver, letter(phone), until=lambda: len(receiver.received) == 1)
    [message] = receiver.received
    assert message.said(phone) == {"body": "Sie sind dran."}
    assert b"Sie sind" not in message.body
    claims = message.claims(PUBLIC_KEY)
    now = timezone.now().timestamp()
    assert (claims["aud"], claims["sub"]) == (f"https://{HOST}", SUBJECT)
    assert now < claims["exp"] <= now + 24 * 3600
    named = ("ttl", "urgency", "topic", "content-encoding", "content-type")
    said = {name: message.headers[name] for name in named}
    assert said == {
        "ttl": "60",
        "urgency": "high",
        "topic": "turn",
        "content-encoding": "aes128gcm",
        "content-type": "application/octet-stream",
    }
    known = {"host", "accept-encoding", "content-length", "authorization", *named}
    assert set(message.headers) == known


def test_a_signature_of_somebody_else_is_noticed(receiver: Receiver, phone: BrowserKeys) -> None:
    """The check of the test above can fail."""
    carry(receiver, letter(phone), until=lambda: len(receiver.received) == 1)
    headers = receiver.received[0].headers
    token, _, key = headers["authorization"].partition(", k=")
    broken = token[:-4] + ("AAAA" if token[-4:] != "AAAA" else "BBBB")
    headers["authorization"] = f"{broken}, k={key}"
    with pytest.raises(InvalidSignature):
        receiver.received[0].claims(PUBLIC_KEY)


@pytest.mark.parametrize("status", [404, 410])
def test_an_address_that_is_gone_is_erased(
    receiver: Receiver, phone: BrowserKeys, office: Department, status: int
) -> None:
    visit = knock(office)
    given = read_browser(phone.form(), "de")
    citizens.subscribe(visit, given)
    one = replace(letter(phone), subscription=VisitSubscription.objects.get(visit=visit))
    work: list[Callable[[], None]] = []

    async def in_thread(wanted: Callable[[], None]) -> None:
        work.append(wanted)  # the row is this thread's own, and this is the loop's

    receiver.answers = [(status, {})]
    carry(receiver, one, until=lambda: bool(work), in_thread=in_thread)
    [forget] = work
    assert (len(receiver.received), VisitSubscription.objects.count()) == (1, 1)
    forget()
    assert not VisitSubscription.objects.exists()
    citizens.subscribe(visit, given)
    VisitSubscription.objects.update(id=one.subscription.pk, endpoint=f"{ENDPOINT}2")
    forget()
    assert VisitSubscription.objects.exists(), "the browser has subscribed anew meanwhile"


def test_a_busy_service_is_asked_again_a_few_times(receiver: Receiver, phone: BrowserKeys) -> None:
    receiver.answers = [(503, {}), (429, {})]
    carry(receiver, letter(phone), until=lambda: len(receiver.received) == 3, pauses=(0, 0))
    assert [message.said(phone) for message in receiver.received] == [
        {"body": "Sie sind dran."}
    ] * 3


def test_a_service_that_stays_busy_is_left_alone(
    receiver: Receiver, phone: BrowserKeys, caplog: pytest.LogCaptureFixture
) -> None:
    receiver.answers = [(500, {})] * 9
    carry(receiver, letter(phone), until=lambda: len(receiver.received) == 3, pauses=(0, 0))
    assert len(receiver.received) == 3
    assert caplog.messages == ["A push service answered 500"]


def test_a_service_is_left_alone_as_long_as_it_wants(
    receiver: Receiver, phone: BrowserKeys
) -> None:
    """Two seconds are kept; what would come when it is no news any more is not sent."""
    receiver.answers = [(429, {"Retry-After": "2"})]
    started = time.monotonic()
    carry(receiver, letter(phone), until=lambda: len(receiver.received) == 2, pauses=(0, 0))
    assert time.monotonic() - started >= 2
    assert int(receiver.received[1].headers["ttl"]) < 60
    receiver.answers = [(429, {"Retry-After": "60"})]
    carry(receiver, letter(phone), until=lambda: len(receiver.received) == 3, pauses=(0, 0))
    assert len(receiver.received) == 3


@pytest.mark.parametrize(
    "trouble",
    [
        {"resolve": lambda host: ["10.0.0.1"]},
        {"trust": ssl.create_default_context()},
        {"port": 1},
    ],
    ids=["leads inwards", "not trusted", "nobody there"],
)
def test_what_cannot_be_sent_is_a_line_in_the_log_that_names_nobody(
    receiver: Receiver, phone: BrowserKeys, caplog: pytest.LogCaptureFixture, trouble: object
) -> None:
    sender = receiver.sender(**trouble)  # type: ignore[arg-type]
    carry(receiver, letter(phone), until=lambda: bool(caplog.messages), sender=sender)
    [said] = caplog.records
    assert said.levelno == logging.WARNING
    assert said.getMessage().startswith("A push service was not reached (")
    assert "fcm" not in caplog.text
    assert receiver.received == []


def test_an_address_in_the_database_that_is_no_push_service_gets_nothing(
    receiver: Receiver, phone: BrowserKeys, caplog: pytest.LogCaptureFixture
) -> None:
    bad = letter(phone, endpoint="https://127.0.0.1/x")
    carry(receiver, bad, until=lambda: bool(caplog.messages))
    assert caplog.messages == ["A push service was not reached (Refused)"]
    assert receiver.received == []


def test_one_slow_service_holds_nobody_else_up(receiver: Receiver, phone: BrowserKeys) -> None:
    """Each is waited for in a thread of its own; the event loop goes on meanwhile."""
    release = threading.Event()

    def resolve(host: str) -> list[str]:
        if host != HOST:
            release.wait(10)
        return [LOOPBACK]

    slow = letter(phone, endpoint="https://web.push.apple.com/x")

    def quick_is_there() -> bool:
        if receiver.received:
            release.set()
        return bool(receiver.received)

    sender = receiver.sender(resolve=resolve)
    carry(receiver, slow, letter(phone), until=quick_is_there, sender=sender)
    assert [message.headers["host"] for message in receiver.received] == [HOST]
