"""What the other parts of the room ask of inspections: effects, corrections as shortcomings, figures."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from django.urls import reverse

from motcua.platform import clock
from motcua.platform.indicators.api import Period, get_indicator
from motcua.reform.inspections.api import list_effects, open_shortcoming_from_correction
from motcua.reform.inspections.choices import Kind
from motcua.reform.inspections.models import RemedyNotice, Shortcoming
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.steps import NOW

pytestmark = pytest.mark.usefixtures("signing")

YEAR = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))


def corrected(origin="score:1", code="SKHCN", **changes):
    values = {
        "organiser": steps.agency("SNV"),
        "origin": origin,
        "agency": steps.agency(code),
        "year": 2026,
        "criterion": "1.3",
        "area": "Chỉ đạo, điều hành",
        "description": "Báo cáo quý II không có tài liệu kiểm chứng",
        "deadline": date(2026, 12, 31),
        "actor": steps.user("thamdinh"),
        "now": NOW,
    }
    return open_shortcoming_from_correction(**{**values, **changes})


def test_an_effect_counts_from_the_notice_on_and_is_exact():
    third = steps.found(effect="reduce", points=Fraction(1, 8))
    steps.concluded(shortcomings=[third, steps.found(description="Khác", effect="veto", criterion="1.5")])
    assert list_effects("SKHCN", 2026) == []
    for notice in RemedyNotice.objects.all():
        steps.issue(notice.paper)
    effects = [(each.criterion, each.kind, each.points) for each in list_effects("SKHCN", 2026)]
    assert effects == [("1.5", "veto", 0), ("3.5", "reduce", Fraction(1, 8))]
    assert list_effects("SXD", 2026) == list_effects("SKHCN", 2025) == []


def test_an_effect_that_ends_with_the_remedy_comes_back_when_reopened():
    found = steps.found(effect="reduce", points=Fraction(1, 2), effect_until_closed=True)
    (shortcoming,) = steps.opened(shortcomings=[found])
    for outcome, left in (("closed", 0), ("reopened", 1)):
        if outcome == "closed":
            steps.reported(shortcoming)
        steps.judged(shortcoming, outcome)
        assert len(list_effects("SKHCN", 2026)) == left


def test_points_that_four_places_do_not_hold_are_refused():
    with pytest.raises(ValueError, match="1/3"):
        corrected(effect="reduce", points=Fraction(1, 3))


def test_a_correction_becomes_one_shortcoming_however_often_it_is_asked_for():
    assert corrected() == corrected()
    assert corrected(origin="score:2").ordinal == 2
    assert Shortcoming.objects.count() == 2


def test_corrections_are_notified_in_one_document_for_each_agency(as_user):
    for origin, code in (("score:1", "SKHCN"), ("score:2", "SKHCN"), ("score:3", "SXD")):
        corrected(origin, code)
    page = reverse("inspections:corrections")
    assert "Báo cáo quý II" in as_user("quanly.cchc").get(page).content.decode()
    for reader in ("cv.vp", "kiemtra", "thamdinh"):
        assert "Báo cáo quý II" not in as_user(reader).get(page).content.decode()
    for _ in range(2):
        as_user("quanly.cchc").post(reverse("inspections:send_corrections"))
    notices = RemedyNotice.objects.order_by("recipient_agency__code")
    assert [(each.recipient_agency.code, each.shortcomings.count()) for each in notices] == [
        ("SKHCN", 2),
        ("SXD", 1),
    ]
    for notice in notices:
        assert steps.issue(notice.paper).symbol.endswith("/SNV-CCHC")
    assert set(Shortcoming.objects.values_list("state", flat=True)) == {"open"}


def test_figures_of_the_index_are_the_records_behind_them():
    steps.opened(shortcomings=[steps.found(), steps.found(description="Khác", deadline=date(2027, 1, 5))])
    due = get_indicator("insp.shortcomings_due")
    assert due.values(YEAR) == {}, "nothing is due before its last day has passed"
    with clock.at(steps.NOW + timedelta(days=60)):
        assert due.values(YEAR) == {"SKHCN": 1}
        (record,) = due.records("SKHCN", YEAR)
        assert (record.label, record.on) == ("KT-2026-SNV-01/1", date(2026, 12, 31))
        assert get_indicator("insp.remedied_in_time").values(YEAR) == {}
    assert get_indicator("insp.surprise_violations").records("SKHCN", YEAR) == []


def test_violations_of_surprise_inspections_are_counted():
    surprise = steps.minuted(steps.filled(steps.visiting(steps.decided(kind=Kind.SURPRISE))))
    for notice in steps.concluded(steps.drafted(surprise)).notices.all():
        steps.issue(notice.paper)
    assert get_indicator("insp.surprise_violations").values(YEAR) == {"SKHCN": 1}


def test_units_of_an_agency_without_a_plan_are_all_but_its_leadership():
    total = get_indicator("insp.units_total")
    assert total.values(YEAR)["SKHCN"] == len(total.records("SKHCN", YEAR)) == 6
    assert get_indicator("insp.units_inspected").records("SKHCN", YEAR) == []
