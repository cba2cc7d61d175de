"""The room of one visit: who is in it, and what they still have to tell each other to connect."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from buergerbuero.visits.models import Visit, new_id


class ParticipantRole(models.TextChoices):
    ADVISOR = "advisor"
    CITIZEN = "citizen"


class Consultation(models.Model):
    id = models.CharField(primary_key=True, max_length=22, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="consultations")
    backend = models.CharField(max_length=20)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("visit",),
                condition=Q(closed_at__isnull=True),
                name="one_open_consultation_of_a_visit",
            ),
        )

    def __str__(self) -> str:
        return self.id


class Participant(models.Model):
    """Epoch 0 has not come in yet; each page that joins starts the next epoch."""

    id = models.CharField(primary_key=True, max_length=22, default=new_id, editable=False)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="participants")
    role = models.CharField(max_length=11, choices=ParticipantRole)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    epoch = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # The advisor is listed first, and whoever is listed first makes the offers.
        ordering = ("role", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("consultation", "user"),
                condition=Q(user__isnull=False),
                name="a_person_once_in_a_room",
            ),
            models.UniqueConstraint(
                fields=("consultation",),
                condition=Q(role="citizen"),
                name="one_citizen_in_a_room",
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.epoch}"


class Signal(models.Model):
    """One entry of the append-only log. `position` counts what `to` has been sent."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="signals")
    sender = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    to = models.ForeignKey(Participant, models.CASCADE, related_name="inbox")
    position = models.PositiveBigIntegerField()
    sender_epoch = models.PositiveIntegerField()
    to_epoch = models.PositiveIntegerField()
    body = models.JSONField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("to", "position"), name="one_entry_at_a_position"),
        )

    def __str__(self) -> str:
        return f"{self.sender} → {self.to}"
