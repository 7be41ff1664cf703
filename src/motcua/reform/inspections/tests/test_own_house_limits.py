"""What people of an inspected house cannot do, or read, by a second office, a team elsewhere or the event log."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from motcua.identity.api import Role, Unit
from motcua.identity.models import Appointment, Position, RoleGrant
from motcua.identity.policies import visible_events
from motcua.reform.inspections.choices import Kind, Remedying
from motcua.reform.inspections.models import Inspection, RemedyNotice, Shortcoming
from motcua.reform.inspections.policies import organised_by, organises, policy
from motcua.reform.inspections.services import conclusions
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests import test_own_house as own_house
from motcua.reform.inspections.tests.pages import at, text
from motcua.reform.inspections.tests.steps import NOW, fresh, staff, user

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")

OF_THE_HOUSE, OF_ANOTHER = "thanhtra.cchc", "thamdinh.stp"
LATER = NOW + timedelta(hours=1)


def serves(username, agency, role):
    unit = Unit.objects.filter(agency__code=agency).order_by("pk")[0]
    held = Appointment.objects.create(
        user=user(username), unit=unit, position=Position.objects.first(), valid_from=date(2026, 1, 1)
    )
    RoleGrant.objects.create(appointment=held, role=role)


def added(inspection, now=NOW, **changes):
    return conclusions.add_shortcoming(
        inspection=inspection, found=own_house.found(**changes), staff=staff(OF_THE_HOUSE), now=now
    )


def withdrawn(row, by):
    return conclusions.withdraw_shortcoming(shortcoming=row, staff=staff(by), now=LATER)


def softened(row, by):
    milder = own_house.found(description="Nhẹ hơn", deadline=date(2028, 1, 3))
    return conclusions.change_shortcoming(shortcoming=row, found=milder, staff=staff(by), now=LATER)


@pytest.mark.parametrize("do", [withdrawn, softened])
def test_the_house_cannot_take_back_or_soften_its_own_shortcoming_of_a_sent_draft(do):
    inspection = steps.minuted()
    row = added(inspection)
    steps.drafted(inspection)
    for who in (OF_THE_HOUSE, "quanly.cchc", "gd.snv"):
        with pytest.raises(PermissionDenied):
            do(row, who)
    assert do(row, OF_ANOTHER)


def test_a_draft_taken_back_was_sent_all_the_same():
    inspection = steps.minuted()
    row = added(inspection)
    inspection = steps.drafted(inspection)
    conclusions.take_back_draft(inspection=inspection, staff=staff(OF_THE_HOUSE), now=LATER)
    assert not policy.sees_draft(staff("cv.vp"), fresh(inspection))
    with pytest.raises(PermissionDenied):
        withdrawn(row, OF_THE_HOUSE)
    new = added(fresh(inspection), now=LATER, description="Viết nhầm")
    assert withdrawn(new, OF_THE_HOUSE).state == Remedying.WITHDRAWN


def test_before_it_is_sent_an_error_in_the_draft_is_corrected_by_who_made_it():
    assert withdrawn(added(steps.minuted()), OF_THE_HOUSE).state == Remedying.WITHDRAWN


def test_the_page_says_who_changes_what_the_own_house_remedies(as_user):
    inspection = steps.minuted()
    row = added(inspection)
    steps.drafted(inspection, shortcomings=[])
    words = "Một thành viên khác của Đoàn"
    page = text(as_user(OF_THE_HOUSE).get(at("inspection", inspection)))
    assert at("change_shortcoming", row) not in page and words in page
    page = text(as_user(OF_ANOTHER).get(at("inspection", inspection)))
    assert at("change_shortcoming", row) in page and words not in page


def test_an_auditor_of_the_house_reads_no_event_of_a_surprise_at_it():
    (other,) = own_house.planned("SXD")
    surprise = steps.line(other.plan, "SNV", kind=Kind.SURPRISE, by=own_house.CHAIR)
    steps.with_team(surprise, own_house.TEAM, by=own_house.CHAIR)
    serves("cv.vp", "SNV", Role.AUDITOR)
    seen = visible_events(staff("cv.vp")).filter(action__startswith="inspection.")
    assert seen.filter(object_id=str(other.uuid)).exists()
    assert not seen.filter(object_id=str(surprise.uuid)).exists()
    assert visible_events(staff("kiemtra")).filter(object_id=str(surprise.uuid)).exists()


ACCOUNTS = (
    *("quanly.cchc", "tp.cchc", "gd.snv", "cchc.snv", "thanhtra.cchc", "thamdinh", "hoidong"),
    *("chutich", "thamdinh.vp", "thamdinh.stp", "cv.vp", "giamdoc", "truongphong", "kiemtra", "gd.stp"),
)


def disagreements():
    """(account, thing) of which the list of what somebody organises, and the question about one thing, differ."""
    for model in (Inspection, Shortcoming, RemedyNotice):
        rows = list(model.objects.select_related("agency"))
        assert rows
        for who in ACCOUNTS:
            listed = set(model.objects.filter(organised_by(staff(who), model)).values_list("pk", flat=True))
            asked = {each.pk for each in rows if organises(staff(who), each)}
            yield from ((who, model.__name__, pk) for pk in listed ^ asked)


def elsewhere():
    steps.concluded(shortcomings=[steps.found(), own_house.found(description="Chưa hướng dẫn")])


@pytest.mark.parametrize("scene", [elsewhere, own_house.notified])
def test_the_list_of_what_somebody_organises_agrees_with_the_question_about_one_thing(scene):
    scene()
    assert not list(disagreements())
    serves("chutich", "SNV", Role.HEAD_OF_UNIT)
    serves("quanly.cchc", "SKHCN", Role.SPECIALIST)
    serves("gd.stp", "UBND", Role.LEADER)
    serves("hoidong", "SNV", Role.REFORM_MANAGER)
    assert not list(disagreements())


def test_a_chair_who_serves_in_the_house_reads_nothing_of_its_draft():
    conclusions.add_shortcoming(
        inspection=own_house.visited(), found=own_house.found(), staff=staff(own_house.HEAD), now=NOW
    )
    assert policy.shortcomings(staff(own_house.CHAIR)).exists()
    serves("chutich", "SNV", Role.HEAD_OF_UNIT)
    assert not policy.shortcomings(staff(own_house.CHAIR)).exists()
