"""Words that English shares between two things and Vietnamese does not."""

import pytest
from django.utils import translation

from motcua.reform.initiatives.models import State
from motcua.reform.inspections.choices import Outcome
from motcua.reform.papers.models import PaperKind
from motcua.reform.season.choices import Column
from motcua.reform.surveys.models import Via


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (State.WITHDRAWN, "Đã rút"),
        (PaperKind.NOTICE, "Thông báo"),
        (Outcome.REJECTED, "Không chấp nhận"),
        (Via.POST, "Thư"),
        # Not "Máy tính", which is the machine on the desk.
        (Column.COMPUTED, "Hệ thống tính"),
    ],
)
def test_a_choice_of_this_room_says_what_is_meant_here(choice, words):
    with translation.override("vi"):
        assert str(choice.label) == words
