"""A plan signed outside: its date counts when the leader says so, never because of what was typed or handed in."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.identity.models import Appointment, RoleGrant
from motcua.notifications.api import Message
from motcua.platform.files.api import PDF, read, store_own
from motcua.platform.indicators.api import Period, get_indicator
from motcua.platform.signing.api import SignatureInfo, Status, Verification
from motcua.reform.papers.api import PaperKind, make_paper, seal_paper, sign_paper
from motcua.reform.plan.models import PlanState, ReformPlan
from motcua.reform.plan.services import outside
from motcua.reform.plan.services.tasks import NotPossible
from motcua.reform.plan.tests.conftest import NOW, TODAY, agency, make_plan, make_task, staff, user

DAY = timedelta(days=1)
ISSUED = date(2026, 1, 28)
STAMP = datetime(2026, 1, 28, 8, 0, tzinfo=UTC)
YEAR = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))


@pytest.fixture
def draft(province):
    plan = make_plan(state=PlanState.DRAFT)
    make_task(plan)
    return plan


def note(plan, issued_on=ISSUED, number="07/KH-SKHCN", who="cv.vp"):
    return note_file(plan, b"%PDF-1.4", issued_on, number, who)


def note_file(plan, content, issued_on=ISSUED, number="07/KH-SKHCN", who="cv.vp"):
    scan = store_own(content=content, name="ke-hoach.pdf", media_type=PDF, now=NOW)
    scan.uploaded_by_id = user(who).pk
    scan.save()
    return outside.note_issued_outside(
        plan_id=plan.pk, issued_on=issued_on, document_number=number, file=scan, staff=staff(who), now=NOW
    )


def shown(plan):
    return outside.shown_of(ReformPlan.objects.get(pk=plan.pk))


def confirm(plan, who="giamdoc", **seen):
    seen = replace(shown(plan), **seen)
    return outside.confirm_date(plan_id=plan.pk, shown=seen, staff=staff(who), now=NOW)


def counted():
    return get_indicator("plan.issued_on").values(YEAR).get("SKHCN")


def test_a_document_is_not_dated_after_today(draft):
    with pytest.raises(outside.DateOutside):
        note(draft, issued_on=TODAY + DAY)
    assert note(draft, issued_on=TODAY).state == "issued"


@pytest.mark.parametrize("day", [date(1900, 1, 15), date(2025, 6, 30)])
def test_a_document_is_not_dated_long_before_the_year_of_the_plan(draft, day):
    with pytest.raises(outside.DateOutside):
        note(draft, issued_on=day)
    assert note(draft, issued_on=date(2025, 7, 1)).state == "issued"


def test_a_typed_date_is_known_but_counted_only_when_the_leader_confirms_it(draft, today):
    assert (note(draft).state, counted()) == ("issued", None)
    (record,) = get_indicator("plan.issued_on").records("SKHCN", YEAR)
    assert record.note
    for _ in range(2):
        assert confirm(draft).date_basis == "confirmed"
    assert counted() == ISSUED


@pytest.mark.parametrize("who", ["cv.vp", "truongphong", "gd.stp", "quanly.cchc"])
def test_only_the_leader_of_the_agency_confirms(draft, who):
    note(draft)
    with pytest.raises(PermissionDenied):
        confirm(draft, who=who)


def test_nobody_confirms_the_date_they_typed(draft):
    office = Appointment.objects.get(user=user("giamdoc"))
    RoleGrant.objects.create(appointment=office, role="reform_officer")
    note(draft, who="giamdoc")
    with pytest.raises(PermissionDenied):
        confirm(draft)


def test_another_date_typed_meanwhile_is_not_confirmed_with_the_one_shown(draft):
    note(draft)
    assert note(draft, issued_on=ISSUED + DAY).issued_on == ISSUED + DAY
    with pytest.raises(NotPossible):
        confirm(draft, issued_on=ISSUED)
    confirm(draft)
    assert note(draft).issued_on == ISSUED + DAY


def test_what_was_changed_after_the_notice_waits_for_the_leader_anew(draft):
    note(draft)
    seen = shown(draft)
    note(draft, number="99/KH-SKHCN")
    assert len(told()) == 4
    with pytest.raises(NotPossible):
        outside.confirm_date(plan_id=draft.pk, shown=seen, staff=staff("giamdoc"), now=NOW)
    note_file(draft, b"%PDF-1.4 other")
    assert len(told()) == 6
    with pytest.raises(NotPossible):
        outside.confirm_date(plan_id=draft.pk, shown=seen, staff=staff("giamdoc"), now=NOW)
    assert counted() is None
    confirm(draft)
    assert counted() == ISSUED


DEPARTMENT, PROVINCE = "Sở Khoa học và Công nghệ", "Ủy ban nhân dân tỉnh Lam Sơn"


def signature(signer="Phạm Đức Thắng", organisation=f"{DEPARTMENT} tỉnh Lam Sơn", stamp=STAMP):
    return SignatureInfo(
        field="a",
        signer=signer,
        organisation=organisation,
        reason="",
        signed_at=STAMP,
        timestamped_at=stamp,
        intact=True,
        trusted=True,
        covers_whole_document=True,
    )


def signed(*signatures, status=Status.VALID):
    return lambda _content: Verification(status=status, signatures=signatures or (signature(),))


@pytest.mark.parametrize(
    ("found", "basis"),
    [
        (signed(), "signature"),
        (signed(signature(organisation="")), "signature"),
        (signed(signature(organisation=PROVINCE)), "signature"),
        (signed(signature(signer=DEPARTMENT, organisation=PROVINCE)), "signature"),
        (signed(signature(signer=f"Con dấu  {DEPARTMENT} tỉnh Lam Sơn", organisation="")), "signature"),
        (signed(signature(stamp=datetime(2026, 1, 29, 8, 0, tzinfo=UTC))), "typed"),
        (signed(signature(stamp=None)), "typed"),
        (signed(status=Status.UNKNOWN), "typed"),
        (signed(status=Status.ALTERED), "typed"),
        # Signed that day, but by others: the officer's own key, another agency's seal, a leader elsewhere.
        (signed(signature(signer="Trần Hữu Phúc")), "typed"),
        (signed(signature(signer="Con dấu Sở Xây dựng", organisation="Sở Xây dựng")), "typed"),
        (signed(signature(signer=DEPARTMENT, organisation=DEPARTMENT)), "typed"),
        (signed(signature(organisation="Công ty cổ phần Ánh Dương")), "typed"),
        (signed(signature(stamp=None), signature(signer="Trần Hữu Phúc")), "typed"),
    ],
)
def test_a_time_stamp_of_that_day_by_the_leader_or_the_seal_is_a_hint_and_counts_for_nothing(
    as_user, draft, monkeypatch, found, basis
):
    monkeypatch.setattr(outside, "verify_pdf", found)
    assert note(draft).date_basis == basis
    assert counted() is None
    page = as_user("giamdoc").get(reverse("plan:plan", args=[draft.uuid])).content.decode()
    assert ("dấu thời gian của ngày này" in page) == (basis == "signature")
    confirm(draft)
    assert counted() == ISSUED


def told():
    found = Message.objects.filter(subject_type="reform_plan", channel="in_app").order_by("id")
    return list(found.values_list("recipient__username", flat=True))


def test_leaders_hear_once_of_a_date_that_waits_for_them(draft):
    for _ in range(2):
        note(draft)
    assert sorted(told()) == ["giamdoc", "phogiamdoc"]
    message = Message.objects.filter(recipient=user("giamdoc")).get()
    assert reverse("plan:plan", args=[draft.uuid]) in message.url
    assert "28/01/2026" in message.body
    note(draft, issued_on=ISSUED + DAY)
    assert len(told()) == 4


def test_a_stamped_file_waits_for_the_leaders_like_any_other(draft, monkeypatch):
    monkeypatch.setattr(outside, "verify_pdf", signed())
    note(draft)
    assert sorted(told()) == ["giamdoc", "phogiamdoc"]


def sealed_notice():
    """A notice of the agency, really signed and sealed, about something else than the plan."""
    paper = make_paper(
        kind=PaperKind.NOTICE,
        agency=agency("SKHCN"),
        title="Thông báo lịch trực",
        template="reform/papers/typst/document.typ",
        data={
            "heading": "Thông báo",
            "subject": "Lịch trực",
            "sections": [],
            "recipients": ["VT"],
            "archive": "VT",
        },
        made_by=user("cv.vp"),
        now=NOW,
    )
    signed = sign_paper(paper=paper, staff=staff("giamdoc"), now=NOW)
    return seal_paper(paper=signed, staff=staff("vanthu"), now=NOW)


def test_another_document_that_the_agency_sealed_that_day_proves_nothing(as_user, draft, signing_twins):
    signing_twins("user:giamdoc", "Phạm Đức Thắng")
    signing_twins("seal:SKHCN", DEPARTMENT, kind="seal")
    content = read(sealed_notice().file)
    with pytest.raises(outside.OtherDocument):
        note_file(draft, content, issued_on=TODAY)
    address = reverse("plan:issued_outside", args=[draft.uuid])
    typed = {**particulars(TODAY.day, TODAY.month, TODAY.year), "file": pdf(content)}
    refused = as_user("cv.vp").post(address, typed)
    assert refused.status_code == 422 and "07/KH-SKHCN" in refused.content.decode()
    # One byte more and it is a file that nobody knows; the seal of that day still holds and counts for nothing.
    note_file(draft, content + b"\n", issued_on=TODAY)
    assert counted() is None


def particulars(day, month, year):
    parts = {"issued_on-day": day, "issued_on-month": month, "issued_on-year": year}
    return {"document_number": "07/KH-SKHCN", "file": pdf(b"%PDF-1.4"), **parts}


def pdf(content):
    return SimpleUploadedFile("ke-hoach.pdf", content, content_type="application/pdf")


def test_a_date_ahead_is_refused_on_the_page(as_user, draft):
    address = reverse("plan:issued_outside", args=[draft.uuid])
    answer = as_user("cv.vp").post(address, particulars(15, 1, 2027))
    assert answer.status_code == 422
    assert "07/KH-SKHCN" in answer.content.decode()
    answer = as_user("cv.vp").post(address, particulars(15, 1, 1900))
    assert answer.status_code == 422
    assert "01/07/2025" in answer.content.decode()


def test_the_leader_confirms_on_the_page_of_the_plan(as_user, draft):
    note(draft)
    page, address = reverse("plan:plan", args=[draft.uuid]), reverse("plan:confirm_date", args=[draft.uuid])
    assert address not in as_user("cv.vp").get(page).content.decode()
    leader = as_user("giamdoc")
    assert address in leader.get(page).content.decode()
    seen = {**asdict(shown(draft)), "issued_on": "2026-01-28"}
    assert seen["sha256"] in leader.get(page).content.decode()
    assert as_user("cv.vp").post(address, seen).status_code == 403
    assert leader.post(address, {"issued_on": "x"}).status_code == 404
    leader.post(address, {**seen, "document_number": "99/KH-SKHCN"})
    assert not ReformPlan.objects.get(pk=draft.pk).has_proven_date
    assert leader.post(address, seen).status_code == 302
    draft.refresh_from_db()
    assert draft.has_proven_date
    assert address not in leader.get(page).content.decode()
