"""Which channels a person wants."""

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.notifications.models import ChannelPreference


class ChannelPreferenceForm(forms.ModelForm[ChannelPreference]):
    class Meta:
        model = ChannelPreference
        fields = ("email", "sms")
        labels = {"email": _("Also by e-mail"), "sms": _("Also by text message")}
