"""The example county: seven departments and their people, all of them invented."""

import secrets
from datetime import time
from typing import Any

from django.db import transaction

from buergerbuero.accounts.models import User
from buergerbuero.departments.models import (
    Department,
    Membership,
    NameRule,
    OpeningHours,
    Role,
    Subject,
)

ALL_DAY = ((time(0), time(0)),)
DAY = ((time(6), time(18)),)
NIGHT = ((time(18), time(0)), (time(0), time(6)))
MOST = ((time(4), time(23)),)

PRESETS = (
    (
        "Es dauert heute etwas länger. Ihr Platz bleibt Ihnen.",
        "It takes a little longer today. You keep your place.",
    ),
    (
        "Bitte legen Sie Ihre Unterlagen bereit.",
        "Please have your documents at hand.",
    ),
    (
        "Wir haben eine kurze technische Störung. Bitte bleiben Sie auf dieser Seite.",
        "We have a short technical problem. Please stay on this page.",
    ),
)

# At every moment two departments are open all day, and one of the two that share the clock is not.
DEPARTMENTS: tuple[dict[str, Any], ...] = (
    {
        "slug": "schwerbehindertenstelle",
        "letter": "S",
        "names": ("Schwerbehindertenstelle", "Office for people with severe disabilities"),
        "to_bring": (
            "Ihr Aktenzeichen, wenn Sie schon eines haben\nNeue ärztliche Unterlagen",
            "Your case number, if you have already applied\nNew medical documents",
        ),
        "phone": "01234 567-310",
        "room": "Zimmer 1.08",
        "languages": ["de", "en"],
        "case": True,
        "hours": ALL_DAY,
        "subjects": (
            ("Antrag auf einen Ausweis", "Apply for a disability card"),
            ("Ausweis verlängern", "Extend a card"),
            ("Frage zum Bescheid", "Question about a decision"),
        ),
    },
    {
        "slug": "pflegeberatung",
        "letter": "P",
        "names": ("Pflegeberatung und Selbsthilfegruppen", "Care advice and self-help groups"),
        "to_bring": (
            "Bescheid der Pflegekasse, wenn Sie einen haben",
            "Your care insurance notice",
        ),
        "phone": "01234 567-320",
        "room": "Zimmer 1.12",
        "languages": ["de"],
        "hours": MOST,
        "subjects": (
            ("Hilfe zu Hause", "Help at home"),
            ("Pflegegrad", "Level of care"),
            ("Selbsthilfegruppen", "Self-help groups"),
        ),
    },
    {
        "slug": "elterngeldstelle",
        "letter": "E",
        "names": ("Elterngeldstelle", "Parental allowance"),
        "to_bring": (
            """Ihr Aktenzeichen, wenn Sie schon einen Antrag gestellt haben
Geburtsurkunde des Kindes
Nachweise über Ihr Einkommen aus den 12 Monaten vor der Geburt""",
            """Your case number, if you have already applied
The child's birth certificate
Proof of your income in the 12 months before the birth""",
        ),
        "phone": "01234 567-330",
        "room": "Zimmer 2.14",
        "languages": ["de", "en", "tr"],
        "case": True,
        "hours": ALL_DAY,
        "subjects": (
            ("Erster Antrag", "First application"),
            ("Nachweise zum Antrag", "Documents for an application"),
            ("Frage zum Bescheid", "Question about a decision"),
        ),
    },
    {
        "slug": "wirtschaftsfoerderung",
        "letter": "W",
        "names": ("Wirtschaftsförderung", "Business development"),
        "to_bring": ("", ""),
        "phone": "01234 567-340",
        "room": "Zimmer 3.01",
        "languages": ["de", "en"],
        "hours": DAY,
        "subjects": (("Gründung", "Starting a business"), ("Förderung", "Funding")),
    },
    {
        "slug": "wohnberechtigungsschein",
        "letter": "B",
        "names": ("Wohnberechtigungsschein", "Housing entitlement certificate"),
        "to_bring": (
            "Nachweise über das Einkommen aller Personen im Haushalt",
            "Proof of income of everybody in the household",
        ),
        "phone": "01234 567-350",
        "room": "Zimmer 2.03",
        "languages": ["de"],
        "name_rule": NameRule.REQUIRED,
        "hours": MOST,
        "subjects": (("Neuer Antrag", "New application"), ("Verlängerung", "Extension")),
    },
    {
        "slug": "integrationszentrum",
        "letter": "K",
        "names": ("Kommunales Integrationszentrum", "Municipal integration centre"),
        "to_bring": ("Zeugnisse, wenn Sie welche haben", "Certificates, if you have any"),
        "phone": "01234 567-360",
        "room": "Zimmer 0.05",
        "languages": ["de", "en", "ar", "uk", "tr"],
        "hours": NIGHT,
        "subjects": (
            ("Sprachkurs", "Language course"),
            ("Anerkennung eines Abschlusses", "Recognition of a qualification"),
        ),
    },
    {
        "slug": "beratungsstelle",
        "letter": "V",
        "names": ("Vertrauliche Beratungsstelle", "Confidential counselling"),
        "to_bring": ("", ""),
        "phone": "01234 567-370",
        "room": "Nebeneingang, Klingel 2",
        "languages": ["de", "en"],
        "name_rule": NameRule.ALIAS,
        "discreet": True,
        "hours": MOST,
        "subjects": (),
    },
)

