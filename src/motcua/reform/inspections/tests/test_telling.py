"""What people read of an inspection in their account."""

import pytest

from motcua.identity.api import Role, User
from motcua.notifications.api import Message
from motcua.reform.inspections.services import conclusions
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.steps import NOW, staff
from motcua.reform.inspections.tests.test_own_house_limits import serves

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")


def test_everybody_is_told_in_the_own_language():
    User.objects.filter(username="giamdoc").update(language="en")
    inspection = steps.notified()
    told = Message.objects.filter(subject_id=inspection.uuid, channel="in_app")
    english, vietnamese = (told.get(recipient__username=who).subject for who in ("giamdoc", "cv.vp"))
    assert "Department of Science and Technology of Lam Son Province: An inspection is announced" in english
    assert "Sở Khoa học và Công nghệ" in vietnamese and "announced" not in vietnamese


def test_a_member_who_has_moved_to_the_inspected_side_hears_nothing_for_the_team():
    inspection = steps.drafted()
    serves("thamdinh.stp", "SKHCN", Role.SPECIALIST)
    Message.objects.all().delete()
    conclusions.answer_draft(inspection=inspection, answer="Nhất trí", staff=staff("cv.vp"), now=NOW)
    told = set(Message.objects.values_list("recipient__username", flat=True))
    assert "thanhtra.cchc" in told and "thamdinh.stp" not in told
