"""Text while it is typed, beside picture and sound (EN 301 549, 6.2)."""

import json
import re
from statistics import median, quantiles
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Request, expect

from tests.e2e import axe, media
from tests.e2e.advisor import AdvisorPage
from tests.e2e.citizen import CitizenPage
from tests.e2e.devices import NOT_THERE, lacks
from tests.e2e.ears import Ears
from tests.e2e.keyboard import Keyboard
from tests.e2e.people import WIDE, People
from tests.e2e.scenes import somebody_is_called, two_talk
from tests.e2e.waiting import eventually
from tests.e2e.writing import Writing

LETTERS = 30
AT_MOST_MS = 500
MEDIAN_AT_MOST_MS = 300
# When each letter was typed, and when it stood on the other page: one machine, one clock.
NOTE_TYPED = """() => {
  window.typed = [];
  document.querySelector("[data-writing-field]")
    .addEventListener("input", () => typed.push(Date.now()), true);
}"""
NOTE_SEEN = """() => {
  window.seen = [];
  const list = document.querySelector("[data-writing-list]");
  new MutationObserver(() => {
    const [line] = list.querySelectorAll("li:has(.caret:not([hidden])) [data-line-text]");
    const text = line?.textContent ?? "";
    while (seen.length < text.length) seen.push(Date.now());
  }).observe(list, { subtree: true, childList: true, characterData: true });
}"""
SECRET = "Meine Steuernummer ist 24681357"
NOW = {"sheet": 5, "line": 1, "text": "", "done": True, "age": 0}


def two_write(people: People) -> tuple[Writing, Writing]:
    ayla, demir = two_talk(people)
    both = Writing(ayla), Writing(demir)
    for one in both:
        one.opens()
    return both


def test_letters_are_there_within_half_a_second_while_they_speak(
    people: People, capsys: pytest.CaptureFixture[str]
) -> None:
    """Row 24: both ways; picture and sound go on over the same connection.

    From key to the other page, nineteen of twenty within 500 ms and half of them within 300. That
    every single one leaves within 500 ms is the rule of the timer, shown in letters.test.js: here
    two browsers and a server share a machine that may stand still for longer.
    """
    ayla, demir = two_write(people)
    for writer, reader in ((ayla, demir), (demir, ayla)):
        sound = media.flow(reader.visitor.page).sound
        delays = delays_of_letters(writer, reader)
        middle, p95 = median(delays), quantiles(delays, n=20)[-1]
        said = f"median {middle:.0f} ms, p95 {p95:.0f} ms, longest {max(delays):.0f} ms"
        with capsys.disabled():
            print(f"\nletter to letter: {said}")  # noqa: T201  # the figure of row 24
        assert (middle <= MEDIAN_AT_MOST_MS, p95 <= AT_MOST_MS) == (True, True), delays
        assert media.flow(reader.visitor.page).sound > sound
        writer.field.press("Enter")
    media.expect_picture_and_sound(ayla.visitor.page, demir.visitor.page)
    assert ayla.visitor.page.evaluate("noted.connections.length") == 1


