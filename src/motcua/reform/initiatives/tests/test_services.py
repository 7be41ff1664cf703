"""An initiative from draft to certificate, and everything that is refused on the way."""

import io
import threading
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from time import perf_counter
from unicodedata import normalize
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection

from motcua.identity.api import Unit, agency_by_code
from motcua.platform.audit.api import AuditEvent
from motcua.platform.files.api import FileRefused
from motcua.platform.indicators.api import Period, get_indicator
from motcua.reform.initiatives.models import InitiativeBallot, InitiativeReview
from motcua.reform.initiatives.queries import get_own_ballot, list_progress
from motcua.reform.initiatives.rules.scoring import SheetRefused
from motcua.reform.initiatives.services import checking, councils, drafting, recognising, scoring, spreading
from motcua.reform.initiatives.services._base import InitiativeRefused
from motcua.reform.initiatives.services.drafting import Author
from motcua.reform.initiatives.similar import find_similar
from motcua.reform.initiatives.tests.conftest import CONTENT, MEMBERS, NOW, sheet
from motcua.reform.papers.api import cancel_paper, seal_paper, sign_paper

pytestmark = pytest.mark.django_db
YEAR = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))


def test_an_initiative_goes_from_draft_to_certificate(recognised, staff):
    review = recognised()
    assert (review.initiative.state, review.state, review.decided_on) == ("recognised",) * 2 + (
        date(2026, 11, 23),
    )
    paper = sign_paper(paper=review.certificate, staff=staff("giamdoc"), now=NOW)
    assert seal_paper(paper=paper, staff=staff("vanthu"), now=NOW).symbol == "01/GCN-SKHCN"
    assert Fraction(review.result["mean"]) == 83


def test_what_lies_below_the_threshold_is_not_recognised(scored, staff):
    review = scoring.close_scoring(review=scored(scores={"novelty": "10"}), staff=staff("cv.vp"), now=NOW)
    assert (review.state, review.initiative.state) == ("failed", "not_recognised")
    with pytest.raises(InitiativeRefused, match="nothing_to_decide"):
        recognising.draft_decision(council=review.council, staff=staff("cv.vp"), now=NOW)


def test_a_cancelled_decision_takes_recognition_back(recognised, staff):
    review = recognised()
    certificate = review.certificate
    cancel_paper(paper=review.decision, reason="Sai tên", staff=staff("giamdoc"), now=NOW)
    review.refresh_from_db()
    certificate.refresh_from_db()
    assert (certificate.state, certificate.cancel_reason) == ("cancelled", "Sai tên")
    assert (review.state, review.decision, review.initiative.state) == ("passed", None, "proposed")


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"benefit": " "}, "incomplete"),
        ({"first_applied_on": None}, "incomplete"),
        ({"first_applied_on": date(2026, 11, 24)}, "not_applied_yet"),
        ({"first_applied_on": date(2025, 11, 20)}, "too_late"),
    ],
)
def test_what_is_incomplete_or_late_is_not_filed(begin, staff, changed, code):
    initiative = begin(content=replace(CONTENT, **changed))
    with pytest.raises(InitiativeRefused, match=code):
        drafting.submit_initiative(initiative=initiative, staff=staff("chuyenvien"), now=NOW)


def test_the_last_day_of_the_year_still_counts(begin, staff):
    initiative = begin(content=replace(CONTENT, first_applied_on=date(2025, 11, 23)))
    done = drafting.submit_initiative(initiative=initiative, staff=staff("chuyenvien"), now=NOW)
    assert (done.state, done.year) == ("submitted", 2026)


def test_shares_that_do_not_make_a_hundred_are_not_filed(begin, user, staff):
    third = Decimal("33.33")
    people = [Author(full_name=str(number), share=third) for number in range(3)]
    with pytest.raises(InitiativeRefused, match="shares"):
        drafting.submit_initiative(initiative=begin(authors=people), staff=staff("chuyenvien"), now=NOW)


def test_filing_and_checking_twice_change_nothing(accepted, staff):
    initiative = accepted()
    checking.accept_initiative(initiative=initiative, staff=staff("cv.vp"), now=NOW)
    assert AuditEvent.objects.filter(action="initiative.accepted").count() == 1


