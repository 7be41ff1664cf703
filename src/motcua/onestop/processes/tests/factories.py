"""People of the demonstration province and dossiers on the way, for tests of the office."""

import itertools
from datetime import UTC, datetime

from motcua.identity.api import Agency, Unit, User, get_staff_context
from motcua.onestop.dossiers.models import Channel, Dossier, State
from motcua.onestop.procedures.models import Procedure, ProcedureVersion, ServiceField
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.processes.services import load_process, start_process
from motcua.onestop.processes.tests.test_engine import USUAL, rows

# Monday 16/11/2026, 09:00 in the office.
NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
_serial = itertools.count(1)


def user(username):
    return User.objects.get(username=username)


def staff(username, on=None):
    return get_staff_context(user_id=user(username).pk, on=on or NOW.date())


def version(roles=USUAL, key="xray", unit="ATBX", agency="SKHCN"):
    place = Agency.objects.get(code=agency)
    service_field, _ = ServiceField.objects.get_or_create(
        code="radiation-safety", defaults={"name_vi": "An toàn bức xạ", "name_en": "Radiation safety"}
    )
    procedure, _ = Procedure.objects.get_or_create(
        key=key,
        defaults={"agency": place, "unit": Unit.objects.get(agency=place, code=unit), "field": service_field},
    )
    return ProcedureVersion.objects.create(
        procedure=procedure,
        number=procedure.versions.count() + 1,
        state="published",
        valid_from=NOW.date(),
        name_vi="Cấp giấy phép X-quang",
        name_en="X-ray licence",
        legal_limit=25,
        committed_limit=20,
        limit_unit="working_days",
        result_vi="Giấy phép",
        result_en="Licence",
        steps=rows(roles),
        process=load_process(key=key, steps=rows(roles), now=NOW),
    )


def submitted(of=None, agency="SKHCN", unit="ATBX", **values):
    """A dossier in state 1, by the demonstration's citizen."""
    serial = next(_serial)
    place = Agency.objects.get(code=agency)
    defaults = {
        "temporary_code": f"T-{serial}",
        "idempotency_key": f"k-{serial}",
        "version": of or version(),
        "agency": place,
        "unit": Unit.objects.get(agency=place, code=unit),
        "submitted_by": user("congdan"),
        "applicant_name": "Phòng khám Bình An",
        "submitted_at": NOW,
        "search_text": f"t-{serial} phong kham binh an",
    }
    return Dossier.objects.create(**{**defaults, **values})


def received(of=None, **values):
    """A dossier in state 2 whose process has started: the head of unit is to assign it."""
    serial = next(_serial)
    dossier = submitted(
        of,
        **{
            "code": f"H99.15-261116-{serial:04}",
            "state": State.RECEIVED,
            "received_at": NOW,
            "due_at": datetime(2026, 12, 15, 10, 0, tzinfo=UTC),
            "original_due_at": datetime(2026, 12, 15, 10, 0, tzinfo=UTC),
            "received_by_agency": Agency.objects.get(code="PVHCC"),
            "return_channel": Channel.COUNTER,
            **values,
        },
    )
    start_process(dossier=dossier, actor=user("tiepnhan"), now=NOW)
    return dossier


def open_step(dossier):
    return WorkItem.objects.get(dossier=dossier, state="open")
