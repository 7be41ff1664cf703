"""One shortcoming: remedy, verification, more time; and the written notice it stands in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import StaffRequest, role_required
from motcua.platform import clock
from motcua.platform.files.api import FileRefused, StoredFile, record_refusal, store
from motcua.reform.inspections import presentation, queries
from motcua.reform.inspections.choices import Outcome
from motcua.reform.inspections.models import Shortcoming
from motcua.reform.inspections.policies import READERS, organises, policy
from motcua.reform.inspections.remedy_forms import (
    FILES,
    ExtensionAnswerForm,
    ExtensionForm,
    RemedyForm,
    ReopenForm,
    VerifyForm,
)
from motcua.reform.inspections.services import remedies, written_notices
from motcua.reform.inspections.shortcoming_page import shortcoming_context
from motcua.reform.inspections.views._shared import (
    act,
    form_page,
    load_notice,
    load_shortcoming,
    root_crumbs,
    shortcoming_crumbs,
    shortcoming_url,
)
from motcua.reform.inspections.views.plans import EDIT
from motcua.reform.inspections.views.visit import MAX_BYTES
from motcua.reform.inspections.waiting_page import list_cautions
from motcua.reform.papers.api import readable_papers


@require_safe
@role_required(*READERS)
def show(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """What falls short, until when, what was done and what was said of it."""
    shortcoming = load_shortcoming(request, uuid)
    context = shortcoming_context(shortcoming, request.staff, today=clock.today())
    crumbs = shortcoming_crumbs(shortcoming)
    return render(request, "reform/inspections/shortcoming.html", {**context, "breadcrumbs": crumbs})


@require_http_methods(EDIT)
@role_required(*READERS)
def report(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Report the remedy with its evidence."""
    shortcoming = _load_for(request, uuid, "report")
    form = RemedyForm(request.POST or None, request.FILES or None)

    def do(form: Form) -> str:
        assert isinstance(form, RemedyForm)
        files = _store(request, form, shortcoming)
        if form.errors:
            return ""
        remedies.report_remedy(
            shortcoming=shortcoming, done=form.done, files=files, staff=request.staff, now=clock.now()
        )
        return shortcoming_url(shortcoming)

    return _page(
        request,
        shortcoming,
        form,
        do,
        heading=_("Report the remedy"),
        button=_("Send the report"),
        words=_("The remedy is reported and waits for verification."),
        multipart=True,
    )


