"""Who asked to be called back, as an advisor reads it."""

from collections.abc import Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime

from buergerbuero.visits.callbacks import Wanted
from buergerbuero.visits.models import Callback


def wanted(lists: Iterable[tuple[Wanted, ...]]) -> tuple[Wanted, ...]:
    """Those of all doors, oldest first."""
    return tuple(sorted((one for each in lists for one in each), key=lambda one: one.at))


def callbacks_context(wishes: tuple[Wanted, ...]) -> dict[str, Any]:
    return {
        "wanted": [
            {
                "key": one.key,
                "phone": one.phone,
                "name": one.name,
                "when": Callback.When(one.when).label if one.when != Callback.When.ANY else "",
                "at": date_format(localtime(one.at), "SHORT_DATETIME_FORMAT"),
            }
            for one in wishes
        ]
    }