def delays_of_letters(writer: Writing, reader: Writing) -> list[float]:
    for note, page in ((NOTE_TYPED, writer.visitor.page), (NOTE_SEEN, reader.visitor.page)):
        page.evaluate(note)
    text = "abcdefghij" * (LETTERS // 10)
    writer.field.press_sequentially(text, delay=90, timeout=120_000)
    typed: list[float] = writer.visitor.page.evaluate("typed")
    assert len(typed) == LETTERS
    seen: list[float] = eventually(
        reader.visitor.page,
        lambda: reader.visitor.page.evaluate("most => seen.length < most ? null : seen", LETTERS),
        what="every letter",
    )
    return [there - here for here, there in zip(typed, seen, strict=True)]


def test_whose_line_it_is_stands_in_it(people: People) -> None:
    """Row 24: as text, not by its colour; a caret where somebody is writing."""
    ayla, demir = two_write(people)
    demir.writes("Guten Tag, Frau Krüger.")
    ayla.reads(("Frau Demir", "Guten Tag, Frau Krüger."))
    ayla.writes("Welche Nachweise fehlen?")
    demir.types("Es fehlt nur no")
    ayla.reads(
        ("Frau Demir", "Guten Tag, Frau Krüger."),
        ("Sie", "Welche Nachweise fehlen?"),
        ("Frau Demir", "Es fehlt nur no"),
    )
    expect(ayla.lines.last.locator(".caret")).to_be_visible()
    expect(ayla.lines.first.locator(".caret")).to_be_hidden()
    expect(ayla.lines.last).to_be_in_viewport(ratio=1)
    eventually(
        ayla.visitor.page,
        lambda: demir.types("o") or ayla.plate.is_visible(),
        what="the plate says that she is writing",
    )
    expect(ayla.plate).to_have_text(re.compile("schreibt"))
    demir.field.press("Enter")
    expect(ayla.plate).to_be_hidden()
    expect(ayla.lines.last.locator(".caret")).to_be_hidden()
    demir.reads(
        ("Sie", "Guten Tag, Frau Krüger."),
        ("Ayla", "Welche Nachweise fehlen?"),
        ("Sie", re.compile("^Es fehlt nur noo*$")),
    )


def test_what_is_corrected_is_corrected_there(people: People) -> None:
    """Row 24: also in the middle, and back to nothing; a line may have two rows."""
    ayla, demir = two_write(people)
    ayla.types("Am Dienstag")
    demir.reads(("Ayla", "Am Dienstag"))
    for _ in range(8):
        ayla.field.press("Backspace")
    ayla.types("Montag um 9")
    ayla.field.press("Home")
    ayla.types("Ja. ")
    demir.reads(("Ayla", "Ja. Am Montag um 9"))
    ayla.field.press("End")
    ayla.field.press("Shift+Enter")
    ayla.types("Danke 👩‍👧")
    expect(demir.texts().first).to_have_js_property("textContent", "Ja. Am Montag um 9\nDanke 👩‍👧")
    ayla.field.fill("")
    expect(demir.lines).to_have_count(0)
    ayla.field.fill("שלום")
    assert demir.texts().first.evaluate("one => getComputedStyle(one.parentElement).direction") == (
        "rtl"
    )


def test_a_reload_loses_and_doubles_nothing(people: People) -> None:
    """The other page gives back what was written; nobody else had it."""
    ayla, demir = two_write(people)
    ayla.writes("Eins.")
    demir.writes("Zwei.")
    ayla.types("Dr")
    demir.reads(("Ayla", "Eins."), ("Sie", "Zwei."), ("Ayla", "Dr"))
    ayla.visitor.reload()
    ayla.visitor.talks_with("Frau Demir")
    before = ayla.visitor.word("writing-you-again")
    ayla.opens()
    ayla.reads((before, "Eins."), ("Frau Demir", "Zwei."), (before, "Dr"))
    expect(ayla.mark).to_be_hidden()
    ayla.writes("Vier.")
    ayla.reads((before, "Eins."), ("Frau Demir", "Zwei."), (before, "Dr"), ("Sie", "Vier."))
    demir.reads(("Ayla", "Eins."), ("Sie", "Zwei."), ("Ayla", "Dr"), ("Ayla", "Vier."))


def test_nothing_of_it_passes_the_server_or_stays(people: People) -> None:
    """Row 9: in no request, no row and no storage of the browser; gone with the room."""
    ayla, demir = two_write(people)
    sent: list[str] = []
    for writing in (ayla, demir):
        writing.visitor.context.on("request", lambda request: sent.append(said_by(request)))
    ayla.writes(SECRET)
    demir.reads(("Ayla", SECRET))
    demir.visitor.turns("microphone", on=False)
    eventually(ayla.visitor.page, lambda: sent, what="other requests")
    assert not [one for one in sent if SECRET in one]
    for page in (ayla.visitor.page, demir.visitor.page):
        kept = "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
        assert SECRET not in page.evaluate(kept)
    for file in people.office.data.rglob("*"):
        assert not file.is_file() or SECRET.encode() not in file.read_bytes(), file
    assert SECRET not in people.office.log
    assert isinstance(demir.visitor, AdvisorPage)
    demir.visitor.ends_talk()
    for page in (ayla.visitor.page, demir.visitor.page):
        expect(page.locator("[data-writing-list]")).to_have_count(0)
        assert SECRET not in page.content()


def said_by(request: Request) -> str:
    return unquote_plus(f"{request.url} {request.post_data or ''}")


def test_who_writes_before_anybody_is_there_is_read_by_who_comes(people: People) -> None:
    ayla, demir = somebody_is_called(people)
    writing = Writing(demir)
    writing.opens()
    expect(writing.hint).to_have_text(demir.word("writing-nobody"))
    writing.types("Guten Tag")
    writing.field.press("Enter")
    expect(writing.field).to_have_value("Guten Tag")
    ayla.enters()
    ayla.talks_with("Frau Demir")
    expect(writing.hint).to_have_text(demir.word("writing-seen", name="Ayla"))
    theirs = Writing(ayla)
    expect(theirs.mark).to_be_visible()
    theirs.opens()
    expect(theirs.mark).to_be_hidden()
    theirs.reads(("Frau Demir", "Guten Tag"))


def test_a_lost_connection_keeps_the_text_in_the_field(people: People) -> None:
    """It says so, and the text goes out as soon as the other is back."""
    ayla, demir = two_write(people)
    demir.visitor.page.close()
    expect(ayla.visitor.restoring).to_be_visible()
    ayla.types("Sind Sie noch da?")
    demir.visitor.page = demir.visitor.context.new_page()
    demir.visitor.go(demir.visitor.home)
    ayla.visitor.talks_with("Frau Demir")
    again = Writing(demir.visitor)
    again.opens()
    again.reads(("Ayla", "Sind Sie noch da?"))


def test_a_screen_reader_hears_whole_sentences(people: People) -> None:
    """Rows 19 and 24: with the author, whether the panel is open or not; never letters."""
    ayla, demir = two_talk(people)
    writing = Writing(demir)
    writing.opens()
    ears = Ears(ayla)
    writing.types("Guten Tag. Es fehlt noch etwas")
    ears.expect("polite: Frau Demir schreibt: Guten Tag.")
    button = ayla.page.get_by_role("button", name=re.compile(r"^Schreiben \(neuer Text\)$"))
    expect(button).to_be_visible()
    writing.field.press("Enter")
    ears.expect(
        "polite: Frau Demir schreibt: Guten Tag.",
        "polite: Frau Demir schreibt: Es fehlt noch etwas",
    )


def test_the_talk_can_be_copied(people: People) -> None:
    ayla, demir = two_write(people)
    ayla.visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    demir.writes("Bitte bringen Sie den Bescheid mit.")
    ayla.writes("Danke.")
    ayla.reads(("Frau Demir", "Bitte bringen Sie den Bescheid mit."), ("Sie", "Danke."))
    ayla.root.locator("[data-writing-copy]").press("Enter")
    expect(ayla.state).to_have_text(ayla.visitor.word("writing-copied"))
    copied = ayla.visitor.page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(
        r"\d\d?:\d\d Frau Demir: Bitte bringen Sie den Bescheid mit\.\n\d\d?:\d\d Sie: Danke\.",
        copied,
    )


def test_somebody_without_camera_and_microphone_writes(people: People) -> None:
    """Row 18, by keyboard: the band that says so leads to the panel, and the help does."""
    demir, ayla = people.advisor(), people.citizen(viewport=WIDE)
    lacks(ayla, camera=NOT_THERE, microphone=NOT_THERE)
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    ayla.talks_with("Frau Demir")
    keys, writing = Keyboard(ayla), Writing(ayla)
    keys.presses(ayla.page.locator("[data-room-devices-off] [data-side=writing]"))
    expect(writing.field).to_be_focused()
    keys.goes_round()
    writing.field.focus()
    keys.types("Ich kann nur schreiben.")
    keys.press("Enter")
    theirs = Writing(demir)
    theirs.opens()
    theirs.reads(("Ayla", "Ich kann nur schreiben."))
    theirs.writes("Das geht gut.")
    writing.reads(("Sie", "Ich kann nur schreiben."), ("Frau Demir", "Das geht gut."))
    ayla.page.locator("[data-room-trouble] [data-side=devices]").click()
    ayla.page.locator("[data-side-panel=devices] [data-side=writing]").click()
    expect(writing.field).to_be_focused()
    axe.expect_accessible(ayla.page, "writing only")


# Somebody hostile

MARKUP = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "</p></li></ol><h1>Amtlich</h1>",
    "https://example.com/bild.gif",
    "javascript:alert(1)",
    "{{ 7*7 }} %(name)s ${name}",
    "__proto__",
)


