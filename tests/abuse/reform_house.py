"""Things of the reform that belong to one agency or to one duty, made once a process and copied into each test."""

from datetime import UTC, date, datetime
from decimal import Decimal

from django.utils import timezone

from motcua.identity.api import agency_by_code, get_staff_context
from motcua.identity.models import User
from motcua.identity.tests.province import stand_up_province
from motcua.platform.files.api import PDF, store_own
from motcua.platform.testing.replay import replay
from motcua.reform.editions.api import load_editions, published_edition
from motcua.reform.initiatives.models import InitiativeAnnex, MemberRole
from motcua.reform.initiatives.services import councils, drafting
from motcua.reform.initiatives.services.drafting import Author, Content
from motcua.reform.inspections.choices import Kind, Scope
from motcua.reform.inspections.models import InspectionEvidence, RemedyNotice, Shortcoming
from motcua.reform.inspections.services import plans as inspection_plans
from motcua.reform.inspections.services.plans import Visit
from motcua.reform.papers.api import PaperKind, make_paper
from motcua.reform.plan.models import PlanTask, ReformPlan, TaskEvidence
from motcua.reform.reports.models import ReformReport
from motcua.reform.season.appraisal_models import Appeal, Motion
from motcua.reform.season.evidence_models import EvidenceItem, EvidenceLink
from motcua.reform.season.services.rounds import start_season
from motcua.reform.surveys.models import SurveyTarget
from motcua.reform.surveys.tests import helpers as survey_helpers

# Monday 16/11/2026, 09:00 in the office.
NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 16)
OWNER = "SKHCN"


def stand_up_reform():
    """What belongs to whom, by the name of its kind: ids of addresses."""
    return replay(("abuse_reform", NOW), _make)


def user(username):
    return User.objects.get(username=username)


def staff(username):
    return get_staff_context(user_id=user(username).pk, on=timezone.localdate(NOW))


def _make():
    stand_up_province(now=NOW)
    load_editions(now=NOW)
    file = store_own(content=b"%PDF-1.7 kept", name="minh-chung.pdf", media_type=PDF, now=NOW)
    return {
        **_plan(file),
        **_inspection(file),
        **_initiative(file),
        **_season(file),
        **_survey(),
        **_documents(),
    }


def _plan(file):
    agency = agency_by_code(OWNER)
    plan = ReformPlan.objects.create(agency=agency, year=2027, title="Kế hoạch kín", created_at=NOW)
    task = PlanTask.objects.create(
        agency=agency,
        plan=plan,
        year=2027,
        number=1,
        area="direction",
        text="Nhiệm vụ kín",
        due_on=date(2027, 6, 30),
        first_due_on=date(2027, 6, 30),
        target_on=date(2027, 6, 30),
        created_at=NOW,
    )
    piece = TaskEvidence.objects.create(task=task, file=file, added_at=NOW, added_by=user("cv.vp"))
    return {"plan": plan.uuid, "plan.task": task.uuid, "plan.piece": piece.uuid}


def _inspection(file):
    agency, officer = agency_by_code(OWNER), staff("cv.vp")
    plan = inspection_plans.create_plan(
        agency=agency,
        scope=Scope.OWN,
        year=2026,
        title="Kế hoạch tự kiểm tra kín",
        legal_basis="Căn cứ",
        contents=["Công tác chỉ đạo, điều hành"],
        staff=officer,
        now=NOW,
    )
    visit = Visit(
        agency=agency,
        unit=agency.units.get(code="ATBX"),
        kind=Kind.PLANNED,
        planned_from=DAY,
        planned_to=DAY,
    )
    inspection = inspection_plans.add_inspection(plan=plan, visit=visit, staff=officer, now=NOW)
    made = {"agency": agency, "scope": Scope.OWN, "inspection": inspection}
    notice = RemedyNotice.objects.create(recipient_agency=agency, made_by=user("cv.vp"), made_at=NOW, **made)
    shortcoming = Shortcoming.objects.create(
        ordinal=1,
        area="Thủ tục hành chính",
        description="Tồn tại kín",
        owner_agency=agency,
        owner_unit=agency.units.get(code="ATBX"),
        deadline=date(2026, 12, 31),
        due_on=date(2026, 12, 31),
        effect_year=2026,
        found_on=DAY,
        created_at=NOW,
        created_by=user("cv.vp"),
        notice=notice,
        **made,
    )
    photo = InspectionEvidence.objects.create(
        inspection=inspection, file=file, item="A1", added_at=NOW, added_by=user("cv.vp")
    )
    return {
        "inspections.plan": plan.uuid,
        "inspection": inspection.uuid,
        "shortcoming": shortcoming.uuid,
        "notice": notice.uuid,
        "inspections.evidence": photo.uuid,
    }


