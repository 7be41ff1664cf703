"""The sample of one rated agency: frame, draw, cards, waves, letters, what is doubtful."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.api import Role, StaffRequest, role_required
from motcua.platform import clock
from motcua.reform.rules.survey_forms import read_form
from motcua.reform.surveys import presentation, queries
from motcua.reform.surveys.forms import (
    CardsForm,
    DossiersForm,
    DrawForm,
    FrameForm,
    ReviewForm,
    UnreachableForm,
)
from motcua.reform.surveys.letters import MOST, print_letters
from motcua.reform.surveys.models import Ballot, RoundState, SurveyInvitation, SurveyTarget
from motcua.reform.surveys.services import failures, invitations, sampling
from motcua.reform.surveys.services.errors import FrameRefused, RoundRefused
from motcua.reform.surveys.services.frames import read_dossiers, read_frame
from motcua.reform.surveys.services.reviewing import review_ballot
from motcua.reform.surveys.views.rounds import words_of

HANDLERS = (Role.REFORM_MANAGER, Role.APPRAISER)
MOST_PARTS = 50
OF_NUMBER = ("cards", "enough_cards", "batch_used")


@require_safe
@role_required(*HANDLERS)
def show_sample(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Plan, strata and response of one rated agency."""
    return _draw(request, _load(request, uuid))


