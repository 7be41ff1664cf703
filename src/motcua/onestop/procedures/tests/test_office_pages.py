"""The catalogue in the office: who may, what is shown, and editing through the pages."""

from datetime import date

import pytest
from django.urls import reverse

from motcua.onestop.procedures.models import ProcedureVersion
from motcua.onestop.procedures.services import versions as services
from motcua.onestop.procedures.tests.conftest import NOW
from motcua.platform import clock

KEY = "xray-licence-new"
READ = [
    ("procedures:office_list", []),
    ("procedures:office_procedure", [KEY]),
    ("procedures:office_version", [KEY, 1]),
]
WRITE = [
    ("procedures:office_start", [KEY]),
    ("procedures:office_confirm", [KEY, 1]),
    ("procedures:office_publish", [KEY, 2]),
    ("procedures:office_discard", [KEY, 2]),
]


@pytest.fixture(autouse=True)
def on_the_day():
    with clock.at(NOW):
        yield


@pytest.fixture
def draft(version, person):
    return services.start_new_version(
        procedure_id=version(KEY).procedure_id, actor=person("bientap"), now=NOW
    )


@pytest.fixture
def editor(client, person):
    client.force_login(person("bientap"))
    return client


def address(name, number=2):
    return reverse(f"procedures:office_{name}", args=[KEY, number])


def posted(editor, draft, **changes):
    """The fields of the edit page as a browser would send them back."""
    forms = editor.get(address("edit")).context["editor"]
    data = {}
    for form in [forms.form, *(row for formset in forms.formsets.values() for row in formset)]:
        for bound in form:
            value = bound.value()
            if isinstance(value, bool):
                value = "on" if value else None
            if value is not None:
                data[bound.html_name] = value
    for formset in forms.formsets.values():
        data |= {bound.html_name: bound.value() for bound in formset.management_form}
    return data | changes


@pytest.mark.parametrize(("name", "args"), READ + WRITE)
def test_a_stranger_signs_in_first(client, draft, name, args):
    response = getattr(client, "get" if (name, args) in READ else "post")(reverse(name, args=args))
    assert response.status_code == 302 and "login" in response.url


@pytest.mark.parametrize(("name", "args"), READ + WRITE)
def test_a_citizen_finds_nothing(client, draft, person, name, args):
    client.force_login(person("congdan"))
    response = getattr(client, "get" if (name, args) in READ else "post")(reverse(name, args=args))
    assert response.status_code == 404


@pytest.mark.parametrize(("name", "args"), READ[1:] + WRITE)
def test_another_agency_finds_nothing(client, draft, person, name, args):
    client.force_login(person("cv.sxd"))
    response = getattr(client, "get" if (name, args) in READ else "post")(reverse(name, args=args))
    assert response.status_code == 404


@pytest.mark.parametrize(("name", "args"), [*WRITE, ("procedures:office_edit", [KEY, 2])])
def test_a_specialist_reads_but_does_not_write(client, draft, person, name, args):
    client.force_login(person("chuyenvien"))
    assert client.post(reverse(name, args=args)).status_code == 403
    assert client.get(reverse("procedures:office_procedure", args=[KEY])).status_code == 200


def test_another_agency_has_an_empty_list(client, person):
    client.force_login(person("cv.sxd"))
    assert client.get(reverse("procedures:office_list")).context["page"].count == 0


@pytest.mark.parametrize("name", ["office_start", "office_publish", "office_discard", "office_confirm"])
def test_a_read_request_writes_nothing(editor, draft, name):
    args = [KEY] if name == "office_start" else [KEY, 2]
    assert editor.get(reverse(f"procedures:{name}", args=args)).status_code == 405


