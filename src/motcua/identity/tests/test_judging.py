"""One answer to who judges agencies, for every room."""

from datetime import date

import pytest

from motcua.identity.api import User, get_staff_context, judges
from motcua.onestop.proof import policies as proof
from motcua.reform import offices

ON = date(2026, 11, 16)
JUDGING = ("quanly.cchc", "thamdinh", "thamdinh.stp", "hoidong", "gd.stp", "kiemtra")
OTHERS = ("cv.vp", "giamdoc", "chuyenvien", "vanthu", "cv2.vp", "quantri", "congdan")


@pytest.mark.django_db
@pytest.mark.parametrize("who", [*JUDGING, *OTHERS])
def test_managers_appraisers_council_and_auditors_of_the_province_judge(province, who):
    staff = get_staff_context(user_id=User.objects.get(username=who).pk, on=ON)
    assert judges(staff) == (who in JUDGING)


def test_every_room_asks_the_same_question():
    assert proof.judges is judges
    assert offices.judges is judges
