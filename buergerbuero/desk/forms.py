"""What an advisor fills in."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from buergerbuero.departments.models import Department
from buergerbuero.departments.texts import Text
from buergerbuero.visits import slips
from buergerbuero.visits.tidy import tidy
from buergerbuero.visits.words import AT_MOST


class WordForm(forms.Form):
    """A preset, named by its text as the desk shows it, or else words of one's own."""

    preset = forms.CharField(required=False)
    text = forms.CharField(required=False)

    def __init__(self, department: Department, data: Any) -> None:
        super().__init__(data)
        self.department = department

    def texts(self) -> Text:
        """To call when the form is valid."""
        preset: str = self.cleaned_data["preset"]
        if preset:
            return self._preset(preset) or {}
        return {str(get_language()): self.cleaned_data["text"]}

    def clean_preset(self) -> str:
        said: str = self.cleaned_data["preset"]
        if said and self._preset(said) is None:
            raise forms.ValidationError(
                _("Diesen Satz gibt es nicht mehr. Bitte laden Sie die Seite neu.")
            )
        return said

    def clean_text(self) -> str:
        text = tidy(self.cleaned_data["text"])
        if len(text) > AT_MOST:
            raise forms.ValidationError(_("Bitte höchstens 300 Zeichen."))
        return text

    def clean(self) -> None:
        if not self.errors and not any(self.cleaned_data.values()):
            raise forms.ValidationError(_("Bitte wählen oder schreiben Sie, was Sie sagen wollen."))

    def _preset(self, said: str) -> Text | None:
        presets: list[Text] = self.department.presets
        return next((texts for texts in presets if said in texts.values()), None)

    @property
    def complaint(self) -> str:
        return next(str(error) for errors in self.errors.values() for error in errors)


class SlipForm(forms.Form):
    """Fields that are not sent stay as they are."""

    discussed = forms.CharField(required=False, max_length=slips.AT_MOST)
    missing = forms.CharField(required=False, max_length=slips.AT_MOST)
    due = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def clean_due(self) -> date | None:
        due: date | None = self.cleaned_data["due"]
        if due and due < timezone.localdate():
            raise forms.ValidationError("past")
        return due

    @property
    def said(self) -> slips.Said:
        """What is sent and can be kept. To call after `is_valid`."""
        return cast(
            "slips.Said",
            {key: value for key, value in self.cleaned_data.items() if key in self.data},
        )

    @property
    def complaint(self) -> str:
        if "due" in self.errors:
            return str(_("Bitte nehmen Sie einen Tag ab heute."))
        return str(_("Bitte höchstens 1000 Zeichen."))
