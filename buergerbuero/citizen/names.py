"""What a citizen may be called. Text stays text; what only deceives the eye is taken out."""

import re
import unicodedata

NAME_AT_MOST = 60
# Letters of other alphabets that look like Latin ones, in words that claim to be the office.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһкмтвнАЕОРСУХІЈЅКМТВНαοερντικΑΒΕΖΗΙΚΜΝΟΡΤΥΧ01",
    "aeopcyxijsdhkmtbhaeopcyxijskmtbhaoepvtikabezhikmnoptyxol",
)
_OFFICE = re.compile(
    r"\b(amt|behörde|verwaltung|sachbearbeit\w*|berater(in)?|beraterinnen|leitung|"
    r"amtsleit\w*|admin\w*|support|moderator(in)?|system|polizei|landratsamt|rathaus|"
    r"bürgerbüro|staff|official|host)\b"
)


def tidy(name: str) -> str:
    """One line without control, direction and zero-width characters, in composed form."""
    kept = (c for c in unicodedata.normalize("NFC", name) if not _is_deceptive(c))
    return " ".join("".join(kept).split())


def _is_deceptive(character: str) -> bool:
    category = unicodedata.category(character)
    return category in {"Cf", "Cc", "Co", "Cs", "Cn"} and character not in "\t\n\r"


def looks_like_staff(name: str) -> bool:
    folded = unicodedata.normalize("NFKC", tidy(name)).translate(_LOOKALIKES).casefold()
    return bool(_OFFICE.search(folded))
