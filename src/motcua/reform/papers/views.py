"""Documents of the agency: the list, one document, signing, sealing, cancelling."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.api import Role, StaffRequest, role_required, staff_required
from motcua.platform import clock
from motcua.platform.signing.api import SigningUnavailable
from motcua.platform.ui.lists import build_list
from motcua.reform.papers import services
from motcua.reform.papers.cautions import way_out
from motcua.reform.papers.forms import CancelForm
from motcua.reform.papers.models import Paper, PaperState
from motcua.reform.papers.policies import policy
from motcua.reform.papers.public import verdict_on
from motcua.reform.papers.queries import get_paper_for, list_papers_for
from motcua.reform.papers.responses import paper_file_response
from motcua.reform.papers.services import FollowerRefused, PaperRefused
from motcua.reform.papers.tables import TONES, PaperFilter, PaperTable

_REFUSALS = {
    "changed_meanwhile": gettext_lazy(
        "The draft was changed while it was being signed. Read it again, then sign."
    ),
    "cancelled": gettext_lazy("The document was cancelled in the meantime; nothing was changed."),
    "not_signed": gettext_lazy("The document is not signed yet."),
    "period_closed": gettext_lazy("The book of numbers of this year is closed. Please ask the clerk."),
}


@require_safe
@staff_required
def show_list(request: StaffRequest) -> HttpResponseBase:
    """What this person may read, newest first."""
    page = build_list(
        request,
        key="reform-papers",
        table_class=PaperTable,
        queryset=list_papers_for(staff=request.staff),
        filterset_class=PaperFilter,
    )
    return page.export or render(request, "reform/papers/list.html", {"page": page})


@require_safe
@staff_required
def show_paper(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One document: its text, who signed it, and what can be done with it now."""
    return _render(request, _load(request, uuid))


@require_safe
@staff_required
def show_file(request: StaffRequest, uuid: UUID) -> HttpResponseBase:
    """The PDF, of a draft as it stands."""
    inline = "tai-ve" not in request.GET
    return paper_file_response(paper=_load(request, uuid), staff=request.staff, inline=inline)


@require_POST
@role_required(Role.LEADER)
def sign(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The leader signs; the number is given with the signature."""
    paper = _load(request, uuid)
    return _act(
        request,
        paper,
        lambda: services.sign_paper(paper=paper, staff=request.staff, now=clock.now()),
        _("The document is signed and has its number."),
    )


@require_POST
@role_required(Role.CLERK)
def seal(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The clerk puts the agency's seal on it."""
    paper = _load(request, uuid)
    return _act(
        request,
        paper,
        lambda: services.seal_paper(paper=paper, staff=request.staff, now=clock.now()),
        _("The document bears the agency's seal and is issued."),
    )


@require_POST
@staff_required
def cancel(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Drop a draft or withdraw a document."""
    paper = _load(request, uuid)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return _render(request, paper, cancel_form=form, status=422)
    reason = form.cleaned_data["reason"]
    return _act(
        request,
        paper,
        lambda: services.cancel_paper(paper=paper, reason=reason, staff=request.staff, now=clock.now()),
        _("The document is cancelled."),
    )


def _load(request: StaffRequest, uuid: UUID) -> Paper:
    try:
        return get_paper_for(staff=request.staff, uuid=uuid)
    except Paper.DoesNotExist:
        raise Http404


def _act(request: StaffRequest, paper: Paper, do: Callable[[], Paper], words: str) -> HttpResponse:
    try:
        do()
    except PaperRefused as refused:
        messages.error(request, _REFUSALS[refused.code])
    except FollowerRefused as refused:
        messages.error(request, refused.message)
    except SigningUnavailable as error:
        messages.error(request, _unavailable(error))
    else:
        messages.success(request, words)
    return redirect("papers:paper", uuid=paper.uuid)


def _unavailable(error: SigningUnavailable) -> str:
    if error.temporary:
        return _("The signing service cannot be reached at the moment. Please try again in a few minutes.")
    return _("There is no key to sign with. Please ask the administrator to register the certificate.")


def _render(request: StaffRequest, paper: Paper, *, status: int = 200, **forms: Any) -> HttpResponse:
    is_draft = paper.state == PaperState.DRAFT
    drop = "drop" if is_draft else "cancel"
    may_cancel = paper.state != PaperState.CANCELLED and policy.may(request.staff, drop, paper)
    caution = services.caution_about(paper, now=clock.now())
    blocked = caution is not None and caution.blocks
    context = {
        "paper": paper,
        "tone": TONES[PaperState(paper.state)],
        "caution": caution,
        "way_out": way_out(paper, staff=request.staff, on=clock.today()) if blocked else "",
        "may_sign": is_draft and not blocked and policy.may(request.staff, "sign", paper),
        "may_seal": paper.state == PaperState.SIGNED
        and not blocked
        and policy.may(request.staff, "seal", paper),
        "may_cancel": may_cancel,
        "verdict": verdict_on(paper) if paper.file is not None else None,
        "cancel_form": CancelForm(),
        **forms,
    }
    return render(request, "reform/papers/paper.html", context, status=status)
