"""Those who wait, what has happened to them, and what is theirs while they do."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from buergerbuero.departments.models import Department, Subject
from buergerbuero.visits.rules import Absence, By, Identity, Kind, Outcome, Reason, State

NO_BREAK_SPACE = "\u00a0"
# Plain values: migrations keep them, and outlive the enum.
WITH_ADVISOR = (State.CALLED.value, State.TALKING.value)
OPEN = (State.WAITING.value, *WITH_ADVISOR)
WITHOUT_ADVISOR = (State.WAITING.value, State.CLOSED.value)


def new_id() -> str:
    """128 random bits (22 characters): a visit's address tells nothing and opens nothing."""
    return secrets.token_urlsafe(16)


def choices(enum: Any) -> list[tuple[str, str]]:
    return [(member.value, member.name) for member in enum]


class Visit(models.Model):
    id = models.CharField(primary_key=True, max_length=22, default=new_id, editable=False)
    department = models.ForeignKey(Department, models.PROTECT, related_name="visits")
    letter = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    day = models.DateField()
    state = models.CharField(max_length=7, choices=choices(State), default=State.WAITING.value)
    outcome = models.CharField(max_length=11, choices=choices(Outcome), blank=True)
    since = models.DateTimeField()  # the first knock; nothing ever changes it
    put_back = models.BooleanField(default=False)
    absence = models.CharField(max_length=12, choices=choices(Absence), blank=True)
    absent_until = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)  # last acknowledged sign of life
    advisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="visits"
    )
    called_at = models.DateTimeField(null=True, blank=True)
    offer_until = models.DateTimeField(null=True, blank=True)
    reached_at = models.DateTimeField(null=True, blank=True)  # the page has shown the call
    extended = models.PositiveSmallIntegerField(default=0)
    missed = models.PositiveSmallIntegerField(default=0)
    entered_at = models.DateTimeField(null=True, blank=True)
    hung_up_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    came_from = models.ForeignKey(  # handed over by this department
        Department, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    help_at = models.DateTimeField(null=True, blank=True)  # the advisor silently asked for help
    # Seconds from knock to call, as drawn for them; and the upper end of what they were told.
    drawn_low = models.PositiveIntegerField(null=True, blank=True)
    drawn_high = models.PositiveIntegerField(null=True, blank=True)
    told_high = models.PositiveIntegerField(null=True, blank=True)

    # Erased when the visit closes.
    name = models.CharField(max_length=60, blank=True)
    subject = models.ForeignKey(Subject, models.SET_NULL, null=True, blank=True, related_name="+")
    initial = models.CharField(max_length=3, blank=True)  # of the name, where letters matter
    case_number = models.CharField(max_length=40, blank=True)
    identity = models.CharField(max_length=9, choices=choices(Identity), blank=True)
    needs = models.JSONField(default=list, blank=True)
    language = models.CharField(max_length=8, default="de", blank=True)
    to_fetch = models.CharField(max_length=200, blank=True)  # what they read while they fetch it
    note = models.CharField(max_length=500, blank=True)  # for advisors of the department alone
    # Erased an hour after the visit closes, with the goodbye page.
    secret_hash = models.CharField(max_length=64, blank=True, db_index=True)
    former_hash = models.CharField(max_length=64, blank=True, db_index=True)  # device left behind
    reason = models.CharField(max_length=300, blank=True)
    # Erased after a day at most.
    source = models.CharField(max_length=64, blank=True, db_index=True)

    class Meta:
        indexes = (
            models.Index(fields=("department", "state", "since"), name="the_line"),
            models.Index(fields=("department", "state", "absence"), name="the_absent"),
            models.Index(fields=("state", "closed_at"), name="the_closed"),
        )
        constraints = (
            models.CheckConstraint(
                name="a_known_state", condition=Q(state__in=[*OPEN, State.CLOSED.value])
            ),
            models.UniqueConstraint(fields=("day", "letter", "number"), name="a_number_once_a_day"),
            models.UniqueConstraint(
                fields=("advisor",),
                condition=Q(state__in=WITH_ADVISOR),
                name="one_visit_at_a_time_for_an_advisor",
            ),
            models.UniqueConstraint(
                fields=("secret_hash",),
                condition=Q(state__in=OPEN) & ~Q(secret_hash=""),
                name="one_open_visit_for_a_secret",
            ),
            models.CheckConstraint(
                name="an_advisor_when_called_or_talking",
                condition=Q(state__in=WITH_ADVISOR, advisor__isnull=False)
                | Q(state__in=WITHOUT_ADVISOR, advisor__isnull=True),
            ),
            models.CheckConstraint(
                name="an_outcome_when_closed",
                condition=(Q(state=State.CLOSED.value) & ~Q(outcome=""))
                | (~Q(state=State.CLOSED.value) & Q(outcome="")),
            ),
        )

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return label(self.letter, self.number)

    @property
    def is_open(self) -> bool:
        return self.state != State.CLOSED


def label(letter: str, number: int) -> str:
    """A Wartenummer as people read it: "E 47", at least two digits."""
    return f"{letter}{NO_BREAK_SPACE}{number:02d}"


class Event(models.Model):
    """One transition: history, figures, audit and retention come from it.

    Nothing of the citizen is in it. It names the advisor who acted, for the audit.
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="events")
    kind = models.CharField(max_length=10, choices=choices(Kind))
    by = models.CharField(max_length=7, choices=choices(By))
    advisor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    department = models.ForeignKey(Department, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=10, choices=choices(Reason), blank=True)  # out of order

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("kind", "at"), name="the_latest"),
            models.Index(fields=("department", "kind", "id"), name="the_turns"),
        )

    def __str__(self) -> str:
        return f"{self.visit} {self.kind}"


class ReturnCode(models.Model):
    """Continues a visit on another device: once, and no longer than the visit is open."""

    visit = models.OneToOneField(Visit, models.CASCADE, related_name="return_code")
    code_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.visit)


class ReturnTry(models.Model):
    """A code that fitted nothing. Counted by source and in total; erased after an hour."""

    source = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return str(self.at)


class Word(models.Model):
    """What an advisor says to everybody who waits at a door, or to one of them."""

    department = models.ForeignKey(Department, models.CASCADE, related_name="words")
    visit = models.ForeignKey(Visit, models.CASCADE, null=True, blank=True, related_name="words")
    texts = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField()

    class Meta:
        ordering = ("at",)

    def __str__(self) -> str:
        return f"{self.department} {self.at}"
