"""What helps somebody in a talk: asked at the door, shown at the desk."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Need(models.TextChoices):
    COMPANION = "companion", _("Ich bringe jemanden mit")
    INTERPRETER = "interpreter", _("Ich brauche eine Dolmetscherin oder einen Dolmetscher")
    SIGN = "sign", _("Gebärdensprache")
    WRITING = "writing", _("Schreiben statt sprechen")


# The same, as an advisor reads it: icon and words.
MARKS = {
    Need.COMPANION: ("people", _("kommt mit Begleitung")),
    Need.INTERPRETER: ("people", _("braucht Dolmetschen")),
    Need.SIGN: ("sign-language", _("Gebärdensprache")),
    Need.WRITING: ("text", _("schreibt lieber")),
}

LANGUAGES = {
    "de": "Deutsch",
    "en": "English",
    "ar": "العربية",
    "fa": "فارسی",
    "fr": "Français",
    "pl": "Polski",
    "ro": "Română",
    "ru": "Русский",
    "tr": "Türkçe",
    "uk": "Українська",
}
# As an advisor reads them.
LANGUAGE_WORDS = {
    "de": _("Deutsch"),
    "en": _("Englisch"),
    "ar": _("Arabisch"),
    "fa": _("Persisch"),
    "fr": _("Französisch"),
    "pl": _("Polnisch"),
    "ro": _("Rumänisch"),
    "ru": _("Russisch"),
    "tr": _("Türkisch"),
    "uk": _("Ukrainisch"),
}
