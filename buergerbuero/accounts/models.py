"""People who sign in. Citizens never do."""

import secrets
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_key() -> str:
    """128 random bits for an address; a sequence number would tell how many there are."""
    return secrets.token_urlsafe(16)


class User(AbstractUser):
    first_name = None  # type: ignore[assignment]  # one name, as the person is addressed: "Frau Demir"
    last_name = None  # type: ignore[assignment]
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    name = models.CharField(_("Name"), max_length=80)
    is_administrator = models.BooleanField(default=False)
    # What this person has chosen for the desk.
    knock_sound = models.BooleanField(default=True)
    shortcuts = models.BooleanField(default=True)

    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def clean(self, *args: Any, **kwargs: Any) -> None:
        super().clean(*args, **kwargs)
        self.name = self.name.strip()
