"""The way of an inspection as its people walk it, for tests: each function one step, with the right person."""

from datetime import UTC, date, datetime, timedelta

from motcua.identity.api import Agency, StaffContext, Unit, User, get_staff_context
from motcua.reform.inspections.choices import Kind, Post, Scope
from motcua.reform.inspections.models import Inspection
from motcua.reform.inspections.services import conclusions, plans, remedies, teams, visits, written_notices
from motcua.reform.inspections.services.conclusions import Found
from motcua.reform.inspections.services.plans import Visit
from motcua.reform.inspections.services.remedies import Done
from motcua.reform.inspections.services.visits import Noted
from motcua.reform.papers.api import seal_paper, sign_paper

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
SIGNERS = {"SNV": ("gd.snv", "vt.snv"), "SKHCN": ("giamdoc", "vanthu"), "UBND": ("chutich", "vt.ubnd")}
KEYS = ("gd.snv", "vt.snv", "giamdoc", "thanhtra.cchc", "thamdinh.stp", "cv.vp", "tp.qlkh", "truongphong")


def user(username: str) -> User:
    return User.objects.get(username=username)


def staff(username: str, on: date | None = None) -> StaffContext:
    return get_staff_context(user_id=user(username).pk, on=on or NOW.date())


def agency(code: str) -> Agency:
    return Agency.objects.get(code=code)


def unit(code: str, of: str = "SKHCN") -> Unit:
    return Unit.objects.get(agency__code=of, code=code)


def issue(paper, now=NOW):
    """Leader and clerk of the agency sign and seal."""
    leader, clerk = SIGNERS[paper.agency.code]
    signed = sign_paper(paper=paper, staff=staff(leader), now=now)
    return seal_paper(paper=signed, staff=staff(clerk), now=now)


def plan_of(scope=Scope.PROVINCE, by="quanly.cchc", organiser="SNV", year=2026):
    return plans.create_plan(
        agency=agency(organiser),
        scope=scope,
        year=year,
        title=f"Kế hoạch kiểm tra cải cách hành chính năm {year}",
        legal_basis="Căn cứ Nghị quyết số 76/NQ-CP ngày 15 tháng 7 năm 2021 của Chính phủ",
        contents=["Công tác chỉ đạo, điều hành", "Giải quyết thủ tục hành chính"],
        staff=staff(by),
        now=NOW,
    )


def line(plan, code="SKHCN", of_unit=None, kind=Kind.PLANNED, by="quanly.cchc"):
    visit = Visit(
        agency=agency(code),
        unit=of_unit,
        kind=kind,
        planned_from=date(2026, 11, 20),
        planned_to=date(2026, 11, 30),
    )
    return plans.add_inspection(plan=plan, visit=visit, staff=staff(by), now=NOW)


def decided(kind=Kind.PLANNED, code="SKHCN"):
    """An inspection whose team is appointed."""
    return decided_in(plan_of(), kind=kind, code=code)


def decided_in(plan, kind=Kind.PLANNED, code="SKHCN"):
    inspection = line(plan, code, kind=kind)
    issue(plans.submit_plan(plan=plan, staff=staff("quanly.cchc"), now=NOW))
    return with_team(inspection)


def with_team(inspection, members=None, by="quanly.cchc"):
    chosen = members or {"thanhtra.cchc": Post.HEAD, "thamdinh.stp": Post.MEMBER}
    team = teams.appoint_team(
        plan=inspection.plan,
        inspections=[inspection],
        members={user(name).pk: post for name, post in chosen.items()},
        duties="",
        staff=staff(by),
        now=NOW,
    )
    issue(team.paper)
    return fresh(inspection)


def notified(inspection=None):
    inspection = inspection or decided()
    paper = visits.draft_notice(
        inspection=inspection,
        visit_at=NOW + timedelta(hours=1),
        visit_place="Trụ sở Sở Khoa học và Công nghệ",
        to_prepare="Báo cáo tự đánh giá",
        staff=staff("thanhtra.cchc"),
        now=NOW,
    )
    issue(paper)
    return fresh(inspection)


