"""Versions of forms that ask less or otherwise, and rounds they do not fit: no page breaks, no figure is wrong."""

import copy
import json

import pytest

from motcua.platform.indicators.api import get_indicator
from motcua.reform.rules.sampling import Method
from motcua.reform.rules.survey_forms import BadForm
from motcua.reform.surveys.models import SurveyForm
from motcua.reform.surveys.services.errors import RoundRefused
from motcua.reform.surveys.services.forms import DATA, publish_form
from motcua.reform.surveys.tests import helpers as h
from motcua.reform.surveys.tests.test_figures import PERIOD
from motcua.reform.surveys.tests.test_pages import url


def definition(**changes):
    forms = json.loads(DATA.read_text(encoding="utf-8"))["forms"]
    found = copy.deepcopy(next(form for form in forms if form["key"] == "sipas"))
    return found | {"version": 2} | changes


def yes_or_no():
    answers = [{"value": "yes", "vi": "Có", "en": "Yes"}, {"value": "no", "vi": "Không", "en": "No"}]
    return definition() | {
        "key": "truc_tuyen",
        "kind": "other",
        "answers": answers,
        "overall": None,
    }


def held(made: SurveyForm, answers, number=30, **changes):
    current, codes = h.opened(form_id=made.pk, agencies=("SXD",), number=number, **changes)
    for code in codes["SXD"]:
        h.answer(code, answers)
    return current


def test_a_version_without_a_factor_has_no_figure_for_it_and_the_others_stay(province):
    without = [row for row in definition()["sections"] if row["key"] != "feedback"]
    made = publish_form(definition=definition(sections=without), now=h.NOW)
    h.published(held(made, {"a1": "4"}))
    assert get_indicator("surv.sipas.feedback.answered").values(PERIOD) == {}
    assert get_indicator("surv.sipas.access.answered").values(PERIOD) == {"SXD": 30}


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"kind": "other"}, "kind_of_key"),
        ({"overall": {"key": "chung", "vi": "Chung", "verified": False}}, "overall_key"),
        ({"kind": "other", "key": "khac", "answers": [{"value": "", "vi": "Trống"}]}, "answers"),
    ],
)
def test_a_form_that_the_figures_cannot_be_taken_from_is_refused(province, changes, problem):
    with pytest.raises(BadForm, match=problem):
        publish_form(definition=definition(**changes), now=h.NOW)


@pytest.mark.parametrize("username", [h.MANAGER, "gd.sxd", "kiemtra"])
def test_a_form_without_one_figure_leaves_every_page_standing(as_user, province, username):
    current = held(publish_form(definition=yes_or_no(), now=h.NOW), {"a1": "yes"})
    h.published(current)
    client = as_user(username)
    for page in (url("round", current.uuid), url("result", h.target_of(current, "SXD").uuid)):
        for wanted in ("", "?_export=csv"):
            assert client.get(page + wanted).status_code == 200


def test_a_round_is_not_planned_by_what_its_form_cannot_give(province):
    with pytest.raises(RoundRefused, match="weighted_options"):
        h.planned("communes", weighted=True)
    made = publish_form(definition=definition(overall=None), now=h.NOW)
    with pytest.raises(RoundRefused, match="no_overall"):
        h.planned(form_id=made.pk, method=Method.OVERALL_QUESTION)


def test_a_refused_definition_says_what_to_mend(as_user, province):
    text = json.dumps(definition(overall={"key": "chung", "vi": "Chung", "verified": False}))
    page = as_user(h.MANAGER).post(url("forms"), {"file": h.upload(text, "phieu.json")})
    assert page.status_code == 422
    assert "khóa của câu hỏi chung là overall" in page.content.decode()
