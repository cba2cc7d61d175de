"""Papers in the room: both ways, accepted first, never through the server (rows 9, 49 and 50)."""

import random
from pathlib import Path

import pytest
from playwright.sync_api import Request, expect

from tests.e2e import axe
from tests.e2e.advisor import AdvisorPage
from tests.e2e.citizen import CitizenPage
from tests.e2e.ears import Ears
from tests.e2e.papers import (
    Papers,
    can_be_held,
    content_sent,
    expect_drawn,
    holds_after,
    lets_go,
    upload,
)
from tests.e2e.people import People
from tests.e2e.sheets import pdf
from tests.e2e.waiting import eventually

MEGABYTE = 1024 * 1024
MARK = b"only the two of them may read this"


@pytest.fixture
def talk(people: People) -> tuple[CitizenPage, AdvisorPage]:
    """Without pictures: papers need none. The advisor's line can be held."""
    demir, ayla = people.advisor(), people.citizen()
    can_be_held(demir)
    demir.reload()
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    demir.turns("camera", on=False)
    ayla.waits_until_called()
    ayla.chooses("camera", on=False)
    ayla.enters()
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")
    return ayla, demir


def content(size: int) -> bytes:
    return MARK + random.Random(7).randbytes(size - len(MARK))


def test_a_file_goes_both_ways_to_the_last_byte(
    people: People, talk: tuple[CitizenPage, AdvisorPage]
) -> None:
    """Row 9: no request carries any of it, and nothing of it lies on the server afterwards."""
    ayla, demir = talk
    bodies: list[bytes] = []
    for visitor in talk:
        visitor.context.on("request", lambda request: bodies.append(all_of(request)))
    sent = content(5 * MEGABYTE)
    for giver, taker, name in ((demir, ayla, "Frau Demir"), (ayla, demir, "Ayla")):
        file = f"Bescheid von {name}.pdf"
        Papers(giver).gives(upload(file, sent))
        papers = Papers(taker)
        papers.is_offered(file, name)
        Papers(giver).reads(file, "paper-offered", name="Ayla" if giver is demir else "Frau Demir")
        papers.answers("accept")
        papers.has(file)
        assert papers.saves(file) == (file, sent)
    assert [body for body in bodies if MARK in body or b"Bescheid" in body] == []
    lying = [path for path in people.office.data.rglob("*") if path.is_file() and holds(path)]
    assert lying == []


def all_of(request: Request) -> bytes:
    return request.url.encode() + (request.post_data_buffer or b"")


def holds(path: Path) -> bool:
    stored = path.read_bytes()
    return MARK in stored or b"Bescheid von" in stored


def test_nothing_is_sent_before_it_is_accepted_nor_after_a_refusal(
    talk: tuple[CitizenPage, AdvisorPage],
) -> None:
    ayla, demir = talk
    given, taken = Papers(demir), Papers(ayla)
    given.gives(upload("Bescheid.pdf", content(MEGABYTE)))
    taken.is_offered("Bescheid.pdf", "Frau Demir")
    axe.expect_accessible(ayla.page, "a file is offered")
    assert content_sent(demir) == 0
    taken.answers("refuse")
    expect(taken.band).to_be_hidden()
    given.reads("Bescheid.pdf", "paper-not-taken", name="Ayla")
    assert content_sent(demir) == 0


@pytest.mark.parametrize("who", ["giver", "taker"])
def test_both_can_break_off(talk: tuple[CitizenPage, AdvisorPage], who: str) -> None:
    """With the line held, so that there is time."""
    ayla, demir = talk
    given, taken = Papers(demir), Papers(ayla)
    holds_after(demir, MEGABYTE)
    given.gives(upload("Bescheid.pdf", content(3 * MEGABYTE)))
    taken.answers("accept")
    expect(taken.row("Bescheid.pdf").locator("progress")).to_have_js_property("value", 1 / 3)
    axe.expect_accessible(ayla.page, "a file comes")
    (given if who == "giver" else taken).presses("Bescheid.pdf", "stop")
    for papers in (given, taken):
        papers.reads("Bescheid.pdf", "paper-stopped")
    lets_go(demir)
    taken.presses("Bescheid.pdf", "forget")
    expect(taken.panel.locator("[data-paper]")).to_have_count(0)
    assert content_sent(demir) < MEGABYTE + 100_000


@pytest.mark.proof
def test_after_a_new_connection_it_goes_on_where_it_was(
    talk: tuple[CitizenPage, AdvisorPage],
) -> None:
    """The room's own way out when a connection is stuck: a new one, in the same page."""
    ayla, demir = talk
    given, taken = Papers(demir), Papers(ayla)
    sent = content(3 * MEGABYTE)
    holds_after(demir, 2 * MEGABYTE)
    given.gives(upload("Bescheid.pdf", sent))
    taken.answers("accept")
    expect(taken.row("Bescheid.pdf").locator("progress")).to_have_js_property("value", 2 / 3)
    before = demir.page.evaluate("noted.connections.length")
    for visitor in talk:
        # What the room was just doing with it fails.
        visitor.watch.expect_words("RTCPeerConnection")
        visitor.page.evaluate("noted.connections.at(-1).close()")
    eventually(
        demir.page,
        lambda: demir.page.evaluate("noted.connections.length") > before,
        what="a new connection",
        within=90,
    )
    lets_go(demir)
    taken.has("Bescheid.pdf")
    assert taken.saves("Bescheid.pdf") == ("Bescheid.pdf", sent)
    assert content_sent(demir) < 3 * MEGABYTE + 600_000


