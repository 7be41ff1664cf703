"""The task list and the pages of a draft."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from motcua.onestop.forms.completeness import Standing, standing_of
from motcua.onestop.forms.models import Draft
from motcua.onestop.forms.rules import paths
from motcua.onestop.forms.rules.binding import Binder
from motcua.onestop.forms.rules.checking import FormError
from motcua.onestop.forms.rules.cleaning import drop_empty_rows
from motcua.onestop.forms.rules.model import Page, text
from motcua.onestop.forms.rules.parsing import Posted, parse_page
from motcua.onestop.forms.rules.progress import DONE, TO_CORRECT, PageProgress, errors_of_page
from motcua.onestop.forms.services.drafts import DraftClosed, save_page
from motcua.onestop.forms.versions import load, validate
from motcua.onestop.forms.views import files
from motcua.onestop.forms.views.access import language, own_draft, person
from motcua.platform import clock
from motcua.platform.ui.errors import FieldError

CONTINUE, SAVE, REFRESH = "continue", "save", "refresh"


@login_required
@require_safe
def show_tasks(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The pages of the draft with their state, and what is still missing."""
    draft = own_draft(request, uuid)
    if draft.submitted_as_id is not None:
        return redirect("forms:receipt", uuid=uuid)
    standing = standing_of(draft, today=clock.today())
    return render(
        request,
        "onestop/forms/tasks.html",
        {"draft": draft, "steps": _steps(draft, standing), "standing": standing},
    )


def _steps(draft: Draft, standing: Standing) -> list[dict[str, Any]]:
    steps = [_step(draft, item) for item in standing.pages]
    review = reverse("forms:review", args=[draft.uuid])
    steps.append(
        {
            "label": _("Check and submit"),
            "state": "" if standing.is_complete else "locked",
            "url": review if standing.is_complete else "",
        }
    )
    return steps


def _step(draft: Draft, item: PageProgress) -> dict[str, Any]:
    url = reverse("forms:page", args=[draft.uuid, item.page.key])
    to_correct = item.state == TO_CORRECT
    return {
        "label": text(item.page.title, language()),
        "state": {DONE: DONE, TO_CORRECT: "error"}.get(item.state, ""),
        "url": f"{url}?check=1" if to_correct else url,
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit_page(request: HttpRequest, uuid: UUID, page: str) -> HttpResponse:
    """One page of the form: show it, keep what is typed, go on when it is right."""
    draft = own_draft(request, uuid)
    if draft.submitted_as_id is not None:
        return redirect("forms:receipt", uuid=uuid)
    form_page = load(draft.form).form.page(page)
    if form_page is None:
        raise Http404
    try:
        if form_page.kind == "files":
            return files.edit_files(request, draft, form_page)
        return _edit_questions(request, draft, form_page)
    except DraftClosed:
        return redirect("forms:receipt", uuid=uuid)


def _edit_questions(request: HttpRequest, draft: Draft, page: Page) -> HttpResponse:
    if request.method != "POST":
        errors = _errors(draft, page) if "check" in request.GET else ()
        return _render(request, draft, page, errors)
    action = request.POST.get("_action", CONTINUE)
    answers = _answers(request, draft, page, action)
    pages_errors: Sequence[FormError] = ()
    draft = _save(request, draft, page, answers, is_done=False)
    if action == CONTINUE:
        pages_errors = _errors(draft, page)
        if not pages_errors:
            _save(request, draft, page, {}, is_done=True)
            return _go_on(draft, page)
    return _after(request, draft, page, action, pages_errors)


def _answers(request: HttpRequest, draft: Draft, page: Page, action: str) -> Mapping[str, Any]:
    posted: Posted = dict(request.POST.lists())
    answers = parse_page(page, posted, locked=frozenset(draft.locked))
    if action in (CONTINUE, SAVE):
        fields = {field.path: field for field in page.fields}
        return {path: drop_empty_rows(fields[path], value) for path, value in answers.items()}
    return _with_rows_changed(page, answers, action)


def _with_rows_changed(page: Page, answers: dict[str, Any], action: str) -> dict[str, Any]:
    """``add:<table>`` appends an empty row, ``remove:<table>:<row>`` takes one out."""
    verb, __, rest = action.partition(":")
    path, __, number = rest.partition(":")
    field = next((field for field in page.fields if field.path == path and field.widget == "table"), None)
    if field is None:
        return answers
    rows = list(answers.get(path) or [])
    if verb == "add" and len(rows) < field.max_items:
        rows.append({})
    elif verb == "remove" and number.isdecimal() and len(number) < 10 and int(number) < len(rows):
        del rows[int(number)]
    return {**answers, path: rows}


def _save(
    request: HttpRequest, draft: Draft, page: Page, answers: Mapping[str, Any], *, is_done: bool
) -> Draft:
    return save_page(
        draft_id=draft.pk,
        user_id=person(request).pk,
        answers=answers,
        page=page.key,
        is_done=is_done,
        now=clock.now(),
    )


def _errors(draft: Draft, page: Page) -> Sequence[FormError]:
    return errors_of_page(page, validate(draft.form, draft.data, today=clock.today()))


def _go_on(draft: Draft, page: Page) -> HttpResponse:
    standing = standing_of(draft, today=clock.today())
    keys = [item.page.key for item in standing.pages]
    position = keys.index(page.key) + 1 if page.key in keys else len(keys)
    if position < len(keys) and keys[position] not in draft.pages_done:
        return redirect("forms:page", uuid=draft.uuid, page=keys[position])
    return redirect("forms:review" if standing.is_complete else "forms:tasks", uuid=draft.uuid)


def _after(
    request: HttpRequest, draft: Draft, page: Page, action: str, errors: Sequence[FormError]
) -> HttpResponse:
    if action == SAVE:
        return redirect("forms:tasks", uuid=draft.uuid)
    verb, __, rest = action.partition(":")
    if verb in ("add", "remove"):
        return _back_to_table(draft, page, rest.partition(":")[0], to_last=verb == "add")
    return _render(request, draft, page, errors)


def _back_to_table(draft: Draft, page: Page, path: str, *, to_last: bool) -> HttpResponse:
    rows = paths.get(draft.data, path)
    anchor = paths.html_id(path)
    if to_last and isinstance(rows, list) and rows:
        anchor = paths.html_id(f"{path}.{len(rows) - 1}")
    url = reverse("forms:page", args=[draft.uuid, page.key])
    return HttpResponseRedirect(f"{url}#{anchor}", status=303)


def _render(request: HttpRequest, draft: Draft, page: Page, errors: Sequence[FormError]) -> HttpResponse:
    form = load(draft.form).form
    binder = Binder(
        form=form,
        data=draft.data,
        errors={error.path: error for error in errors},
        language=language(),
        locked=frozenset(draft.locked),
    )
    pages = [item.key for item in form.pages]
    return render(
        request,
        "onestop/forms/page.html",
        {
            "draft": draft,
            "page": page,
            "title": text(page.title, language()),
            "intro": text(page.intro, language()),
            "questions": binder.page(page),
            "errors": [FieldError(words, target) for words, target in binder.error_list(errors)],
            "number": pages.index(page.key) + 1,
        },
    )