@pytest.fixture
def hostile(people: People) -> tuple[Writing, Writing]:
    """Ayla's browser is in the hands of somebody hostile; Frau Demir reads."""
    demir, ayla = people.advisor(), people.citizen()
    hands = Writing(ayla)
    hands.holds_channel()
    ayla.knocks_at(name="Ayla")
    demir.calls_next()
    ayla.waits_until_called()
    ayla.enters()
    talk_begins(ayla, demir)
    reader = Writing(demir)
    reader.opens()
    reader.writes("Guten Tag.")
    expect(hands.mark).to_be_visible()
    return hands, reader


def talk_begins(ayla: CitizenPage, demir: AdvisorPage) -> None:
    ayla.talks_with("Frau Demir")
    demir.talks_with("Ayla")


def test_text_stays_text(hostile: tuple[Writing, Writing]) -> None:
    """Class C11 and class C12: no markup, no link, no request; what turns letters round is gone."""
    hands, reader = hostile
    for number, text in enumerate(MARKUP):
        hands.sends(json.dumps({**NOW, "line": number, "text": text}))
    hands.sends(json.dumps({**NOW, "line": 90, "text": "Rate \u202e05\u202c \u200bEuro\ufeff"}))
    texts = [*MARKUP, "Rate 05 Euro"]
    reader.reads(("Sie", "Guten Tag."), *(("Ayla", text) for text in texts))
    assert reader.root.locator("li :is(a, img, script, h1)").count() == 0
    expect(reader.lines).to_have_count(1 + len(texts))