def test_the_list_needs_few_statements(editor, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        editor.get(reverse("procedures:office_list"))


def test_the_list_is_searched_without_diacritics(editor):
    response = editor.get(reverse("procedures:office_list"), {"q": "ma so ma vach"})
    assert "barcode-certificate" in response.content.decode()


def test_the_list_is_exported(editor):
    response = editor.get(reverse("procedures:office_list"), {"_export": "csv"})
    assert response.status_code == 200 and "csv" in response["Content-Type"]


def test_beginning_a_version_opens_its_edit_page(editor):
    response = editor.post(reverse("procedures:office_start", args=[KEY]))
    assert response.url == address("edit")


def test_sending_the_page_back_unchanged_changes_nothing_but_the_decision(editor, draft):
    before = services.snapshot_of(version=draft)
    data = posted(editor, draft, decision_number="5/QĐ-UBND", decision_on="2023-03-01")
    assert editor.post(address("edit"), data).status_code == 302
    after = services.snapshot_of(version=ProcedureVersion.objects.get(pk=draft.pk))
    assert {name for name in before if before[name] != after[name]} == {"decision_number", "decision_on"}


def test_an_edit_shows_as_a_difference_and_is_published(editor, draft):
    data = posted(
        editor,
        draft,
        decision_number="5/QĐ-UBND",
        decision_on="2023-03-01",
        valid_from="2024-01-01",
        committed_limit=20,
    )
    data |= {"prices-0-vnd": 2_500_000, "components-1-DELETE": "on"}
    editor.post(address("edit"), data)
    content = editor.get(address("version")).content.decode()
    assert "establishment-decision" in content and "2.500.000" in content
    editor.post(address("publish"))
    published = ProcedureVersion.objects.get(pk=draft.pk)
    assert (published.state, published.valid_from, published.committed_limit) == (
        "published",
        date(2024, 1, 1),
        20,
    )
    assert published.fee["quantity_tiers"]["valid_from"] is None


def test_adding_a_row_keeps_what_was_typed_and_saves_nothing(editor, draft):
    response = editor.post(address("edit"), posted(editor, draft, name_vi="Tên đang gõ", add="components"))
    assert response.status_code == 200
    content = response.content.decode()
    assert "Tên đang gõ" in content
    assert 'name="components-7-key"' in content
    draft.refresh_from_db()
    assert draft.name_vi != "Tên đang gõ"


@pytest.mark.parametrize(
    "changes",
    [
        {"name_vi": ""},
        {"components-0-key": "not a key"},
        {"components-0-is_form": ""},
        {"steps-0-working_hours": "-3"},
        {"fee_kind": "constant", "fee_vnd": ""},
        {"fee_kind": "percentage"},
        {"valid_from": "soon"},
        {"components-TOTAL_FORMS": "many"},
    ],
)
def test_wrong_input_is_shown_again_with_its_errors(editor, draft, changes):
    response = editor.post(address("edit"), posted(editor, draft, **changes))
    assert response.status_code == 200
    assert "mc-error-summary" in response.content.decode() or "error" in response.content.decode()


def test_a_version_without_decision_is_refused_in_words(editor, draft):
    content = editor.post(address("publish"), follow=True).content.decode()
    draft.refresh_from_db()
    assert draft.state == "draft" and 'role="alert"' in content


def test_a_published_version_has_no_edit_page(editor, catalogue):
    assert editor.get(address("edit", 1)).status_code == 404
    assert editor.post(address("publish", 1)).status_code == 404


def test_a_draft_is_discarded(editor, draft):
    editor.post(address("discard"))
    assert not ProcedureVersion.objects.filter(pk=draft.pk).exists()


def test_a_part_is_confirmed_on_the_page(editor, version):
    editor.post(address("confirm", 1), {"part": "steps", "source": "Quyết định 7/QĐ-SKHCN"})
    assert "steps" not in version(KEY).unverified
    assert "Quyết định 7/QĐ-SKHCN" in editor.get(address("version", 1)).content.decode()


def test_a_part_is_not_confirmed_without_a_source(editor, version):
    content = editor.post(
        address("confirm", 1), {"part": "steps", "source": ""}, follow=True
    ).content.decode()
    assert "steps" in version(KEY).unverified and 'role="alert"' in content


def test_a_procedure_without_national_code_goes_by_its_name(editor, version):
    found = version(KEY)
    found.procedure.national_code = ""
    found.procedure.save()
    crumbs = editor.get(address("version", 1)).context["breadcrumbs"]
    assert crumbs[1]["label"].rstrip("…") and found.name_vi.startswith(crumbs[1]["label"].rstrip("…"))
