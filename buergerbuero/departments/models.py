"""The offices with a door: what they are called, when they open, who serves them."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from buergerbuero.accounts.models import new_key
from buergerbuero.departments.hours import Closed, Hours, Span, Special
from buergerbuero.departments.plan import read_times
from buergerbuero.departments.public_holidays import public_holidays
from buergerbuero.departments.texts import in_language


class NameRule(models.TextChoices):
    OPTIONAL = "optional", _("freiwillig")
    REQUIRED = "required", _("nötig")
    ALIAS = "alias", _("ein ausgedachter Name genügt")


class Role(models.TextChoices):
    ADVISOR = "advisor", _("Beraterin oder Berater")
    HEAD = "head", _("Leitung")


class DutyState(models.TextChoices):
    FREE = "free", _("Frei")
    BREAK = "break", _("Pause")
    AWAY = "away", _("Abwesend")


class Department(models.Model):
    slug = models.SlugField(unique=True)
    letter = models.CharField(
        max_length=2, unique=True, validators=[RegexValidator(r"^[A-ZÄÖÜ]{1,2}$")]
    )
    order = models.PositiveSmallIntegerField(default=0)
    names = models.JSONField(default=dict)
    descriptions = models.JSONField(default=dict, blank=True)
    to_bring = models.JSONField(default=dict, blank=True)  # one thing a line, per language
    languages = models.JSONField(default=list, blank=True)  # codes its advisors speak
    phone = models.CharField(max_length=40)
    address = models.CharField(max_length=200)
    on_site = models.JSONField(default=dict, blank=True)
    name_rule = models.CharField(max_length=8, choices=NameRule, default=NameRule.OPTIONAL)
    asks_case_number = models.BooleanField(default=False)
    discreet = models.BooleanField(default=False)
    capacity = models.PositiveSmallIntegerField(default=30)
    offer_seconds = models.PositiveSmallIntegerField(
        default=120, validators=[MinValueValidator(60)]
    )
    # After so long without anybody opening, colleagues are told; then, again, the heads.
    alert_seconds = models.PositiveSmallIntegerField(
        default=60, validators=[MinValueValidator(15), MaxValueValidator(600)]
    )
    suspended = models.BooleanField(default=False)
    suspension = models.JSONField(default=dict, blank=True)  # what people read while suspended
    no_more_on = models.DateField(null=True, blank=True)
    stops_in_time = models.BooleanField(default=True)  # by itself, to serve those waiting
    # What the door says by itself, each for this day only.
    too_late_on = models.DateField(null=True, blank=True)
    longer_on = models.DateField(null=True, blank=True)
    takes_anyway_on = models.DateField(null=True, blank=True)  # an advisor knows better
    takes_callbacks = models.BooleanField(default=False)  # wishes, while the door takes nobody
    presets = models.JSONField(default=list, blank=True)  # words to those waiting, one text each
    unverified = models.JSONField(default=dict, blank=True)  # what may be said to whom nobody knows
    holidays = models.CharField(max_length=2, blank=True)  # of which Land; "" has none

    class Meta:
        ordering = ("order", "slug")
        constraints = (
            # WCAG 2.2.1: nobody has less than a minute to answer a call.
            models.CheckConstraint(
                name="offer_of_a_minute_or_more", condition=models.Q(offer_seconds__gte=60)
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.names)

    @property
    def description(self) -> str:
        return in_language(self.descriptions)

    @property
    def name_may_be_invented(self) -> bool:
        """At a discreet door always."""
        return self.discreet or self.name_rule == NameRule.ALIAS

    @property
    def name_is_required(self) -> bool:
        return self.name_rule == NameRule.REQUIRED and not self.discreet

    @property
    def bring(self) -> list[str]:
        return [line for line in in_language(self.to_bring).splitlines() if line.strip()]

    def hours(self) -> Hours:
        spans = tuple(Span(row.weekday, row.opens, row.closes) for row in self.opening_hours.all())
        closures = [Closed(row.first, row.last, row.reasons) for row in self.closures.all()]
        return Hours(
            spans=spans,
            closures=(*closures, *public_holidays(self.holidays)),
            zone=ZoneInfo(settings.TIME_ZONE),
            specials=tuple(row.special() for row in self.special_days.all()),
        )


class Subject(models.Model):
    """A choice a department offers for "Worum geht es?"."""

    department = models.ForeignKey(Department, models.CASCADE, related_name="subjects")
    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    order = models.PositiveSmallIntegerField(default=0)
    labels = models.JSONField(default=dict)

    class Meta:
        ordering = ("order", "id")

    def __str__(self) -> str:
        return in_language(self.labels)


class OpeningHours(models.Model):
    department = models.ForeignKey(Department, models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField()  # 0 is Monday
    opens = models.TimeField()
    closes = models.TimeField()  # 00:00 is midnight at the end of the day

    class Meta:
        ordering = ("weekday", "opens")
        constraints = (
            models.CheckConstraint(name="a_day_of_the_week", condition=models.Q(weekday__lte=6)),
        )

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens}–{self.closes}"


class Closure(models.Model):
    department = models.ForeignKey(Department, models.CASCADE, related_name="closures")
    first = models.DateField()
    last = models.DateField()
    reasons = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("first",)

    def __str__(self) -> str:
        return f"{self.first}–{self.last}"


class SpecialDay(models.Model):
    """A day with hours of its own."""

    department = models.ForeignKey(Department, models.CASCADE, related_name="special_days")
    day = models.DateField()
    times = models.JSONField(default=list, blank=True)  # "8:30-12:30"; none: closed
    reasons = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ("day",)
        constraints = (
            models.UniqueConstraint(fields=("department", "day"), name="a_day_is_special_once"),
        )

    def __str__(self) -> str:
        return f"{self.day}: {', '.join(self.times) or '–'}"

    def special(self) -> Special:
        weekday = self.day.weekday()
        spans = tuple(read_times(text, weekday) for text in self.times)
        return Special(self.day, spans, self.reasons)


class Membership(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    department = models.ForeignKey(Department, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=7, choices=Role, default=Role.ADVISOR)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("user", "department"), name="one_role_of_a_person_in_a_department"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user}: {self.department} ({self.role})"


class Route(models.Model):
    """What an advisor is called for first: a subject, or names that begin with these letters."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="routes")
    subject = models.ForeignKey(
        Subject, models.CASCADE, null=True, blank=True, related_name="routes"
    )
    letters = models.CharField(max_length=7, blank=True)  # "A-K", "Sch"

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                name="a_subject_or_letters",
                condition=models.Q(subject__isnull=False, letters="")
                | (models.Q(subject=None) & ~models.Q(letters="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.membership}: {self.subject or self.letters}"


class Duty(models.Model):
    """What an advisor says of themselves, and when their desk last gave a sign of life.

    "In conversation" with a visit of one's own is not here: it follows from the visits.
    """

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="duty")
    state = models.CharField(max_length=5, choices=DutyState, default=DutyState.AWAY)
    back_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    helping_since = models.DateTimeField(null=True, blank=True)  # in a colleague's talk

    class Meta:
        verbose_name_plural = "duties"

    def __str__(self) -> str:
        return f"{self.user}: {self.state}"