def test_what_was_filed_in_time_may_be_mended_after_the_year(begin, staff):
    initiative = begin(content=replace(CONTENT, first_applied_on=date(2025, 11, 23)))
    drafting.submit_initiative(initiative=initiative, staff=staff("chuyenvien"), now=NOW)
    for days in (10, 20):
        checking.return_initiative(
            initiative=initiative,
            reason="Thiếu số liệu",
            staff=staff("cv.vp"),
            now=NOW + timedelta(days=days),
        )
        mended = drafting.submit_initiative(
            initiative=initiative, staff=staff("chuyenvien"), now=NOW + timedelta(days=days + 1)
        )
        assert mended.state == "submitted"
    assert mended.submitted_at == NOW


@pytest.mark.parametrize("who", ["chuyenvien", "cchc.sxd", "quanly.cchc", "kiemtra", "vanthu"])
def test_only_the_agencys_reform_officer_or_leader_checks(begin, staff, who):
    initiative = begin()
    drafting.submit_initiative(initiative=initiative, staff=staff("chuyenvien"), now=NOW)
    with pytest.raises(PermissionDenied):
        checking.accept_initiative(initiative=initiative, staff=staff(who), now=NOW)


def test_an_author_never_checks_the_own_initiative(begin, staff):
    initiative = begin(by="cv.vp")
    drafting.submit_initiative(initiative=initiative, staff=staff("cv.vp"), now=NOW)
    with pytest.raises(PermissionDenied):
        checking.accept_initiative(initiative=initiative, staff=staff("cv.vp"), now=NOW)


def test_nobody_begins_an_initiative_of_another_agency(begin):
    with pytest.raises(PermissionDenied):
        begin(by="cv.sxd", agency="SKHCN")


def test_a_filed_initiative_is_not_changed_by_its_authors(accepted, staff):
    with pytest.raises(PermissionDenied):
        drafting.change_initiative(
            initiative=accepted(), content=CONTENT, authors=[], staff=staff("chuyenvien"), now=NOW
        )


def test_an_annex_that_is_no_paper_is_refused_and_noted(begin, staff):
    with pytest.raises(FileRefused):
        drafting.add_annex(
            initiative=begin(), content=io.BytesIO(b"MZ"), name="x.pdf", staff=staff("chuyenvien"), now=NOW
        )
    assert AuditEvent.objects.filter(action="file.refused", object_type="initiative").exists()


@pytest.mark.parametrize("members", [MEMBERS[:4], ("tp.vp",) * 5])
def test_a_council_has_five_to_nine_different_members(council, members):
    with pytest.raises(InitiativeRefused, match="council_"):
        council(members=members)


@pytest.mark.parametrize(
    ("who", "level"), [("cv.vp", "province"), ("cchc.sxd", "unit"), ("chuyenvien", "unit")]
)
def test_a_council_is_set_up_by_who_runs_its_level(council, who, level):
    with pytest.raises(PermissionDenied):
        council(by=who, level=level)


def test_a_council_does_not_sit_before_its_decision_is_signed(keys, council, accepted, staff):
    board = council(sits=False)
    with pytest.raises(InitiativeRefused, match="council_not_sitting"):
        councils.put_before_council(initiatives=[accepted()], council=board, staff=staff("cv.vp"), now=NOW)
    sign_paper(paper=board.decision, staff=staff("giamdoc"), now=NOW)
    board.refresh_from_db()
    assert board.state == "sitting"


def test_an_author_in_the_council_never_scores(accepted, council, staff):
    initiative = accepted(by="truongphong")
    (review,) = councils.put_before_council(
        initiatives=[initiative], council=council(), staff=staff("cv.vp"), now=NOW
    )
    with pytest.raises(PermissionDenied):
        scoring.cast_ballot(review=review, scores=sheet(), remark="", staff=staff("truongphong"), now=NOW)
    assert scoring.count_entitled(review) == 4


@pytest.mark.parametrize("who", ["chuyenvien", "cv.vp", "giamdoc", "cchc.sxd", "quanly.cchc"])
def test_who_does_not_sit_in_the_council_does_not_score(accepted, council, staff, who):
    (review,) = councils.put_before_council(
        initiatives=[accepted()], council=council(), staff=staff("cv.vp"), now=NOW
    )
    with pytest.raises(PermissionDenied):
        scoring.cast_ballot(review=review, scores=sheet(), remark="", staff=staff(who), now=NOW)


def test_a_sheet_beyond_the_maxima_is_not_cast(scored, staff):
    with pytest.raises(SheetRefused):
        scoring.cast_ballot(
            review=scored(), scores=sheet(novelty="30.01"), remark="", staff=staff("tp.vp"), now=NOW
        )


