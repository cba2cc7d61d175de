"""What belongs to a door and to nobody who waits there."""

import secrets
from datetime import date, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from buergerbuero.departments.models import Department
from buergerbuero.visits.alerts import Stage
from buergerbuero.visits.models.visit import choices, new_id


class Callback(models.Model):
    """Somebody asks to be called, where the door takes nobody. Erased when done, after a week."""

    class When(models.TextChoices):
        ANY = "any", _("Egal wann")
        MORNING = "morning", _("Am Vormittag")
        AFTERNOON = "afternoon", _("Am Nachmittag")

    department = models.ForeignKey(Department, models.CASCADE, related_name="callbacks")
    key = models.CharField(max_length=22, unique=True, default=new_id, editable=False)
    phone = models.CharField(max_length=30)
    name = models.CharField(max_length=60, blank=True)
    when = models.CharField(max_length=9, choices=When, default=When.ANY)
    at = models.DateTimeField(default=timezone.now)
    source = models.CharField(max_length=64, blank=True, db_index=True)  # erased after a day

    class Meta:
        ordering = ("at",)
        constraints = (
            models.UniqueConstraint(fields=("department", "phone"), name="one_wish_for_a_number"),
        )

    def __str__(self) -> str:
        return f"{self.department} {self.at}"


class Alert(models.Model):
    """Somebody waits at a door and an advisor could call; deleted as soon as one does."""

    department = models.OneToOneField(Department, models.CASCADE, related_name="alert")
    since = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)  # an advisor knows that people wait
    stage = models.CharField(max_length=10, choices=choices(Stage), blank=True)

    def __str__(self) -> str:
        return f"{self.department} {self.stage}"


class NumberRoll(models.Model):
    """The roll of paper numbers at a door: the last one torn off today."""

    department = models.ForeignKey(Department, models.CASCADE)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("department", "day"), name="one_roll_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.department} {self.day}: {self.last}"


class DailySalt(models.Model):
    """Makes a source's hash of one day useless on the next. Deleted after a day."""

    day: "models.DateField[date | str, date]" = models.DateField(primary_key=True)
    value = models.CharField(max_length=43, default=secrets.token_urlsafe)
    made_at: "models.DateTimeField[datetime | str, datetime]" = models.DateTimeField(
        default=timezone.now
    )

    def __str__(self) -> str:
        return str(self.day)
