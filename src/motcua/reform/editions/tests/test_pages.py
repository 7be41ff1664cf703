"""Everybody in office reads editions; the manager of the index changes drafts; nobody changes what is in force."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from openpyxl import load_workbook

from motcua.reform.editions import services
from motcua.reform.editions.api import EditionState, IndexEdition
from motcua.reform.editions.tests.conftest import NOW
from motcua.reform.rules.canonical import digest

SignIn = Callable[[str], Client]


def page(name: str, *values: object) -> str:
    return reverse(f"editions:{name}", args=values)


@pytest.fixture
def manager(sign_in: SignIn) -> Client:
    return sign_in("quanly.cchc")


def published(draft: IndexEdition) -> IndexEdition:
    return services.publish(edition=draft, decision="1/QĐ-UBND", actor=None, now=NOW)


def values_of(client: Client, draft: IndexEdition, code: str) -> dict[str, Any]:
    form = client.get(page("change_criterion", draft.uuid, code)).context["form"]
    return {name: value for name, value in form.initial.items() if value is not False}


def test_the_list_costs_the_same_however_long(
    manager: Client, draft: IndexEdition, document: dict[str, Any], django_assert_max_num_queries: Any
) -> None:
    for _time in range(5):
        services.start_draft(document=document, actor=None, now=NOW)
    with django_assert_max_num_queries(7):
        assert manager.get(page("list")).status_code == 200


def test_an_officer_of_any_agency_reads_the_rules(sign_in: SignIn, draft: IndexEdition) -> None:
    answer = sign_in("cchc.sxd").get(page("edition", draft.uuid))
    assert answer.status_code == 200
    assert "3.11" in answer.text


def test_each_area_says_who_decides_its_points(manager: Client, draft: IndexEdition) -> None:
    text = manager.get(page("edition", draft.uuid)).text
    assert "Cơ quan quyết định điểm: Sở Nội vụ" in text
    assert "Cơ quan quyết định điểm: Sở Tư pháp" in text


def test_a_visitor_signs_in_first_and_a_citizen_finds_nothing(
    client: Client, draft: IndexEdition, django_user_model: Any
) -> None:
    assert client.get(page("list")).status_code == 302
    client.force_login(django_user_model.objects.create(username="congdan.x", kind="citizen"))
    assert client.get(page("edition", draft.uuid)).status_code == 404


@pytest.mark.parametrize("name", ["publish", "discard", "start_from"])
def test_an_officer_changes_nothing(sign_in: SignIn, draft: IndexEdition, name: str) -> None:
    answer = sign_in("cchc.sxd").post(page(name, draft.uuid), {"decision": "1"})
    assert answer.status_code == 403
    draft.refresh_from_db()
    assert (draft.state, IndexEdition.objects.count()) == (EditionState.DRAFT, 1)


def test_the_rule_of_a_criterion_stands_in_sentences(manager: Client, draft: IndexEdition) -> None:
    text = manager.get(page("criterion", draft.uuid, "3.5"), headers={"accept-language": "vi"}).text
    assert "95 %" in text
    assert "dvc.closed_on_time" in text


@pytest.mark.parametrize(
    "code", ["1.1", "1.3", "1.7", "1.8", "2.1", "3.10", "4.3", "5.5", "8.1", "8.2", "8.7"]
)
def test_every_kind_of_rule_has_its_words(manager: Client, draft: IndexEdition, code: str) -> None:
    assert manager.get(page("criterion", draft.uuid, code)).status_code == 200


def test_a_criterion_that_is_not_there_is_not_found(manager: Client, draft: IndexEdition) -> None:
    assert manager.get(page("criterion", draft.uuid, "9.9")).status_code == 404


def test_a_changed_rule_is_kept_and_checked(manager: Client, draft: IndexEdition) -> None:
    values = values_of(manager, draft, "3.5") | {"rule": "floor = 0.90\nzero_denominator = na"}
    assert manager.post(page("change_criterion", draft.uuid, "3.5"), values).status_code == 302
    text = manager.get(page("edition", draft.uuid)).text
    assert "3.5" in text
    draft.refresh_from_db()
    criterion = draft.document["areas"][2]["criteria"][4]
    assert criterion["rule"]["floor"] == "0.90"
    answer = manager.post(page("publish", draft.uuid), {"decision": "2/QĐ-UBND"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("rule", "floor 0.9"),
        ("examples", "num = 1"),
        ("inputs", "num"),
        ("points", "five"),
        ("rule", "floor = x"),
        ("points", "1e5000000"),
        ("rule", "floor = 1e5000"),
        ("examples", "num = 1e100000; den = 1 -> 5"),
        ("examples", "num = 1; den = 1 -> 1e100000"),
    ],
)
def test_what_cannot_be_read_is_said_and_kept(
    manager: Client, draft: IndexEdition, field: str, text: str
) -> None:
    values = values_of(manager, draft, "3.5") | {field: text}
    answer = manager.post(page("change_criterion", draft.uuid, "3.5"), values)
    assert answer.status_code == 422
    assert escape(text) in answer.text
    draft.refresh_from_db()
    assert draft.document["areas"][2]["criteria"][4]["rule"]["floor"] == "0.95"


def test_the_second_editor_hears_of_the_first(manager: Client, draft: IndexEdition) -> None:
    values = values_of(manager, draft, "3.5")
    manager.post(page("change_criterion", draft.uuid, "3.5"), values | {"name_en": "First"})
    answer = manager.post(page("change_criterion", draft.uuid, "3.5"), values | {"name_en": "Second"})
    assert answer.status_code == 422
    assert "Second" in answer.text


def test_a_published_criterion_does_not_open_for_change(manager: Client, draft: IndexEdition) -> None:
    values = values_of(manager, draft, "3.5")
    published(draft)
    answer = manager.post(page("change_criterion", draft.uuid, "3.5"), values | {"name_en": "Came too late"})
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert "Came too late" not in json.dumps(draft.document)


def test_publication_needs_a_decision(manager: Client, draft: IndexEdition) -> None:
    assert manager.post(page("publish", draft.uuid), {"decision": ""}).status_code == 422
    assert manager.post(page("publish", draft.uuid), {"decision": "3/QĐ-UBND"}).status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.decision) == (EditionState.PUBLISHED, "3/QĐ-UBND")


def test_an_edition_of_another_code_is_published_only_where_that_is_said(
    manager: Client, draft: IndexEdition
) -> None:
    published(draft)
    row = services.start_draft(document=draft.document | {"code": "KHAC"}, actor=None, now=NOW)
    assert str(draft) in manager.get(page("edition", row.uuid)).text
    answer = manager.post(page("publish", row.uuid), {"decision": "4/QĐ-UBND"})
    assert answer.status_code == 422
    assert str(draft) in answer.text
    values = {"decision": "4/QĐ-UBND", "takes_over": "on"}
    assert manager.post(page("publish", row.uuid), values).status_code == 302
    draft.refresh_from_db()
    assert draft.state == EditionState.SUPERSEDED


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_an_export_comes_back_as_the_same_edition(manager: Client, draft: IndexEdition, kind: str) -> None:
    content = manager.get(page("export", draft.uuid, kind)).content
    upload = SimpleUploadedFile(f"edition.{kind}", content)
    assert manager.post(page("import"), {"file": upload}).status_code == 302
    again = IndexEdition.objects.exclude(pk=draft.pk).get()
    assert again.sha256 == draft.sha256


def test_a_form_of_file_that_nobody_makes_is_not_found(manager: Client, draft: IndexEdition) -> None:
    kinds = {"json": 200, "xlsx": 200, "pdf": 404}
    answers = {kind: manager.get(reverse("editions:export", args=[draft.uuid, kind])) for kind in kinds}
    assert {kind: answer.status_code for kind, answer in answers.items()} == kinds


def test_a_workbook_is_text_and_never_a_formula(manager: Client, draft: IndexEdition) -> None:
    document = draft.document | {"title_en": "=1+1"}
    row = services.start_draft(document=document, actor=None, now=NOW)
    book = load_workbook(io.BytesIO(manager.get(page("export", row.uuid, "xlsx")).content))
    assert {cell.data_type for line in book["edition"] for cell in line} <= {"s", "n", "inlineStr"}


@pytest.mark.parametrize(
    "content", [b"", b"MZ\x90", b"[]", b"{", b"PK\x03\x04broken", b"{}" * 10, b" " * (6 * 1024 * 1024)]
)
def test_garbage_is_refused_in_words(manager: Client, content: bytes) -> None:
    answer = manager.post(page("import"), {"file": SimpleUploadedFile("edition.json", content)})
    assert answer.status_code == 422
    assert not IndexEdition.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"title_vi": "a\x00b"},
        {"title_vi": "a\ud800b"},
        {"title_vi": "x" * 400},
        {"code": "a" * 60},
        {"code": "a/b"},
        {"bridge": [1]},
        {"bonuses": 5},
        {"legal_basis": "xx"},
        {"whatever": 0.5},
        {"year": 70000},
    ],
)
def test_a_document_of_the_wrong_shape_is_refused_in_words(
    manager: Client, document: dict[str, Any], change: dict[str, Any]
) -> None:
    content = json.dumps(document | change).encode()
    answer = manager.post(page("import"), {"file": SimpleUploadedFile("edition.json", content)})
    assert answer.status_code == 422
    assert not IndexEdition.objects.exists()


def test_a_workbook_that_unfolds_or_breaks_is_refused_in_words(manager: Client) -> None:
    for inside, words in (("<c/>" * 2_000, "quá lớn"), ("<c>", "không phải")):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/worksheets/sheet1.xml", f"<sheetData><row>{inside}</row></sheetData>")
        answer = manager.post(page("import"), {"file": SimpleUploadedFile("e.xlsx", buffer.getvalue())})
        assert answer.status_code == 422
        assert words in answer.text


def test_the_next_year_begins_from_this_one(manager: Client, draft: IndexEdition) -> None:
    manager.post(page("start_from", draft.uuid), {"year": "next"})
    row = IndexEdition.objects.get(year=2023)
    assert manager.get(page("edition", row.uuid)).status_code == 200
    assert services.publish(edition=row, decision="x", actor=None, now=NOW).state == EditionState.PUBLISHED


def test_the_difference_names_what_changed(manager: Client, draft: IndexEdition) -> None:
    published(draft)
    document = json.loads(json.dumps(draft.document))
    document["areas"][2]["criteria"][4]["rule"]["floor"] = "0.90"
    other = services.start_draft(document=document, actor=None, now=NOW)
    text = manager.get(page("difference", other.uuid, draft.uuid)).text
    assert "floor = 0.90" not in text
    assert "từ 90 % trở lên" in text
    assert digest(document) == other.sha256


def test_a_discarded_draft_is_gone_and_a_published_one_stays(manager: Client, draft: IndexEdition) -> None:
    published(draft)
    assert manager.post(page("discard", draft.uuid)).status_code == 403
    other = services.start_draft(document=draft.document, actor=None, now=NOW)
    assert manager.post(page("discard", other.uuid)).status_code == 302
    assert list(IndexEdition.objects.all()) == [draft]
