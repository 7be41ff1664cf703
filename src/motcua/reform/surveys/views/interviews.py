"""Interviewer mode: an ordinary form, which a script makes work without a network and sends later."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motcua.identity.api import StaffRequest, role_required
from motcua.platform import clock
from motcua.platform.ui.errors import FieldError
from motcua.reform.rules.survey_forms import Form, read_form
from motcua.reform.surveys import policies, queries
from motcua.reform.surveys.models import Mode, RoundState, SurveyTarget
from motcua.reform.surveys.questions import PREFIX, answers_in, topics_of
from motcua.reform.surveys.services.answering import (
    ACCEPTED,
    Interview,
    Submission,
    last_day_of_tablets,
    submit_interview,
)

MOST_AT_ONCE = 100
_LONGEST_CODE = 40
_LONGEST_INTERVIEW = 24 * 3600


class _Unreadable(ValueError):
    """What a tablet sent is not what this page makes."""


@require_safe
@role_required(*policies.INTERVIEWERS)
def show_list(request: StaffRequest) -> HttpResponse:
    """Agencies about which this person may ask, and those whose last day is over while tablets may still send."""
    targets = policies.interviewed_targets(request.staff).filter(round__state=RoundState.OPEN)
    found = targets.select_related("round", "agency").order_by("round__closes_on", "agency__name_vi")
    rows = [(target, clock.today() > target.round.closes_on) for target in found]
    return render(request, "reform/surveys/interviews.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*policies.INTERVIEWERS)
def interview(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One interview; the key in the form makes sending it twice harmless."""
    target = _load(request, uuid)
    form = read_form(target.round.form.definition)
    if request.method != "POST":
        return _draw(request, target, form, {}, code="", key=str(uuid4()))
    given, code = answers_in(request.POST, form), request.POST.get("code", "")[:_LONGEST_CODE]
    key = _key(request.POST.get("key", ""))
    sent = Interview(key=key, code=code, submission=Submission(answers=given, mode=Mode.INTERVIEW))
    outcome = submit_interview(target_id=target.pk, interview=sent, staff=request.staff, now=clock.now())
    if outcome == ACCEPTED:
        messages.success(request, _("The interview has arrived."))
        return redirect("surveys:interview", uuid=uuid)
    return _draw(request, target, form, given, code=code, key=str(key), refused=outcome)


@never_cache
@require_safe
@role_required(*policies.INTERVIEWERS)
def standing(request: StaffRequest, uuid: UUID) -> JsonResponse:
    """For the tablet, once it has a network again: a token to send with, who is signed in, if the round is open."""
    target = _load(request, uuid)
    return JsonResponse(
        {
            "token": get_token(request),
            "open": target.round.state == RoundState.OPEN,
            "person": request.staff.user_id,
        }
    )


@never_cache
@require_POST
@role_required(*policies.INTERVIEWERS)
def sync(request: StaffRequest, uuid: UUID) -> JsonResponse:
    """Take what a tablet kept: at most a hundred interviews; the outcome of each by its key, each counted once."""
    target = _load(request, uuid)
    try:
        interviews = _interviews(request.body)
    except _Unreadable:
        return JsonResponse({"error": "unreadable"}, status=400)
    now = clock.now()
    outcomes = {
        str(sent.key): submit_interview(target_id=target.pk, interview=sent, staff=request.staff, now=now)
        for sent in interviews
    }
    return JsonResponse({"outcomes": outcomes})


