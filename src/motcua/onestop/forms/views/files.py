"""The page on which papers are uploaded, and the way back to them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from motcua.onestop.access_log import note_refused_file
from motcua.onestop.forms.completeness import Standing, standing_of
from motcua.onestop.forms.components import ComponentState
from motcua.onestop.forms.models import Attachment, Draft
from motcua.onestop.forms.queries import get_attachment_for, list_reusable
from motcua.onestop.forms.rules.model import Page, text
from motcua.onestop.forms.services.attachments import (
    TooManyFiles,
    accept_attribute,
    attach_file,
    remove_file,
    reuse_file,
)
from motcua.onestop.forms.services.drafts import save_page
from motcua.onestop.forms.views.access import language, own_draft, person, require_own_dossier
from motcua.platform import clock
from motcua.platform.files.api import FileRefused, file_response
from motcua.platform.ui.errors import FieldError

MAX_FILES_A_POST = 30


@dataclass
class Slot:
    """One paper as the page draws it."""

    state: ComponentState
    accept: str
    name: str
    hint: str
    reusable: list[Attachment]
    errors: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        return f"file-{self.state.key}"


def edit_files(request: HttpRequest, draft: Draft, page: Page) -> HttpResponse:
    """Upload, reuse and remove files; every button of the page first takes in the files chosen."""
    if request.method != "POST":
        standing = standing_of(draft, today=clock.today())
        slots = _slots(draft, standing)
        if "check" in request.GET:
            _mark_missing(slots)
        return _render(request, draft, page, slots)
    action = request.POST.get("_action", "continue")
    if action.startswith("remove:"):
        return _remove(request, draft, page, action.partition(":")[2])
    refused = _take_in(request, draft, standing_of(draft, today=clock.today()))
    standing = standing_of(draft, today=clock.today())
    slots = _slots(draft, standing)
    for slot in slots:
        slot.errors = refused.get(slot.state.key, [])
    return _answer(request, draft, page, action, standing, slots)


def _answer(
    request: HttpRequest, draft: Draft, page: Page, action: str, standing: Standing, slots: list[Slot]
) -> HttpResponse:
    if action == "continue":
        _mark_missing(slots)
    if any(slot.errors for slot in slots):
        return _render(request, draft, page, slots, status=422)
    if action == "upload":
        return HttpResponseRedirect(reverse("forms:page", args=[draft.uuid, page.key]), status=303)
    if action == "continue":
        _mark_done(request, draft, page)
        keys = [item.page.key for item in standing.pages]
        following = keys[keys.index(page.key) + 1 :] if page.key in keys else []
        if following and following[0] not in draft.pages_done:
            return redirect("forms:page", uuid=draft.uuid, page=following[0])
        if standing.is_complete:
            return redirect("forms:review", uuid=draft.uuid)
    return redirect("forms:tasks", uuid=draft.uuid)


def _mark_done(request: HttpRequest, draft: Draft, page: Page) -> None:
    save_page(
        draft_id=draft.pk,
        user_id=person(request).pk,
        answers={},
        page=page.key,
        is_done=True,
        now=clock.now(),
    )


def _slots(draft: Draft, standing: Standing) -> list[Slot]:
    # The officer at the counter has no business with the applicant's earlier papers.
    keys = [state.key for state in standing.components] if draft.assisted_person_id is None else []
    earlier = list_reusable(
        user_id=draft.user_id, organisation_id=draft.organisation_id, keys=keys, on=clock.today()
    )
    return [_slot(state, earlier) for state in standing.components]


def _slot(state: ComponentState, earlier: Sequence[Attachment]) -> Slot:
    present = {item.file.blob_id for item in state.attachments}
    component = state.component
    return Slot(
        state=state,
        accept=accept_attribute(component),
        name=component.name_en if language() == "en" else component.name_vi,
        hint=state.hint_text(language()),
        reusable=[
            item for item in earlier if item.component_key == state.key and item.file.blob_id not in present
        ][:3],
    )


def _take_in(request: HttpRequest, draft: Draft, standing: Standing) -> dict[str, list[str]]:
    """Attach what was chosen; the reasons for what was refused, by component."""
    refused: dict[str, list[str]] = {}
    budget = MAX_FILES_A_POST
    for state in standing.components:
        chosen = request.FILES.getlist(f"file.{state.key}")[: max(budget, 0)]
        budget -= len(chosen)
        reasons = [_attach(request, draft, state, upload) for upload in chosen]
        reasons += [
            _reuse(request, draft, state, uuid) for uuid in request.POST.getlist(f"reuse.{state.key}")[:5]
        ]
        refused[state.key] = [reason for reason in reasons if reason]
    return refused


def _attach(request: HttpRequest, draft: Draft, state: ComponentState, upload: UploadedFile) -> str:
    try:
        attach_file(
            draft_id=draft.pk,
            component=state.component,
            content=cast(BinaryIO, upload.file),
            name=upload.name or "",
            actor=person(request),
            now=clock.now(),
        )
    except FileRefused as refused:
        return refused.message
    except TooManyFiles as full:
        return _too_many(full, upload.name or "")
    return ""


def _reuse(request: HttpRequest, draft: Draft, state: ComponentState, uuid: str) -> str:
    try:
        reuse_file(
            draft_id=draft.pk,
            component=state.component,
            attachment_uuid=UUID(uuid),
            actor=person(request),
            now=clock.now(),
        )
    except (ValueError, Attachment.DoesNotExist):
        return _("That file is not among the files of earlier dossiers. Upload it instead.")
    except TooManyFiles as full:
        return _too_many(full, "")
    return ""


def _too_many(full: TooManyFiles, name: str) -> str:
    reason = ngettext(
        "Only %(limit)s file is accepted here.", "At most %(limit)s files are accepted here.", full.limit
    ) % {"limit": full.limit}
    kept_out = _("“%(name)s” was not kept: remove a file first.") % {"name": name} if name else ""
    return " ".join(filter(None, [reason, kept_out]))


def _remove(request: HttpRequest, draft: Draft, page: Page, uuid: str) -> HttpResponse:
    try:
        remove_file(draft_id=draft.pk, attachment_uuid=UUID(uuid), actor=person(request), now=clock.now())
    except (ValueError, Attachment.DoesNotExist):
        raise Http404
    return HttpResponseRedirect(reverse("forms:page", args=[draft.uuid, page.key]), status=303)


def _mark_missing(slots: Sequence[Slot]) -> None:
    for slot in slots:
        if slot.state.is_missing and not slot.errors:
            slot.errors = [_("Upload a file: %(name)s.") % {"name": slot.name}]


def _render(
    request: HttpRequest, draft: Draft, page: Page, slots: Sequence[Slot], status: int = 200
) -> HttpResponse:
    return render(
        request,
        "onestop/forms/files.html",
        {
            "draft": draft,
            "page": page,
            "title": text(page.title, language()),
            "intro": text(page.intro, language()),
            "slots": slots,
            "errors": [FieldError(reason, slot.id) for slot in slots for reason in slot.errors],
        },
        status=status,
    )


@login_required
@require_safe
def download(request: HttpRequest, uuid: UUID, attachment: UUID) -> HttpResponseBase:
    """A file of the person's own draft; once submitted, for whoever may open the dossier."""
    try:
        found = get_attachment_for(user_id=person(request).pk, draft_uuid=uuid, uuid=attachment)
    except Attachment.DoesNotExist:
        note_refused_file(uuid=attachment, actor=person(request), now=clock.now())
        raise Http404
    if found.draft is not None and found.draft.assisted_person_id is not None:
        own_draft(request, uuid)
    elif found.dossier is not None:
        require_own_dossier(request, found.dossier)
    return file_response(found.file, inline=False)
