"""Forms of results."""

from django import forms
from django.utils.translation import gettext_lazy as _


class CorrectionForm(forms.Form):
    """Why a published result is corrected."""

    reason = forms.CharField(
        label=_("Why is the correction needed?"),
        help_text=_("Published with the corrected result. Name no persons."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why the correction is needed; it is published with the result.")},
    )
