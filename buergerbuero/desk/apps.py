from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out


class Desk(AppConfig):
    name = "buergerbuero.desk"
    label = "desk"

    def ready(self) -> None:
        user_logged_in.connect(_signed_in)
        user_logged_out.connect(_signed_out)


def _signed_in(user: Any, **kwargs: Any) -> None:
    """Whoever signs in sits down at the desk, and sees who waits."""
    from buergerbuero.visits.watch import seen  # noqa: PLC0415  # models are ready now

    _set_duty(user, "free")
    seen(user)


def _signed_out(user: Any, **kwargs: Any) -> None:
    if user is not None:
        _set_duty(user, "away")


def _set_duty(user: Any, state: str) -> None:
    from buergerbuero.departments.actions import set_duty  # noqa: PLC0415  # models are ready now
    from buergerbuero.departments.models import DutyState  # noqa: PLC0415  # models are ready now

    set_duty(user, DutyState(state))