def visiting(inspection=None, by="thanhtra.cchc"):
    return visits.begin_visit(inspection=inspection or notified(), staff=staff(by), now=NOW)


def filled(inspection=None, by="thanhtra.cchc", signer=None):
    """A visit with every item noted and the minutes written."""
    inspection = inspection or visiting()
    noted = {code: Noted(result="met", note="") for code in visits.item_codes(inspection)}
    visits.save_findings(inspection=inspection, findings=noted, staff=staff(by), now=NOW)
    visits.write_minutes(
        inspection=inspection,
        present="Hai bên",
        findings="Đã kiểm tra",
        opinion="Nhất trí",
        signer=user(signer) if signer else visits.inspected_signers(inspection, on=NOW.date())[0],
        staff=staff(by),
        now=NOW,
    )
    return fresh(inspection)


def minuted(inspection=None):
    inspection = inspection or filled()
    visits.send_minutes(inspection=inspection, staff=staff("thanhtra.cchc"), now=NOW)
    visits.sign_minutes(inspection=fresh(inspection), staff=staff("giamdoc"), now=NOW)
    return fresh(inspection)


def found(**changes):
    values = {
        "area": "Thủ tục hành chính",
        "criterion": "3.5",
        "severity": "minor",
        "description": "Hồ sơ trễ hạn chưa có phiếu xin lỗi",
        "legal_basis": "Nghị định 61/2018/NĐ-CP",
        "owner_agency": agency("SKHCN"),
        "owner_unit": None,
        "deadline": date(2026, 12, 31),
    }
    return Found(**{**values, **changes})


def drafted(inspection=None, shortcomings=None):
    """A draft conclusion that was sent, with its shortcomings."""
    inspection = inspection or minuted()
    head = staff("thanhtra.cchc")
    for each in shortcomings if shortcomings is not None else [found()]:
        conclusions.add_shortcoming(inspection=inspection, found=each, staff=head, now=NOW)
    conclusions.write_conclusion(
        inspection=inspection, strengths="Tốt", assessment="Đạt yêu cầu", staff=head, now=NOW
    )
    conclusions.send_draft(inspection=inspection, staff=head, now=NOW)
    return fresh(inspection)


def concluded(inspection=None, shortcomings=None):
    inspection = inspection or drafted(shortcomings=shortcomings)
    conclusions.answer_draft(inspection=inspection, answer="Nhất trí", staff=staff("cv.vp"), now=NOW)
    paper = conclusions.submit_conclusion(
        inspection=inspection, response="Tiếp thu", staff=staff("quanly.cchc"), now=NOW
    )
    issue(paper)
    return fresh(inspection)


def opened(shortcomings=None):
    """Notified shortcomings of a concluded inspection."""
    inspection = concluded(shortcomings=shortcomings)
    for notice in inspection.notices.order_by("pk"):
        issue(notice.paper)
    return list(inspection.shortcomings.order_by("ordinal"))


def reported(shortcoming, *, on=None, by="cv.vp", now=NOW, action="Đã gửi phiếu xin lỗi"):
    return remedies.report_remedy(
        shortcoming=shortcoming,
        done=Done(action=action, remedied_on=on or now.date(), explanation="Đã gửi bản giấy"),
        files=[],
        staff=staff(by),
        now=now,
    )


def judged(shortcoming, outcome="closed", *, on_site=False, by="thanhtra.cchc", now=NOW, **days):
    if outcome in ("partly", "reopened"):
        days.setdefault("next_deadline", now.date() + timedelta(days=30))
    return remedies.verify(
        shortcoming=shortcoming,
        outcome=outcome,
        on_site=on_site,
        remark="Đã xem",
        staff=staff(by),
        now=now,
        **days,
    )


def acknowledged(notice, by="cv.vp"):
    return written_notices.acknowledge(notice=notice, staff=staff(by), now=NOW)


def fresh(inspection):
    return Inspection.objects.select_related("minutes", "conclusion").get(pk=inspection.pk)
