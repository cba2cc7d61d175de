"""What a citizen may be called. Text stays text; what only deceives the eye is taken out."""

import re
import unicodedata

NAME_AT_MOST = 60
# Letters of other alphabets that look like Latin ones, in words that claim to be the office.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһкмтвнАЕОРСУХІЈЅКМТВНαοερντικΑΒΕΖΗΙΚΜΝΟΡΤΥΧ01",
    "aeopcyxijsdhkmtbhaeopcyxijskmtbhaoepvtikabezhikmnoptyxol",
)
# Letters and marks that show nothing: joiners, fillers, a blank in Braille, variation selectors.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(
    map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)
# In folded form: "ä" is "a". Offices end in -amt, but so do some families: Klamt, Samt.
_OFFICE = re.compile(
    r"(?<![^\W_])("
    r"([^\W_]{4,}|bau)?amt|[^\W_]*(behoe?rde|verwaltung)|sachbearbeit\w*|berater(in(nen)?)?|"
    r"leitung|amtsleit\w*|admin(istrat\w*)?|support|moderator(in)?|system|polizei|rathaus|"
    r"bue?rgerbue?ro|staff|official|host"
    r")(?![^\W_])"
)


def tidy(name: str) -> str:
    """One line without control, direction and zero-width characters, in composed form."""
    kept = (c for c in unicodedata.normalize("NFC", name) if not _is_deceptive(c))
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _is_deceptive(character: str) -> bool:
    if character in _INVISIBLE:
        return True
    category = unicodedata.category(character)
    return category in {"Cf", "Cc", "Co", "Cs", "Cn"} and character not in "\t\n\r"


def looks_like_staff(name: str) -> bool:
    return bool(_OFFICE.search(_fold(tidy(name))))


def _fold(name: str) -> str:
    """As a hurried eye reads it: plain letters, without strokes and dots around them."""
    parts = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in parts if unicodedata.category(c) not in {"Mn", "Me"})
    return plain.translate(_LOOKALIKES).casefold()
