"""What the pages ask that appoint a team or put another member in the place of its head."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import User
from motcua.reform.inspections.choices import Post


class TeamForm(forms.Form):
    """The head, the members, and the inspections of one decision."""

    inspections = forms.MultipleChoiceField(
        label=_("Inspections of this team"), widget=forms.CheckboxSelectMultiple
    )
    head = forms.ChoiceField(label=_("Head of the team"))
    secretary = forms.ChoiceField(label=_("Secretary"), required=False)
    members = forms.MultipleChoiceField(
        label=_("Members"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Nobody inspects the agency or unit in which they serve; this is checked."),
    )
    duties = forms.CharField(
        label=_("Duties and powers"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )

    def __init__(
        self, *args: Any, waiting: Sequence[tuple[str, str]], people: Sequence[User], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        names = [(str(user.pk), user.full_name) for user in people]
        self._choose("inspections", waiting)
        self._choose("members", names)
        self._choose("head", [("", _("Choose")), *names])
        self._choose("secretary", [("", _("None")), *names])

    def _choose(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, (forms.ChoiceField, forms.MultipleChoiceField))
        field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """Nobody holds two posts: the one that is left out would be missing from the decision."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("secretary") and cleaned["secretary"] == cleaned.get("head"):
            self.add_error(
                "secretary", _("The head of the team is not its secretary as well. Choose another person.")
            )
        return cleaned

    @property
    def posts(self) -> dict[int, str]:
        """Account → post; who was named twice holds the higher one."""
        data = self.cleaned_data
        chosen: dict[int, str] = {int(pk): Post.MEMBER for pk in data["members"]}
        if data["secretary"]:
            chosen[int(data["secretary"])] = Post.SECRETARY
        chosen[int(data["head"])] = Post.HEAD
        return chosen


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
