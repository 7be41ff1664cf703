"""What the page says of the part of a card that no figure speaks of."""

from fractions import Fraction

import pytest
from django.urls import reverse

from motcua.platform import clock
from motcua.reform.results.charts import signed
from motcua.reform.results.known import measured_words
from motcua.reform.results.tests.conftest import NOW
from motcua.reform.season.api import State

pytestmark = pytest.mark.django_db


def page_of(client, user, code="SKHCN"):
    client.force_login(user("cv.vp"))
    with clock.at(NOW.replace(year=2026, month=11, day=30)):
        return client.get(reverse("results:agency", args=[2026, code]))


def test_a_running_year_says_which_part_is_known_and_between_what_the_whole_card_lies(client, user, example):
    example.unmeasured = ("C01", "C09")
    example.season(state=State.OPEN)
    page = page_of(client, user)
    known = page.context["known"]
    # 34.416 points without the plan (1) and the money (3): 30.416 of 36, and of 40 with none or all of the four.
    assert (known.points, known.most, known.rest) == ("30,42", "36", "4")
    assert (known.low, known.high) == ("76,04", "86,04")
    text = page.content.decode()
    assert "của phần điểm đã biết (30,42 trên 36)" in text
    assert "từ 76,04 đến 86,04" in text


def test_gains_of_a_running_year_stand_beside_what_they_are_of_the_whole_card(client, user, example):
    example.unmeasured = ("C01", "C09")
    example.season(state=State.OPEN)
    (tasks,) = [line for line in page_of(client, user).context["actions"] if line.criterion.startswith("C02")]
    # Two points, 38 of 40 now and 41 of 43 at best: of 36 points and of 40.
    points = 2 * (Fraction(41, 43) - Fraction(38, 40))
    assert (tasks.gain, tasks.whole) == (signed(points / 36 * 100), signed(points / 40 * 100))
    assert "Điểm chỉ số, cả phiếu" in page_of(client, user).content.decode()


def test_a_year_without_anything_open_has_one_index_and_no_interval(client, user, example):
    example.season(state=State.OPEN)
    page = page_of(client, user)
    assert page.context["known"] is None
    assert "phần điểm đã biết" not in page.content.decode()


def test_the_page_says_that_gains_are_of_the_measured_part_only(client, user, example):
    season = example.season(state=State.FINAL)
    example.put(example.card(season, "SKHCN"), "C09", "appraised", 3, {})
    client.force_login(user("quanly.cchc"))
    with clock.at(NOW):
        page = client.get(reverse("results:agency", args=[2026, "SKHCN"]))
    text = page.content.decode()
    assert "chỉ tính trên phần đo được bằng số liệu: 11 trên 12 tiêu chí, 37 trên 40 điểm" in text
    assert page.context["measured"] == measured_words(page.context["standing"])
