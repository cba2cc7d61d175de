"""Pages are compressed where their length betrays nothing (BREACH)."""

import gzip

import pytest

from tests import html
from tests.people import knock

ACCEPTS = {"Accept-Encoding": "gzip, deflate, br, zstd"}
PUBLIC = (
    "/",
    "/departments/elterngeldstelle/",
    "/departments/elterngeldstelle/check/",
    "/imprint/",
    "/privacy/",
    "/accessibility/",
)


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_compressed(visitor, office, path):
    plain, squeezed = visitor.get(path), visitor.get(path, headers=ACCEPTS)
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in squeezed.headers["Vary"]
    assert len(squeezed.content) < len(plain.content) / 2
    title = html.read(plain.content).one("title").text
    assert html.read(gzip.decompress(squeezed.content)).one("title").text == title


def test_ones_own_visit_is_compressed_and_its_token_is_another_each_time(visitor, office):
    visitor.holds(knock(office))
    pages = [visitor.get("/visit/", headers=ACCEPTS) for _ in range(2)]
    assert {page.headers["Content-Encoding"] for page in pages} == {"gzip"}
    tokens = {html.read(gzip.decompress(page.content)).one("body")["data-csrf"] for page in pages}
    assert len(tokens) == 2


def test_the_length_of_a_compressed_page_is_blurred(visitor, office):
    lengths = {len(visitor.get("/imprint/", headers=ACCEPTS).content) for _ in range(8)}
    assert len(lengths) > 1


def test_what_repeats_words_of_strangers_is_not_compressed(visitor, office, demir):
    """The desk shows names that citizens have typed; an answer to a form shows what was sent."""
    form = visitor.post(
        f"/departments/{office.slug}/knock",
        {"name": "Ayla " * 40},
        headers={"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"} | ACCEPTS,
    )
    desk = visitor.is_signed_in_as(demir).get("/desk/", headers=ACCEPTS)
    assert (form.status_code, desk.status_code) == (400, 200)
    assert "Content-Encoding" not in form.headers
    assert "Content-Encoding" not in desk.headers
