"""What the office fills in about an item."""

from django import forms
from django.utils.translation import gettext_lazy as _


class HandOverForm(forms.Form):
    slip_number = forms.CharField(
        label=_("Slip number"),
        max_length=60,
        required=False,
        help_text=_("Only when the item was booked by hand; otherwise the carrier's own number stays."),
    )


class SendAgainForm(forms.Form):
    recipient_name = forms.CharField(label=_("Recipient"), max_length=200)
    address = forms.CharField(label=_("Address"), max_length=300)
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
