"""A message goes to a push service's own address in the internet, or nowhere."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from buergerbuero.push import sending
from buergerbuero.push.endpoints import Refused
from buergerbuero.push.sending import Answer, Sender
from tests.push.receiver import ENDPOINT, HOST, LOOPBACK, Receiver, running_receiver

PUBLIC = "142.250.185.74"


def test_a_message_arrives_as_it_was_sent(receiver: Receiver) -> None:
    answer = receiver.sender().post(ENDPOINT, {"TTL": "60", "Topic": "turn"}, b"secret")
    [message] = receiver.received
    assert answer == Answer(201)
    assert (message.path, message.body) == ("/fcm/send/abc:DEF-123_x", b"secret")
    assert message.headers["host"] == HOST
    assert (message.headers["ttl"], message.headers["topic"]) == ("60", "turn")


@pytest.mark.parametrize(
    "address",
    [
        f"http://{HOST}/x",
        f"https://{HOST}:8443/x",
        f"https://user@{HOST}/x",
        "https://example.de/x",
        "https://127.0.0.1/x",
    ],
)
def test_what_is_no_push_service_is_never_looked_up(receiver: Receiver, address: str) -> None:
    """However the address came into the database: it is looked at again when sending."""
    looked_up: list[str] = []

    def resolve(host: str) -> list[str]:
        looked_up.append(host)
        return [LOOPBACK]

    with pytest.raises(Refused):
        receiver.sender(resolve=resolve).post(address, {}, b"")
    assert (looked_up, receiver.received) == ([], [])


@pytest.mark.parametrize(
    "leads_to",
    [
        *(["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"], ["::1"], ["::ffff:127.0.0.1"]),
        *(["64:ff9b::7f00:1"], ["fe80::1"], [".".join("0000")], []),
    ],
)
def test_a_known_name_that_leads_into_an_inner_network_is_refused(
    receiver: Receiver, leads_to: list[str]
) -> None:
    """With the real rule of what is public; the port of the receiver would answer."""
    sender = Sender(
        resolve=lambda host: leads_to,
        trust=ssl.create_default_context(cafile=str(receiver.authority)),
        port=receiver.port,
    )
    with pytest.raises(Refused):
        sender.post(ENDPOINT, {}, b"")
    assert receiver.received == []


def test_a_name_that_changes_after_the_look_changes_nothing(receiver: Receiver) -> None:
    """DNS rebinding: public when it is checked, something inner when it is asked again."""
    answers = [[LOOPBACK], ["10.0.0.1"], ["10.0.0.1"]]
    checked: list[str] = []

    def is_public(address: str) -> bool:
        checked.append(address)
        return address == LOOPBACK  # stands for the public one

    sender = receiver.sender(resolve=lambda host: answers.pop(0), is_public=is_public)
    assert sender.post(ENDPOINT, {}, b"").is_taken
    assert (checked, len(answers), len(receiver.received)) == ([LOOPBACK], 2, 1)


def test_of_several_addresses_the_public_one_is_taken(receiver: Receiver) -> None:
    sender = receiver.sender(resolve=lambda host: ["10.0.0.1", "::1", LOOPBACK])
    assert sender.post(ENDPOINT, {}, b"").is_taken


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(receiver: Receiver, status: int) -> None:
    receiver.answers = [(status, {"Location": f"https://{HOST}/elsewhere"})]
    answer = receiver.sender().post(ENDPOINT, {}, b"")
    assert (answer.status, answer.is_taken, len(receiver.received)) == (status, False, 1)


def test_a_proxy_of_the_environment_is_not_asked(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    assert receiver.sender().post(ENDPOINT, {}, b"").is_taken


def test_a_certificate_of_nobody_known_is_refused(receiver: Receiver) -> None:
    """The authority of the tests is known to the tests only."""
    with pytest.raises(ssl.SSLCertVerificationError):
        receiver.sender(trust=ssl.create_default_context()).post(ENDPOINT, {}, b"")
    assert receiver.received == []


def test_a_certificate_of_another_name_is_refused(tmp_path: Path) -> None:
    with running_receiver(tmp_path, host="example.de") as receiver:
        with pytest.raises(ssl.SSLCertVerificationError):
            receiver.sender().post(ENDPOINT, {}, b"")
        assert receiver.received == []


def test_without_being_told_otherwise_it_goes_to_443_and_believes_the_system() -> None:
    sender = Sender(resolve=lambda host: [PUBLIC])
    assert sender._port == 443
    assert sender._trust.verify_mode == ssl.CERT_REQUIRED
    assert sender._trust.check_hostname


@contextmanager
def silent_server(said: bytes = b"") -> Iterator[int]:
    """Takes connections, says this and nothing more."""
    with socket.create_server((LOOPBACK, 0)) as server:
        kept: list[socket.socket] = []

        def accept() -> None:
            try:
                while True:
                    kept.append(server.accept()[0])
                    kept[-1].sendall(said)
            except OSError:
                pass  # the test is over

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
        thread.join(10)
        for one in kept:
            one.close()


def test_a_service_that_says_nothing_is_given_up(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TIMEOUT_SECONDS", 0.2)
    with silent_server() as port, pytest.raises(TimeoutError):
        receiver.sender(port=port).post(ENDPOINT, {}, b"")


def test_a_long_answer_is_not_read_to_its_end(receiver: Receiver) -> None:
    """It promises a gigabyte and sends none: who wanted it all would wait."""
    receiver.answers = [(201, {"Content-Length": "1000000000"})]
    assert receiver.sender().post(ENDPOINT, {}, b"").is_taken


@pytest.mark.parametrize(
    ("said", "seconds"),
    [("30", 30), ("", None), ("-1", None), ("soon", None), ("9" * 40, None)],
)
def test_how_long_a_busy_service_wants_to_be_left_alone(
    receiver: Receiver, said: str, seconds: int | None
) -> None:
    receiver.answers = [(429, {"Retry-After": said})]
    answer = receiver.sender().post(ENDPOINT, {}, b"")
    assert (answer.retry_after, answer.may_be_repeated) == (seconds, True)


@pytest.mark.parametrize(
    ("status", "taken", "gone", "again"),
    [
        *((200, True, False, False), (201, True, False, False), (202, True, False, False)),
        *((400, False, False, False), (403, False, False, False), (413, False, False, False)),
        *((404, False, True, False), (410, False, True, False)),
        *((429, False, False, True), (500, False, False, True), (503, False, False, True)),
    ],
)
def test_what_an_answer_means(status: int, taken: bool, gone: bool, again: bool) -> None:
    answer = Answer(status)
    assert (answer.is_taken, answer.is_gone, answer.may_be_repeated) == (taken, gone, again)
