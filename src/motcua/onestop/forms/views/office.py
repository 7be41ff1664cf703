"""Forms as procedure editors see them: versions, a preview, a text editor that makes a new version."""

import json
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.identity.api import StaffRequest, role_required
from motcua.onestop.forms.menu import EDITORS
from motcua.onestop.forms.models import FormVersion
from motcua.onestop.forms.queries import list_newest_versions, list_versions
from motcua.onestop.forms.rules.binding import Binder
from motcua.onestop.forms.rules.model import Form, read_form, text
from motcua.onestop.forms.services.loading import FormInvalid, check_form, save_form
from motcua.onestop.forms.versions import load
from motcua.onestop.forms.views.access import language
from motcua.platform import clock
from motcua.platform.ui.errors import FieldError

MAX_TEXT = 400_000


@require_safe
@role_required(*EDITORS)
def list_forms(request: StaffRequest) -> HttpResponse:
    """All forms with their newest version."""
    return render(request, "onestop/forms/office_list.html", {"forms": list_newest_versions()})


@require_safe
@role_required(*EDITORS)
def show_form(request: StaffRequest, key: str) -> HttpResponse:
    """The versions of one form and a preview of the one asked for."""
    versions = _versions_or_404(key)
    wanted = request.GET.get("version", "")
    shown = next((item for item in versions if str(item.number) == wanted), versions[0])
    form = load(shown).form
    return render(
        request,
        "onestop/forms/office_form.html",
        {
            "key": key,
            "versions": versions,
            "shown": shown,
            "title": text(form.title, language()),
            "pages": _preview(form),
            "declaration": text(form.declaration, language()),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*EDITORS)
def edit_form(request: StaffRequest, key: str) -> HttpResponse:
    """Schema and ui-schema as text; *preview* checks them, *save* makes a new version."""
    newest = _versions_or_404(key)[0]
    if request.method != "POST":
        return _render_editor(request, key, newest, _pretty(newest.schema), _pretty(newest.ui))
    schema_text = request.POST.get("schema", "")[:MAX_TEXT]
    ui_text = request.POST.get("ui", "")[:MAX_TEXT]
    try:
        schema, ui = _parse(schema_text, "schema"), _parse(ui_text, "ui")
        check_form(schema, ui)
    except FormInvalid as invalid:
        message = _("The form cannot be read: %(reason)s") % {"reason": invalid.reason}
        target = "ui" if invalid.reason.startswith("ui") else "schema"
        errors = [FieldError(message, target)]
        return _render_editor(request, key, newest, schema_text, ui_text, errors=errors)
    if request.POST.get("_action") != "save":
        return _render_editor(
            request, key, newest, schema_text, ui_text, pages=_preview(read_form(schema, ui))
        )
    version = save_form(key=key, schema=schema, ui=ui, actor=request.user, now=clock.now())
    messages.info(
        request, _("Version %(number)s is kept and used for new drafts.") % {"number": version.number}
    )
    return redirect("forms:office_form", key=key)


def _versions_or_404(key: str) -> list[FormVersion]:
    versions = list_versions(key=key)
    if not versions:
        raise Http404
    return versions


def _preview(form: Form) -> list[dict[str, Any]]:
    binder = Binder(form=form, data={}, errors={}, language=language())
    return [
        {
            "title": text(page.title, language()),
            "intro": text(page.intro, language()),
            "kind": page.kind,
            "questions": binder.page(page),
        }
        for page in form.pages
    ]


def _parse(raw: str, name: str) -> dict[str, Any]:
    try:
        value = json.loads(raw)
    except json.JSONDecodeError as error:
        place = _("line %(line)s, column %(column)s") % {"line": error.lineno, "column": error.colno}
        raise FormInvalid(f"{name}: {place}: {error.msg}") from error
    except RecursionError as error:
        raise FormInvalid(f"{name}: too deep") from error
    if not isinstance(value, dict):
        raise FormInvalid(f"{name}: {{…}}")
    return value


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _render_editor(
    request: StaffRequest,
    key: str,
    newest: FormVersion,
    schema: str,
    ui: str,
    *,
    errors: list[FieldError] | None = None,
    pages: list[dict[str, Any]] | None = None,
) -> HttpResponse:
    return render(
        request,
        "onestop/forms/office_edit.html",
        {
            "key": key,
            "newest": newest,
            "title": text(newest.ui["title"], language()),
            "schema": schema,
            "ui_schema": ui,
            "errors": errors or [],
            "pages": pages,
        },
    )