def _initiative(file):
    agency, author = agency_by_code(OWNER), user("chuyenvien")
    content = Content(
        title="Sáng kiến kín",
        area="procedures",
        problem="Chậm",
        solution="Nhắc hạn",
        first_applied_on=date(2026, 3, 2),
        units_applying="ATBX",
        benefit="Nhanh hơn",
    )
    authors = [Author(full_name=author.full_name, user=author, share=Decimal(100))]
    draft = drafting.begin_initiative(
        agency=agency, content=content, authors=authors, staff=staff("chuyenvien"), now=NOW
    )
    annex = InitiativeAnnex.objects.create(initiative=draft, file=file, added_by=author, added_at=NOW)
    seats = [
        councils.Seat(user=user(name), role=MemberRole.MEMBER if at else MemberRole.CHAIR)
        for at, name in enumerate(("tp.vp", "tp.qlkh", "tp.qlcn", "truongphong", "cv2.vp"))
    ]
    council = councils.set_up_council(
        agency=agency, level="unit", year=2026, seats=seats, staff=staff("cv.vp"), now=NOW
    )
    review = council.reviews.create(initiative=draft, level="unit", opened_at=NOW)
    return {
        "initiative": draft.uuid,
        "annex": annex.uuid,
        "council": council.uuid,
        "review": review.uuid,
    }


def _season(file):
    agencies = [agency_by_code(code) for code in (OWNER, "SXD")]
    season = start_season(
        year=2022,
        edition=published_edition(2022),
        standing_body=agency_by_code("SNV"),
        agencies=agencies,
        blocks={agency.code: "with_dossiers" for agency in agencies},
        by=None,
        now=NOW,
    )
    card = season.scorecards.get(agency__code=OWNER)
    item = EvidenceItem.objects.create(
        agency=agencies[0],
        file=file,
        sha256=file.blob.sha256,
        title="Minh chứng kín",
        added_by=user("cv.vp"),
        added_at=NOW,
    )
    EvidenceLink.objects.create(scorecard=card, code="1.1", item=item, linked_by=user("cv.vp"), linked_at=NOW)
    appeal = Appeal.objects.create(
        scorecard=card, code="1.1", text="Kiến nghị kín", filed_by=user("cv.vp"), filed_at=NOW
    )
    motion = Motion.objects.create(scorecard=card, code="1.1", kind="appeal", opened_at=NOW)
    return {
        "card": card.uuid,
        "evidence_item": item.uuid,
        "appeal": appeal.uuid,
        "motion": motion.uuid,
        "edition": published_edition(2022).uuid,
    }


def _survey():
    current = survey_helpers.planned()
    target = SurveyTarget.objects.get(round=current, agency__code=OWNER)
    return {"round": current.uuid, "sample": target.uuid}


def _documents():
    agency = agency_by_code(OWNER)
    report = ReformReport.objects.create(
        agency=agency,
        year=2026,
        kind="q1",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 3, 14),
        due_on=date(2026, 3, 20),
        created_at=NOW,
    )
    paper = make_paper(
        kind=PaperKind.NOTICE,
        agency=agency,
        title="Thông báo kín",
        data={"heading": "Thông báo", "subject": "kín", "sections": []},
        template="reform/papers/typst/document.typ",
        made_by=user("cv.vp"),
        now=NOW,
    )
    return {"report": report.uuid, "paper": paper.uuid}