ADVISORS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("demir", "Frau Demir", {"elterngeldstelle": Role.HEAD, "integrationszentrum": Role.ADVISOR}),
    ("brandt", "Herr Brandt", {"elterngeldstelle": Role.ADVISOR}),
    (
        "okafor",
        "Frau Okafor",
        {"schwerbehindertenstelle": Role.ADVISOR, "pflegeberatung": Role.ADVISOR},
    ),
    (
        "weiss",
        "Herr Weiss",
        {"wohnberechtigungsschein": Role.ADVISOR, "wirtschaftsfoerderung": Role.ADVISOR},
    ),
    ("petrova", "Frau Petrova", {"beratungsstelle": Role.ADVISOR}),
)
ADMINISTRATOR = ("admin", "Frau Albrecht")


def make() -> dict[str, str] | None:
    """Fill an empty installation. Returns the passwords by user name; None when it is filled."""
    if Department.objects.exists():
        return None
    with transaction.atomic():
        for order, facts in enumerate(DEPARTMENTS):
            _make_department(order, facts)
        passwords = {user: _make_person(user, name, roles) for user, name, roles in ADVISORS}
        user, name = ADMINISTRATOR
        passwords[user] = _make_person(user, name, {}, is_administrator=True)
    return passwords


def _make_department(order: int, facts: dict[str, Any]) -> None:
    address = f"Rathausplatz 1, {facts['room']}"
    department = Department.objects.create(
        slug=facts["slug"],
        letter=facts["letter"],
        order=order,
        names=_text(facts["names"]),
        to_bring=_text(facts["to_bring"]),
        languages=facts["languages"],
        phone=facts["phone"],
        address=address,
        on_site={"de": "vor Ort Mo–Fr 8:30–12:30 Uhr", "en": "on site Mon–Fri 8:30–12:30"},
        name_rule=facts.get("name_rule", NameRule.OPTIONAL),
        asks_case_number=facts.get("case", False),
        discreet=facts.get("discreet", False),
        presets=[_text(preset) for preset in PRESETS],
    )
    for weekday in range(7):
        for opens, closes in facts["hours"]:
            OpeningHours.objects.create(
                department=department, weekday=weekday, opens=opens, closes=closes
            )
    for place, labels in enumerate(facts["subjects"]):
        Subject.objects.create(department=department, order=place, labels=_text(labels))


def _text(pair: tuple[str, str]) -> dict[str, str]:
    german, english = pair
    return {code: text for code, text in (("de", german), ("en", english)) if text}


def _make_person(
    username: str, name: str, roles: dict[str, str], *, is_administrator: bool = False
) -> str:
    password = secrets.token_urlsafe(12)
    user = User.objects.create_user(
        username, password=password, name=name, is_administrator=is_administrator
    )
    for slug, role in roles.items():
        Membership.objects.create(
            user=user, department=Department.objects.get(slug=slug), role=role
        )
    return password
