"""Figures that the one-stop shop offers to the command line and to the reform indexes, with the records behind."""

from datetime import date
from typing import Any

from django.utils import timezone

from motcua.identity.api import Agency, agency_by_code, list_agencies
from motcua.onestop.dossiers import indicators as dossiers
from motcua.onestop.dossiers import offered as offered_dossiers
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.parameters import get_parameter
from motcua.onestop.policies import policy
from motcua.onestop.procedures import indicators as procedures
from motcua.onestop.procedures import offered as offered_procedures
from motcua.onestop.procedures.queries import list_office_versions
from motcua.onestop.proof.policies import readable
from motcua.onestop.ratings import offered as offered_ratings
from motcua.platform.indicators.api import register_indicators
from motcua.platform.indicators.opening import register_opener

DOSSIER_KEYS = ("received", "resolved", "early_or_on_time", "returned", "returned_by_post")
PROCEDURE_KEYS = ("procedures", "full_online", "postal_service", "fields")


class UnknownFigure(LookupError):
    """No figure has this name."""


class UnknownAgency(LookupError):
    """No agency of the province has this code."""


def register() -> None:
    """Called once when Django is ready."""
    register_opener("office:dossier", lambda staff: policy.visible(Dossier.objects.all(), staff))
    register_opener("proof:dossier", lambda staff: readable(Dossier.objects.all(), staff))
    register_opener(
        "procedures:office_version",
        lambda staff: list_office_versions(agency_ids=staff.agency_ids),
        fields={"key": "procedure__key", "number": "number"},
    )
    register_indicators(offered_dossiers.list_offered())
    register_indicators(offered_ratings.list_offered())
    register_indicators(offered_procedures.list_offered(lead_days=_announcement_lead))


def _announcement_lead(on: date, agency_code: str) -> int:
    return int(get_parameter(name="announcement_lead_working_days", on=on, agency=agency_code).value)


def compute_figures(*, agency_code: str, start: date, end: date) -> dict[str, int]:
    """Every figure of an agency: dossiers received from ``start`` to ``end``, the catalogue as of ``end``.

    Raises :class:`UnknownAgency`.
    """
    require_agency(agency_code)
    of_dossiers = dossiers.figures(agency_code=agency_code, start=start, end=end)
    of_procedures = procedures.figures(agency_code=agency_code, on=end)
    counts = {key: len(getattr(of_dossiers, key)) for key in DOSSIER_KEYS}
    return counts | {key: of_procedures[key].value for key in PROCEDURE_KEYS}


def list_behind(*, agency_code: str, key: str, start: date, end: date) -> list[dict[str, Any]]:
    """The records behind one figure. Raises :class:`UnknownAgency` and :class:`UnknownFigure`."""
    require_agency(agency_code)
    if key in DOSSIER_KEYS:
        found = dossiers.figures(agency_code=agency_code, start=start, end=end)
        return [_dossier_row(item) for item in getattr(found, key)]
    if key in PROCEDURE_KEYS:
        return [
            {"key": record} for record in procedures.figures(agency_code=agency_code, on=end)[key].records
        ]
    raise UnknownFigure(f"{key}: choose one of {', '.join(DOSSIER_KEYS + PROCEDURE_KEYS)}")


def require_agency(code: str) -> None:
    """Raises :class:`UnknownAgency`, which names those there are."""
    try:
        agency_by_code(code)
    except Agency.DoesNotExist as error:
        known = ", ".join(agency.code for agency in list_agencies())
        raise UnknownAgency(f"{code}: no agency has this code; choose one of {known or 'none'}.") from error


def _dossier_row(dossier: Dossier) -> dict[str, Any]:
    """No names: the code is enough to open the dossier in the office."""
    moments = ("received_at", "due_at", "finished_at", "returned_at")
    times = {name: _local(getattr(dossier, name)) for name in moments}
    return {
        "code": str(dossier),
        "procedure": dossier.version.name_vi,
        **times,
        "channel": dossier.return_channel,
    }


def _local(moment: Any) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M") if moment else ""
