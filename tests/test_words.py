"""The sentences that scripts say: the dictionary and the scripts know the same keys."""

import json
import re
from pathlib import Path

import pytest
from django.utils import translation

from buergerbuero.web.words import desk_words, page_words, room_words, words
from tests.browser import Browser
from tests.consultations.talks import enter
from tests.people import knock

SCRIPTS = Path(__file__).parent.parent / "buergerbuero" / "static" / "js"


def listed():
    source = (SCRIPTS / "word-keys.js").read_text(encoding="utf-8")
    [body] = re.findall(r"export const WORDS = Object\.freeze\((.*?)\n\);", source, re.DOTALL)
    return re.findall(r'"([a-z-]+)"', body)


def asked():
    """What a script names when it says something."""
    sources = (path.read_text(encoding="utf-8") for path in SCRIPTS.rglob("*.js"))
    return {key for source in sources for key in re.findall(r'\bword\(\s*"([a-z-]+)"', source)}


@pytest.mark.parametrize("language", ["de", "en"])
def test_scripts_and_dictionary_know_the_same_words(language):
    with translation.override(language):
        assert sorted(words()) == sorted(listed())


@pytest.mark.parametrize("language", ["de", "en"])
def test_no_sentence_is_empty(language):
    with translation.override(language):
        said = {key: str(sentence) for key, sentence in words().items()}
    assert [key for key, sentence in said.items() if not sentence.strip()] == []


def test_no_key_is_listed_twice():
    assert len(listed()) == len(set(listed())) > 50


def test_a_script_says_only_what_is_listed():
    assert asked() - set(listed()) == set()
    assert len(asked()) > 10


def test_both_languages_leave_the_same_gaps():
    """`%(name)s` is filled in by the script."""

    def gaps():
        return {key: sorted(re.findall(r"%\((\w+)\)s", str(said))) for key, said in words().items()}

    with translation.override("de"):
        german = gaps()
    with translation.override("en"):
        assert gaps() == german


@pytest.mark.parametrize(("path", "language"), [("/", "de"), ("/en/", "en")])
def test_a_page_carries_its_words_in_its_language(visitor, office, path, language):
    assert carried(visitor.page(path), "words") == said(page_words, language)


def test_a_room_brings_its_words_along_and_a_desk_has_its_own(visitor, office, demir):
    called, waits = knock(office), knock(office)
    enter(called, demir)
    desk = visitor.is_signed_in_as(demir).page("/desk/")
    assert carried(desk, "words") == said(desk_words, "de")
    assert carried(desk, "room-words") == said(room_words, "de")
    assert carried(Browser().holds(called).page("/visit/"), "room-words") == said(room_words, "de")
    assert Browser().holds(waits).page("/visit/").all("script", id="room-words") == []


def carried(page, name):
    return json.loads(page.one("script", id=name).source)


def said(dictionary, language):
    with translation.override(language):
        return {key: str(sentence) for key, sentence in dictionary().items()}
