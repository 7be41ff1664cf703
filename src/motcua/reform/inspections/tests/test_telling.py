"""What people read of an inspection in their account."""

import pytest

from motcua.identity.api import User
from motcua.notifications.api import Message
from motcua.reform.inspections.tests import steps

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")


def test_everybody_is_told_in_the_own_language():
    User.objects.filter(username="giamdoc").update(language="en")
    inspection = steps.notified()
    told = Message.objects.filter(subject_id=inspection.uuid, channel="in_app")
    english, vietnamese = (told.get(recipient__username=who).subject for who in ("giamdoc", "cv.vp"))
    assert "Department of Science and Technology of Lam Son Province: An inspection is announced" in english
    assert "Sở Khoa học và Công nghệ" in vietnamese and "announced" not in vietnamese
