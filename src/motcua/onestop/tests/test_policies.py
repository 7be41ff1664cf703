"""Who may know of a dossier, and who may do what with it."""

import pytest
from django.core.exceptions import PermissionDenied

from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.policies import policy
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.processes.tests.conftest import province  # noqa: F401

pytestmark = pytest.mark.usefixtures("province")


def knows(username, dossier):
    return policy.visible(Dossier.objects.filter(pk=dossier.pk), make.staff(username)).exists()


@pytest.mark.parametrize(
    "username", ["chuyenvien", "truongphong", "giamdoc", "vanthu", "tiepnhan", "cv.qlkh"]
)
def test_colleagues_of_the_agency_know_the_dossier(username):
    assert knows(username, make.received())


@pytest.mark.parametrize("username", ["cv.sxd", "chutich", "cv.ubnd"])
def test_people_of_other_agencies_do_not(username):
    assert not knows(username, make.received())


def test_the_service_centre_knows_what_it_received():
    assert knows("tn.pvhcc", make.received())


def test_the_service_centre_knows_every_submission_that_waits():
    assert knows("tn.pvhcc", make.submitted())


def test_the_service_centre_does_not_know_what_the_department_received_itself():
    dossier = make.received()
    Dossier.objects.filter(pk=dossier.pk).update(received_by_agency=dossier.agency)
    assert not knows("tn.pvhcc", dossier)


def test_the_auditor_of_the_province_knows_all():
    assert knows("kiemtra", make.received())


def test_a_citizen_without_office_knows_nothing_as_staff():
    assert not knows("congdan", make.received())


def test_an_owner_is_found_by_account_and_by_organisation():
    dossier = make.submitted()
    owned = Dossier.objects.filter(policy.owned_by(user_id=make.user("congdan").pk))
    strangers = Dossier.objects.filter(
        policy.owned_by(user_id=make.user("doanhnghiep").pk, organisation_ids=[1])
    )
    assert list(owned) == [dossier]
    assert not strangers.exists()


@pytest.mark.parametrize(
    ("username", "action"),
    [
        ("tiepnhan", "receive"),
        ("tn.pvhcc", "receive"),
        ("chuyenvien", "request_supplement"),
        ("truongphong", "assign"),
        ("giamdoc", "stop"),
        ("giamdoc", "extend"),
        ("chuyenvien", "draft_result"),
    ],
)
def test_the_right_role_may(username, action):
    assert policy.acting_for(staff=make.staff(username), action=action, dossier=make.received())


@pytest.mark.parametrize(
    ("username", "action"),
    [
        ("chuyenvien", "receive"),
        ("cv.qlkh", "request_supplement"),
        ("tp.qlkh", "assign"),
        ("vanthu", "stop"),
        ("truongphong", "draft_result"),
        ("quantri", "comment"),
        ("giamdoc", "no_such_action"),
    ],
)
def test_the_wrong_role_or_unit_is_refused(username, action):
    with pytest.raises(PermissionDenied):
        policy.require(staff=make.staff(username), action=action, dossier=make.received())


def test_only_the_head_of_the_unit_holds_an_open_assignment():
    step = make.open_step(make.received())
    assert policy.acting_on(staff=make.staff("truongphong"), item=step)
    for other in ("chuyenvien", "tp.qlkh", "giamdoc", "cv.sxd"):
        assert policy.acting_on(staff=make.staff(other), item=step) is None


def test_a_step_on_a_colleagues_desk_is_theirs():
    step = make.open_step(make.received())
    step.assignee = make.user("giamdoc")
    assert policy.acting_on(staff=make.staff("truongphong"), item=step) is None
