"""What the verification page asks."""

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

_MAX_MEGABYTES = 20


class CodeForm(forms.Form):
    """The code printed beside the QR code of a document."""

    code = forms.CharField(
        label=_("Verification code"),
        help_text=_("Twelve letters and figures printed beside the QR code, for example 7KQM-X2RD-94TP"),
        max_length=40,
        error_messages={"required": _("Enter the verification code")},
    )


class CopyForm(forms.Form):
    """A PDF to be judged; it is read and forgotten."""

    file = forms.FileField(
        label=_("PDF file"),
        help_text=_("At most 20 MB. The file is checked and not kept."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
        error_messages={
            "required": _("Choose the PDF file to verify"),
            "empty": _("The file is empty. Choose the file again"),
        },
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > _MAX_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(_("The file is larger than 20 MB"))
        if not file.read(5).startswith(b"%PDF-"):
            raise forms.ValidationError(_("This file is not a PDF document"))
        file.seek(0)
        return file
