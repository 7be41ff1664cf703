"""Who may act as whom on which day."""

from datetime import date

import pytest

from motcua.identity import api
from motcua.identity.tests.helpers import NOW, office_of

pytestmark = pytest.mark.usefixtures("province")
DAY = date(2026, 11, 23)


def context(username, on=DAY):
    return api.get_staff_context(user_id=api.User.objects.get(username=username).id, on=on)


def absent(**changes):
    values = {
        "delegator_id": office_of("truongphong").id,
        "delegate_id": office_of("chuyenvien").id,
        "valid_from": date(2026, 11, 20),
        "valid_to": date(2026, 11, 25),
        "document_number": "12/GUQ-SKHCN",
        "document_on": date(2026, 11, 19),
        "now": NOW,
    }
    return api.delegate(**{**values, **changes})


def test_the_demo_has_one_province_and_eleven_agencies():
    assert [agency.code for agency in api.list_agencies()] == [
        "PVHCC",
        "SCT",
        "SGDDT",
        "SKHCN",
        "SNNMT",
        "SNV",
        "STC",
        "STP",
        "SVHTTDL",
        "SXD",
        "SYT",
    ]
    assert api.get_province().code == "UBND"


def test_loading_the_demo_twice_adds_nothing():
    before = api.User.objects.count(), api.Appointment.objects.count(), api.Representation.objects.count()
    api.provision_demo(now=NOW)
    assert before == (
        api.User.objects.count(),
        api.Appointment.objects.count(),
        api.Representation.objects.count(),
    )


def test_every_unit_of_the_department_has_a_head_and_specialists():
    department = api.agency_by_code("SKHCN")
    for unit in department.units.exclude(code="LD"):
        who = {"agency_id": department.id, "unit_id": unit.id, "on": DAY}
        assert len(api.users_with_role(role=api.Role.HEAD_OF_UNIT, **who)) == 1
        assert 2 <= len(api.users_with_role(role=api.Role.SPECIALIST, **who)) <= 3


def test_a_context_takes_one_statement(django_assert_num_queries):
    user_id = api.User.objects.get(username="tiepnhan").id
    with django_assert_num_queries(1):
        staff = api.get_staff_context(user_id=user_id, on=DAY)
    assert {membership.agency_code for membership in staff.memberships} == {"SKHCN", "PVHCC"}
    assert staff.has_role(api.Role.RECEIVER, agency_id=api.agency_by_code("SKHCN").id)
    assert staff.full_name


def test_a_citizen_holds_no_office():
    assert context("congdan").memberships == ()


def test_a_role_of_one_agency_is_none_in_another():
    assert not context("chuyenvien").has_role(api.Role.SPECIALIST, agency_id=api.agency_by_code("SXD").id)


def test_an_ended_appointment_gives_nothing_after_its_last_day():
    api.end_appointment(appointment_id=office_of("chuyenvien").id, last_day=date(2026, 11, 22), now=NOW)
    assert context("chuyenvien", date(2026, 11, 22)).has_role(api.Role.SPECIALIST)
    assert not context("chuyenvien").memberships


def test_a_closed_account_holds_no_office():
    api.User.objects.filter(username="chuyenvien").update(is_active=False)
    assert not context("chuyenvien").memberships


@pytest.mark.parametrize(
    ("on", "stands_in"),
    [
        (date(2026, 11, 19), False),
        (date(2026, 11, 20), True),
        (date(2026, 11, 25), True),
        (date(2026, 11, 26), False),
    ],
)
def test_a_delegation_counts_from_its_first_to_its_last_day(on, stands_in):
    delegation = absent()
    staff = context("chuyenvien", on)
    assert staff.has_role(api.Role.HEAD_OF_UNIT) is stands_in
    if stands_in:
        held = next(staff.matching(api.Role.HEAD_OF_UNIT))
        assert held.via_delegation_id == delegation.id
        assert held.delegator_user_id == delegation.delegator.user_id
        assert staff.memberships[0].via_delegation_id is None


def test_a_context_with_delegations_still_takes_one_statement(django_assert_num_queries):
    absent()
    absent(delegator_id=office_of("giamdoc").id)
    user_id = api.User.objects.get(username="chuyenvien").id
    with django_assert_num_queries(1):
        staff = api.get_staff_context(user_id=user_id, on=DAY)
    assert len(staff.memberships) == 3
    assert {m.delegator_user_id for m in staff.memberships} == {
        None,
        office_of("giamdoc").user_id,
        office_of("truongphong").user_id,
    }


def test_a_revoked_delegation_gives_nothing():
    api.revoke_delegation(delegation_id=absent().id, now=NOW)
    assert not context("chuyenvien").has_role(api.Role.HEAD_OF_UNIT)


def test_a_delegation_by_somebody_who_left_gives_nothing():
    absent()
    api.end_appointment(appointment_id=office_of("truongphong").id, last_day=date(2026, 11, 21), now=NOW)
    assert not context("chuyenvien").has_role(api.Role.HEAD_OF_UNIT)


def test_a_delegated_role_is_not_passed_on():
    absent()
    absent(delegator_id=office_of("chuyenvien").id, delegate_id=office_of("cv2.atbx").id)
    assert not context("cv2.atbx").has_role(api.Role.HEAD_OF_UNIT)


def test_administration_is_never_delegated():
    api.grant_role(appointment_id=office_of("truongphong").id, role=api.Role.ADMINISTRATOR, now=NOW)
    absent()
    assert not context("chuyenvien").has_role(api.Role.ADMINISTRATOR)


def test_stand_ins_are_found_with_the_role():
    absent()
    department = api.agency_by_code("SKHCN")
    unit = office_of("truongphong").unit
    heads = api.users_with_role(role=api.Role.HEAD_OF_UNIT, agency_id=department.id, unit_id=unit.id, on=DAY)
    assert {user.username for user in heads} == {"truongphong", "chuyenvien"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"valid_to": date(2026, 11, 1)}, "ends_before_start"),
        ({"valid_to": date(2027, 11, 1)}, "too_long"),
        ({"document_on": date(2026, 11, 21)}, "document_after_start"),
        ({"delegate_id": "cv.sxd"}, "other_agency"),
        ({"delegator_id": "quantri"}, "nothing_to_delegate"),
        ({"delegate_id": "truongphong"}, "self"),
    ],
)
def test_a_delegation_against_the_rules_is_refused(changes, code):
    offices = {name: office_of(value).id for name, value in changes.items() if isinstance(value, str)}
    with pytest.raises(api.AuthorityRefused) as refusal:
        absent(**{**changes, **offices})
    assert refusal.value.code == code


def test_every_change_of_authority_is_in_the_event_log():
    delegation = absent()
    api.revoke_delegation(delegation_id=delegation.id, now=NOW)
    from motcua.platform.audit import api as audit

    actions = [e.action for e in audit.list_events(object_type="delegation", object_id=delegation.uuid)]
    assert actions == ["identity.authority_delegated", "identity.delegation_revoked"]
