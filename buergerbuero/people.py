"""Adding people and doors from the command line. Every refusal is a sentence."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from buergerbuero.accounts.models import User
from buergerbuero.departments.hours import problems
from buergerbuero.departments.models import Department, Membership, OpeningHours, Role
from buergerbuero.departments.plan import read_line
from buergerbuero.push import advisors as push


def create_advisor(
    username: str,
    *,
    name: str,
    password: str,
    departments: Sequence[str],
    head: bool = False,
    administrator: bool = False,
) -> User:
    """Raises ValueError with a sentence."""
    found = [_department(slug) for slug in departments]
    if User.objects.filter(username=username).exists():
        raise ValueError(f"Somebody already signs in as {username}.")
    user = User(username=username, name=name, is_administrator=administrator)
    with _in_sentences():
        user.full_clean(exclude=["password"])
        validate_password(password, user)
    with transaction.atomic():
        user.set_password(password)
        user.save()
        for department in found:
            role = Role.HEAD if head else Role.ADVISOR
            Membership.objects.create(user=user, department=department, role=role)
    return user


def _department(slug: str) -> Department:
    department = Department.objects.filter(slug=slug).first()
    if department is None:
        known = ", ".join(Department.objects.values_list("slug", flat=True)) or "none yet"
        raise ValueError(f"There is no department “{slug}”. Known: {known}.")
    return department


def set_active(username: str, *, active: bool) -> None:
    if not User.objects.filter(username=username).update(is_active=active):
        raise ValueError(f"Nobody signs in as {username}.")
    if not active:
        push.forget(username)


def create_department(
    slug: str, *, letter: str, name: str, phone: str, address: str, hours: Sequence[str]
) -> Department:
    """Raises ValueError with a sentence."""
    spans = [span for line in hours for span in read_line(line)]
    if problems(spans):
        raise ValueError("The opening hours overlap, or an end lies before its beginning.")
    department = Department(
        slug=slug, letter=letter, names={"de": name}, phone=phone, address=address
    )
    if not name.strip():
        raise ValueError("A department needs a name.")
    with _in_sentences():
        department.full_clean()
    with transaction.atomic():
        department.save()
        for span in spans:
            OpeningHours.objects.create(
                department=department, weekday=span.weekday, opens=span.opens, closes=span.closes
            )
    return department


@contextmanager
def _in_sentences() -> Iterator[None]:
    """In English, as everything at the terminal, and with the field they are about."""
    with translation.override("en"):
        try:
            yield
        except ValidationError as error:
            fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
            found = [f"{name}: {text}" for name, texts in fields.items() for text in texts]
            raise ValueError(" ".join(one.removeprefix(": ") for one in found)) from None