@require_http_methods(EDIT)
@role_required(*READERS)
def verify(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Close, find partial, or not accept."""
    shortcoming = _load_for(request, uuid, "close")
    form = VerifyForm(request.POST or None)

    def do(form: Form) -> str:
        remedies.verify(shortcoming=shortcoming, staff=request.staff, now=clock.now(), **form.cleaned_data)
        return shortcoming_url(shortcoming)

    return _page(
        request,
        shortcoming,
        form,
        do,
        heading=_("Verify the remedy"),
        button=_("Save the verdict"),
        words=_("The verdict is on file and the unit is told."),
    )


@require_http_methods(EDIT)
@role_required(*READERS)
def reopen(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take a closed shortcoming up again."""
    shortcoming = _load_for(request, uuid, "reopen")
    form = ReopenForm(request.POST or None)

    def do(form: Form) -> str:
        remedies.verify(
            shortcoming=shortcoming,
            outcome=Outcome.REOPENED,
            staff=request.staff,
            now=clock.now(),
            **form.cleaned_data,
        )
        return shortcoming_url(shortcoming)

    return _page(
        request,
        shortcoming,
        form,
        do,
        heading=_("Take the shortcoming up again"),
        button=_("Take up again"),
        words=_("The shortcoming is open again and the unit is told."),
    )


@require_http_methods(EDIT)
@role_required(*READERS)
def ask_extension(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Ask for more time before the deadline has passed."""
    shortcoming = _load_for(request, uuid, "report")
    form = ExtensionForm(request.POST or None)

    def do(form: Form) -> str:
        remedies.ask_extension(
            shortcoming=shortcoming, staff=request.staff, now=clock.now(), **form.cleaned_data
        )
        return shortcoming_url(shortcoming)

    return _page(
        request,
        shortcoming,
        form,
        do,
        heading=_("Ask for more time"),
        button=_("Send the request"),
        words=_("The request is sent. It counts only when granted before the deadline."),
    )


@require_http_methods(EDIT)
@role_required(*READERS)
def answer_extension(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Grant more time or refuse it."""
    shortcoming = _load_for(request, uuid, "close")
    asked = shortcoming.extensions.filter(granted__isnull=True).first()
    if asked is None:
        raise Http404
    form = ExtensionAnswerForm(request.POST or None)

    def do(form: Form) -> str:
        remedies.decide_extension(
            extension=asked,
            granted=form.cleaned_data["granted"] == "yes",
            answer=form.cleaned_data["answer"],
            staff=request.staff,
            now=clock.now(),
        )
        return shortcoming_url(shortcoming)

    until = f"{asked.until:%d/%m/%Y}"
    return _page(
        request,
        shortcoming,
        form,
        do,
        heading=_("Answer the request for more time"),
        button=_("Save the decision"),
        words=_("The decision is on file and the unit is told."),
        explain=_("Asked for until %(day)s: %(reason)s") % {"day": until, "reason": asked.reason},
    )


@require_safe
@role_required(*READERS)
def show_notice(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The written notice: its document, its shortcomings, whether the receipt is acknowledged."""
    notice = load_notice(request, uuid)
    rows = notice.shortcomings.select_related(
        "agency", "owner_agency", "owner_unit", "inspection__plan", "inspection__agency"
    ).order_by("ordinal")
    manages = organises(request.staff, notice)
    context = {
        "notice": notice,
        "name": presentation.notice_name(notice),
        "rows": [
            {
                "row": row,
                "code": presentation.shortcoming_code(row),
                "tone": presentation.state_tone(row.state),
            }
            for row in rows
        ],
        "letters": queries.list_letters(staff=request.staff, notice=notice),
        "may_acknowledge": notice.acknowledged_at is None and policy.may_acknowledge(request.staff, notice),
        "may_redraft": manages and notice.paper is None,
        "cautions": list_cautions([notice.paper], staff=request.staff, now=clock.now()) if manages else [],
        "sees_paper": bool(readable_papers(staff=request.staff, papers=[notice.paper])),
        "breadcrumbs": [
            *root_crumbs(),
            {"label": _("Written notices"), "url": reverse("inspections:notices")},
            {"label": presentation.notice_name(notice), "url": ""},
        ],
    }
    return render(request, "reform/inspections/notice.html", context)


@require_POST
@role_required(*READERS)
def acknowledge(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The unit has received the document."""
    notice = load_notice(request, uuid)
    return act(
        request,
        lambda: written_notices.acknowledge(notice=notice, staff=request.staff, now=clock.now()),
        _("The receipt is acknowledged."),
        reverse("inspections:notice", args=[notice.uuid]),
    )


@require_POST
@role_required(*READERS)
def redraft_notice(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Draft the document again after it was cancelled."""
    notice = load_notice(request, uuid)
    return act(
        request,
        lambda: written_notices.redraft_notice(notice=notice, staff=request.staff, now=clock.now()),
        _("The document is drafted again."),
        reverse("inspections:notice", args=[notice.uuid]),
    )


def _load_for(request: StaffRequest, uuid: UUID, event: str) -> Shortcoming:
    shortcoming = load_shortcoming(request, uuid)
    if not policy.may_move(request.staff, event, shortcoming):
        raise PermissionDenied(event)
    return shortcoming


def _page(request: StaffRequest, shortcoming: Shortcoming, form: Form, do: Any, **words: Any) -> HttpResponse:
    back = shortcoming_url(shortcoming)
    lead = shortcoming.description
    return form_page(
        request, form, back=back, crumbs=shortcoming_crumbs(shortcoming), do=do, lead=lead, **words
    )


def _store(request: StaffRequest, form: RemedyForm, shortcoming: Shortcoming) -> list[StoredFile]:
    """Keep the files that may be kept; the others become errors of the form."""
    now: datetime = clock.now()
    kept = []
    for upload in form.cleaned_data["evidence"]:
        try:
            file = store(
                content=upload.file,
                name=upload.name,
                allowed=FILES,
                max_bytes=MAX_BYTES,
                uploaded_by_id=request.user.pk,
                now=now,
            )
        except FileRefused as error:
            record_refusal(
                error, object_type="shortcoming", object_id=shortcoming.uuid, actor=request.user, now=now
            )
            form.add_error("evidence", error.message)
        else:
            kept.append(file)
    return kept