def test_a_sheet_may_be_changed_until_the_scoring_is_closed(scored, staff):
    review = scored()
    scoring.cast_ballot(review=review, scores=sheet(novelty="1"), remark="", staff=staff("tp.vp"), now=NOW)
    assert InitiativeBallot.objects.filter(review=review).count() == 5
    scoring.close_scoring(review=review, staff=staff("cv.vp"), now=NOW)
    with pytest.raises(InitiativeRefused, match="scoring_closed"):
        scoring.cast_ballot(review=review, scores=sheet(), remark="", staff=staff("tp.vp"), now=NOW)


def test_no_scores_stand_in_the_event_log(scored):
    scored()
    details = AuditEvent.objects.filter(action__startswith="initiative.ballot").values_list(
        "detail", flat=True
    )
    assert {frozenset(detail) for detail in details} == {frozenset({"level"})}


def test_each_member_reads_only_the_own_sheet(scored, staff):
    review = scored()
    assert get_own_ballot(staff=staff("tp.vp"), review=review).member.user_id == staff("tp.vp").user_id
    assert get_own_ballot(staff=staff("cv.vp"), review=review) is None


def test_the_scoring_is_not_closed_without_a_quorum(accepted, council, staff):
    (review,) = councils.put_before_council(
        initiatives=[accepted()], council=council(), staff=staff("cv.vp"), now=NOW
    )
    for name in MEMBERS[:3]:
        scoring.cast_ballot(review=review, scores=sheet(), remark="", staff=staff(name), now=NOW)
    with pytest.raises(InitiativeRefused, match="no_quorum"):
        scoring.close_scoring(review=review, staff=staff("cv.vp"), now=NOW)


@pytest.mark.parametrize("who", ["tp.vp", "chuyenvien", "cchc.sxd", "quanly.cchc"])
def test_only_who_runs_the_council_closes_the_scoring(scored, staff, who):
    with pytest.raises(PermissionDenied):
        scoring.close_scoring(review=scored(), staff=staff(who), now=NOW)


def test_closing_twice_answers_the_same_result(scored, staff):
    review = scored()
    first = scoring.close_scoring(review=review, staff=staff("cv.vp"), now=NOW)
    again = scoring.close_scoring(review=review, staff=staff("cv.vp"), now=NOW + timedelta(hours=1))
    assert (again.result, again.closed_at) == (first.result, first.closed_at)


def test_the_same_words_in_another_year_and_agency_are_found(begin, accepted, staff):
    old = begin(by="cv.sxd", agency="SXD")
    drafting.submit_initiative(initiative=old, staff=staff("cv.sxd"), now=NOW)
    mine = accepted()
    (found,) = find_similar(mine, staff=staff("cv.vp"))
    assert (found.initiative, found.title_percent, found.is_suspect, found.is_open) == (old, 100, True, False)
    assert find_similar(mine, staff=staff("quanly.cchc"))[0].is_open


def test_drafts_and_other_words_are_not_found(begin, accepted, staff):
    begin(by="cv.sxd", agency="SXD")
    other = replace(CONTENT, title="Thư viện số dùng chung", solution="Mượn sách qua mạng cho học sinh")
    accepted(by="cv2.atbx", content=other)
    assert find_similar(accepted(), staff=staff("cv.vp")) == []


def test_an_initiative_counts_once_at_its_highest_level(recognised, council, user, staff, keys):
    review = recognised()
    unit, provincial = get_indicator("init.recognised_unit"), get_indicator("init.recognised_provincial")
    assert unit.values(YEAR) == {"SKHCN": 1} and provincial.values(YEAR) == {}
    members = ("tp.vp", "tp.qlkh", "tp.qlcn", "truongphong", "quanly.cchc")
    board = council(level="province", by="quanly.cchc", members=members)
    (upper,) = councils.put_before_council(
        initiatives=[review.initiative], council=board, staff=staff("quanly.cchc"), now=NOW
    )
    for name in members:
        scoring.cast_ballot(review=upper, scores=sheet(), remark="", staff=staff(name), now=NOW)
    scoring.close_scoring(review=upper, staff=staff("quanly.cchc"), now=NOW)
    paper = recognising.draft_decision(council=board, staff=staff("quanly.cchc"), now=NOW)
    assert sign_paper(paper=paper, staff=staff("chutich"), now=NOW).symbol == "01/QĐ-UBND"
    assert unit.values(YEAR) == {} and provincial.values(YEAR) == {"SKHCN": 1}
    (record,) = provincial.records("SKHCN", YEAR)
    assert record.note == "01/QĐ-UBND" and str(review.initiative.uuid) in record.url
    assert get_indicator("init.registered").values(YEAR) == {"SKHCN": 1}
    assert get_indicator("init.registered").records("SXD", YEAR) == []


