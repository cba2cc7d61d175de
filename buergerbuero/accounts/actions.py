"""What people choose for themselves."""

from collections.abc import Mapping

from buergerbuero.accounts.models import User

PREFERENCES = ("knock_sound", "shortcuts")


def prefer(user: User, wishes: Mapping[str, bool]) -> None:
    """Remember choices out of `PREFERENCES`, for every device of this person."""
    User.objects.filter(pk=user.pk).update(**wishes)
