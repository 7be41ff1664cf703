"""The form with which people rate how their dossier was handled."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from motcua.onestop.api import COMMENT_LENGTH, FACTOR_NAMES, Answers, RatingScore, RatingStanding

BEST_FIRST = tuple(reversed(RatingScore.choices))
NO_ANSWER = ("", _("No answer"))

REFUSALS: Mapping[str, Any] = {
    "not_ended": _("The dossier can be rated when its result has been handed over, or when it has ended."),
    "needs_account": _("This dossier belongs to an account. Please sign in to rate it."),
    "rated_before": _("This dossier was rated before. From this page it is rated once."),
    "term_over": _("The term for changing this rating has ended."),
    "changed_meanwhile": _("Somebody else has rated this dossier meanwhile. Their rating stands above."),
}


class RatingForm(forms.Form):
    """One question that has to be answered, five that may be, and a comment."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=30000, initial=0)
    score = forms.TypedChoiceField(
        label=_("Overall, how satisfied are you"),
        choices=BEST_FIRST,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how satisfied you are.")},
    )
    comment = forms.CharField(
        label=_("Comment"),
        help_text=_("The agency reads it. Please leave out names, telephone numbers and codes."),
        max_length=COMMENT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        for name, label in FACTOR_NAMES.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label, choices=(NO_ANSWER, *BEST_FIRST), coerce=int, empty_value=None, required=False
            )

    @property
    def factor_fields(self) -> list[BoundField]:
        return [self[name] for name in FACTOR_NAMES]

    @property
    def says_more(self) -> bool:
        """Does it answer one of the single points, or fail to?"""
        return any(field.value() or field.errors for field in self.factor_fields)

    def answers(self) -> Answers:
        """What was said; the form is valid."""
        said = self.cleaned_data
        factors = {name: said[name] for name in FACTOR_NAMES if said[name] is not None}
        return Answers(score=said["score"], factors=factors, comment=said["comment"])


def initial_of(standing: RatingStanding) -> dict[str, Any]:
    """The form as the present rating fills it."""
    given = standing.given
    if given is None:
        return {"seen": 0}
    names = ("score", "comment", *FACTOR_NAMES)
    return {"seen": standing.seen, **{name: getattr(given, name) for name in names}}
