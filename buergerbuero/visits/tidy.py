"""What people write, as it is kept and shown. Text stays text; what only deceives the eye goes."""

import unicodedata

# Letters and marks that show nothing: joiners, fillers, a blank in Braille, variation selectors.
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(
    map(chr, (*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)))
)


def tidy(text: str) -> str:
    """One line without control, direction and zero-width characters, in composed form."""
    kept = (c for c in unicodedata.normalize("NFC", text) if not _is_deceptive(c))
    return " ".join(unicodedata.normalize("NFC", "".join(kept)).split())


def _is_deceptive(character: str) -> bool:
    if character in _INVISIBLE:
        return True
    category = unicodedata.category(character)
    return category in {"Cf", "Cc", "Co", "Cs", "Cn"} and character not in "\t\n\r"
