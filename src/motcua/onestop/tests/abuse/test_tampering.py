"""Requests that no page of ours would send."""

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
from motcua.platform.audit.api import list_events

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
    client.force_login(citizen, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(reverse("forms:review", args=[draft.uuid]), {"declared": "yes"})
    assert answer.status_code == 403
    text = answer.content.decode()
    assert 'lang="vi"' in text
    assert "<h1" in text
    assert "CSRF verification" not in text
    assert not Dossier.objects.exists()
    assert Draft.objects.get().submitted_as is None


def test_a_step_pressed_twice_is_done_once_and_the_second_is_told(received, signed_in_as):
    client = signed_in_as(life.user("truongphong"))
    item = WorkItem.objects.get(dossier=received, state="open")
    url = reverse("office:finish_step", args=[received.uuid, item.uuid])
    answers = {"assignee": life.user("chuyenvien").pk}
    client.post(url, answers)
    page = client.post(url, answers, follow=True)
    assert page.status_code == 200
    assert WorkItem.objects.filter(dossier=received, step_key=item.step_key).count() == 1
    refused = list_events(object_type="dossier", object_id=received.uuid).filter(
        action="dossier.attempt_refused"
    )
    assert refused.count() <= 1


@pytest.mark.parametrize(
    ("username", "slug", "answers"),
    [
        ("truongphong", "dung", {"reason": "x"}),
        ("giamdoc", "gia-han", {"reason": "x", "new_due_at": "2030-01-01T10:00"}),
    ],
)
def test_an_act_that_does_not_fit_the_state_is_refused_in_words_and_noted(
    submitted, signed_in_as, username, slug, answers
):
    client = signed_in_as(life.user(username))
    page = client.post(reverse("office:act", args=[submitted.uuid, slug]), answers, follow=True)
    assert page.status_code in (200, 403)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.last_event) == (1, 1)
    noted = list_events(object_type="dossier", object_id=submitted.uuid).filter(action__endswith="_refused")
    assert noted.count() == 1
