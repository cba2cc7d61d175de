"""The room of one visit: who is in it, and what they still have to tell each other to connect."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from buergerbuero.visits.models import Visit, new_id


class ParticipantRole(models.TextChoices):
    ADVISOR = "advisor"
    CITIZEN = "citizen"
    COLLEAGUE = "colleague"
    COMPANION = "companion"
    INTERPRETER = "interpreter"
    SIGN = "sign"  # interprets sign language


# Who comes by a link.
GUESTS = (ParticipantRole.COMPANION, ParticipantRole.INTERPRETER, ParticipantRole.SIGN)


class Stage(models.TextChoices):
    """How far somebody has come on the way into the room, or how that way ended."""

    ASKED = "asked"  # rung, or invited by a link
    DOOR = "door"
    IN = "in"
    REFUSED = "refused"  # by the citizen
    DECLINED = "declined"  # by the colleague who was rung, or by the advisor at the door
    MISSED = "missed"  # a ring that nobody has answered
    REMOVED = "removed"
    LEFT = "left"


ON_THE_WAY = (Stage.ASKED, Stage.DOOR)
TAKES_A_SEAT = (*ON_THE_WAY, Stage.IN)


class Consultation(models.Model):
    id = models.CharField(primary_key=True, max_length=22, default=new_id, editable=False)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="consultations")
    backend = models.CharField(max_length=20)
    opened_at = models.DateTimeField(default=timezone.now)
    handed_over_at = models.DateTimeField(null=True, blank=True)
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
    """Somebody in a room, or on the way there. Deleted with the end of the talk.

    Epoch 0 has not come in yet; each page that joins starts the next epoch.
    """

    id = models.CharField(primary_key=True, max_length=22, default=new_id, editable=False)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="participants")
    seat = models.PositiveSmallIntegerField()
    role = models.CharField(max_length=11, choices=ParticipantRole)
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.ASKED)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=60, blank=True)  # of a guest, as they give it
    rung_at = models.DateTimeField(null=True, blank=True)  # a colleague, at their desk
    wished = models.BooleanField(default=False)  # by the citizen
    citizen_agreed_at = models.DateTimeField(null=True, blank=True)
    # A link that is used once; until then, and after the wish was granted, `expires_at` stands.
    secret_hash = models.CharField(max_length=64, blank=True, db_index=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    token_hash = models.CharField(max_length=64, blank=True, db_index=True)  # a guest's own cookie
    wide = models.BooleanField(default=False)  # their page says that it stands on a desktop
    epoch = models.PositiveIntegerField(default=0)
    joined_at = models.DateTimeField(null=True, blank=True)
    # The person's wish, for as long as the talk lasts: a reload must not give the address away.
    hides_address = models.BooleanField(default=False)
    # How often they have come in and spoken since then: see `pace`.
    joins = models.PositiveIntegerField(default=0)
    joins_since = models.DateTimeField(null=True, blank=True)
    signals = models.PositiveIntegerField(default=0)
    signals_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        # Of two the one who sits before the other makes the offers; nobody ever changes seats.
        ordering = ("seat",)
        constraints = (
            models.UniqueConstraint(fields=("consultation", "seat"), name="one_person_on_a_seat"),
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
            models.UniqueConstraint(
                fields=("consultation",),
                condition=Q(role="advisor"),
                name="one_advisor_in_a_room",
            ),
            models.CheckConstraint(
                name="nobody_is_in_whom_the_citizen_has_not_agreed_to",
                condition=~Q(stage="in")
                | Q(role__in=("advisor", "citizen"))
                | Q(citizen_agreed_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.epoch}"

    @property
    def is_inside(self) -> bool:
        """An account that has been disabled since is in no room."""
        return self.stage == Stage.IN and (self.user is None or self.user.is_active)

    @property
    def expired(self) -> bool:
        """Asked by a link that has had its hour; a new one can be made."""
        until = self.expires_at if self.stage == Stage.ASKED else None
        return until is not None and until <= timezone.now()


class Signal(models.Model):
    """One entry of the append-only log. `position` counts what `to` has been sent.

    What the page of `to` has confirmed is deleted.
    """

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="signals")
    sender = models.ForeignKey(Participant, models.CASCADE, related_name="+")
    to = models.ForeignKey(Participant, models.CASCADE, related_name="inbox")
    position = models.PositiveBigIntegerField()
    sender_epoch = models.PositiveIntegerField()
    to_epoch = models.PositiveIntegerField()
    body = models.JSONField()
    size = models.PositiveIntegerField(default=0)  # of the body, in bytes
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("to", "position"), name="one_entry_at_a_position"),
        )

    def __str__(self) -> str:
        return f"{self.sender} → {self.to}"
