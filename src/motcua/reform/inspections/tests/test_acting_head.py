"""The head of a team is away or gone: another member signs, by order of the leader; and nobody joins the other side."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from motcua.identity.models import Appointment, Position, RoleGrant
from motcua.notifications.api import Message
from motcua.platform.audit.api import AuditEvent
from motcua.reform.inspections.choices import Post
from motcua.reform.inspections.models import ActingHead
from motcua.reform.inspections.policies import policy
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.services import teams, visits
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.steps import NOW, fresh, staff, user

REASON = "Trưởng đoàn nghỉ ốm dài ngày"


def name(inspection, who="thamdinh.stp", by="gd.snv", reason=REASON):
    return teams.name_acting_head(
        inspection=inspection, user_id=user(who).pk, reason=reason, staff=staff(by), now=NOW
    )


def send(inspection, by):
    return visits.send_minutes(inspection=fresh(inspection), staff=staff(by), now=NOW)


def move_to(username, code):
    """The person serves in another agency from today on."""
    office = steps.agency(code).units.order_by("pk").first()
    Appointment.objects.filter(user__username=username).update(valid_to=NOW.date() - timedelta(days=1))
    held = Appointment.objects.create(
        user=user(username), unit=office, position=Position.objects.first(), valid_from=NOW.date()
    )
    RoleGrant.objects.create(appointment=held, role="specialist")


def test_the_member_named_by_the_leader_signs_in_the_place_of_the_head(signing):
    inspection = steps.filled()
    with pytest.raises(PermissionDenied):
        send(inspection, "thamdinh.stp")
    for _ in range(2):
        name(inspection)
    assert ActingHead.objects.count() == 1
    assert AuditEvent.objects.filter(action="inspection.head_named").count() == 1
    told = Message.objects.filter(subject_id=inspection.uuid, channel="in_app")
    assert {"thamdinh.stp", "thanhtra.cchc", "quanly.cchc"} <= set(
        told.values_list("recipient__username", flat=True)
    )
    with pytest.raises(PermissionDenied):
        send(inspection, "thanhtra.cchc")
    assert send(inspection, "thamdinh.stp").minutes.sent_by == user("thamdinh.stp")


def test_naming_the_head_again_ends_it(signing):
    inspection = steps.filled()
    name(inspection)
    name(inspection, who="thanhtra.cchc", reason="Trưởng đoàn đã trở lại")
    assert send(inspection, "thanhtra.cchc").minutes.sent_by == user("thanhtra.cchc")


@pytest.mark.parametrize("by", ["quanly.cchc", "thanhtra.cchc", "giamdoc", "cv.vp", "kiemtra"])
def test_only_the_leader_who_decides_on_the_team_names_its_head(signing, by):
    with pytest.raises(PermissionDenied):
        name(steps.visiting(), by=by)


def test_a_stranger_or_who_has_left_or_moved_to_the_other_side_does_not_head_it(signing):
    inspection = steps.visiting()
    with pytest.raises(InspectionRefused) as refused:
        name(inspection, who="cv.vp")
    assert refused.value.code == "not_in_team"
    move_to("thamdinh.stp", "SKHCN")
    with pytest.raises(InspectionRefused) as refused:
        name(inspection)
    assert refused.value.code == "own_agency"
    Appointment.objects.filter(user__username="thamdinh.stp").update(
        valid_from=NOW.date() - timedelta(days=9), valid_to=NOW.date() - timedelta(days=1)
    )
    with pytest.raises(InspectionRefused) as refused:
        name(inspection)
    assert refused.value.code == "not_staff"


@pytest.mark.parametrize("who", ["thanhtra.cchc", "thamdinh.stp"])
def test_whoever_moved_to_the_inspected_side_after_the_decision_inspects_no_more(signing, who):
    inspection = steps.filled()
    if who == "thamdinh.stp":
        name(inspection)
    move_to(who, "SKHCN")
    with pytest.raises(PermissionDenied):
        send(inspection, who)
    assert policy.sides(staff(who), fresh(inspection)) == set()
    assert not policy.sees_draft(staff(who), fresh(inspection))
    assert not policy.inspections(staff(who)).exists()


def test_whoever_moved_to_the_inspected_side_reads_no_draft_of_a_shortcoming(signing):
    inspection = steps.drafted()
    shortcoming = inspection.shortcomings.get()
    assert policy.shortcomings(staff("thamdinh.stp")).exists()
    move_to("thamdinh.stp", "SKHCN")
    moved = staff("thamdinh.stp")
    assert not policy.shortcomings(moved).exists()
    assert policy.shortcoming_sides(moved, shortcoming) == set()


def test_whoever_moved_elsewhere_still_inspects(signing):
    inspection = steps.filled()
    move_to("thanhtra.cchc", "SXD")
    assert send(inspection, "thanhtra.cchc").minutes.sent_by == user("thanhtra.cchc")


def test_a_head_replaced_while_the_key_is_asked_does_not_sign(signing, monkeypatch):
    inspection = steps.filled()

    def slow_key(**_values):
        name(inspection)
        return b"%PDF-1.7"

    monkeypatch.setattr(visits, "sign_pdf", slow_key)
    with pytest.raises(PermissionDenied):
        send(inspection, "thanhtra.cchc")
    assert fresh(inspection).minutes.sent_at is None


def test_whoever_has_moved_to_the_inspected_side_stops_the_decision_by_name(signing):
    plan = steps.plan_of()
    inspection = steps.line(plan)
    steps.issue(steps.plans.submit_plan(plan=plan, staff=staff("quanly.cchc"), now=NOW))
    members = {user("thanhtra.cchc").pk: Post.HEAD, user("thamdinh.stp").pk: Post.MEMBER}
    team = teams.appoint_team(
        plan=plan, inspections=[inspection], members=members, duties="", staff=staff("quanly.cchc"), now=NOW
    )
    move_to("thamdinh.stp", "SKHCN")
    with pytest.raises(InspectionRefused) as refused:
        steps.issue(team.paper)
    assert refused.value.code == "own_agency"
    assert user("thamdinh.stp").full_name in refused.value.message
    assert fresh(inspection).stage == "planned"


def test_the_leader_finds_the_page_and_says_why(client, signing, at_office_time):
    inspection = steps.visiting()
    address = reverse("inspections:name_head", args=[inspection.uuid])
    page = reverse("inspections:inspection", args=[inspection.uuid])
    client.force_login(user("gd.snv"))
    assert address in client.get(page).content.decode()
    typed = {"member": str(user("thamdinh.stp").pk), "reason": ""}
    assert client.post(address, typed).status_code == 422
    assert client.post(address, {**typed, "reason": REASON}).status_code == 302
    shown = client.get(page).content.decode()
    assert REASON in shown and user("thamdinh.stp").full_name in shown
    client.force_login(user("giamdoc"))
    assert REASON not in client.get(page).content.decode()
    for who, status in (("giamdoc", 403), ("quanly.cchc", 403), ("cchc.sxd", 404)):
        client.force_login(user(who))
        assert client.get(address).status_code == status
