"""Reports: begun from the records, written by people, signed, sealed, sent."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied

from motcua.notifications.api import Message
from motcua.platform.indicators.api import Period, get_indicator
from motcua.reform.papers.api import cancel_paper, seal_paper, sign_paper
from motcua.reform.plan.tests.conftest import NOW, TODAY, agency, make_plan, make_task, staff
from motcua.reform.reports import runs, services
from motcua.reform.reports.models import ReformReport, RunKind
from motcua.reform.reports.writing import paper_lines

DAY = timedelta(days=1)


def start(who="cv.vp", kind="m9", year=2026, of="SKHCN"):
    return services.start_report(agency_id=agency(of).pk, year=year, kind=kind, staff=staff(who), now=NOW)


@pytest.fixture
def report(plan, today):
    make_task(
        plan, due_on=date(2026, 3, 31), done_on=date(2026, 3, 30), state="done", text="Ban hành danh mục"
    )
    make_task(plan, due_on=date(2026, 6, 30), text="Rà soát biểu mẫu")
    return written(start())


def written(report, **texts):
    """What only people can say is said."""
    for key, text in {"problems": "Không có.", "next": "Tiếp tục rà soát thủ tục.", **texts}.items():
        report.sections.filter(key=key).update(text=text)
    return report


def figure(report, key):
    return report.figures.get(key=key)


def text_of(report, key):
    return report.sections.get(key=key).text


def save(report, who="cv.vp", revision=0, **texts):
    return services.save_text(report_id=report.pk, texts=texts, revision=revision, staff=staff(who), now=NOW)


def work(asked, now=NOW):
    """What the queue does for somebody who has asked."""
    runs.do_run(report_id=asked.pk, run=asked.run_uuid, now=now)


def ask(report, kind, who="cv.vp", now=NOW):
    return runs.ask_run(report_id=report.pk, kind=kind, staff=staff(who), now=now)


def submit(report, now=NOW):
    work(ask(report, RunKind.SUBMISSION, now=now), now)
    return services.papers_of(report).filter(state="draft").latest("id")


def test_a_draft_begins_with_figures_and_names_of_tasks(report):
    assert figure(report, "plan.tasks_due").value == "2"
    assert figure(report, "plan.tasks_done").value == "1"
    assert next(record["label"] for record in figure(report, "plan.tasks_open").records).endswith(
        "Rà soát biểu mẫu"
    )
    assert "[[plan.tasks_done]]" in text_of(report, "plan")
    lines = paper_lines(text_of(report, "plan"), {row.key: row for row in report.figures.all()})
    assert any("Rà soát biểu mẫu" in line for line in lines)
    assert not any("[[" in line for line in lines)


def test_what_was_issued_is_told_from_the_record_alone(report):
    lines = paper_lines(text_of(report, "direction"), {row.key: row for row in report.figures.all()})
    assert lines[0] == "Kế hoạch cải cách hành chính năm đã ban hành:"
    assert "05/KH-SKHCN" in lines[1] and "28/01/2026" in lines[2] and len(lines) == 3


@pytest.mark.parametrize("values", [None, {"date_basis": "typed"}, {"state": "draft"}])
def test_without_a_recorded_plan_the_section_is_empty_and_has_to_be_written(province, today, values):
    if values is not None:
        make_plan(**values)
    report = written(start())
    assert text_of(report, "direction") == ""
    with pytest.raises(services.Unwritten) as refused:
        ask(report, RunKind.SUBMISSION)
    assert refused.value.keys == ["direction"]


def test_no_first_text_says_more_than_headings_of_lists_and_figures(province, today):
    for section in start().sections.all():
        for line in section.text.splitlines():
            assert line.endswith(":") or "[[" in line


def test_a_term_has_one_report(report):
    assert start().pk == report.pk
    assert ReformReport.objects.count() == 1


def test_terms_that_nobody_asks_for_are_refused(province, today):
    for kind, year in (("weekly", 2026), ("q1", 2019)):
        with pytest.raises(services.NotOwed):
            start(kind=kind, year=year)


def test_new_figures_leave_what_people_wrote(report, plan):
    save(report, plan="Kết quả: [[plan.tasks_done]] nhiệm vụ. Lời của chuyên viên.")
    make_task(plan, due_on=date(2026, 5, 5), done_on=date(2026, 5, 4), state="done")
    work(ask(report, RunKind.FIGURES), NOW + DAY)
    assert figure(report, "plan.tasks_done").value == "2"
    assert figure(report, "plan.tasks_done").computed_at == NOW + DAY
    assert text_of(report, "plan") == "Kết quả: [[plan.tasks_done]] nhiệm vụ. Lời của chuyên viên."


def test_a_text_saved_by_somebody_else_is_not_overwritten(report):
    save(report, problems="Của người thứ nhất")
    with pytest.raises(services.ChangedMeanwhile):
        save(report, problems="Của người thứ hai")
    assert text_of(report, "problems") == "Của người thứ nhất"


@pytest.mark.parametrize("who", ["giamdoc", "truongphong", "vanthu", "cchc.sxd", "quanly.cchc", "kiemtra"])
def test_only_the_reform_officer_writes(report, who):
    for do in (
        lambda: start(who=who),
        lambda: save(report, who=who, plan="x"),
        lambda: ask(report, RunKind.FIGURES, who=who),
        lambda: ask(report, RunKind.SUBMISSION, who=who),
    ):
        with pytest.raises(PermissionDenied):
            do()


def test_a_text_with_an_unknown_figure_is_not_signed(report):
    save(report, next="Phấn đấu [[plan.tasks_dnoe]]")
    with pytest.raises(services.UnknownFigures, match=r"plan\.tasks_dnoe"):
        submit(report)


@pytest.mark.parametrize(
    "typed",
    [
        *("[[plan.assigned_due|chagne]]", "[[dvc closed]]", "[[plan.tasks_done|]]"),
        *("[[plan.tasks_done", "plan.tasks_done]]", "[[1.x]]", "[[plan.tasks_done|LIST]]"),
    ],
)
def test_brackets_around_a_mistyped_figure_are_named_and_not_signed(report, typed):
    save(report, next=f"Đạt [[plan.tasks_done]] và\n{typed}")
    with pytest.raises(services.UnknownFigures) as refused:
        submit(report)
    assert refused.value.names == [typed]


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("problems", ""),
        ("next", "  "),
        ("direction", ""),
        ("next", "Phấn đấu đạt … %"),
        ("problems", "Nguyên nhân: ........"),
        ("plan", "Kết quả: [[plan.tasks_done]], trong đó ____ nhiệm vụ."),
    ],
)
def test_a_report_with_sections_not_written_to_the_end_is_not_laid_before_the_leader(report, key, text):
    written(report, **{key: text})
    with pytest.raises(services.Unwritten) as refused:
        ask(report, RunKind.SUBMISSION)
    assert refused.value.keys == [key]
    report.refresh_from_db()
    assert (report.state, report.run) == ("draft", "")


def test_sections_that_figures_fill_may_be_empty(report):
    written(report, inspections="", initiatives="")
    assert submit(report).state == "draft"


def test_what_nobody_kept_a_year_before_is_no_growth(report):
    known = {row.key: row for row in report.figures.all()}
    (words,) = paper_lines("[[plan.tasks_due]] nhiệm vụ, [[plan.tasks_due|change]]", known)
    assert words == "2 nhiệm vụ, không có số liệu cùng kỳ"


def test_a_list_of_what_nobody_kept_does_not_say_none(province, today):
    known = {row.key: row for row in start().figures.all()}
    assert paper_lines("[[plan.tasks_done|list]]", known) == ["- Chưa có số liệu."]


LAST = datetime(2026, 12, 14, 2, 0, tzinfo=UTC)


def test_a_report_is_not_signed_before_the_last_day_of_its_figures(report):
    year = written(start(kind="year"))
    with pytest.raises(services.NotOver):
        submit(year, LAST - DAY)
    assert submit(year, LAST).state == "draft"


def test_what_is_laid_before_the_leader_has_figures_of_that_day(report, plan):
    save(report, plan="Kết quả: [[plan.tasks_done]] nhiệm vụ.")
    make_task(plan, due_on=date(2026, 5, 5), done_on=date(2026, 5, 4), state="done")
    paper = submit(report, NOW + DAY)
    assert any("Kết quả: 2 nhiệm vụ." in part["paragraphs"] for part in paper.data["sections"])
    assert figure(report, "plan.tasks_done").computed_at == NOW + DAY


def test_a_refused_paper_opens_the_draft_again(report):
    paper = submit(report)
    with pytest.raises(services.NotPossible):
        save(report, plan="x")
    cancel_paper(paper=paper, reason="Nêu rõ nguyên nhân", staff=staff("giamdoc"), now=NOW)
    assert save(report, plan="x").state == "draft"


@pytest.mark.django_db(transaction=True)
def test_signed_sealed_and_sent_once(report, signing_twins):
    signing_twins("user:giamdoc", "Phạm Đức Thắng")
    signing_twins("seal:SKHCN", "Sở Khoa học và Công nghệ", kind="seal")

    def send(now=NOW):
        return services.send_report(report_id=report.pk, staff=staff("vanthu"), now=now)

    paper = submit(report)
    with pytest.raises(services.NotPossible):
        send()
    paper = sign_paper(paper=paper, staff=staff("giamdoc"), now=NOW)
    with pytest.raises(services.NotSealed):
        send()
    seal_paper(paper=paper, staff=staff("vanthu"), now=NOW)
    sent = {send(now=NOW + number * DAY).sent_on for number in range(2)}
    assert sent == {TODAY}
    report.refresh_from_db()
    assert (report.state, report.document_number, report.signed_on) == ("sent", paper.symbol, TODAY)
    managers = set(Message.objects.values_list("recipient__username", flat=True))
    assert managers == {"quanly.cchc", "tp.cchc"}


def sent(kind, sent_on, year=2026, of="SKHCN", **values):
    due = {
        "q1": date(year, 3, 20),
        "h1": date(year, 6, 20),
        "m9": date(year, 9, 21),
        "year": date(year, 12, 20),
    }
    return ReformReport.objects.create(
        agency=agency(of),
        year=year,
        kind=kind,
        starts_on=date(year - 1, 12, 15),
        ends_on=date(year, 3, 14),
        due_on=due[kind],
        state="sent" if sent_on else "draft",
        sent_on=sent_on,
        created_at=NOW,
        **values,
    )


def count(key, period, of="SKHCN"):
    indicator = get_indicator(key)
    value = indicator.value_of(indicator.values(period), of)
    assert value == Fraction(len(indicator.records(of, period)))
    return value


def test_late_and_missing_follow_from_dates(province, today):
    year = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))
    sent("q1", date(2026, 3, 20))
    sent("h1", date(2026, 6, 23))
    sent("m9", None)
    # Today is 16/11: the yearly report is not due yet.
    assert (count("rpt.late", year), count("rpt.missing", year)) == (1, 1)
    assert (count("rpt.late", year, "SXD"), count("rpt.missing", year, "SXD")) == (0, 3)
    assert get_indicator("rpt.missing").values(year).get("PVHCC") is None


@pytest.mark.parametrize("of", ["SKHCN", "SXD"])
def test_before_the_first_report_was_kept_nothing_is_known(province, today, of):
    sent("q1", date(2026, 3, 20))
    former = Period(start=date(2025, 1, 1), end=date(2025, 12, 31))
    indicator = get_indicator("rpt.missing")
    assert indicator.value_of(indicator.values(former), of) is None
    assert indicator.records(of, former) == []


def test_in_a_year_that_has_begun_nothing_due_is_zero_and_not_unknown(province, today):
    sent("q1", date(2026, 3, 20))
    early = Period(start=date(2026, 1, 1), end=date(2026, 3, 31))
    assert (count("rpt.missing", early), count("rpt.missing", early, "SXD")) == (0, 1)


def test_what_was_sent_after_the_period_was_missing_in_it(province, today):
    sent("h1", date(2026, 7, 10))
    half = Period(start=date(2026, 1, 1), end=date(2026, 6, 30))
    assert (count("rpt.late", half), count("rpt.missing", half)) == (0, 2)


def test_all_agencies_cost_three_statements(province, today, django_assert_max_num_queries):
    get_indicator("rpt.late").values(Period(start=date(2026, 1, 1), end=date(2026, 12, 31)))
    with django_assert_max_num_queries(3):
        get_indicator("rpt.late").values(Period(start=date(2026, 1, 1), end=date(2026, 12, 31)))
