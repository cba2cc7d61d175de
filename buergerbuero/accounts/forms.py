"""allauth's form, with our way of saying what does not fit."""

from typing import Any

from allauth.account import forms
from django.utils.translation import gettext as _


class ChangePasswordForm(forms.ChangePasswordForm):
    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super(forms.PasswordVerificationMixin, self).clean()
        first, again = data.get("password1"), data.get("password2")
        if first and again and first != again:
            self.add_error("password2", _("Die beiden neuen Passwörter sind verschieden."))
        return data
