"""Requests that no page of ours would send."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.dossiers.tests import life
from motcua.onestop.forms.api import start_draft
from motcua.onestop.forms.models import Draft
from motcua.onestop.forms.tests.conftest import NOW
from motcua.onestop.forms.tests.samples import XRAY
from motcua.onestop.forms.tests.test_filing import page_post, url_of
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.results.content import render_document
from motcua.onestop.results.models import IssuedDocument
from motcua.platform import clock
from motcua.platform.audit.api import list_events, seal, verify
from motcua.platform.numbering.api import close_period

pytestmark = pytest.mark.django_db
SCRIPT = '<script>alert("x")</script><img src=x onerror=alert(1)>'


@pytest.fixture
def fresh_draft(citizen, xray):
    return start_draft(user=citizen, version=xray, organisation=citizen.organisation_for_tests, now=NOW)


def test_a_script_in_an_answer_is_text_on_every_page_and_in_the_slip(citizen, xray, signed_in_as):
    answers = {**XRAY, "facility_name": SCRIPT, "conclusion": SCRIPT + "#let x = 1; $x^2$ \\ @label"}
    draft = life.filled_draft(citizen, xray, answers=answers)
    owner = signed_in_as(citizen)
    pages = [
        owner.get(reverse("forms:review", args=[draft.uuid])),
        owner.get(url_of(draft, "co-so")),
    ]
    dossier = life.receive_at_counter(life.submit(draft, citizen))
    specialist = signed_in_as(life.user("chuyenvien"))
    pages += [
        owner.get(reverse("portal:dossier", args=[dossier.uuid])),
        specialist.get(reverse("office:dossier", args=[dossier.uuid])),
    ]
    for page in pages:
        text = page.content.decode()
        assert page.status_code == 200
        assert SCRIPT not in text
        assert "onerror=alert(1)&gt;" in text
        assert "script-src" in page["Content-Security-Policy"]
    slip = IssuedDocument.objects.get(dossier=dossier, kind="01")
    assert render_document(document=slip).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("page", "field", "value"),
    [
        ("phong-dat-may", "rooms.0.length", "-5"),
        ("phong-dat-may", "rooms.0.wall_thickness", "1e400"),
        ("phong-dat-may", "rooms.0.height", "NaN"),
        ("thiet-bi", "devices.0.year", "99999999999999999999"),
        ("thiet-bi", "devices.0.type", "free-of-charge"),
        ("co-so", "facility_kind", "nuclear-plant"),
        ("co-so", "establishment_on", "0000-00-00"),
        ("co-so", "facility_name", "\x00"),
        ("nhan-ket-qua", "result.channel", "pigeon"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_words(fresh_draft, citizen, signed_in_as, page, field, value):
    client = signed_in_as(citizen)
    posted = {**page_post(fresh_draft, page, XRAY), field: [value], "_action": ["continue"]}
    answer = client.post(url_of(fresh_draft, page), posted)
    assert answer.status_code in (200, 400), answer.status_code
    fresh_draft.refresh_from_db()
    assert page not in fresh_draft.pages_done
    client.post(reverse("forms:review", args=[fresh_draft.uuid]), {"declared": "yes"})
    assert not Dossier.objects.exists()


def test_ten_thousand_rows_are_refused_and_the_draft_is_as_before(fresh_draft, citizen, signed_in_as):
    client = signed_in_as(citizen)
    posted = {f"devices.{n}.model": "x" for n in range(10_000)} | {"_action": "continue"}
    answer = client.post(url_of(fresh_draft, "thiet-bi"), posted)
    assert answer.status_code in (400, 413)
    one_far_away = {"devices.9999999.model": "x", "_action": "save"}
    assert client.post(url_of(fresh_draft, "thiet-bi"), one_far_away).status_code in (200, 302, 400)
    fresh_draft.refresh_from_db()
    assert len(fresh_draft.data.get("devices", [])) < 100


def test_the_idempotency_key_of_a_request_is_not_believed(draft, citizen, signed_in_as):
    client = signed_in_as(citizen)
    posted = {"declared": "yes", "idempotency_key": "mine", "draft_id": "1", "fee_total": "0"}
    client.post(reverse("forms:review", args=[draft.uuid]), posted)
    dossier = Dossier.objects.get()
    assert dossier.idempotency_key == str(draft.idempotency_key)
    assert dossier.fee_total == 5_000_000


def test_a_page_of_another_form_is_not_found(fresh_draft, citizen, signed_in_as):
    client = signed_in_as(citizen)
    for page in ("khong-co", "dieu-le", "x" * 200):
        url = reverse("forms:page", args=[fresh_draft.uuid, page])
        assert client.post(url, {"_action": "continue"}).status_code == 404


def test_a_request_without_the_token_of_the_page_is_explained(draft, citizen):
    client = Client(enforce_csrf_checks=True)
    client.force_login(citizen, backend="motcua.identity.backends.PasswordBackend")
    answer = client.post(reverse("forms:review", args=[draft.uuid]), {"declared": "yes"})
    assert answer.status_code == 403
    text = answer.content.decode()
    assert 'lang="vi"' in text
    assert "<h1" in text
    assert "CSRF verification" not in text
    assert not Dossier.objects.exists()
    assert Draft.objects.get().submitted_as is None


def refusals(dossier):
    return [
        (event.action, event.detail.get("code"), event.actor_name)
        for event in list_events(object_type="dossier", object_id=dossier.uuid).filter(
            action__endswith="_refused"
        )
    ]


def test_a_step_pressed_twice_is_done_once_and_the_second_is_told(received, signed_in_as):
    head = life.user("truongphong")
    client = signed_in_as(head)
    item = WorkItem.objects.get(dossier=received, state="open")
    url = reverse("office:finish_step", args=[received.uuid, item.uuid])
    answers = {"assignee": life.user("chuyenvien").pk}
    client.post(url, answers)
    before = (received.events.count(), WorkItem.objects.filter(dossier=received).count())
    page = client.post(url, answers, follow=True)
    # The same press of the same person is a retry: it is told of what was done and is no offence to note.
    assert "Đã ghi nhận. Trang này cho biết bước tiếp theo." in page.content.decode()
    assert (received.events.count(), WorkItem.objects.filter(dossier=received).count()) == before
    assert WorkItem.objects.filter(dossier=received, step_key=item.step_key).count() == 1
    assert refusals(received) == []


def test_a_step_that_a_colleague_finished_is_not_done_again_and_the_second_is_told(received, signed_in_as):
    """The page of the second was open before the first pressed; the second sends its answers all the same."""
    head, deputy = life.user("truongphong"), life.user("giamdoc")
    item = WorkItem.objects.get(dossier=received, state="open")
    url = reverse("office:finish_step", args=[received.uuid, item.uuid])
    signed_in_as(head).post(url, {"assignee": life.user("chuyenvien").pk})
    before = (received.events.count(), WorkItem.objects.filter(dossier=received).count())
    page = signed_in_as(deputy).post(url, {"assignee": life.user("chuyenvien").pk}, follow=True)
    assert (received.events.count(), WorkItem.objects.filter(dossier=received).count()) == before
    assert "Bước này đã có người làm xong" in page.content.decode()
    assert refusals(received) == [("dossier.attempt_refused", "already_done", deputy.full_name)]


@pytest.mark.parametrize(
    ("slug", "answers", "code", "words"),
    [
        ("dung", {"reason": "x"}, "not_in_this_state", "đang ở trạng thái"),
        (
            "gia-han",
            {"reason": "x", "new_day": "2026-12-30"},
            "not_in_this_state",
            "đang ở trạng thái",
        ),
        ("yeu-cau-bo-sung", {"reason": "x", "items": "y"}, "not_in_this_state", "đang ở trạng thái"),
    ],
)
def test_an_act_that_does_not_fit_the_state_is_refused_in_words_and_noted(
    submitted, signed_in_as, slug, answers, code, words
):
    """People whose role allows the act, so that the rule refuses and not the role."""
    username = "tiepnhan" if slug == "yeu-cau-bo-sung" else "giamdoc"
    client = signed_in_as(life.user(username))
    page = client.post(reverse("office:act", args=[submitted.uuid, slug]), answers, follow=True)
    assert page.status_code == 200
    assert words in page.content.decode()
    submitted.refresh_from_db()
    assert (submitted.state, submitted.last_event) == (1, 1)
    assert refusals(submitted) == [("dossier.attempt_refused", code, life.user(username).full_name)]


def test_an_act_of_another_role_is_refused_in_words_and_noted(received, signed_in_as):
    clerk = life.user("vanthu")
    page = signed_in_as(clerk).post(reverse("office:act", args=[received.uuid, "dung"]), {"reason": "x"})
    assert page.status_code == 403
    assert 'lang="vi"' in page.content.decode()
    received.refresh_from_db()
    assert received.state == 2
    assert refusals(received) == [("dossier.access_refused", None, clerk.full_name)]


@pytest.mark.parametrize(("language", "words"), [("vi", "đã khóa"), ("en", "is closed")])
def test_a_closed_book_of_numbers_refuses_in_words_and_the_submission_waits(
    submitted, signed_in_as, language, words
):
    close_period(book=f"dossier:{submitted.agency.code}", period="2026-11-20", now=NOW)
    officer = life.user("tiepnhan")
    client = signed_in_as(officer)
    client.cookies["motcua_language"] = language
    page = client.post(reverse("office:receive", args=[submitted.uuid]), follow=True)
    assert words in page.content.decode()
    submitted.refresh_from_db()
    assert (submitted.state, submitted.code) == (1, None)
    assert refusals(submitted) == [("dossier.attempt_refused", "period_closed", officer.full_name)]
    with clock.at(NOW + timedelta(days=3)):
        client.post(reverse("office:receive", args=[submitted.uuid]))
    submitted.refresh_from_db()
    assert submitted.state == 2


def test_a_clock_set_back_between_two_acts_keeps_order_and_dates(submitted, signed_in_as):
    """The machine's clock loses an hour after the filing; what was promised is still after what happened."""
    with clock.at(NOW - timedelta(hours=1)):
        signed_in_as(life.user("tiepnhan")).post(reverse("office:receive", args=[submitted.uuid]))
    submitted.refresh_from_db()
    assert submitted.state == 2
    assert submitted.due_at > submitted.received_at
    assert [event.sequence for event in submitted.events.order_by("id")] == [1, 2]
    seal()
    assert verify().is_intact


def test_a_submission_sent_again_after_days_answers_with_the_same_dossier(draft, citizen, signed_in_as):
    client, url = signed_in_as(citizen), reverse("forms:review", args=[draft.uuid])
    first = client.post(url, {"declared": "yes"})
    with clock.at(NOW + timedelta(days=9)):
        again = client.post(url, {"declared": "yes"})
    assert first["Location"] == again["Location"]
    assert Dossier.objects.count() == 1
    assert Dossier.objects.get().temporary_code in client.get(again["Location"]).content.decode()
    told = list_events(object_type="dossier", object_id=Dossier.objects.get().uuid)
    assert told.filter(action="dossier.submitted").count() == 1
