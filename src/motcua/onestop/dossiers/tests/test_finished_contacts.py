from datetime import timedelta

import pytest
from django.utils import timezone

from motcua.onestop.api import list_finished_contacts
from motcua.onestop.dossiers.models import Dossier, State


@pytest.fixture
def finished(received, now):
    Dossier.objects.filter(pk=received.pk).update(
        state=State.DONE, finished_at=now, contact_phone="0911", contact_email="a@example.vn"
    )
    return Dossier.objects.select_related("version", "agency").get(pk=received.pk)


def contacts(dossier, start, end, most=10):
    return list(list_finished_contacts(agency_code=dossier.agency.code, start=start, end=end, most=most))


def test_applicants_of_finished_dossiers_are_named_with_procedure_and_channel(finished, now):
    day = timezone.localdate(now)
    (contact,) = contacts(finished, day, day)
    assert (contact.phone, contact.email) == ("0911", "a@example.vn")
    assert contact.procedure == finished.version.name_vi and contact.channel
    assert contacts(finished, day, day, most=0) == []


def test_dossiers_of_other_days_and_open_ones_are_left_out(finished, now):
    day = timezone.localdate(now)
    before = day - timedelta(days=1)
    assert contacts(finished, before, before) == []
    Dossier.objects.update(state=State.IN_PROCESS)
    assert contacts(finished, day, day) == []
