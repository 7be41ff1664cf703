"""Row history of the catalogue: what a row was before somebody changed it, and who changed it."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motcua.onestop.procedures.models import ProcedureVersion
from motcua.onestop.procedures.tests.test_office_pages import (  # noqa: F401
    KEY,
    address,
    draft,
    editor,
    on_the_day,
    posted,
)

VersionHistory = apps.get_model("onestop", "ProcedureVersionHistory")


def test_changing_a_draft_leaves_the_old_row_and_who_changed_it(editor, draft, person):  # noqa: F811
    old = draft.committed_limit
    response = editor.post(address("edit"), posted(editor, draft, committed_limit=old - 1))
    kept = list(VersionHistory.objects.filter(pgh_obj_id=draft.pk).order_by("pgh_id"))
    assert [row.pgh_label for row in kept] == ["insert", "update"]
    assert [row.committed_limit for row in kept] == [old, old - 1]
    assert kept[1].pgh_context == {"user": person("bientap").pk, "request": response["X-Request-ID"]}


def test_a_discarded_draft_is_still_in_the_history(editor, draft):  # noqa: F811
    number = draft.pk
    editor.post(reverse("procedures:office_discard", args=[KEY, 2]))
    assert not ProcedureVersion.objects.filter(pk=number).exists()
    assert VersionHistory.objects.filter(pgh_obj_id=number, pgh_label="delete").exists()


def test_a_change_outside_a_request_is_kept_without_a_person(draft):  # noqa: F811
    ProcedureVersion.objects.filter(pk=draft.pk).update(keywords="x")
    assert VersionHistory.objects.filter(pgh_obj_id=draft.pk).latest("pgh_id").pgh_context is None


def test_history_adds_no_statement(editor, draft):  # noqa: F811
    with CaptureQueriesContext(connection) as queries:
        editor.post(reverse("procedures:office_discard", args=[KEY, 2]))
    with_context = [query["sql"] for query in queries if "set_config" in query["sql"]]
    assert with_context and all("DELETE FROM" in sql for sql in with_context)


@pytest.mark.parametrize("change", [{"keywords": "other"}, None], ids=["update", "delete"])
def test_history_itself_is_never_changed(draft, change):  # noqa: F811
    rows = VersionHistory.objects.filter(pgh_obj_id=draft.pk)
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
        rows.update(**change) if change else rows.delete()
