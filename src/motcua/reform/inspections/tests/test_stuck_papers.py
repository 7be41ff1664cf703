"""A document that was signed and then waited too long: who reads what, takes it back and issues it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from motcua.identity.api import Role
from motcua.identity.models import RoleGrant
from motcua.notifications.api import Message
from motcua.platform import clock
from motcua.reform.inspections.services import visits, written_notices
from motcua.reform.inspections.services.terms import last_day_to_notify
from motcua.reform.inspections.services.waiting_papers import tell_of_stuck_papers
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.pages import at, text
from motcua.reform.inspections.tests.steps import NOW, fresh, staff
from motcua.reform.inspections.tests.test_terms import FIRST_ALLOWED, HEAD, conclude
from motcua.reform.papers.api import (
    Paper,
    PaperState,
    cancel_paper,
    caution_about,
    get_paper,
    sign_paper,
)

pytestmark = pytest.mark.usefixtures("signing")

LEADER, CLERK, MANAGER, MEMBER = "gd.snv", "vt.snv", "quanly.cchc", "thamdinh.stp"
LATER = NOW + timedelta(days=2)
REASON = "Hạn khắc phục quá gần"
NO_MORE = "không còn ban hành được"


@pytest.fixture
def signed():
    """A signed conclusion whose deadline leaves just the shortest term on the day of the signature."""
    inspection = steps.drafted(shortcomings=[steps.found(deadline=FIRST_ALLOWED)])
    return inspection, sign_paper(paper=conclude(inspection), staff=staff(LEADER), now=NOW)


def paper_page(as_user, paper, who):
    return as_user(who).get(reverse("papers:paper", args=[paper.uuid]))


def sealing(paper):
    return f'action="{reverse("papers:seal", args=[paper.uuid])}"'


def withdrawing(paper):
    return f'action="{reverse("papers:cancel", args=[paper.uuid])}"'


def main_of(page):
    return page.partition("<main")[2].partition("</main>")[0]


def take_back(paper, by=LEADER):
    return cancel_paper(paper=get_paper(uuid=paper.uuid), reason=REASON, staff=staff(by), now=LATER)


def told(who):
    return [message.subject for message in Message.objects.filter(recipient__username=who).order_by("pk")]


def test_the_pages_walk_the_same_way(as_user, signed):
    inspection, paper = signed
    with clock.at(LATER):
        clerk = as_user(CLERK)
        refused = clerk.post(reverse("papers:seal", args=[paper.uuid]), follow=True)
        assert "01/12/2026" in text(refused) and get_paper(uuid=paper.uuid).state == PaperState.SIGNED
        answer = as_user(LEADER).post(reverse("papers:cancel", args=[paper.uuid]), {"reason": REASON})
        assert answer.status_code == 302
        page = text(as_user(HEAD).get(at("inspection", inspection)))
        assert "Kết luận 01/KL-SNV đã bị thu hồi" in page and REASON in page
        assert at("change_shortcoming", inspection.shortcomings.get()) in page
        # Taking the draft back would begin the term for the answer anew: it is not what is offered first.
        assert at("take_back_draft", inspection) in page and "btn btn-primary" not in main_of(page)
        assert at("conclude", inspection) in text(as_user(MANAGER).get(at("inspection", inspection)))
        assert REASON not in text(as_user("cv.vp").get(at("inspection", inspection)))


def test_the_clerk_reads_what_is_wrong_and_who_takes_it_back(as_user, signed):
    _inspection, paper = signed
    with clock.at(LATER):
        page = text(paper_page(as_user, paper, CLERK))
    assert NO_MORE in page and steps.user(LEADER).full_name in page and "01/12/2026" in page
    assert sealing(paper) not in page and withdrawing(paper) not in page


def test_the_leader_finds_the_button_open_with_its_reason(as_user, signed):
    _inspection, paper = signed
    with clock.at(LATER):
        page = text(paper_page(as_user, paper, LEADER))
    assert NO_MORE in page and withdrawing(paper) in page and 'mt-4 no-print" open' in page
    with clock.at(NOW):
        assert 'mt-4 no-print" open' not in text(paper_page(as_user, paper, LEADER))


@pytest.mark.parametrize("who", [HEAD, MEMBER, MANAGER])
def test_the_team_and_the_organiser_read_it_on_the_inspection(as_user, signed, who):
    inspection, paper = signed
    with clock.at(LATER):
        page = text(as_user(who).get(at("inspection", inspection)))
    assert NO_MORE in page and steps.user(LEADER).full_name in page
    opens = reverse("papers:paper", args=[paper.uuid]) in page
    assert opens is (who != MEMBER)


@pytest.mark.parametrize("who", ["cv.vp", "giamdoc", "cchc.sxd"])
def test_the_inspected_side_and_strangers_read_nothing_of_it(as_user, signed, who):
    inspection, paper = signed
    with clock.at(LATER):
        page = as_user(who).get(at("inspection", inspection))
        assert NO_MORE not in text(page)
        assert paper_page(as_user, paper, who).status_code == 404


def test_until_when_it_has_to_be_sealed_is_said_from_the_draft_on(as_user, signed):
    inspection, paper = signed
    last = last_day_to_notify(inspection.shortcomings.all(), on=NOW.date())
    # The day after is a public holiday and counts for nothing.
    assert last == NOW.date() + timedelta(days=1)
    with clock.at(NOW):
        for page in (paper_page(as_user, paper, CLERK), as_user(HEAD).get(at("inspection", inspection))):
            assert "chậm nhất ngày 24/11/2026" in text(page) and NO_MORE not in text(page)
        assert sealing(paper) in text(paper_page(as_user, paper, CLERK))


def test_the_last_day_is_the_last_that_is_not_refused(signed):
    inspection, paper = signed
    inspection.shortcomings.update(deadline="2026-12-31")
    last = last_day_to_notify(inspection.shortcomings.all(), on=NOW.date())
    for days, blocks in ((0, False), (1, True)):
        moment = NOW + (last - NOW.date()) + timedelta(days=days)
        assert caution_about(paper, now=moment).blocks is blocks


@pytest.mark.parametrize("who", [CLERK, HEAD, MANAGER, MEMBER, "chutich", "giamdoc", "cv.vp", "congdan"])
def test_nobody_but_the_leader_takes_a_signed_conclusion_back(as_user, signed, who):
    _inspection, paper = signed
    with pytest.raises(PermissionDenied):
        take_back(paper, by=who)
    answer = as_user(who).post(reverse("papers:cancel", args=[paper.uuid]), {"reason": REASON})
    assert answer.status_code in (302, 403, 404)
    assert get_paper(uuid=paper.uuid).state == PaperState.SIGNED


def test_those_who_can_do_something_are_told_once_in_the_morning(signed):
    Message.objects.all().delete()
    assert tell_of_stuck_papers(now=NOW) == 0
    assert tell_of_stuck_papers(now=LATER) > 0
    for who in (LEADER, CLERK, MANAGER, HEAD, MEMBER):
        (line,) = told(who)
        assert "01/KL-SNV" in line and "soạn lại" in line, who
    assert tell_of_stuck_papers(now=LATER + timedelta(days=1)) == 0
    for who in ("cv.vp", "giamdoc", "chutich", "cchc.sxd"):
        assert told(who) == [], who


def test_each_is_led_to_a_page_that_opens(as_user, signed):
    Message.objects.all().delete()
    tell_of_stuck_papers(now=LATER)
    with clock.at(LATER):
        for message in Message.objects.select_related("recipient"):
            assert as_user(message.recipient.username).get(message.url).status_code == 200, message.recipient


def test_when_it_is_taken_back_the_others_hear_why(signed):
    Message.objects.all().delete()
    _inspection, paper = signed
    for _ in range(2):
        take_back(paper)
    assert told(LEADER) == []
    for who in (CLERK, MANAGER, HEAD, MEMBER):
        message = Message.objects.get(recipient__username=who)
        assert "01/KL-SNV" in message.subject and REASON in message.body, who


def test_a_draft_too_late_for_its_signature_is_dropped_by_who_drafts(as_user):
    inspection = steps.drafted(shortcomings=[steps.found(deadline=FIRST_ALLOWED)])
    paper = conclude(inspection)
    with clock.at(LATER):
        page = text(paper_page(as_user, paper, MANAGER))
        assert "không còn ký được" in page and withdrawing(paper) in page
        page = text(paper_page(as_user, paper, LEADER))
        assert reverse("papers:sign", args=[paper.uuid]) not in page
    take_back(paper, by=MANAGER)
    assert fresh(inspection).conclusion.paper is None


def test_where_nobody_leads_the_agency_the_page_says_so(as_user, signed):
    _inspection, paper = signed
    RoleGrant.objects.filter(role=Role.LEADER, appointment__unit__agency__code="SNV").delete()
    with clock.at(LATER):
        assert "hiện không có ai giữ chức vụ lãnh đạo" in text(paper_page(as_user, paper, CLERK))


def test_a_written_notice_too_late_for_its_seal_goes_the_same_way(as_user):
    inspection = steps.concluded(shortcomings=[steps.found(deadline=FIRST_ALLOWED)])
    notice = inspection.notices.get()
    paper = sign_paper(paper=notice.paper, staff=staff(LEADER), now=NOW)
    Message.objects.all().delete()
    assert tell_of_stuck_papers(now=LATER) > 0
    with clock.at(LATER):
        assert NO_MORE in text(as_user(MANAGER).get(at("notice", notice)))
        assert NO_MORE in text(paper_page(as_user, paper, CLERK))
        assert NO_MORE not in text(as_user("cv.vp").get(at("inspection", inspection)))
    take_back(paper)
    assert any(REASON in message.body for message in Message.objects.filter(recipient__username=MANAGER))
    notice.refresh_from_db()
    again = written_notices.redraft_notice(notice=notice, staff=staff(MANAGER), now=LATER)
    steps.issue(again, LATER)
    assert get_paper(uuid=again.uuid).symbol == "02/SNV-CCHC"


def test_a_notice_of_a_visit_whose_day_is_over_goes_the_same_way(as_user):
    inspection = steps.decided()
    paper = visits.draft_notice(
        inspection=inspection,
        visit_at=NOW,
        visit_place="Trụ sở",
        to_prepare="",
        staff=staff(HEAD),
        now=NOW,
    )
    paper = sign_paper(paper=paper, staff=staff(LEADER), now=NOW)
    with clock.at(NOW):
        assert "chậm nhất ngày 23/11/2026" in text(paper_page(as_user, paper, CLERK))
    Message.objects.all().delete()
    assert tell_of_stuck_papers(now=LATER) > 0 and told("cv.vp") == []
    with clock.at(LATER):
        assert NO_MORE in text(as_user(HEAD).get(at("inspection", inspection)))
    take_back(paper)
    assert fresh(inspection).notice_paper is None
    assert Paper.objects.filter(subject_id=str(inspection.uuid), state=PaperState.CANCELLED).count() == 1
