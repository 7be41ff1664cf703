"""Nobody acts on both sides: reports and verifies, inspects and signs for the inspected, asks and grants."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from motcua.identity.models import Appointment, Position, RoleGrant
from motcua.reform.inspections.models import InspectionMinutes
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.services import conclusions, remedies, visits
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.pages import at, text
from motcua.reform.inspections.tests.steps import NOW, fresh, staff, user

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")


def moves(username, code, role, since=NOW):
    """The person serves in another agency from that day on."""
    held = Appointment.objects.filter(user=user(username))
    held.update(valid_from=date(2020, 1, 1), valid_to=since.date() - timedelta(days=1))
    office = Appointment.objects.create(
        user=user(username),
        unit=steps.agency(code).units.order_by("pk").last(),
        position=Position.objects.first(),
        valid_from=since.date(),
    )
    RoleGrant.objects.create(appointment=office, role=role)


def test_whoever_reported_a_remedy_does_not_verify_it():
    (shortcoming,) = steps.opened()
    steps.reported(shortcoming)
    moves("cv.vp", "SNV", "reform_manager")
    with pytest.raises(PermissionDenied):
        steps.judged(shortcoming, by="cv.vp")
    steps.judged(shortcoming, by="quanly.cchc")


def test_whoever_asked_for_more_time_does_not_grant_it():
    (shortcoming,) = steps.opened()
    asked = remedies.ask_extension(
        shortcoming=shortcoming, until=date(2027, 1, 31), reason="Chờ", staff=staff("cv.vp"), now=NOW
    )
    moves("cv.vp", "SNV", "reform_manager")
    with pytest.raises(PermissionDenied):
        remedies.decide_extension(extension=asked, granted=True, answer="", staff=staff("cv.vp"), now=NOW)


def test_a_member_of_the_team_who_leads_the_inspected_agency_by_now_neither_signs_nor_answers():
    inspection = steps.filled()
    visits.send_minutes(inspection=inspection, staff=staff("thanhtra.cchc"), now=NOW)
    moves("thamdinh.stp", "SKHCN", "leader")
    InspectionMinutes.objects.update(signer=user("thamdinh.stp"))
    with pytest.raises(PermissionDenied):
        visits.sign_minutes(inspection=fresh(inspection), staff=staff("thamdinh.stp"), now=NOW)
    assert user("thamdinh.stp") not in visits.inspected_signers(inspection, on=NOW.date())
    InspectionMinutes.objects.update(signer=user("giamdoc"))
    visits.sign_minutes(inspection=fresh(inspection), staff=staff("giamdoc"), now=NOW)
    drafted = steps.drafted(fresh(inspection))
    with pytest.raises(PermissionDenied):
        conclusions.answer_draft(inspection=drafted, answer="x", staff=staff("thamdinh.stp"), now=NOW)


def test_minutes_without_the_name_of_the_inspected_signer_are_neither_sent_nor_signed():
    inspection = steps.filled()
    InspectionMinutes.objects.update(signer=None)
    with pytest.raises(InspectionRefused, match="signer_missing"):
        visits.send_minutes(inspection=fresh(inspection), staff=staff("thanhtra.cchc"), now=NOW)
    InspectionMinutes.objects.update(signer=user("giamdoc"))
    visits.send_minutes(inspection=fresh(inspection), staff=staff("thanhtra.cchc"), now=NOW)
    InspectionMinutes.objects.update(signer=None)
    with pytest.raises(InspectionRefused, match="signer_missing"):
        visits.sign_minutes(inspection=fresh(inspection), staff=staff("giamdoc"), now=NOW)


def test_whom_the_minutes_name_signs_and_nobody_else():
    inspection = steps.filled(signer="phogiamdoc")
    visits.send_minutes(inspection=inspection, staff=staff("thanhtra.cchc"), now=NOW)
    with pytest.raises(InspectionRefused, match="another_signs"):
        visits.sign_minutes(inspection=fresh(inspection), staff=staff("giamdoc"), now=NOW)
    visits.sign_minutes(inspection=fresh(inspection), staff=staff("phogiamdoc"), now=NOW)


def test_nobody_is_named_who_cannot_sign(as_user):
    inspection = steps.visiting()
    words = {"present": "x", "findings": "y", "opinion": "", "signer": user("cv.vp")}
    with pytest.raises(InspectionRefused, match="not_a_signer"):
        visits.write_minutes(inspection=inspection, **words, staff=staff("thanhtra.cchc"), now=NOW)
    client = as_user("thanhtra.cchc")
    answer = client.post(
        at("minutes", inspection), {"present": "Hai bên", "findings": "Đã xem", "signer": ""}
    )
    assert answer.status_code == 422 and "Đã xem" in text(answer)
    values = {"present": "Hai bên", "findings": "Đã xem", "signer": str(user("giamdoc").pk)}
    assert client.post(at("minutes", inspection), values).status_code == 302
    assert fresh(inspection).minutes.signer == user("giamdoc")
