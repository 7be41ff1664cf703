"""A survey that is not open yet can be planned anew or called off; nothing of it stays in the way of the right one."""

from datetime import date

import pytest
from django.urls import reverse

from motcua.reform.surveys.models import FrameRow, SurveyInvitation, SurveyRound, SurveyStratum
from motcua.reform.surveys.services import planning, sampling
from motcua.reform.surveys.services.errors import RoundRefused
from motcua.reform.surveys.tests import helpers as h

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _of_the_province(province):
    pass


def change(current, **changes):
    return planning.change_plan(
        round_id=current.pk, plan=h.plan(**changes), staff=h.staff(h.MANAGER), now=h.NOW
    )


def framed(current, code, number=20):
    target = h.target_of(current, code)
    sampling.import_frame(target_id=target.pk, candidates=h.people(number), staff=None, now=h.NOW)
    return h.target_of(current, code)


def test_a_plan_is_changed_and_the_frames_of_agencies_that_stay_are_kept():
    current = h.planned(agencies=("SKHCN", "SXD"))
    framed(current, "SKHCN")
    framed(current, "SXD")
    change(current, agencies=("SKHCN", "STP"), name_vi="Tên khác", closes_on=date(2027, 1, 15))
    current.refresh_from_db()
    assert (current.name_vi, current.closes_on) == ("Tên khác", date(2027, 1, 15))
    assert set(current.targets.values_list("agency__code", flat=True)) == {"SKHCN", "STP"}
    assert set(FrameRow.objects.values_list("target__agency__code", flat=True)) == {"SKHCN"}


def test_an_agency_whose_people_are_drawn_does_not_leave_by_a_change():
    current = h.planned(agencies=("SKHCN", "SXD"))
    h.drawn(current, "SXD")
    with pytest.raises(RoundRefused) as refused:
        change(current, agencies=("SKHCN",), name_vi="Tên khác")
    assert refused.value.reason == "agency_begun" and "Xây dựng" in refused.value.detail["agencies"]
    current.refresh_from_db()
    assert current.name_vi == "Khảo sát thử"


def test_a_last_day_that_has_passed_is_no_plan():
    current = h.planned()
    with pytest.raises(RoundRefused, match="past"):
        change(current, closes_on=date(2026, 11, 15))


def test_a_survey_called_off_frees_its_year():
    current = h.planned()
    h.drawn(current, "SXD")
    planning.call_off(round_id=current.pk, staff=h.staff(h.MANAGER), now=h.NOW)
    for model in (SurveyRound, SurveyInvitation, FrameRow, SurveyStratum):
        assert not model.objects.exists()
    assert h.planned().pk != current.pk


def test_an_open_survey_is_neither_changed_nor_called_off():
    current, _codes = h.opened()
    with pytest.raises(RoundRefused, match="state"):
        change(current)
    with pytest.raises(RoundRefused, match="state"):
        planning.call_off(round_id=current.pk, staff=None, now=h.NOW)


def test_a_wrong_list_is_taken_out_of_the_frame_until_the_sample_is_drawn():
    target = framed(h.planned(), "SXD")
    for _time in range(2):
        sampling.empty_frame(target_id=target.pk, staff=h.staff(h.MANAGER), now=h.NOW)
    target = h.target_of(target.round, "SXD")
    assert (target.population, target.frame.count(), target.strata.count()) == (0, 0, 0)
    drawn = h.drawn(target.round, "SXD")
    with pytest.raises(RoundRefused, match="frame_used"):
        sampling.empty_frame(target_id=drawn.pk, staff=None, now=h.NOW)


def test_the_manager_changes_and_calls_off_by_the_pages(as_user):
    current, manager = h.planned(agencies=("SKHCN",)), as_user(h.MANAGER)
    page = reverse("surveys:change", args=[current.uuid])
    assert 'value="Khảo sát thử"' in manager.get(page).content.decode()
    agency = current.targets.get().agency_id
    values = {
        "form": current.form_id,
        "year": 2026,
        "name_vi": "Tên khác",
        "opens_on-day": 15,
        "opens_on-month": 11,
        "opens_on-year": 2026,
        "closes_on-day": 31,
        "closes_on-month": 12,
        "closes_on-year": 2026,
        "method": "mean",
        "agencies": agency,
    }
    assert manager.post(page, values | {"opens_on-year": 2024}).status_code == 422
    assert manager.post(page, values | {"closes_on-year": 2025}).status_code == 422
    assert manager.post(page, values).status_code == 302
    frame = reverse("surveys:empty_frame", args=[framed(current, "SKHCN").uuid])
    stranger = as_user("chuyenvien")
    for act in (page, reverse("surveys:call_off", args=[current.uuid]), frame):
        assert stranger.post(act).status_code in (403, 404)
    assert manager.post(frame).status_code == 302
    assert manager.post(reverse("surveys:call_off", args=[current.uuid])).status_code == 302
    assert manager.get(reverse("surveys:round", args=[current.uuid])).status_code == 404


def test_calling_off_an_open_survey_is_refused_in_words(as_user):
    current, _codes = h.opened()
    answered = as_user(h.MANAGER).post(reverse("surveys:call_off", args=[current.uuid]), follow=True)
    assert "không có gì thay đổi" in answered.content.decode()
    assert SurveyRound.objects.filter(pk=current.pk).exists()