@require_safe
@role_required(*policies.INTERVIEWERS)
def worker(request: StaffRequest) -> HttpResponse:
    """The service worker, at an address below which it may work."""
    path = finders.find("ui/survey-worker.js")
    if path is None:
        raise Http404
    response = HttpResponse(Path(str(path)).read_bytes(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def _load(request: StaffRequest, uuid: UUID) -> SurveyTarget:
    try:
        return queries.get_interviewed_target(staff=request.staff, uuid=uuid)
    except SurveyTarget.DoesNotExist:
        raise Http404


def _draw(
    request: StaffRequest,
    target: SurveyTarget,
    form: Form,
    given: Mapping[str, str],
    *,
    code: str,
    key: str,
    refused: str = "",
) -> HttpResponse:
    language = get_language() or "vi"
    words = outcome_words()
    errors = [FieldError(words.get(refused, words["unknown"]), "code")] if refused else []
    code_field = {
        "kind": "text",
        "id": "code",
        "name": "code",
        "label": _("Code of the invitation"),
        "hint": _("Sixteen letters and figures, on the letter or card."),
        "value": code,
        "width": "20",
        "autocomplete": "off",
        "error": errors[0].message if errors and refused not in ("empty", "invalid") else "",
    }
    current, today = target.round, clock.today()
    is_open = current.state == RoundState.OPEN
    context = {
        "target": target,
        "round": current,
        "is_open": is_open,
        "is_ended": is_open and today > current.closes_on,
        "may_ask": is_open and current.opens_on <= today <= current.closes_on,
        "sending_until": last_day_of_tablets(current),
        "title": form.title.in_language(language),
        "topics": topics_of(form=form, answers=given, language=language),
        "code_field": code_field,
        "key": key,
        "errors": errors,
        "settings": _settings(target, request.staff.user_id),
    }
    return render(request, "reform/surveys/interview.html", context, status=422 if refused else 200)


def outcome_words() -> dict[str, str]:
    """What became of an interview, for the page and for the tablet."""
    return {
        "waiting": _("Kept on this device, not sent yet"),
        "accepted": _("Sent"),
        "used": _("Answers have already come in with this code; these here were not counted"),
        "unknown": _("No invitation of this agency has this code"),
        "early": _("The survey has not begun"),
        "late": _("The survey is over"),
        "empty": _("No question is answered yet. Please answer at least one."),
        "invalid": _("An answer is not among those offered. Please choose again."),
    }


def _settings(target: SurveyTarget, person: int) -> dict[str, Any]:
    return {
        "target": str(target.uuid),
        "person": person,
        "prefix": PREFIX,
        "most": MOST_AT_ONCE,
        "sync": reverse("surveys:interview_sync", args=[target.uuid]),
        "standing": reverse("surveys:interview_standing", args=[target.uuid]),
        "worker": reverse("surveys:interview_worker"),
        "words": outcome_words()
        | {
            "kept": _("The interview is kept on this device."),
            "offline": _("No connection. Interviews are kept on this device and sent later."),
            "sign_in": _("Please sign in again to send what is kept on this device."),
            "none": _("Everything is sent."),
            "refused": _("Some interviews were not accepted; the list says why."),
            "others": _(
                "Interviews of another person wait on this device; they are sent when that person signs in:"
            ),
            "failed": _("Sending failed; it will be tried again."),
            "take_back": _("Take back into the form"),
            "code": _("Code of the invitation"),
            "with_code": _("Send with this code"),
            "discard": _("Discard"),
            "really": _("Discard these answers for good?"),
            "unkept": _("The form holds answers that are not kept yet. Discard them?"),
            "short": _("A code has sixteen letters and figures. Please compare it with the letter."),
        },
    }


def _interviews(body: bytes) -> list[Interview]:
    try:
        rows = json.loads(body)["interviews"]
        if not isinstance(rows, list) or len(rows) > MOST_AT_ONCE:
            raise _Unreadable
        return [_interview(row) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise _Unreadable from error


def _interview(row: Mapping[str, Any]) -> Interview:
    answers = {str(item): str(value) for item, value in row["answers"].items()}
    submission = Submission(answers=answers, seconds=_measured(row.get("seconds")), mode=Mode.INTERVIEW)
    return Interview(
        key=UUID(str(row["key"])),
        code=str(row["code"])[:_LONGEST_CODE],
        on=date.fromisoformat(str(row["on"])) if row.get("on") else None,
        submission=submission,
    )


def _measured(seconds: object) -> float | None:
    if isinstance(seconds, int | float) and 0 <= seconds <= _LONGEST_INTERVIEW:
        return float(seconds)
    return None


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()
