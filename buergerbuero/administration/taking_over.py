"""Doors from the rows, and rows from doors."""

from collections.abc import Iterable, Sequence
from itertools import product
from string import ascii_lowercase

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from buergerbuero.accounts.models import User
from buergerbuero.administration.doors import Days, Door, OwnHours, SubjectChoice
from buergerbuero.administration.reading import Unusable
from buergerbuero.administration.routes import name_choices, save_routes, subject_choices
from buergerbuero.departments.hours import Span
from buergerbuero.departments.models import (
    Closure,
    Department,
    Membership,
    OpeningHours,
    Role,
    SpecialDay,
    Subject,
)
from buergerbuero.live.announce import announce

# What a door and a department call the same.
SAME = (
    "slug", "letter", "names", "descriptions", "to_bring", "phone", "address", "on_site",
    "name_rule", "asks_case_number", "discreet", "takes_callbacks", "stops_in_time",
    "capacity", "offer_seconds", "alert_seconds", "suspended", "suspension", "unverified",
    "holidays",
)  # fmt: skip


def doors() -> list[Door]:
    return [_door(department) for department in Department.objects.all()]


def _door(department: Department) -> Door:
    people = department.memberships.order_by("user__username")
    return Door(
        **{name: getattr(department, name) for name in SAME},
        languages=tuple(department.languages),
        presets=tuple(department.presets),
        hours=tuple(
            Span(row.weekday, row.opens, row.closes) for row in department.opening_hours.all()
        ),
        special_days=tuple(
            OwnHours(row.day, tuple(row.times), row.reasons)
            for row in department.special_days.all()
        ),
        closures=tuple(Days(row.first, row.last, row.reasons) for row in department.closures.all()),
        subjects=subject_choices(department),
        by_name=name_choices(department),
        heads=_named(people.filter(role=Role.HEAD).values_list("user__username", flat=True)),
        advisors=_named(people.filter(role=Role.ADVISOR).values_list("user__username", flat=True)),
    )


def _named(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names)


def take_over(doors: Sequence[Door]) -> list[str]:
    """Make the rows what the doors say, all or nothing.

    Returns the slugs of departments that the doors do not name: they stay as they are. Raises
    Unusable for people nobody knows, and for a letter that another department has.
    """
    with transaction.atomic():
        _demand_known(doors)
        _demand_free_letters(doors)
        for order, door in enumerate(doors):
            _save(door, order)
        announce("overview", *(f"department:{door.slug}" for door in doors))
    named = {door.slug for door in doors}
    return [slug for slug in Department.objects.values_list("slug", flat=True) if slug not in named]


def _demand_known(doors: Sequence[Door]) -> None:
    known = set(User.objects.values_list("username", flat=True))
    complaints = [
        f"department {door.slug}: nobody signs in as “{name}”; create-advisor adds people."
        for door in doors
        for name in (*door.heads, *door.advisors)
        if name not in known
    ]
    if complaints:
        raise Unusable(complaints)


def _demand_free_letters(doors: Sequence[Door]) -> None:
    others = Department.objects.exclude(slug__in=[door.slug for door in doors])
    taken = dict(others.values_list("letter", "slug"))
    complaints = [
        f"department {door.slug}: letter “{door.letter}” belongs to {taken[door.letter]}."
        for door in doors
        if door.letter in taken
    ]
    if complaints:
        raise Unusable(complaints)
    # Two doors may change letters with each other: none of theirs is in the way meanwhile.
    held = Department.objects.filter(slug__in=[door.slug for door in doors])
    for department, (one, two) in zip(held, product(ascii_lowercase, repeat=2), strict=False):
        Department.objects.filter(pk=department.pk).update(letter=one + two)


def _save(door: Door, order: int) -> None:
    values = {name: getattr(door, name) for name in SAME}
    values |= {"order": order, "languages": list(door.languages), "presets": list(door.presets)}
    department, _ = Department.objects.update_or_create(slug=door.slug, defaults=values)
    _replace(OpeningHours, department, _opening_hours(department, door))
    _replace(SpecialDay, department, _special_days(department, door))
    _replace(Closure, department, _closures(department, door))
    _save_subjects(department, door.subjects)
    _save_people(department, door)
    save_routes(department, door)


def _replace(model: type[Model], department: Department, rows: Iterable[Model]) -> None:
    model._default_manager.filter(department=department).delete()
    model._default_manager.bulk_create(rows)


def _opening_hours(department: Department, door: Door) -> list[Model]:
    return [
        OpeningHours(
            department=department, weekday=span.weekday, opens=span.opens, closes=span.closes
        )
        for span in door.hours
    ]


def _special_days(department: Department, door: Door) -> list[Model]:
    return [
        SpecialDay(department=department, day=one.day, times=list(one.times), reasons=one.reason)
        for one in door.special_days
    ]


def _closures(department: Department, door: Door) -> list[Model]:
    return [
        Closure(department=department, first=one.first, last=one.last, reasons=one.reason)
        for one in door.closures
    ]


def _save_subjects(department: Department, subjects: Sequence[SubjectChoice]) -> None:
    """A choice that somebody waits with keeps its row: by its key, else by what it is called."""
    rows = {row.key: row for row in department.subjects.all()}
    code = settings.LANGUAGE_CODE
    named = {row.labels.get(code): row for row in rows.values()}
    kept = []
    for order, subject in enumerate(subjects):
        row = rows.get(subject.key) or named.get(subject.label[code])
        row = row or Subject(department=department)
        row.order, row.labels = order, subject.label
        row.save()
        kept.append(row.pk)
    department.subjects.exclude(pk__in=kept).delete()


def _save_people(department: Department, door: Door) -> None:
    roles = dict.fromkeys(door.advisors, Role.ADVISOR) | dict.fromkeys(door.heads, Role.HEAD)
    users = {user.username: user for user in User.objects.filter(username__in=roles)}
    department.memberships.exclude(user__username__in=roles).delete()
    for name, role in roles.items():
        Membership.objects.update_or_create(
            department=department, user=users[name], defaults={"role": role}
        )
