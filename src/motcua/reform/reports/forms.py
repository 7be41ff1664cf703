"""What people fill in about reports."""

from collections.abc import Sequence
from typing import Any

from django import forms

from motcua.reform.hidden_fields import HiddenNumber
from motcua.reform.reports.models import ReportSection
from motcua.reform.reports.terms import needs_words


class SectionField(forms.CharField):
    """A draft may be kept without its text; ``needs_words`` says what the signed report cannot be without."""

    def __init__(self, *, needs_words: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.needs_words = needs_words


class TextForm(forms.Form):
    """One box a section, and the state of the text when it was opened."""

    revision = HiddenNumber()

    def __init__(self, *args: Any, sections: Sequence[ReportSection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in sections:
            rows = min(18, max(4, section.text.count("\n") + 3))
            self.fields[section.key] = SectionField(
                needs_words=needs_words(section.key),
                label=section.heading,
                required=False,
                max_length=40_000,
                initial=section.text,
                widget=forms.Textarea(attrs={"rows": rows}),
            )

    def texts(self) -> dict[str, str]:
        """The text of each section by its key."""
        return {key: text for key, text in self.cleaned_data.items() if key != "revision"}
