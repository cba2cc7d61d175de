"""What a citizen takes home from the talk."""

from django.conf import settings
from django.db import models

from buergerbuero.visits.models.visit import Visit


class Slip(models.Model):
    """Written by the advisor during the talk, read on the goodbye page. Gone an hour after it."""

    visit = models.OneToOneField(Visit, models.CASCADE, related_name="slip", primary_key=True)
    advisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    language = models.CharField(max_length=8, blank=True)  # in which it is written
    discussed = models.TextField(blank=True)
    missing = models.TextField(blank=True)  # one thing a line
    due = models.DateField(null=True, blank=True)
    deleted = models.BooleanField(default=False)  # by its reader; nothing is left on it

    def __str__(self) -> str:
        return str(self.visit)

    @property
    def things(self) -> list[str]:
        return self.missing.splitlines()

    @property
    def is_blank(self) -> bool:
        return not (self.discussed or self.missing or self.due)
