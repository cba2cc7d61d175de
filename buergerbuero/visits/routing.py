"""Who is called by whom: subjects and first letters of names that belong to certain advisors.

Imports no Django. A subject that belongs to somebody decides; else the letters do, and where two
ranges fit, the advisors of both may call. Nobody is stranded: while none of them is on duty, and
for whoever says neither subject nor name, anybody may call.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

LETTERS_AT_MOST = 3
ANYBODY: frozenset[int] = frozenset()
_END = rf"[^\W\d_]{{1,{LETTERS_AT_MOST}}}"
_RANGE = re.compile(rf"({_END})(?:\s*[-–]\s*({_END}))?")
# What no accent makes of a plain letter.
_PLAIN = str.maketrans({"ß": "ss", "\u0131": "i", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d",
                        "Đ": "D", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe"})  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Letters:
    """Names from `first` to `last`, both included: A to K, or all that begin with SCH."""

    first: str
    last: str

    def hold(self, initial: str) -> bool:
        return self.first <= initial and initial[: len(self.last)] <= self.last

    @property
    def length(self) -> int:
        return max(len(self.first), len(self.last))

    def __str__(self) -> str:
        first, last = self.first.capitalize(), self.last.capitalize()
        return first if first == last else f"{first}-{last}"


def read_letters(text: str) -> Letters:
    """Raises ValueError with a sentence."""
    found = _RANGE.fullmatch(text.strip())
    ends = [fold(end) for end in found.groups() if end] if found else []
    if not ends or not all(re.fullmatch(f"[A-Z]{{1,{LETTERS_AT_MOST}}}", end) for end in ends):
        raise ValueError(f"letters are “A-K” or “Sch”, not “{text}”.")
    if ends[0] > ends[-1]:
        raise ValueError(f"letters “{text}” end before they begin.")
    return Letters(ends[0], ends[-1])


def fold(text: str) -> str:
    """Plain capital letters, as they stand in an index: Ä is A, ß is SS."""
    parts = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(c for c in parts if not unicodedata.combining(c)).upper()


def initial_of(name: str, length: int) -> str:
    """The first letters of the surname: the last word, or what stands before a comma."""
    words = name.partition(",")[0].split()
    letters = [c for c in fold(words[-1]) if c.isalpha()] if words and length else []
    return "".join(letters[:length])


@dataclass(frozen=True, slots=True)
class Routes:
    """What belongs to whom at one door."""

    subjects: Mapping[int, frozenset[int]]
    letters: Mapping[Letters, frozenset[int]]

    def __bool__(self) -> bool:
        return bool(self.subjects or self.letters)

    @property
    def letters_asked(self) -> int:
        """How many letters of a name have to be known."""
        return max((letters.length for letters in self.letters), default=0)

    def fitting(self, initial: str) -> list[Letters]:
        return [letters for letters in self.letters if initial and letters.hold(initial)]

    def advisors_for(self, subject: int | None, initial: str) -> frozenset[int]:
        if subject is not None and subject in self.subjects:
            return self.subjects[subject]
        return ANYBODY.union(*(self.letters[letters] for letters in self.fitting(initial)))


@dataclass(frozen=True, slots=True)
class Routing:
    """The routes, and who is on duty: free, talking or on a break."""

    routes: Routes
    on_duty: frozenset[int]

    def bound_to(self, subject: int | None, initial: str) -> frozenset[int]:
        advisors = self.routes.advisors_for(subject, initial)
        return advisors if advisors & self.on_duty else ANYBODY


NO_ROUTES = Routes({}, {})
NO_ROUTING = Routing(NO_ROUTES, ANYBODY)
