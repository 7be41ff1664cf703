"""What a public verification page asks."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _


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
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf"}),
        error_messages={
            "required": _("Choose the PDF file to verify"),
            "empty": _("The file is empty. Choose the file again"),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_text = _("At most %(limit_mb)s MB. The file is checked and not kept.")
        self.fields["file"].help_text = help_text % {"limit_mb": settings.VERIFICATION_MEGABYTES}

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > settings.VERIFICATION_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(
                _("The file is larger than %(limit_mb)s MB"),
                params={"limit_mb": settings.VERIFICATION_MEGABYTES},
            )
        if not file.read(5).startswith(b"%PDF-"):
            raise forms.ValidationError(_("This file is not a PDF document"))
        file.seek(0)
        return file
