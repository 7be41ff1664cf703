"""Pages of reports: drafts stay in the house, the province sees who has reported."""

import re
from datetime import date

import pytest
from django.urls import reverse

from motcua.reform.reports.models import ReformReport
from motcua.reform.reports.tasks import run
from motcua.reform.reports.tests.test_reports import report, sent, written
from motcua.reform.reports.writing import paper_lines

__all__ = ["report"]

LIST = reverse("reports:list")
PROVINCE = reverse("reports:province")


def page(name, row, *more):
    return reverse(f"reports:{name}", args=[row.uuid, *more])


def test_visitors_sign_in_and_citizens_find_nothing(client, as_user, report):
    for address in (LIST, PROVINCE, page("report", report)):
        assert client.get(address).status_code == 302
        assert as_user("congdan").get(address).status_code == 404


def test_a_draft_is_read_by_those_who_make_it_only(as_user, report):
    for who in ("cv.vp", "giamdoc", "truongphong", "vanthu"):
        assert as_user(who).get(page("report", report)).status_code == 200
    for who in ("chuyenvien", "cchc.sxd", "quanly.cchc", "kiemtra"):
        client = as_user(who)
        assert client.get(page("report", report)).status_code == 404
        assert client.get(page("figure", report, "plan.tasks_due")).status_code == 404
        assert client.post(page("refresh", report)).status_code == 404


def test_what_was_sent_is_read_by_the_province(as_user, province):
    row = sent("q1", date(2026, 3, 19), document_number="12/BC-SKHCN")
    for who in ("quanly.cchc", "kiemtra", "chuyenvien"):
        assert "12/BC-SKHCN" in as_user(who).get(page("report", row)).content.decode()
    assert as_user("cchc.sxd").get(page("report", row)).status_code == 404


def test_the_province_sees_who_has_reported_and_no_draft(as_user, report):
    sent("q1", date(2026, 3, 25))
    assert as_user("cv.vp").get(PROVINCE).status_code == 403
    shown = as_user("quanly.cchc").get(PROVINCE)
    assert page("report", report) not in shown.content.decode()
    # Ten departments owe three reports by now; one was sent late.
    assert [figure["value"] for figure in shown.context["figures"]] == [0, 1, 29, 10]
    rows = b"".join(as_user("kiemtra").get(PROVINCE, {"_export": "csv"}).streaming_content).decode(
        "utf-8-sig"
    )
    assert rows.count("\n") == 41


def test_a_draft_is_begun_on_the_page(as_user):
    client = as_user("cv.vp")
    address = reverse("reports:start", args=[2026, "h1"])
    assert client.get(address).status_code == 405
    for _ in range(2):
        assert client.post(address).status_code == 302
    assert ReformReport.objects.get().kind == "h1"
    assert client.post(reverse("reports:start", args=[2019, "h1"])).status_code == 404
    assert as_user("giamdoc").post(address).status_code == 403


@pytest.mark.parametrize("year", [0, 1, 9999, 99999])
def test_a_year_far_off_is_not_found(as_user, year):
    client = as_user("cv.vp")
    assert client.post(reverse("reports:start", args=[year, "year"])).status_code == 404
    assert client.get(LIST, {"year": year}).status_code == 200


def test_a_year_that_runs_is_not_laid_before_the_leader(as_user, report):
    client = as_user("cv.vp")
    client.post(reverse("reports:start", args=[2026, "year"]))
    year = ReformReport.objects.get(kind="year")
    assert page("submit", year) not in client.get(page("report", year)).content.decode()
    answer = client.post(page("submit", year), follow=True).content.decode()
    assert "14/12/2026" in answer
    year.refresh_from_db()
    assert year.state == "draft"


def test_a_signed_report_without_a_seal_says_so(as_user, report):
    as_user("cv.vp").post(page("submit", report))
    report.refresh_from_db()
    run(report=report.pk, run=str(report.run_uuid))
    ReformReport.objects.update(state="signed")
    answer = as_user("vanthu").post(page("send", report), follow=True).context["messages"]
    assert [str(message) for message in answer] == ["Văn thư cần đóng dấu trước."]


