"""Forms in the office: who sees them, and how a new version is made."""

import json

import pytest
from django.urls import reverse

from motcua.identity.api import User
from motcua.onestop.forms.api import load_forms, start_draft
from motcua.onestop.forms.models import FormVersion
from motcua.onestop.forms.tests.conftest import NOW
from motcua.onestop.procedures.api import get_version_in_force

pytestmark = pytest.mark.django_db

KEY = "xray-licence-new"


@pytest.fixture
def editor(client, catalogue):
    client.force_login(User.objects.get(username="bientap"))
    return client


def urls():
    return [
        reverse("forms:office_list"),
        reverse("forms:office_form", args=[KEY]),
        reverse("forms:office_edit", args=[KEY]),
    ]


def newest():
    return FormVersion.objects.filter(key=KEY).order_by("-number").first()


def test_an_editor_sees_the_form_as_people_see_it(editor):
    for url in urls():
        assert editor.get(url).status_code == 200
    assert "Danh sách thiết bị" in editor.get(urls()[1]).content.decode()


def test_a_citizen_finds_nothing(signed_in):
    assert [signed_in.get(url).status_code for url in urls()] == [404] * 3


def test_staff_without_the_role_are_refused(client, catalogue):
    client.force_login(User.objects.get(username="chuyenvien"))
    assert [client.get(url).status_code for url in urls()] == [403] * 3


def test_an_edit_makes_a_version_for_new_drafts_and_leaves_old_ones_alone(editor, citizen, xray):
    old = start_draft(user=citizen, version=xray, now=NOW)
    form = newest()
    form.ui["title"]["vi"] = "Đơn đề nghị cấp giấy phép (sửa đổi)"
    posted = {"schema": json.dumps(form.schema), "ui": json.dumps(form.ui), "_action": "save"}
    assert editor.post(urls()[2], posted).status_code == 302
    assert newest().number == 2
    assert get_version_in_force(KEY, NOW.date()).form == newest()
    old.refresh_from_db()
    assert old.form.number == 1
    assert load_forms(now=NOW) == 0
    assert get_version_in_force(KEY, NOW.date()).form.number == 2


def test_the_same_content_makes_no_version(editor):
    form = newest()
    editor.post(urls()[2], {"schema": json.dumps(form.schema), "ui": json.dumps(form.ui), "_action": "save"})
    assert newest().number == 1


@pytest.mark.parametrize(
    ("schema", "ui"),
    [
        ("{", "{}"),
        ("[]", "{}"),
        ('{"type": 7}', '{"title": {"vi": "x"}, "pages": []}'),
        ('{"type": "object"}', '{"title": {"vi": "x"}, "pages": []}'),
        (
            '{"type": "object"}',
            '{"title": {"vi": "x"}, "pages": [{"key": "p", "title": {}, "fields": ["no"]}]}',
        ),
        ("[" * 100000, "{}"),
        (
            '{"type": "object", "properties": {"a": {"$ref": "http://127.0.0.1:1/x"}}}',
            '{"title": {"vi": "x"}, "pages": []}',
        ),
    ],
)
def test_a_broken_form_is_refused_with_a_reason_and_kept_in_the_editor(editor, schema, ui):
    response = editor.post(urls()[2], {"schema": schema, "ui": ui, "_action": "save"})
    assert response.status_code == 200
    assert "mc-summary" in response.content.decode()
    assert newest().number == 1


def test_a_preview_saves_nothing(editor):
    form = newest()
    response = editor.post(
        urls()[2], {"schema": json.dumps(form.schema), "ui": json.dumps(form.ui), "_action": "preview"}
    )
    assert "Danh sách thiết bị" in response.content.decode()
    assert FormVersion.objects.filter(key=KEY).count() == 1
