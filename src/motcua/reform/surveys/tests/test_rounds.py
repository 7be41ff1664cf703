from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from motcua.notifications.models import Message
from motcua.platform.audit.api import AuditEvent
from motcua.reform.surveys.models import Ballot, FrameRow, SurveyForm, SurveyRound, SurveyTally
from motcua.reform.surveys.queries import list_published
from motcua.reform.surveys.services import planning, reviewing, rounds, sampling
from motcua.reform.surveys.services.errors import FormChanged, RoundRefused
from motcua.reform.surveys.services.forms import load_forms, publish_form
from motcua.reform.surveys.tests import helpers as h

pytestmark = pytest.mark.usefixtures("province")


def test_forms_of_the_data_file_are_published_once():
    assert [form.key for form in load_forms(now=h.NOW)] == ["sipas", "leaders", "peers", "communes"]
    load_forms(now=h.NOW)
    assert SurveyForm.objects.count() == 4
    assert AuditEvent.objects.filter(action="survey.form_published").count() == 4


def test_a_published_form_never_changes():
    definition = h.form().definition
    changed = definition | {"title_vi": "Khác"}
    with pytest.raises(FormChanged):
        publish_form(definition=changed, now=h.NOW)
    assert publish_form(definition=changed | {"version": 2}, now=h.NOW).version == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        SurveyForm.objects.filter(key="sipas", version=1).update(title_vi="Khác")


def test_one_round_of_a_form_a_year():
    h.planned()
    with pytest.raises(RoundRefused, match="exists"):
        h.planned()
    with pytest.raises(RoundRefused, match="nobody_rated"):
        planning.plan_round(plan=h.plan(agency_ids=[]), staff=None, now=h.NOW)


def test_a_round_goes_from_planned_to_open_to_closed_to_published_and_repeats_change_nothing():
    current, codes = h.opened()
    h.answer(codes["SKHCN"][0])
    for _again in range(2):
        assert h.closed(current).state == "closed"
    for _again in range(2):
        assert rounds.publish_round(round_id=current.pk, staff=None, now=h.NOW).state == "published"
    events = AuditEvent.objects.filter(object_type="survey_round").order_by("id")
    assert [event.action for event in events] == [
        "survey.planned",
        "survey.cards_issued",
        "survey.cards_issued",
        "survey.opened",
        "survey.closed",
        "survey.published",
    ]


def test_a_round_is_closed_when_its_last_day_has_ended():
    current, _codes = h.opened(closes_on=h.TODAY)
    with pytest.raises(RoundRefused, match="too_early"):
        rounds.close_round(round_id=current.pk, staff=None, now=h.NOW)
    tomorrow = h.NOW + timedelta(days=1)
    assert rounds.close_round(round_id=current.pk, staff=None, now=tomorrow).early_decision == ""


@pytest.mark.parametrize("half", [{"decision": "125/QĐ-UBND", "reason": " "}, {"reason": "Đủ mẫu"}])
def test_closing_early_needs_a_document_and_a_reason_that_stay(half):
    current, _codes = h.opened()
    with pytest.raises(RoundRefused, match="too_early"):
        rounds.close_round(round_id=current.pk, staff=None, now=h.NOW, **half)
    done = h.closed(current)
    assert (done.early_decision, done.early_reason) == ("125/QĐ-UBND", "Đủ mẫu")
    event = AuditEvent.objects.get(action="survey.closed")
    assert event.detail == {"decision": "125/QĐ-UBND", "reason": "Đủ mẫu"}


def reopen(current, now=h.NOW, closes_on=h.TODAY + timedelta(days=9), reason="Bổ sung mẫu"):
    return rounds.reopen_round(round_id=current.pk, closes_on=closes_on, reason=reason, staff=None, now=now)


def test_until_publication_a_round_can_be_opened_again_and_takes_answers():
    current, codes = h.opened(number=2)
    h.answer(codes["SKHCN"][0])
    h.closed(current)
    for _again in range(2):
        assert reopen(current).state == "open"
    h.answer(codes["SKHCN"][1])
    h.closed(current)
    assert h.target_of(current, "SKHCN").tally.respondents == 2


def test_opening_again_needs_a_reason_and_a_day_to_come_and_ends_with_publication():
    current, _codes = h.opened()
    h.closed(current)
    with pytest.raises(RoundRefused, match="past"):
        reopen(current, closes_on=h.TODAY - timedelta(days=1))
    with pytest.raises(RoundRefused, match="reason"):
        reopen(current, reason=" ")
    rounds.publish_round(round_id=current.pk, staff=None, now=h.NOW)
    with pytest.raises(RoundRefused, match="state"):
        reopen(current)


def test_a_round_without_invitations_does_not_open_and_one_cannot_skip_a_state():
    current = h.planned()
    with pytest.raises(RoundRefused, match="no_invitations"):
        rounds.open_round(round_id=current.pk, staff=None, now=h.NOW)
    with pytest.raises(RoundRefused, match="state"):
        rounds.publish_round(round_id=current.pk, staff=None, now=h.NOW)


def test_a_sample_is_drawn_by_the_formula_and_can_be_repeated_from_its_seed():
    current = h.planned()
    target = h.drawn(current, "SKHCN", 60)
    assert (target.population, target.invitations.count(), target.seed) == (60, 53, "a")
    chosen = set(FrameRow.objects.filter(target=target, drawn=True).values_list("contact_hash", flat=True))
    assert len(chosen) == 53
    assert sampling.draw_sample(target_id=target.pk, error=1, staff=None, now=h.NOW) == 53
    assert set(target.frame.filter(drawn=True).values_list("contact_hash", flat=True)) == chosen