def test_a_report_not_written_to_the_end_is_asked_for_the_missing_words(as_user, report):
    written(report, problems="", next="Lời đã viết, còn ... sau")
    client = as_user("cv.vp")
    shown = client.get(page("report", report)).content.decode()
    assert "Còn phải viết" in shown
    answer = client.post(page("submit", report))
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["problems", "next"]
    text = answer.content.decode()
    assert "Lời đã viết, còn ... sau" in text
    assert f'action="{page("edit", report)}"' in text
    report.refresh_from_db()
    assert (report.state, report.run) == ("draft", "")
    typed = {**answer.context["form"].data, "problems": "Không có.", "next": "Rà soát tiếp."}
    assert client.post(page("edit", report), typed).status_code == 302
    assert "Còn phải viết" not in client.get(page("report", report)).content.decode()
    assert client.post(page("submit", report)).status_code == 302


def test_where_dates_come_from_is_said_in_the_language_of_the_page(as_user):
    assert "Mốc chốt số liệu" in as_user("cv.vp").get(LIST).content.decode()


def test_figures_in_the_text_lead_to_their_records(as_user, report):
    client = as_user("cv.vp")
    assert page("figure", report, "plan.tasks_done") in client.get(page("report", report)).content.decode()
    assert "Ban hành danh mục" in client.get(page("figure", report, "plan.tasks_done")).content.decode()
    assert client.get(page("figure", report, "plan.unknown")).status_code == 404


def test_a_conflict_keeps_what_was_typed(as_user, report):
    client = as_user("cv.vp")
    assert client.post(page("edit", report), {"revision": 0, "problems": "Một"}).status_code == 302
    response = client.post(page("edit", report), {"revision": 0, "problems": "Lời thứ hai"})
    assert response.status_code == 422
    assert "Lời thứ hai" in response.content.decode()


def test_typed_markup_stays_text(as_user, report):
    client = as_user("cv.vp")
    client.post(
        page("edit", report), {"revision": 0, "problems": "<script>alert(1)</script> [[plan.no|list]]"}
    )
    shown = client.get(page("report", report)).content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize("who", ["cv.vp", "quanly.cchc"])
def test_lists_cost_few_statements(as_user, report, who, django_assert_max_num_queries):
    client = as_user(who)
    client.get(LIST)
    with django_assert_max_num_queries(8):
        client.get(LIST)


def test_the_report_page_costs_few_statements(as_user, report, django_assert_max_num_queries):
    client = as_user("cv.vp")
    client.get(page("report", report))
    with django_assert_max_num_queries(9):
        client.get(page("report", report))


@pytest.mark.parametrize(("language", "shown", "other"), [("vi", "1,5", "1.5"), ("en", "1.5", "1,5")])
def test_figures_on_the_page_follow_its_language_and_those_of_the_document_stay_vietnamese(
    as_user, report, language, shown, other
):
    report.figures.filter(key="plan.tasks_due").update(value="3/2", earlier="5/2")
    written(report, problems="[[plan.tasks_due]] và [[plan.tasks_due|change]].")
    client = as_user("cv.vp")
    client.cookies["motcua_language"] = language
    for address in (page("report", report), page("figure", report, "plan.tasks_due")):
        text = client.get(address).content.decode()
        assert shown in text
        assert other not in text
    figures = {row.key: row for row in report.figures.all()}
    assert "1,5" in paper_lines("[[plan.tasks_due]]", figures)[0]


def test_only_sections_that_need_no_words_are_called_optional(report, as_user):
    page = as_user("cv.vp").get(reverse("reports:edit", args=[report.uuid])).content.decode()
    labels = re.findall(r'<label class="mc-label" for="id_(\w+)">(.*?)</label>', page)
    assert {key for key, label in labels if "mc-optional" not in label} == {"direction", "problems", "next"}
