"""Row 49, ASVS 17.3.2: nobody fills the disk of the office with one request."""

import pytest

from buergerbuero.web.length import BYTES_AT_MOST, is_too_long, refuse_length


def asked(*headers):
    return {"type": "http", "headers": list(headers)}


@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ([], False),
        ([(b"content-length", str(BYTES_AT_MOST).encode())], False),
        ([(b"content-length", str(BYTES_AT_MOST + 1).encode())], True),
        ([(b"content-length", b"-1")], True),
        ([(b"content-length", b"many")], True),
        ([(b"transfer-encoding", b"chunked")], True),
    ],
)
def test_a_request_says_how_long_it_is_and_is_not_too_long(headers, refused):
    assert is_too_long(asked(*headers)) is refused


def test_the_refusal_carries_the_headers_of_every_answer(event_of_asgi):
    first, last = event_of_asgi(refuse_length)
    names = {name for name, _ in first["headers"]}
    assert first["status"] == 413
    assert {b"content-security-policy", b"strict-transport-security"} <= names
    assert last == {"type": "http.response.body", "body": b"", "more_body": False}


@pytest.fixture
def event_of_asgi():
    def run(answer):
        sent = []

        async def send(message):
            sent.append(message)

        coroutine = answer(send)
        with pytest.raises(StopIteration):
            coroutine.send(None)
        return sent

    return run