def test_a_page_that_is_loaded_anew_is_asked_again_and_gets_it_whole(
    talk: tuple[CitizenPage, AdvisorPage],
) -> None:
    ayla, demir = talk
    sent = content(3 * MEGABYTE)
    holds_after(demir, MEGABYTE)
    Papers(demir).gives(upload("Bescheid.pdf", sent))
    Papers(ayla).answers("accept")
    expect(Papers(ayla).row("Bescheid.pdf").locator("progress")).to_have_js_property("value", 1 / 3)
    ayla.reload()
    lets_go(demir)
    taken = Papers(ayla)
    taken.is_offered("Bescheid.pdf", "Frau Demir")
    taken.answers("accept")
    taken.has("Bescheid.pdf")
    assert taken.saves("Bescheid.pdf") == ("Bescheid.pdf", sent)


def test_an_offer_taken_back_takes_no_focus_along_and_a_second_request_is_heard(
    talk: tuple[CitizenPage, AdvisorPage],
) -> None:
    """Row 19."""
    ayla, demir = talk
    papers, desk = Papers(ayla), Papers(demir)
    desk.gives(upload("Antrag.txt", b"Antrag"))
    papers.is_offered("Antrag.txt", "Frau Demir")
    papers.band.locator("[data-papers=accept]").focus()
    desk.presses("Antrag.txt", "stop")
    expect(papers.band).to_be_hidden()
    expect(ayla.page.locator("#room-title")).to_be_focused()
    papers.hears("paper-stopped", file="Antrag.txt")
    ears = Ears(ayla)
    ask = desk.panel.locator("[data-papers=ask]")
    request = f"polite: {ayla.word('paper-asked', name='Frau Demir')}"
    ask.click()
    ears.expect(request)
    expect(desk.panel.locator("[data-papers-asked]")).to_have_text(demir.word("paper-ask-sent"))
    ask.click()
    ears.expect(request, request)


def test_names_and_limits(talk: tuple[CitizenPage, AdvisorPage]) -> None:
    """Class C11: what a name hides is taken away on both sides, and it is never more than text."""
    ayla, demir = talk
    given, taken = Papers(demir), Papers(ayla)
    given.gives(upload("<img src=x onerror=alert(1)> Rechnung\u202efdp.exe", b"MZ"))
    taken.answers("accept")
    row = taken.row("Rechnung")
    expect(row.locator("[data-paper-name]")).to_have_text(
        "_img src=x onerror=alert(1)_ Rechnungfdp.exe"
    )
    expect(row.locator("[data-paper-warning]")).to_be_visible()
    expect(row.locator("a")).to_have_attribute(
        "download", "_img src=x onerror=alert(1)_ Rechnungfdp.exe"
    )
    taken.presses("Rechnung", "look")
    taken.is_told("paper-view-unknown")
    given.gives(upload("leer.txt", b""))
    expect(given.problem).to_have_text(demir.word("paper-empty", file="leer.txt"))
    given.gives(upload("Film.mp4", bytes(20 * MEGABYTE + 1)))
    expect(given.problem).to_have_text(demir.word("paper-too-big", file="Film.mp4", most="20 MB"))
    given.gives(*(upload(f"{number}.txt", b"x") for number in range(11)))
    expect(given.problem).to_have_text(demir.word("paper-too-many", most=10))
    assert given.panel.locator("[data-paper]").count() == 11
    given.presses("9.txt", "stop")
    expect(taken.row("9.txt")).to_have_count(0)


# Looking


def test_a_pdf_is_looked_at_page_by_page(talk: tuple[CitizenPage, AdvisorPage]) -> None:
    """Rows 18 and 50: by keyboard; the script in it does not run."""
    ayla, demir = talk
    Papers(demir).gives(upload("Bescheid.pdf", pdf("Seite eins", "Seite zwei")))
    taken = Papers(ayla)
    taken.answers("accept")
    taken.has("Bescheid.pdf")
    sheet = taken.looks_at("Bescheid.pdf")
    expect_drawn(sheet)
    words = taken.view.locator("[data-view-words]")
    expect(words).to_have_text("Seite eins")
    axe.expect_accessible(ayla.page, "looking at a PDF")
    taken.view.locator("[data-view=next]").press("Enter")
    expect(words).to_have_text("Seite zwei")
    expect(sheet).to_have_attribute(
        "aria-label", f"Bescheid.pdf. {ayla.word('paper-page', page=2, pages=2)}"
    )
    small = sheet.evaluate("canvas => canvas.width")
    taken.view.locator("[data-view=larger]").press("Enter")
    eventually(ayla.page, lambda: sheet.evaluate("canvas => canvas.width") > small, what="larger")
    assert ayla.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    taken.view.locator("[data-view=back]").press("Enter")
    expect(taken.row("Bescheid.pdf").locator("[data-papers=look]")).to_be_focused()


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (upload("Brief.pdf", b"%PDF-1.7 and then nothing"), "paper-view-broken"),
        (upload("Geheim.pdf", pdf("x", locked=True)), "paper-view-locked"),
        (
            upload("Bild.png", b"\x89PNG\r\n\x1a\n" + bytes(8) + b"\0\0\0\1" * 2),
            "paper-view-broken",
        ),
        (upload("Bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "paper-view-unknown"),
        (upload("Seite.pdf", b"<!doctype html><script>alert(1)</script>"), "paper-view-unknown"),
    ],
)
def test_what_cannot_be_shown_says_so(
    talk: tuple[CitizenPage, AdvisorPage], file: dict[str, object], said: str
) -> None:
    ayla, demir = talk
    name = str(file["name"])
    Papers(ayla).gives(file)  # type: ignore[arg-type]  # a FilePayload
    taken = Papers(demir)
    taken.answers("accept")
    taken.has(name)
    taken.presses(name, "look")
    taken.is_told(said)
    expect(taken.view.locator("canvas")).to_have_count(0)
