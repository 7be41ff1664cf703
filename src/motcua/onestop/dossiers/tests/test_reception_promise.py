"""Until when a submission is answered at the counter, with the reasons."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from motcua.onestop.dossiers.reception_promise import reception_promise

pytestmark = pytest.mark.django_db
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def test_eight_working_hours_run_on_over_the_weekend(submitted):
    submitted.submitted_at = datetime(2026, 11, 6, 16, 0, tzinfo=VIETNAM)
    promise = reception_promise(submitted)
    assert promise.hours == 8
    assert timezone.localtime(promise.until) == datetime(2026, 11, 9, 16, 0, tzinfo=VIETNAM)
    told = " ".join(sentence.text for sentence in promise.sentences)
    assert "16:00 06/11/2026" in told and "16:00 09/11/2026" in told
    assert "hợp lệ" not in promise.sentences[0].text
