"""What a citizen may be called."""

import re
import unicodedata

from buergerbuero.visits.tidy import tidy

NAME_AT_MOST = 60
# Letters of other alphabets that look like Latin ones, in words that claim to be the office.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһкмтвнАЕОРСУХІЈЅКМТВНαοερντικΑΒΕΖΗΙΚΜΝΟΡΤΥΧ01",
    "aeopcyxijsdhkmtbhaeopcyxijskmtbhaoepvtikabezhikmnoptyxol",
)
# In folded form: "ä" is "a". Offices end in -amt, but so do some families: Klamt, Samt.
_OFFICE = re.compile(
    r"(?<![^\W_])("
    r"([^\W_]{4,}|bau)?amt|[^\W_]*(behoe?rde|verwaltung)|sachbearbeit\w*|berater(in(nen)?)?|"
    r"leitung|amtsleit\w*|admin(istrat\w*)?|support|moderator(in)?|system|polizei|rathaus|"
    r"bue?rgerbue?ro|staff|official|host"
    r")(?![^\W_])"
)


def looks_like_staff(name: str) -> bool:
    return bool(_OFFICE.search(_fold(tidy(name))))


def _fold(name: str) -> str:
    """As a hurried eye reads it: plain letters, without strokes and dots around them."""
    parts = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in parts if unicodedata.category(c) not in {"Mn", "Me"})
    return plain.translate(_LOOKALIKES).casefold()
