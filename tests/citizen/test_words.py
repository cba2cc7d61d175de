"""What somebody who waits reads of what an advisor says."""

import json

import pytest
import time_machine

from buergerbuero.citizen.words import show_words
from buergerbuero.visits import actions
from buergerbuero.visits.snapshot import load_snapshot
from buergerbuero.visits.words import say, withdraw
from tests import html
from tests.browser import Browser
from tests.people import knock

LATER = {"de": "Es dauert heute länger.", "en": "It takes longer today."}
REGIONS = ("word", "my-word")


@pytest.fixture(autouse=True)
def noon():
    with time_machine.travel("2026-11-23T11:00:00+00:00", tick=False):
        yield


@pytest.fixture
def ayla(office):
    return knock(office, "Ayla")


@pytest.fixture
def boris(office):
    return knock(office, "Boris")


def on_page(visit, prefix=""):
    page = Browser().holds(visit).page(f"{prefix}/visit/")
    return tuple(text_of(page.one(id=f"region-{name}")) for name in REGIONS)


def on_stream(visit, language="de"):
    """The same regions, as the page's stream carries them."""
    drafts = drafts_of(visit, load_snapshot(visit.department.slug), language)
    return tuple(text_of(region_of(drafts[name], name)) for name in REGIONS)


def drafts_of(visit, door, language="de"):
    visit.refresh_from_db()
    return {one.key.partition(":")[2]: one for one in show_words(door, visit, language)}


def region_of(draft, name):
    data = json.loads(draft.write().decode().partition("data: ")[2])
    assert data["region"] == name
    return html.read(data["html"].encode()).one(id=f"region-{name}")


def text_of(region):
    hidden = "hidden" in region
    assert hidden == (region.text == "")
    if not hidden:
        assert region["data-announce"] == region.text
    return region.text


def reads(visit):
    found = on_page(visit)
    assert found == on_stream(visit)
    return found


def test_without_a_word_there_is_nothing_to_see(ayla):
    assert reads(ayla) == ("", "")


def test_a_preset_is_read_in_ones_own_language(office, demir, ayla):
    say(office, demir, LATER)
    german = "Elterngeldstelle, 12:00 Uhr: Es dauert heute länger."
    english = "Elterngeldstelle (en), 12:00: It takes longer today."
    assert reads(ayla) == (german, "")
    assert on_page(ayla, "/en") == on_stream(ayla, "en") == (english, "")


def test_words_of_ones_own_stay_in_the_language_they_were_written_in(office, demir, ayla):
    say(office, demir, {"de": "Bitte Pässe bereithalten."})
    page = Browser().holds(ayla).page("/en/visit/")
    words = page.one(id="region-word").one("span", lang="de")
    assert (words.text, words["dir"]) == ("Bitte Pässe bereithalten.", "auto")


def test_what_is_said_to_one_is_read_by_nobody_else(office, demir, ayla, boris):
    say(office, demir, LATER)
    say(office, demir, {"de": "Sie bitte mit Pass."}, ayla)
    to_all = "Elterngeldstelle, 12:00 Uhr: Es dauert heute länger."
    mine = "Elterngeldstelle, 12:00 Uhr, nur an Sie: Sie bitte mit Pass."
    assert (reads(ayla), reads(boris)) == ((to_all, mine), (to_all, ""))
    withdraw(office, demir)
    withdraw(office, demir, ayla)
    assert reads(ayla) == ("", "")


def test_a_discreet_door_is_not_named(office, demir, ayla):
    office.discreet = True
    office.save()
    say(office, demir, LATER)
    say(office, demir, LATER, ayla)
    assert reads(ayla) == (
        "Nachricht von 12:00 Uhr: Es dauert heute länger.",
        "Nachricht von 12:00 Uhr, nur an Sie: Es dauert heute länger.",
    )


def test_markup_in_a_word_is_text(office, demir, ayla):
    say(office, demir, {"de": "<b>\"Hallo\"</b> & <script>alert('1')</script>"})
    words = "<b>\"Hallo\"</b> & <script>alert('1')</script>"
    assert reads(ayla) == (f"Elterngeldstelle, 12:00 Uhr: {words}", "")


def test_who_is_called_waits_no_more_and_reads_none(office, demir, ayla):
    say(office, demir, LATER)
    say(office, demir, LATER, ayla)
    actions.call(ayla, demir)
    assert reads(ayla) == ("", "")


def test_a_word_is_written_once_for_all_who_read_it(office, demir, ayla, boris):
    say(office, demir, LATER)
    door = load_snapshot(office.slug)
    first, second = (drafts_of(visit, door)["word"] for visit in (ayla, boris))
    assert first.version == second.version
    assert first.write() is second.write()
    english = drafts_of(boris, door, "en")["word"]
    assert english.version != first.version


def test_what_a_page_has_been_sent_is_no_news_in_the_next_reading(office, demir, ayla):
    say(office, demir, LATER)
    before = drafts_of(ayla, load_snapshot(office.slug))
    knock(office, "Chen")
    after = drafts_of(ayla, load_snapshot(office.slug))
    say(office, demir, LATER)
    again = drafts_of(ayla, load_snapshot(office.slug))
    assert before["word"].version == after["word"].version != again["word"].version
    assert before["my-word"].version == again["my-word"].version
