"""What is asked at the door."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from buergerbuero.citizen.names import NAME_AT_MOST, looks_like_staff, tidy
from buergerbuero.departments.models import Department, NameRule, Subject
from buergerbuero.departments.needs import LANGUAGES, Need
from buergerbuero.visits.actions import Request


class KnockForm(forms.Form):
    name = forms.CharField(
        required=False,
        max_length=NAME_AT_MOST * 4,
        error_messages={"max_length": _("Bitte höchstens 60 Zeichen.")},
    )
    subject = forms.ModelChoiceField(
        Subject.objects.none(),
        required=False,
        error_messages={
            "invalid_choice": _("Dieses Thema gibt es nicht mehr. Bitte wählen Sie ein anderes.")
        },
    )
    case_number = forms.CharField(
        required=False,
        max_length=40,
        error_messages={"max_length": _("Bitte höchstens 40 Zeichen.")},
    )
    language = forms.ChoiceField(choices=list(LANGUAGES.items()), required=False)
    needs = forms.MultipleChoiceField(choices=Need.choices, required=False)

    def __init__(self, department: Department, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.department = department
        subject: Any = self.fields["subject"]
        subject.queryset = department.subjects.all()
        if not department.asks_case_number:
            del self.fields["case_number"]

    def clean_name(self) -> str:
        name = tidy(self.cleaned_data["name"])
        if len(name) > NAME_AT_MOST:
            raise forms.ValidationError(_("Bitte höchstens 60 Zeichen."))
        if looks_like_staff(name):
            raise forms.ValidationError(
                _("Dieser Name klingt nach unserem Amt. Bitte nehmen Sie einen anderen.")
            )
        if not name and self.department.name_rule == NameRule.REQUIRED:
            raise forms.ValidationError(_("Bitte sagen Sie uns Ihren Namen."))
        return name

    def clean_case_number(self) -> str:
        return tidy(self.cleaned_data["case_number"])

    def request(self, page_language: str) -> Request:
        data = self.cleaned_data
        return Request(
            name=data["name"],
            subject=data["subject"],
            case_number=data.get("case_number", ""),
            language=data["language"] or page_language,
            needs=list(data["needs"]),
        )