@require_POST
@role_required(*HANDLERS)
def add_people(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """A file of contacts into the frame."""
    target = _load(request, uuid)
    form = FrameForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            rows = read_frame(content=form.cleaned_data["file"].read())
            added = sampling.import_frame(
                target_id=target.pk, candidates=rows, staff=request.staff, now=clock.now()
            )
        except FrameRefused as refusal:
            form.add_error("file", _frame_words(refusal))
        except RoundRefused as refusal:
            form.add_error(None, words_of(refusal))
        else:
            messages.success(request, _("%(number)d people are new in the frame.") % {"number": added})
            return redirect("surveys:sample", uuid=uuid)
    return _draw(request, target, frame_form=form, status=422)


@require_POST
@role_required(*HANDLERS)
def add_applicants(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Applicants of finished dossiers into the frame."""
    target = _load(request, uuid)
    form = DossiersForm(request.POST)
    if form.is_valid():
        try:
            rows = read_dossiers(agency_code=target.agency.code, **form.cleaned_data)
            added = sampling.import_frame(
                target_id=target.pk, candidates=rows, staff=request.staff, now=clock.now()
            )
        except FrameRefused as refusal:
            words = {
                "empty": _("No dossier with a contact was finished in these days."),
                "too_many": _("More than 20,000 dossiers were finished in these days: choose fewer days."),
            }
            form.add_error(None, words[refusal.reason])
        except RoundRefused as refusal:
            form.add_error(None, words_of(refusal))
        else:
            messages.success(request, _("%(number)d people are new in the frame.") % {"number": added})
            return redirect("surveys:sample", uuid=uuid)
    return _draw(request, target, dossiers_form=form, status=422)


@require_POST
@role_required(*HANDLERS)
def empty_frame(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Start again with another list."""
    target = _load(request, uuid)
    return _act(
        request,
        target,
        lambda: sampling.empty_frame(target_id=target.pk, staff=request.staff, now=clock.now()),
        _("The frame is empty."),
    )


@require_POST
@role_required(*HANDLERS)
def draw(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Draw the sample by chance."""
    target = _load(request, uuid)
    form = DrawForm(request.POST)
    if not form.is_valid():
        return _draw(request, target, draw_form=form, status=422)
    return _act(
        request,
        target,
        lambda: sampling.draw_sample(
            target_id=target.pk, error=form.fraction(), staff=request.staff, now=clock.now()
        ),
        _("The sample is drawn."),
    )


@require_POST
@role_required(*HANDLERS)
def issue_cards(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Cards with codes, to be handed out by the survey team."""
    target = _load(request, uuid)
    form = CardsForm(target, request.POST)
    if not form.is_valid():
        return _draw(request, target, cards_form=form, status=422)
    try:
        sampling.issue_cards(target_id=target.pk, **form.cleaned_data, staff=request.staff, now=clock.now())
    except RoundRefused as refusal:
        # What was typed stays, under a key of its own: sent once more, it issues cards beside the first ones.
        form.data = {**request.POST.dict(), "batch": str(uuid4())}
        form.add_error("number" if refusal.reason in OF_NUMBER else None, words_of(refusal))
        return _draw(request, target, cards_form=form, status=422)
    messages.success(request, _("The cards are issued and can be printed."))
    return redirect("surveys:sample", uuid=uuid)


@require_POST
@role_required(*HANDLERS)
def send(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The invitations, or a reminder to whoever has not answered."""
    target = _load(request, uuid)
    return _act(
        request,
        target,
        lambda: invitations.ask_wave(target_id=target.pk, staff=request.staff, now=clock.now()),
        _("Messages are on their way; letters and cards are to be printed."),
    )


@require_POST
@role_required(*HANDLERS)
def note_unreachable(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """A letter came back."""
    target = _load(request, uuid)
    form = UnreachableForm(request.POST)
    if form.is_valid():
        row = failures.find_invitation(target=target, written=form.cleaned_data["code"])
        if row is not None:
            return _act(
                request,
                target,
                lambda: _unreachable(request, target, row),
                _("Noted: this person could not be reached."),
            )
        form.add_error("code", _("No invitation that is still open has this code, address or number."))
    return _draw(request, target, unreachable_form=form, status=422)


@never_cache
@require_POST
@role_required(*HANDLERS)
def letters(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """A hundred letters and cards not answered yet, as one PDF."""
    target = _load(request, uuid)
    wanted = request.POST.get("part", "1")
    part = int(wanted) if wanted in map(str, range(1, MOST_PARTS + 1)) else 1
    pdf = print_letters(target=target, part=part, staff=request.staff, now=clock.now())
    if pdf is None:
        messages.error(request, _("There are no letters or cards to print."))
        return redirect("surveys:sample", uuid=uuid)
    name = f"thu-moi-{target.agency.code}-{target.round.year}-{part}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(pdf, content_type="application/pdf", headers=headers)


@never_cache
@require_safe
@role_required(*HANDLERS)
def show_doubtful(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Ballots with a doubt about their quality."""
    return _doubtful(request, _load(request, uuid), ReviewForm())


@require_POST
@role_required(*HANDLERS)
def review(request: StaffRequest, uuid: UUID, ballot: UUID) -> HttpResponse:
    """Leave a ballot out, or count it again."""
    target = _load(request, uuid)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return _doubtful(request, target, form, status=422)
    excluded = request.POST.get("act") == "exclude"
    try:
        row = Ballot.objects.get(pk=ballot, target=target)
        review_ballot(
            ballot_id=row.pk,
            excluded=excluded,
            reason=form.cleaned_data["reason"],
            staff=request.staff,
            now=clock.now(),
        )
    except Ballot.DoesNotExist:
        raise Http404
    except RoundRefused as refusal:
        messages.error(request, words_of(refusal))
    else:
        messages.success(request, _("The ballot is left out.") if excluded else _("The ballot counts again."))
    return redirect("surveys:doubtful", uuid=uuid)


def _load(request: StaffRequest, uuid: UUID) -> SurveyTarget:
    try:
        return queries.get_handled_target(staff=request.staff, uuid=uuid)
    except SurveyTarget.DoesNotExist:
        raise Http404


def _unreachable(request: StaffRequest, target: SurveyTarget, row: SurveyInvitation) -> SurveyInvitation:
    return invitations.mark_unreachable(
        target_id=target.pk, invitation=row.uuid, staff=request.staff, now=clock.now()
    )


def _act(request: StaffRequest, target: SurveyTarget, do: Callable[[], object], words: str) -> HttpResponse:
    try:
        do()
    except RoundRefused as refusal:
        messages.error(request, words_of(refusal))
    else:
        messages.success(request, words)
    return redirect("surveys:sample", uuid=target.uuid)


def _draw(request: StaffRequest, target: SurveyTarget, *, status: int = 200, **forms: Any) -> HttpResponse:
    response = queries.response_by_stratum(target_ids=[target.pk])
    printable = invitations.list_printed(target=target).count()
    strata = [(row, response.get(row.pk, {})) for row in target.strata.order_by("pk")]
    if None in response:
        strata.append((None, response[None]))  # type: ignore[arg-type]
    context = {
        "target": target,
        "round": target.round,
        "strata": strata,
        "drawn": target.frame.filter(drawn=True).count(),
        "needed": sum(row.planned for row, _response in strata if row is not None),
        "waves": target.sendings.exclude(ended_at=None).order_by("number"),
        "sending": target.sendings.filter(ended_at=None).first(),
        "is_planned": target.round.state == RoundState.PLANNED,
        "is_open": target.round.state == RoundState.OPEN,
        "printable": printable,
        "parts": range(1, min(-(-invitations.count_on_paper(target=target) // MOST), MOST_PARTS) + 1),
        "doubtful": queries.list_doubtful(target=target).count(),
        "error_percent": presentation.error_percent(target.error),
        "frame_form": FrameForm(),
        "dossiers_form": DossiersForm(),
        "draw_form": DrawForm(),
        "cards_form": CardsForm(target),
        "unreachable_form": UnreachableForm(),
        **forms,
    }
    return render(request, "reform/surveys/sample.html", context, status=status)


def _doubtful(
    request: StaffRequest, target: SurveyTarget, form: ReviewForm, status: int = 200
) -> HttpResponse:
    questions = read_form(target.round.form.definition)
    ballots = queries.list_doubtful(target=target)
    rows = [
        {
            "ballot": ballot,
            "flags": [presentation.flag_words(flag) for flag in ballot.flags],
            "answers": presentation.ballot_lines(questions, ballot.answers),
            "reviews": ballot.reviews.all(),
            "left_out": bool(ballot.left_out),
        }
        for ballot in ballots
    ]
    may_review = target.round.state in (RoundState.OPEN, RoundState.CLOSED)
    context = {"target": target, "round": target.round, "rows": rows, "form": form, "may_review": may_review}
    return render(request, "reform/surveys/doubtful.html", context, status=status)


def _frame_words(refusal: FrameRefused) -> str:
    words = {
        "unreadable": _("The file is neither a readable workbook nor text in UTF-8."),
        "columns": _("No column dien_thoai, email or dia_chi was found in the first line."),
        "too_many": _("The file has more than 20,000 people."),
        "empty": _("The file names nobody."),
        "no_contact": _("Line %(line)d has no phone, e-mail or address."),
        "phone": _("The telephone number in line %(line)d is none; write for example 0912345678."),
        "email": _("The e-mail address in line %(line)d is none."),
        "too_long": _("A value in line %(line)d is too long."),
    }[refusal.reason]
    return words % {"line": refusal.line} if refusal.line and "%(line)d" in words else words
