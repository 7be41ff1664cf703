"""What people fill in about documents that prove something."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.platform import clock
from motcua.platform.ui.forms import DateField
from motcua.reform.season.services.evidence import Particulars


class ParticularsForm(forms.Form):
    """What people say of a document."""

    title = forms.CharField(label=_("Title"), max_length=300)
    number = forms.CharField(label=_("Number and symbol"), max_length=60, required=False)
    issued_on = DateField(label=_("Date of the document"), required=False)
    signer = forms.CharField(label=_("Signer"), max_length=200, required=False)
    expires_on = DateField(
        label=_("Valid until"),
        required=False,
        help_text=_("Only for documents that end, such as certificates."),
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        issued_on, expires_on = data.get("issued_on"), data.get("expires_on")
        if issued_on is not None and issued_on > clock.today():
            self.add_error("issued_on", _("A document is not dated later than today."))
        if issued_on is not None and expires_on is not None and expires_on < issued_on:
            self.add_error("expires_on", _("This day lies before the date of the document."))
        return data

    def particulars(self) -> Particulars:
        """The cleaned values as the services take them."""
        return Particulars(**{name: self.cleaned_data[name] for name in ParticularsForm.base_fields})


class EvidenceForm(ParticularsForm):
    """A new document."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word, Excel, JPEG or PNG, at most 20 MB"),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.xlsx,.jpg,.jpeg,.png"}),
    )
    field_order = ("file",)


class ReuseForm(forms.Form):
    """A document the agency has added before, for another criterion."""

    item = forms.ChoiceField(label=_("Document"))
    note = forms.CharField(label=_("What it shows here"), max_length=500, required=False)

    def __init__(self, *args: Any, items: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["item"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose"))] + [
            (str(item.uuid), f"{item.number} {item.title}".strip()) for item in items
        ]
