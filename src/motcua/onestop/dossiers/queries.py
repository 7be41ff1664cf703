"""Reads of dossiers by the people they belong to, and by the public with code and ID number."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    Func,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    UUIDField,
    Value,
    When,
)
from django.db.models.functions import Coalesce, JSONObject

from motcua.identity.api import User, UserKind
from motcua.onestop.dossiers.models import ClockPause, Dossier, DossierEvent
from motcua.onestop.dossiers.ownership import owned_by
from motcua.onestop.dossiers.rules.clock import Pause
from motcua.onestop.forms.models import Attachment
from motcua.platform.planning import Planned
from motcua.platform.prepared import Param
from motcua.platform.privacy.fields import lookup_hash

SHOWN = ("version__procedure", "agency", "unit", "holder", "assisted_by")
# Everything that the tracking page reads; the answers alone would cost more than the rest of the row.
TRACKED = (
    "code",
    "temporary_code",
    "state",
    "sub_state",
    "money_state",
    "delivery_state",
    "sync_state",
    "return_channel",
    "submitted_at",
    "received_at",
    "due_at",
    "finished_at",
    *(f"version__{name}" for name in ("name_vi", "name_en", "committed_limit", "limit_unit", "after_pause")),
    *(f"agency__{name}" for name in ("code", "name_vi", "name_en", "calendar")),
    *(f"unit__{name}" for name in ("name_vi", "name_en")),
    "holder__full_name",
    "assisted_by__full_name",
)


def list_dossiers_of(user: User, *, on: date) -> QuerySet[Dossier]:
    """Dossiers of a citizen and of the organisations they represent, newest first."""
    return (
        Dossier.objects.filter(owned_by(user, on=on))
        .select_related("version", "agency", "organisation")
        .defer("form_data", "search_text")
        .order_by("-submitted_at", "-id")
    )


def get_dossier_of(user: User, *, uuid: UUID, on: date) -> Dossier:
    """One dossier of a citizen. Raises ``Dossier.DoesNotExist`` for strangers."""
    return Dossier.objects.filter(owned_by(user, on=on)).select_related(*SHOWN, "form").get(uuid=uuid)


def find_by_code(*, code: str, id_number: str) -> Dossier | None:
    """The dossier with this official or temporary code, if the number belongs to it.

    The applicant's number as the form has it, the tax code of the organisation it was filed for, or the ID
    number of the person who filed it: whoever holds the receipt slip has one of them.
    """
    wanted, number = code.strip().upper(), lookup_hash(id_number)
    belongs = (
        Q(applicant_id_hash=number)
        | Q(person__id_number_hash=number)
        | Q(organisation__tax_code="".join(id_number.split()).upper())
    )
    return Dossier.objects.filter(Q(code=wanted) | Q(temporary_code=wanted)).filter(belongs).first()


class PublicFact(NamedTuple):
    """What the public page says of one event; ``officer`` is empty when no member of staff acted."""

    kind: str
    at: datetime
    to_state: int
    data: dict[str, Any]
    officer: str


@dataclass(frozen=True)
class Tracked:
    """What the tracking page shows, as the database gave it: equal ones look alike. Read only when it is drawn."""

    row: tuple[Any, ...]

    @cached_property
    def dossier(self) -> Dossier:
        return _TRACKED_DOSSIER.make(self.row)

    @property
    def is_late(self) -> bool:
        return bool(vars(self.dossier)["late"])

    @property
    def events(self) -> list[PublicFact]:
        rows = json.loads(vars(self.dossier)["event_rows"])
        return [PublicFact(**{**row, "at": datetime.fromisoformat(row["at"])}) for row in rows]

    @property
    def pauses(self) -> list[Pause]:
        rows = json.loads(vars(self.dossier)["pause_rows"])
        return [
            Pause(row["cause"], datetime.fromisoformat(row["start"]), _end(row["end"]), row["ground"])
            for row in rows
        ]


def get_tracked(*, uuid: UUID, now: datetime) -> Tracked:
    """Raises ``Dossier.DoesNotExist``."""
    for row in _TRACKED_DOSSIER.raw(uuid=uuid, now=now):
        return Tracked(row)
    raise Dossier.DoesNotExist


def _end(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def list_public_events(dossier: Dossier) -> list[DossierEvent]:
    """Facts that the applicant may read, oldest first."""
    return _PUBLIC_EVENTS.all(dossier=dossier.pk)


def _tracked_dossier() -> QuerySet[Dossier]:
    """A dossier with its public events and its pauses as texts of JSON beside it."""
    related = ("version", "agency", "unit", "holder", "assisted_by")
    found = Dossier.objects.filter(uuid=Param("uuid", UUIDField())).select_related(*related).only(*TRACKED)
    officer = Case(When(actor__kind=UserKind.STAFF, then="actor__full_name"), default=Value(""))
    fact = JSONObject(kind="kind", at="at", to_state="to_state", data="data", officer=officer)
    pause = JSONObject(cause="cause", ground="ground", start="started_at", end="ended_at")
    events = DossierEvent.objects.filter(dossier=OuterRef("pk"), is_public=True).order_by("sequence")
    pauses = ClockPause.objects.filter(dossier=OuterRef("pk")).order_by("started_at")
    ended = Coalesce("finished_at", Param("now", DateTimeField()))
    return found.annotate(
        event_rows=_as_text(events.values(row=fact)),
        pause_rows=_as_text(pauses.values(row=pause)),
        late=Case(When(due_at__lt=ended, then=True), default=False),
    )


def _as_text(rows: QuerySet[Any, Any]) -> Func:
    return Func(
        ArraySubquery(rows), template="array_to_json(%(expressions)s)::text", output_field=TextField()
    )


def _public_events() -> QuerySet[DossierEvent]:
    of_dossier = DossierEvent.objects.filter(dossier_id=Param("dossier", BigIntegerField()), is_public=True)
    shown = ("kind", "at", "reason", "data", "to_state", "actor__full_name", "actor__kind")
    return of_dossier.select_related("actor").only(*shown).order_by("sequence")


# Everybody may ask for the public page, and asks again.
_TRACKED_DOSSIER = Planned(_tracked_dossier)
_PUBLIC_EVENTS = Planned(_public_events)


def get_attachment_of(user: User, *, uuid: UUID, on: date) -> Attachment:
    """A paper of one of the citizen's dossiers; raises ``Attachment.DoesNotExist`` for strangers."""
    own = Dossier.objects.filter(owned_by(user, on=on))
    return Attachment.objects.filter(dossier__in=own).select_related("file__blob").get(uuid=uuid)