def test_a_contact_stands_once_in_a_frame_and_is_encrypted():
    current = h.planned()
    target = h.target_of(current, "SKHCN")
    for added in (3, 0):
        found = sampling.import_frame(target_id=target.pk, candidates=h.people(3), staff=None, now=h.NOW)
        assert found == added
    with connection.cursor() as cursor:
        cursor.execute("select contact from reform_survey_frame")
        assert not any("0900000000" in row[0] or "Người" in row[0] for row in cursor.fetchall())


def test_contacts_are_wiped_when_results_are_out():
    current = h.planned()
    h.drawn(current, "SKHCN", 5)
    rounds.open_round(round_id=current.pk, staff=None, now=h.NOW)
    h.published(current)
    assert set(FrameRow.objects.values_list("contact", flat=True)) == {""}


def test_an_invitation_carries_its_whole_link_and_is_wiped_with_the_contacts():
    current = h.planned()
    target = h.drawn(current, "SKHCN", 2, email="a@example.vn", language="en")
    h.drawn(current, "SXD", 2)
    rounds.open_round(round_id=current.pk, staff=None, now=h.NOW)
    h.send(target)
    h.send(h.target_of(current, "SXD"))
    rows = Message.objects.filter(subject_id=current.uuid)
    assert sorted((row.channel, row.language) for row in rows) == [("email", "en")] * 2 + [("sms", "vi")] * 2
    assert all(row.url in row.body for row in rows)
    assert all(len(row.body) <= 160 for row in rows if row.channel == "sms")
    rows.update(state="sent")
    h.published(current)
    assert set(rows.values_list("address", "body", "url")) == {("", "", "")}


def test_the_standing_body_does_not_handle_contacts_where_it_is_rated_itself():
    current = h.planned(agencies=("SNV", "SXD"))
    own = h.target_of(current, "SNV")
    with pytest.raises(PermissionDenied):
        sampling.import_frame(target_id=own.pk, candidates=h.people(1), staff=h.staff(h.MANAGER), now=h.NOW)
    appraiser = h.staff(h.PROVINCE_APPRAISER)
    assert sampling.import_frame(target_id=own.pk, candidates=h.people(1), staff=appraiser, now=h.NOW) == 1


def test_reminders_go_only_to_those_who_have_not_answered_and_once_a_day():
    current = h.planned()
    target = h.drawn(current, "SKHCN", 4)
    rounds.open_round(round_id=current.pk, staff=None, now=h.NOW)
    assert h.send(target).number == 1
    with pytest.raises(RoundRefused, match="too_soon"):
        h.send(target)
    h.answer(h.code_of(target.invitations.first().uuid))
    later = h.send(target, h.NOW + timedelta(days=3))
    assert (later.number, later.sent) == (2, 3)


def test_a_ballot_is_left_out_with_a_reason_and_both_figures_stay():
    current, codes = h.opened(number=3)
    for code, value in zip(codes["SKHCN"], "145", strict=True):
        h.answer(code, {"a1": value})
    manager = h.staff(h.MANAGER)
    doubtful = next(ballot for ballot in Ballot.objects.all() if ballot.answers == {"a1": "1"})
    with pytest.raises(RoundRefused, match="reason"):
        reviewing.review_ballot(ballot_id=doubtful.pk, excluded=True, reason=" ", staff=manager, now=h.NOW)
    h.closed(current)
    for _again in range(2):
        reviewing.review_ballot(
            ballot_id=doubtful.pk, excluded=True, reason="Trả lời hộ", staff=manager, now=h.NOW
        )
    assert doubtful.reviews.count() == 1
    rounds.publish_round(round_id=current.pk, staff=manager, now=h.NOW)
    result = next(found for found in list_published(year=2026) if found.target.agency.code == "SKHCN")
    assert (result.whole.percent, result.whole_of_all.unweighted) == (100, result.whole_of_all.percent)
    assert (result.tally.respondents, result.tally.excluded) == (2, 1)
    assert round(float(result.whole_of_all.percent), 2) == 66.67


def test_nothing_is_left_out_after_publication_nor_by_the_rated_agency_itself():
    current, codes = h.opened(agencies=("SNV", "SXD"))
    h.answer(codes["SNV"][0])
    ballot = Ballot.objects.get()
    with pytest.raises(PermissionDenied):
        reviewing.review_ballot(
            ballot_id=ballot.pk, excluded=True, reason="x", staff=h.staff(h.MANAGER), now=h.NOW
        )
    h.published(current)
    with pytest.raises(RoundRefused, match="state"):
        reviewing.review_ballot(
            ballot_id=ballot.pk, excluded=True, reason="x", staff=h.staff(h.PROVINCE_APPRAISER), now=h.NOW
        )


def test_the_database_refuses_to_change_ballots_and_published_figures():
    current, codes = h.opened()
    h.answer(codes["SKHCN"][0])
    h.published(current)
    for rows in (Ballot.objects.all(), SurveyTally.objects.all()):
        for act in (lambda rows=rows: rows.update(target_id=1), rows.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()
    assert SurveyRound.objects.get().state == "published"
