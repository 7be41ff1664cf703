"""A house in which everything belongs to somebody, and browsers of people who should not reach it."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from motcua.identity.api import (
    OrganisationDetails,
    User,
    register_organisation,
    register_organisation_authority,
)
from motcua.identity.models import Appointment
from motcua.identity.services import delegate
from motcua.notifications.models import Channel, Message
from motcua.onestop.dossiers.tests import life
from motcua.onestop.dossiers.tests.conftest import (  # noqa: F401
    catalogue,
    citizen,
    draft,
    loaded_catalogue,
    now,
    received,
    signed_in_as,
    stranger,
    submitted,
    xray,
)
from motcua.onestop.forms.tests.conftest import NOW
from motcua.onestop.procedures.models import Procedure
from motcua.onestop.procedures.services.versions import start_new_version
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.register.models import RegisterPrint
from motcua.onestop.results.models import IssuedDocument
from motcua.platform.calendar.api import load_calendar
from motcua.platform.calendar.models import CalendarDay
from motcua.platform.files.api import PDF, store_own
from motcua.platform.numbering.models import NumberBook
from motcua.platform.ui.services import keep_view
from motcua.postal.api import request_delivery


@dataclass
class House:
    """What belongs to the citizen or to their dossier's agency, by the name its addresses use."""

    owner: User
    dossier: Any
    draft: Any
    values: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def house(citizen, draft, received):  # noqa: F811
    paper = store_own(content=b"%PDF-1.7 kept", name="phieu.pdf", media_type=PDF, now=NOW)
    IssuedDocument.objects.filter(dossier=received).update(file=paper, state="issued")
    item = WorkItem.objects.get(dossier=received, state="open")
    values = {
        "dossier": received.uuid,
        "draft": draft.uuid,
        "document": IssuedDocument.objects.filter(dossier=received).first().uuid,
        "attachment": received.attachments.first().uuid,
        "draft_attachment": draft.attachments.first().uuid,
        "item": item.uuid,
        **_of_identity(citizen, paper),
        **_of_the_office(received),
        **_of_the_rest(citizen),
    }
    return House(owner=citizen, dossier=received, draft=draft, values=values)


def _of_identity(citizen, paper):  # noqa: F811
    other = register_organisation(
        details=OrganisationDetails(tax_code="2700999999", name_vi="Công ty Kín"), now=NOW
    )
    authority = register_organisation_authority(
        person_id=citizen.person.pk,
        organisation_id=other.pk,
        valid_from=NOW.date(),
        document_number="GUQ-01",
        document_id=paper.pk,
        now=NOW,
    )
    giver = Appointment.objects.get(user__username="truongphong")
    taker = Appointment.objects.filter(unit__agency=giver.unit.agency).exclude(user=giver.user).first()
    handed = delegate(
        delegator_id=giver.pk,
        delegate_id=taker.pk,
        valid_from=NOW.date(),
        valid_to=NOW.date() + timedelta(days=3),
        document_number="UQ-01",
        document_on=NOW.date(),
        document_id=paper.pk,
        now=NOW,
    )
    key = Authenticator.objects.create(
        user=citizen, type=Authenticator.Type.WEBAUTHN, data={"name": "Khóa", "credential": {}}
    )
    return {
        "representation": authority.uuid,
        "delegation": handed.uuid,
        "staff": giver.user.uuid,
        "office": giver.pk,
        "passkey": key.pk,
    }


def _of_the_office(dossier):
    delivery = request_delivery(
        subject_id=dossier.uuid,
        reference=str(dossier),
        recipient_name="Trần Thị Lan",
        address="Số 5, đường Lê Lợi",
        phone="0912345678",
        now=NOW,
    )
    book = f"dossier:{dossier.agency.code}"
    return {"delivery": delivery.uuid, "number_book": NumberBook.objects.filter(book=book).first().pk}


def _of_the_rest(citizen):  # noqa: F811
    load_calendar(now=NOW)
    editor = life.user("bientap")
    message = Message.objects.create(
        recipient=citizen,
        channel=Channel.IN_APP,
        template="t",
        subject="Thư kín",
        body="Nội dung kín",
        created_at=NOW,
        state="delivered",
    )
    view = keep_view(user_id=citizen.pk, page="dossiers", name="Của tôi", querystring="q=kin")
    officer = life.user("tiepnhan")
    book = RegisterPrint.objects.create(
        requested_by=officer,
        agency=Appointment.objects.filter(user=officer).first().unit.agency,
        starts_on=NOW.date(),
        ends_on=NOW.date(),
        requested_at=NOW,
    )
    procedure = Procedure.objects.get(key="xray-licence-new")
    version = start_new_version(procedure_id=procedure.pk, actor=editor, now=NOW)
    return {
        "message": message.uuid,
        "view": view.pk,
        "book": book.uuid,
        "key": procedure.key,
        "number": version.number,
        "day": CalendarDay.objects.order_by("id").first().pk,
    }


@pytest.fixture
def browser_of(signed_in_as, citizen, stranger):  # noqa: F811
    """A browser that shows errors as a visitor sees them."""

    def open_for(who):
        if who == "visitor":
            client = Client()
        elif who in ("owner", "stranger"):
            client = signed_in_as(citizen if who == "owner" else stranger)
        else:
            client = signed_in_as(life.user(who))
        client.raise_request_exception = False
        return client

    return open_for
