"""The note to take home, on both sides: written while they talk, read when they have parted."""

import pytest
from playwright.sync_api import expect

from tests.e2e.advisor import AdvisorPage
from tests.e2e.citizen import CitizenPage
from tests.e2e.people import People
from tests.e2e.scenes import two_talk
from tests.e2e.waiting import eventually

DISCUSSED = "Ihr Antrag ist fast vollständig."
MISSING = "Bescheinigung der Krankenkasse\nLohnabrechnung August"


@pytest.fixture
def two(people: People) -> tuple[CitizenPage, AdvisorPage]:
    citizen, demir = two_talk(people)
    demir.opens_slip()
    return citizen, demir


@pytest.fixture
def reader(two: tuple[CitizenPage, AdvisorPage]) -> CitizenPage:
    """Has parted with a note."""
    citizen, demir = two
    demir.writes(discussed=DISCUSSED, missing=MISSING, due="2099-10-06")
    demir.ends_talk()
    expect(citizen.slip).to_be_visible()
    return citizen


def test_what_the_advisor_writes_the_citizen_reads_when_they_have_parted(
    reader: CitizenPage,
) -> None:
    for text in (DISCUSSED, *MISSING.splitlines(), "Dienstag, 6. Oktober 2099"):
        expect(reader.slip).to_contain_text(text)
    expect(reader.page.locator(".goodbye h1")).to_be_focused()


def test_the_writer_sees_it_as_it_will_be_read(two: tuple[CitizenPage, AdvisorPage]) -> None:
    _, demir = two
    demir.writes(missing=MISSING)
    demir.page.locator("#slip-read summary").click()
    read = demir.page.locator("#slip-read li")
    expect(read).to_have_text(MISSING.splitlines())
    demir.writes(missing="Nichts mehr")
    expect(read).to_have_text(["Nichts mehr"])
    expect(demir.slip("missing")).to_be_focused()


def test_beenden_in_the_middle_of_a_word_loses_none_of_it(
    two: tuple[CitizenPage, AdvisorPage],
) -> None:
    """Its own way to the office is shut: the last words go with the command that ends the talk."""
    citizen, demir = two
    demir.context.route("**/slip", lambda route: route.abort())
    demir.watch.expect_lost_network()
    demir.slip("discussed").fill("Mitten im Wor")
    demir.ends_talk()
    expect(citizen.slip).to_contain_text("Mitten im Wor")


def test_a_reload_loses_nothing(two: tuple[CitizenPage, AdvisorPage]) -> None:
    """Reloaded before the page has saved by itself."""
    _, demir = two
    demir.slip("discussed").fill(DISCUSSED)
    demir.reload()
    expect(demir.slip("discussed")).to_have_value(DISCUSSED)


def test_a_second_window_follows_and_what_is_typed_there_stays(
    two: tuple[CitizenPage, AdvisorPage],
) -> None:
    _, demir = two
    second = demir.context.new_page()
    second.goto(demir.page.url)
    expect(second.locator("[data-slip-form]")).to_be_attached()
    second.locator("[data-room-take-back]:visible, .callbar").first.wait_for()
    demir.writes(discussed=DISCUSSED)
    expect(second.locator("[name=discussed]")).to_have_value(DISCUSSED)
    expect(demir.slip("discussed")).to_have_value(DISCUSSED)


def test_a_wrong_day_is_said_and_kept_out(two: tuple[CitizenPage, AdvisorPage]) -> None:
    _, demir = two
    demir.writes(discussed=DISCUSSED)
    demir.slip("due").fill("2001-01-01")
    message = demir.page.locator("[data-slip-form] [data-command-message]")
    expect(message).to_have_text("Bitte nehmen Sie einen Tag ab heute.")
    demir.watch.complaints.clear()  # the browser's own note of a 400
    demir.writes(due="2099-01-01")
    expect(message).to_be_hidden()


def test_paper_shows_the_note_and_nothing_else(reader: CitizenPage) -> None:
    written = reader.slip.inner_text()
    reader.page.evaluate("window.print = () => { window.printed = true; }")
    reader.page.locator("[data-slip-print]").click()
    assert reader.page.evaluate("window.printed") is True
    reader.page.emulate_media(media="print")
    assert reader.page.locator("body").inner_text().split() == written.split()


def test_saved_it_is_a_file_on_the_own_device(reader: CitizenPage) -> None:
    with reader.page.expect_download() as saving:
        reader.page.get_by_role("link", name="Speichern").click()
    file = saving.value
    assert file.suggested_filename == "merkzettel.html"
    text = file.path().read_text(encoding="utf-8")
    assert all(line in text for line in (DISCUSSED, *MISSING.splitlines()))
    expect(reader.slip).to_be_visible()


def test_deleted_after_one_question_it_is_gone(reader: CitizenPage) -> None:
    reader.press("delete-slip")
    reader.confirm(yes=False)
    expect(reader.slip).to_be_visible()
    reader.press("delete-slip")
    reader.confirm()
    gone = reader.page.locator("[data-slip-gone]")
    expect(gone).to_be_focused()
    expect(gone).to_contain_text("Dieser Merkzettel ist gelöscht.")
    reader.reload()
    expect(gone).to_be_visible()
    expect(reader.slip).to_have_count(0)
    left = reader.office.sql("SELECT discussed || missing FROM visits_slip")
    assert left == [("",)]


def test_an_open_page_shows_it_for_sixty_minutes_and_not_longer(reader: CitizenPage) -> None:
    """The visit has closed an hour ago but for a few seconds."""
    reader.office.sql(
        "UPDATE visits_visit SET closed_at = datetime('now', '-59 minutes', '-55 seconds')"
        " WHERE state = 'closed'"
    )
    reader.reload()
    expect(reader.slip).to_be_visible()
    gone = reader.page.locator("[data-slip-gone]")
    expect(gone).to_be_visible()
    expect(reader.slip).to_have_count(0)
    said = gone.inner_text()
    heard = reader.page.locator("#announce")
    eventually(reader.page, lambda: heard.inner_text() in said and heard.inner_text(), what="said")
