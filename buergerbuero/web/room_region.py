"""The room's markup: a region of its own, since it is large and a page that uses it keeps it."""

from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final

from django.utils import translation

from buergerbuero.live.viewer import Draft
from buergerbuero.web.regions import render_region

# For the regions around it, which the stream sends often.
APART: Final[dict[str, Any]] = {"room_apart": True}


def show_room(room: Hashable, context: Callable[[], Mapping[str, Any]], language: str) -> Draft:
    """`room` says which room in whose eyes; None: this page shows none. `context` is that of the
    region around it."""

    def write() -> bytes:
        with translation.override(language):
            whole = {**context(), "room_apart": False}
        return render_region("room", "consultation/regions/room.html", whole, language).payload

    return Draft("region:room", None if room is None else (language, room), write)
