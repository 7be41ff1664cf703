"""Whom a survey of the province may ask: applicants whose dossiers were finished in a period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone, translation

from motcua.onestop.dossiers.models import Channel, Dossier, State


@dataclass(frozen=True, kw_only=True)
class FinishedContact:
    """How the applicant of one finished dossier is reached, with the procedure and the channel they used."""

    name: str
    phone: str
    email: str
    address: str
    language: str
    procedure: str
    channel: str


def list_finished_contacts(
    *, agency_code: str, start: date, end: date, most: int
) -> Iterator[FinishedContact]:
    """Contacts of dossiers that the agency finished from ``start`` to ``end``, both included, oldest first.

    At most ``most``, in one statement. The caller has checked the right to see contacts and records the reading.
    """
    with translation.override("vi"):
        channels = {value: str(label) for value, label in Channel.choices}
    finished = Dossier.objects.filter(
        agency__code=agency_code,
        finished_at__gte=_midnight(start),
        finished_at__lt=_midnight(end + timedelta(days=1)),
        state__in=(State.DONE, State.RETURNED),
    )
    rows = finished.order_by("finished_at", "id").values_list(
        "applicant_name",
        "contact_phone",
        "contact_email",
        "contact_address",
        "language",
        "version__name_vi",
        "channel",
    )
    for name, phone, email, address, language, procedure, channel in rows[:most]:
        yield FinishedContact(
            name=name,
            phone=phone,
            email=email,
            address=address,
            language=language,
            procedure=procedure,
            channel=channels[channel],
        )


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), timezone.get_current_timezone())
