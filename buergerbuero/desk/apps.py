from typing import Any

from django.apps import AppConfig


class Desk(AppConfig):
    name = "buergerbuero.desk"
    label = "desk"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in, user_logged_out

        user_logged_in.connect(_signed_in)
        user_logged_out.connect(_signed_out)


def _signed_in(user: Any, **kwargs: Any) -> None:
    """Whoever signs in sits down at the desk."""
    from buergerbuero.departments.actions import set_duty
    from buergerbuero.departments.models import DutyState

    set_duty(user, DutyState.FREE)


def _signed_out(user: Any, **kwargs: Any) -> None:
    from buergerbuero.departments.actions import set_duty
    from buergerbuero.departments.models import DutyState

    if user is not None:
        set_duty(user, DutyState.AWAY)
