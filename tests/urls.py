"""Every address of the office, read from its own table, so that none is forgotten."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from buergerbuero.citizen.room_views import ABOUT
from buergerbuero.citizen.visit_views import COMMANDS as CITIZENS
from buergerbuero.desk.room_views import HOST, RUNG
from buergerbuero.desk.views import COMMANDS as ADVISORS

VERBS = {
    "citizen:command": tuple(CITIZENS),
    "citizen:room-person": tuple(ABOUT),
    "desk:command": tuple(ADVISORS),
    "desk:room-person": (*HOST, *RUNG),
}


@dataclass(frozen=True)
class Endpoint:
    """One address; `verb` tells several commands of one pattern apart."""

    name: str
    verb: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.verb}".strip()


def endpoints() -> list[Endpoint]:
    return list(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[Endpoint]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner)
        elif "verb" in pattern.pattern.regex.groupindex:
            for verb in VERBS[f"{space}{pattern.name}"]:
                yield Endpoint(f"{space}{pattern.name}", verb)
        else:
            yield Endpoint(f"{space}{pattern.name}")