def test_malformed_messages_and_floods_do_no_harm(hostile: tuple[Writing, Writing]) -> None:
    """Row 49 and class C16: the next honest word arrives, and the author is who sent it."""
    hands, reader = hostile
    hands.sends(
        "",
        "{",
        "null",
        "[[[]]]",
        "x" * 200_000,
        json.dumps({**NOW, "text": 7}),
        json.dumps({**NOW, "text": {"toString": 1}}),
        json.dumps({**NOW, "text": "y" * 5_000}),
        json.dumps({**NOW, "line": -1, "text": "minus"}),
        json.dumps({**NOW, "sheet": None, "text": "none"}),
        '{"__proto__": {"text": "polluted"}}',
        json.dumps({**NOW, "yours": True, "text": "Ich, Frau Demir, sage Ja."}),
    )
    hands.visitor.page.evaluate("held.at(-1).send(new Uint8Array(60000))")
    hands.visitor.page.evaluate(
        """now => { for (let line = 0; line < 3000; line += 1)
          held.at(-1).send(JSON.stringify({ ...now, line: line % 300, text: `flood ${line}` }));
        }""",
        {**NOW, "sheet": 6, "done": False},
    )
    honest = {**NOW, "sheet": 7, "text": "Ich bin es.", "author": "advisor", "from": "Frau Demir"}
    hands.sends(json.dumps(honest))
    last = reader.lines.filter(has_text="Ich bin es.")
    expect(last.locator("[data-line-author]")).to_have_text("Ayla")
    for text in ("yyy", "minus", "none", "polluted", "sage Ja"):
        expect(reader.lines.filter(has_text=text)).to_have_count(0)
    reader.writes("Gut.")
    expect(reader.lines.filter(has_text="Gut.")).to_have_count(1)
    media.expect_picture_and_sound(reader.visitor.page)
