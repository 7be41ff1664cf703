"""Until when a submission is answered at the counter, with the reasons."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from django.utils.translation import override

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


@pytest.mark.parametrize(
    ("language", "limit", "due"),
    [
        (
            "vi",
            "Thời hạn tiếp nhận hoặc trả lời: 8 giờ làm việc.",
            "Chậm nhất phải tiếp nhận hoặc trả lời: 16:00 09/11/2026.",
        ),
        (
            "en",
            "The time to receive the dossier or answer is 8 working hours.",
            "To be received or answered by 16:00 09/11/2026.",
        ),
    ],
)
def test_the_reasons_speak_of_reception_and_not_of_the_result(submitted, language, limit, due):
    submitted.submitted_at = datetime(2026, 11, 6, 16, 0, tzinfo=VIETNAM)
    with override(language):
        told = [sentence.text for sentence in reception_promise(submitted).sentences]
    assert limit in told and told[-1] == due
    assert not any(words in line for line in told for words in ("giải quyết", "trả kết quả", "hẹn trả"))
