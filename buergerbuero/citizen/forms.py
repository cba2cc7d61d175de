"""What is asked at the door."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from buergerbuero.citizen.names import NAME_AT_MOST, looks_like_staff
from buergerbuero.departments.models import Department, Subject
from buergerbuero.departments.needs import LANGUAGES, Need
from buergerbuero.visits.actions import Request
from buergerbuero.visits.callbacks import Wish
from buergerbuero.visits.models import Callback
from buergerbuero.visits.tidy import tidy

PHONE = r"^\+?[0-9][0-9 ()/-]{3,28}[0-9]$"


class TidyField(forms.CharField):
    """One line as it is kept; what only deceives the eye is not shown again either."""

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")

    def bound_data(self, data: Any, initial: Any) -> Any:
        return tidy(data or "")


def not_of_staff(name: str) -> str:
    if looks_like_staff(name):
        raise forms.ValidationError(
            _("Dieser Name klingt nach unserem Amt. Bitte nehmen Sie einen anderen.")
        )
    return name


class KnockForm(forms.Form):
    name = TidyField(
        required=False,
        max_length=NAME_AT_MOST,
        error_messages={"max_length": _("Bitte höchstens 60 Zeichen.")},
    )
    subject = forms.ModelChoiceField(
        Subject.objects.none(),
        required=False,
        to_field_name="key",
        error_messages={
            "invalid_choice": _("Dieses Thema gibt es nicht mehr. Bitte wählen Sie ein anderes.")
        },
    )
    case_number = TidyField(
        required=False,
        max_length=40,
        error_messages={"max_length": _("Bitte höchstens 40 Zeichen.")},
    )
    language = forms.ChoiceField(
        choices=list(LANGUAGES.items()),
        required=False,
        error_messages={"invalid_choice": _("Diese Sprache kennen wir nicht. Bitte wählen Sie.")},
    )
    needs = forms.MultipleChoiceField(
        choices=Need.choices,
        required=False,
        error_messages={
            "invalid_choice": _("Das können wir nicht anbieten. Bitte wählen Sie noch einmal.")
        },
    )

    def __init__(self, department: Department, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.department = department
        subject: Any = self.fields["subject"]
        subject.queryset = department.subjects.all()
        if not department.asks_case_number:
            del self.fields["case_number"]

    def clean_name(self) -> str:
        name = not_of_staff(self.cleaned_data["name"])
        if not name and self.department.name_is_required:
            raise forms.ValidationError(_("Bitte sagen Sie uns Ihren Namen."))
        return name

    def request(self, page_language: str) -> Request:
        data = self.cleaned_data
        return Request(
            name=data["name"],
            subject=data["subject"],
            case_number=data.get("case_number", ""),
            language=data["language"] or page_language,
            needs=list(data["needs"]),
        )


class CallbackForm(forms.Form):
    phone = TidyField(
        max_length=30,
        validators=[RegexValidator(PHONE, _("Bitte nur Ziffern, zum Beispiel: 0151 23456789"))],
        error_messages={
            "required": _("Bitte sagen Sie uns Ihre Telefonnummer."),
            "max_length": _("Bitte höchstens 30 Zeichen."),
        },
    )
    name = TidyField(
        required=False,
        max_length=NAME_AT_MOST,
        error_messages={"max_length": _("Bitte höchstens 60 Zeichen.")},
    )
    when = forms.ChoiceField(choices=Callback.When.choices, required=False)

    def wish(self) -> Wish:
        data = self.cleaned_data
        return Wish(data["phone"], data["name"], data["when"] or Callback.When.ANY)


class GuestForm(forms.Form):
    """What somebody says who was invited into a talk."""

    name = TidyField(
        max_length=NAME_AT_MOST,
        error_messages={
            "required": _("Bitte sagen Sie uns Ihren Namen."),
            "max_length": _("Bitte höchstens 60 Zeichen."),
        },
    )
    secret = forms.CharField(required=False, max_length=60)
    form = forms.CharField(required=False, max_length=60)
    wide = forms.CharField(required=False, max_length=3)

    def clean_name(self) -> str:
        return not_of_staff(self.cleaned_data["name"])
