"""Reads one table of a county file. What is wrong is collected: people mend it in one go."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, TypeVar

Value = TypeVar("Value")


class Table:
    """`where` names the place for the person who mends it: “department elterngeldstelle”."""

    def __init__(self, values: Mapping[str, Any], where: str, complaints: list[str]) -> None:
        self._left = dict(values)
        self._known: list[str] = []
        self._where = where
        self._complaints = complaints

    def complain(self, sentence: str) -> None:
        self._complaints.append(f"{self._where}: {sentence}")

    def done(self) -> None:
        """What nobody has asked for is a slip of the pen."""
        for key in self._left:
            near = get_close_matches(key, self._known, 1)
            hint = f"; “{near[0]}”, perhaps?" if near else "."
            self.complain(f"“{key}” is no setting{hint}")

    def text(self, key: str, *, at_most: int, required: bool = False) -> str:
        value = self._take(key, "")
        if not isinstance(value, str):
            return self._no(key, "is a text in quotes", "")
        if required and not value.strip():
            return self._no(key, "is needed", "")
        if len(value) > at_most:
            return self._no(key, f"has at most {at_most} characters", "")
        return value.strip()

    def texts(
        self, key: str, languages: Sequence[str], *, required: bool = False
    ) -> dict[str, str]:
        """One text for each language, lists joined to lines. The first language is needed."""
        value = self._take(key, {})
        first = languages[0]
        if not isinstance(value, Mapping):
            return self._no(key, f'has a text for each language: {{{first} = "…"}}', {})
        found = {code: _joined(text) for code, text in value.items()}
        strange = [code for code in found if code not in languages]
        if strange:
            return self._no(key, f"speaks “{strange[0]}”; known: {', '.join(languages)}", {})
        if any(text is None for text in found.values()):
            return self._no(key, "has a text in quotes for each language", {})
        texts = {str(code): text for code, text in found.items() if text}
        if (required or texts) and first not in texts:
            return self._no(key, f"needs a text in “{first}”", {})
        return texts

    def texts_each(self, key: str, languages: Sequence[str]) -> list[dict[str, str]]:
        """A list of texts, each in several languages: [{de = "…", en = "…"}]."""
        value = self._take(key, [])
        if not isinstance(value, list):
            return self._no(key, 'is a list of texts in braces: [{de = "…"}, {…}]', [])
        entries = {f"{key} {number}": one for number, one in enumerate(value, start=1)}
        inner = Table(entries, self._where, self._complaints)
        return [inner.texts(name, languages, required=True) for name in entries]

    def flag(self, key: str, *, default: bool = False) -> bool:
        value = self._take(key, default)
        return value if isinstance(value, bool) else self._no(key, "is true or false", default)

    def number(self, key: str, default: int, *, least: int, most: int) -> int:
        value = self._take(key, default)
        if type(value) is int and least <= value <= most:
            return value
        return self._no(key, f"is a number from {least} to {most}", default)

    def choice(self, key: str, known: Sequence[str], default: str) -> str:
        value = self._take(key, default)
        if value in known:
            return str(value)
        return self._no(key, f"is one of {', '.join(f'“{one}”' for one in known)}", default)

    def day(self, key: str) -> date | None:
        value = self._take(key, None)
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        return self._no(key, "is a day without quotes: 2026-12-24", None)

    def names(self, key: str) -> list[str]:
        value = self._take(key, [])
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return value
        return self._no(key, 'is a list of texts: ["…", "…"]', [])

    def tables(self, key: str) -> list["Table"]:
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(one, Mapping) for one in value):
            return self._no(key, "is a list of entries in braces: [{…}, {…}]", [])
        return [
            Table(one, f"{self._where}, {key} {number}", self._complaints)
            for number, one in enumerate(value, start=1)
        ]

    def each(self, key: str, read: Callable[[str], Any]) -> list[Any]:
        """What `read` makes of each text of a list. `read` raises ValueError with a sentence."""
        found = []
        for text in self.names(key):
            try:
                found.append(read(text))
            except ValueError as error:
                self._no(key, str(error), None, joined=": ")
        return found

    def _take(self, key: str, default: Any) -> Any:
        self._known.append(key)
        return self._left.pop(key, default)

    def _no(self, key: str, why: str, instead: Value, joined: str = " ") -> Value:
        end = "" if why.endswith(".") else "."
        self.complain(f"{key}{joined}{why}{end}")
        return instead


def _joined(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return "\n".join(one.strip() for one in value if one.strip())
    return None
