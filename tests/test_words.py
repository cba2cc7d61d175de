"""The sentences that scripts say: the dictionary and the scripts know the same keys."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from buergerbuero.web.words import words

SCRIPTS = Path(__file__).parent.parent / "buergerbuero" / "static" / "js"


def listed():
    source = (SCRIPTS / "words.js").read_text(encoding="utf-8")
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


def test_the_page_carries_the_words_in_its_language(visitor, office):
    import json  # noqa: PLC0415

    for path, language in (("/", "de"), ("/en/", "en")):
        carried = json.loads(visitor.page(path).one("script", id="words").source)
        with translation.override(language):
            assert carried == {key: str(sentence) for key, sentence in words().items()}
