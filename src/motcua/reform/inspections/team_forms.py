"""What the page asks that puts another member in the place of a team's head."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import User


class ActingHeadForm(forms.Form):
    """Which member heads the team, and why its head does not."""

    member = forms.ChoiceField(label=_("Member who heads the team"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        help_text=_("For example: the head is on leave until …, or has left office."),
    )

    def __init__(self, *args: Any, people: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["member"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *((str(user.pk), user.full_name) for user in people)]