def test_a_place_is_recorded_once_and_a_national_recognition_too(recognised, staff):
    initiative = recognised().initiative
    for _number in range(2):
        spreading.record_replication(
            initiative=initiative,
            place="Sở Xây dựng",
            applied_on=date(2026, 11, 20),
            remark="",
            staff=staff("chuyenvien"),
            now=NOW,
        )
        recognising.record_national(
            initiative=initiative,
            number="12/QĐ-BKHCN",
            decided_on=date(2026, 11, 20),
            staff=staff("quanly.cchc"),
            now=NOW,
        )
    assert initiative.replications.count() == 1
    assert get_indicator("init.recognised_provincial").values(YEAR) == {"SKHCN": 1}


def test_a_target_is_set_by_the_standing_body_and_progress_follows(recognised, staff):
    recognised()
    with pytest.raises(PermissionDenied):
        spreading.set_target(
            agency=agency_by_code("SKHCN"), year=2026, amount=3, source="", staff=staff("cv.vp"), now=NOW
        )
    spreading.set_target(
        agency=agency_by_code("SKHCN"), year=2026, amount=1, source="", staff=staff("quanly.cchc"), now=NOW
    )
    (own,) = list_progress(staff=staff("cv.vp"), year=2026)
    assert (own.target, own.filed, own.recognised, own.provincial, own.reached) == (1, 1, 1, 0, True)
    assert len(list_progress(staff=staff("quanly.cchc"), year=2026)) > 5


@pytest.mark.django_db(transaction=True)
def test_ballots_cast_at_once_are_one_a_member_and_none_after_closing(accepted, council, staff):
    (review,) = councils.put_before_council(
        initiatives=[accepted()], council=council(), staff=staff("cv.vp"), now=NOW
    )
    contexts = {name: staff(name) for name in MEMBERS}
    barrier, failures = threading.Barrier(10), []

    def cast(name, points):
        try:
            mine = InitiativeReview.objects.get(pk=review.pk)
            barrier.wait(20)
            scoring.cast_ballot(
                review=mine, scores=sheet(novelty=points), remark="", staff=contexts[name], now=NOW
            )
        except (InitiativeRefused, PermissionDenied, DatabaseError) as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=cast, args=(name, p)) for name in MEMBERS for p in ("20", "22")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    assert InitiativeBallot.objects.filter(review=review).count() == 5
    closed = scoring.close_scoring(review=review, staff=staff("cv.vp"), now=NOW)
    cast_values = InitiativeBallot.objects.filter(review=review).values_list("novelty", flat=True)
    assert Fraction(closed.result["means"]["novelty"]) == sum(map(Fraction, cast_values)) / 5


def test_likeness_does_not_depend_on_the_form_of_unicode(begin, accepted, staff):
    apart = {name: normalize("NFD", value) for name, value in vars(CONTENT).items() if isinstance(value, str)}
    accepted(by="cv2.atbx", content=replace(CONTENT, **apart))
    mine = begin()
    (found,) = find_similar(mine, staff=staff("cv.vp"))
    assert (found.title_percent, found.text_percent, found.is_suspect) == (100, 100, True)


def test_three_hundred_initiatives_are_compared_quickly(
    begin, accepted, staff, django_assert_max_num_queries
):
    one, mine = accepted(by="cv2.atbx"), begin()
    for number in range(300):
        one.pk, one.uuid, one._state.adding = None, uuid4(), True
        one.normal_title = f"{mine.normal_title} {number}"
        one.normal_text = " ".join([mine.normal_text] * 12 + [str(number)])
        one.save()
    begun = perf_counter()
    with django_assert_max_num_queries(6):
        found = find_similar(mine, staff=staff("cv.vp"))
    assert len(found) == 20 and perf_counter() - begun < 3


def test_documents_name_the_unit_that_the_agency_has(council, user):
    unit = user("cv.vp").appointments.get().unit
    first = council(sits=False).decision.data
    assert (
        first["proposal"] == "Theo đề nghị của Chánh Văn phòng Sở" and first["archive"] == f"VT, {unit.code}"
    )
    Unit.objects.filter(pk=unit.pk).update(name_vi="Phòng Tổng hợp", code="TH")
    board = council(members=(*MEMBERS[:4], "tp.shtt"), sits=False)
    assert board.decision.data["proposal"] == "Theo đề nghị của Trưởng phòng Tổng hợp"
    assert board.decision.data["archive"] == "VT, TH"
