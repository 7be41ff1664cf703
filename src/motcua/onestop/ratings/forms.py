"""What a reader of figures chooses: agency, year, procedure."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motcua.identity.api import Agency
from motcua.platform.ui.templatetags.ui import bilingual

ALL = ("", "—")


class FiguresForm(forms.Form):
    """Without a choice this year's ratings of the person's own agency, all procedures."""

    agency = forms.ChoiceField(label=_("Agency"))
    year = forms.ChoiceField(label=_("Year"))
    procedure = forms.ChoiceField(label=_("Procedure"), required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        agencies: Sequence[Agency],
        own: str,
        years: Sequence[int],
        procedures: Sequence[tuple[str, str]],
    ) -> None:
        usual = {"agency": own, "year": str(years[0])}
        super().__init__({**usual, **{name: value for name, value in data.items() if value}})
        choices = {
            "agency": [(agency.code, bilingual(agency, "name")) for agency in agencies],
            "year": [(str(year), str(year)) for year in years],
            "procedure": [ALL, *procedures],
        }
        for name, values in choices.items():
            self.fields[name].choices = values  # type: ignore[attr-defined]
