"""Row 49, ASVS 17.3.2: nobody fills the disk of the office with one request."""

import json

import pytest

from buergerbuero.web.length import BYTES_AT_MOST, is_too_long
from tests import html


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


GERMAN = "Das war zu lang für uns. Bitte schreiben Sie weniger."
ENGLISH = "That was too long for us. Please write less."


@pytest.mark.parametrize(
    ("prefix", "language", "sentence"), [("", "de", GERMAN), ("/en", "en", ENGLISH)]
)
@pytest.mark.parametrize("path", ["/departments/elterngeldstelle/knock", "/visit/room/signals"])
def test_the_refusal_is_said_in_the_language_of_the_page(program, prefix, path, language, sentence):
    """Nothing of the request is read, neither by a page nor by a script's address."""
    whole = b"x" * (BYTES_AT_MOST + 1)
    answer = program.ask("POST", prefix + path, None, whole)
    page = html.read(answer.body)
    assert (answer.status, page.one("p").text) == (413, sentence)
    assert page.one("html")["lang"] == language
    assert {"content-security-policy", "strict-transport-security"} <= set(answer.headers)
    script = program.ask("POST", prefix + path, {"Accept": "application/json"}, whole)
    assert (script.status, json.loads(script.body)) == (413, {"message": sentence})
