from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from buergerbuero import example
from buergerbuero.accounts.models import User
from buergerbuero.departments import hours as opening
from buergerbuero.departments.models import Department, Membership, NameRule
from tests.browser import Browser

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def passwords(db, quick_passwords):
    return example.make()


def test_there_are_six_departments_and_a_discreet_seventh(passwords):
    assert list(Department.objects.values_list("slug", "letter", "discreet")) == [
        ("schwerbehindertenstelle", "S", False),
        ("pflegeberatung", "P", False),
        ("elterngeldstelle", "E", False),
        ("wirtschaftsfoerderung", "W", False),
        ("wohnberechtigungsschein", "B", False),
        ("integrationszentrum", "K", False),
        ("beratungsstelle", "V", True),
    ]
    assert Department.objects.get(discreet=True).name_rule == NameRule.ALIAS


@pytest.mark.parametrize(
    "monday",
    [
        datetime(2026, 11, 23, tzinfo=BERLIN),
        datetime(2026, 3, 23, tzinfo=BERLIN),  # the clocks go forward on its Sunday
        datetime(2026, 10, 19, tzinfo=BERLIN),  # and back
    ],
)
def test_at_every_minute_of_a_week_two_doors_are_open_and_one_is_closed(passwords, monday):
    plans = [department.hours() for department in Department.objects.all()]
    start = monday.timestamp()
    found = set()
    for minute in range(7 * 24 * 60 + 60):
        now = datetime.fromtimestamp(start + 60 * minute, BERLIN)
        is_open = sum(opening.is_open(plan, now) for plan in plans)
        found.add((is_open >= 2, is_open < len(plans)))
    assert found == {(True, True)}


def test_every_text_is_there_in_both_languages(passwords):
    for department in Department.objects.all():
        for texts in (department.names, department.on_site):
            assert all(texts[language] for language in ("de", "en")), department.slug
        for subject in department.subjects.all():
            assert all(subject.labels[language] for language in ("de", "en")), department.slug


def test_somebody_serves_people_a_head_leads_and_one_administers(passwords):
    roles = set(Membership.objects.values_list("user__name", "department__slug", "role"))
    assert ("Frau Demir", "elterngeldstelle", "head") in roles
    assert ("Frau Demir", "integrationszentrum", "advisor") in roles
    assert {role for _, _, role in roles} == {"head", "advisor"}
    assert {slug for _, slug, _ in roles} == set(Department.objects.values_list("slug", flat=True))
    administrators = User.objects.filter(is_administrator=True)
    assert list(administrators.values_list("username", "memberships")) == [("admin", None)]
    assert not User.objects.filter(is_superuser=True).exists()
    assert not User.objects.filter(is_staff=True).exists()


def test_everybody_signs_in_with_a_password_of_their_own(passwords, static_files):
    assert set(passwords) == set(User.objects.values_list("username", flat=True))
    assert len(set(passwords.values())) == len(passwords)
    assert {len(password) for password in passwords.values()} == {16}
    for username, password in passwords.items():
        fields = {"login": username, "password": password}
        answer = Browser().post("/accounts/login/", fields)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/desk/")


def test_two_installations_have_different_passwords(passwords):
    Membership.objects.all().delete()
    Department.objects.all().delete()
    User.objects.all().delete()
    assert set(passwords.values()).isdisjoint(example.make().values())


def test_an_office_that_has_departments_is_left_alone(passwords):
    people = set(User.objects.values_list("username", "password"))
    assert example.make() is None
    assert set(User.objects.values_list("username", "password")) == people


def test_its_pages_say_that_it_is_an_example(passwords, static_files):
    for path, word in (("/", "Beispiel"), ("/departments/elterngeldstelle/", "Beispiel")):
        band = Browser().page(path).one("p", class_="example-band")
        assert word in band.text
        assert "erfunden" in band.text


def test_a_real_installation_says_nothing_of_an_example(office, static_files, settings):
    from dataclasses import replace  # noqa: PLC0415

    settings.CONFIG = replace(settings.CONFIG, example=False)
    assert Browser().page("/").all("p", class_="example-band") == []


def test_its_telephones_and_addresses_belong_to_nobody(passwords):
    """Numbers for films, an address that does not exist, mail that goes nowhere."""
    from buergerbuero.config import EXAMPLE_COUNTY  # noqa: PLC0415

    phones = set(Department.objects.values_list("phone", flat=True)) | {EXAMPLE_COUNTY.phone}
    assert {phone[:9] for phone in phones} == {"01234 567"}
    assert "musterkreis.example" in EXAMPLE_COUNTY.data_protection_officer


def test_opening_hours_are_without_faults(passwords):
    for department in Department.objects.all():
        assert opening.problems(department.hours().spans) == []
        assert department.hours().zone == BERLIN
