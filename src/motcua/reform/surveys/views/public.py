"""Answering a survey: by the code of an invitation, without an account and without script."""

from typing import Any, Final

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from motcua.platform import clock
from motcua.platform.attempts.api import count_attempt
from motcua.platform.ui.errors import FieldError
from motcua.reform.rules.survey_forms import Form, read_form
from motcua.reform.surveys import tokens
from motcua.reform.surveys.models import SurveyInvitation
from motcua.reform.surveys.parameters import parameter
from motcua.reform.surveys.questions import answers_in, hidden, topics_of
from motcua.reform.surveys.services.answering import Submission, find_invitation, submit
from motcua.reform.surveys.services.errors import AnswerRefused

_SIGNER = signing.TimestampSigner(salt="survey.started")
_LONGEST = 30 * 24 * 3600
_STATUS: Final = {"unknown": 404, "used": 409, "early": 403, "late": 410, "too_many": 429}


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code of the invitation"),
        help_text=gettext_lazy("Sixteen letters and figures, on the letter or card. Hyphens do not matter."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        code = tokens.normal(self.cleaned_data["code"])
        if len(code) != tokens.LENGTH or not code.isalnum() or not code.isascii():
            raise forms.ValidationError(
                _("A code has sixteen letters and figures. Please compare it with the letter.")
            )
        return code


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """Where the code of a letter is typed in."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return redirect(tokens.path_of(form.cleaned_data["code"]))
    return _private(
        render(request, "reform/surveys/enter.html", {"form": form}, status=422 if form.errors else 200)
    )


@never_cache
@require_safe
def show_thanks(request: HttpRequest) -> HttpResponse:
    """After an answer; the page knows nothing about it."""
    return render(request, "reform/surveys/thanks.html")


# The code in the address is the only right there is, no session is used: a forged request has nothing to misuse, while
# a refusal of the check would write the address, and with it the code and the moment, to the log.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """The form that a code opens: on one long page, or one topic at a time."""
    try:
        invitation = _find(request, code)
        form = read_form(invitation.target.round.form.definition)
        if request.method != "POST":
            return _private(_draw(request, invitation, form, {}, page=_page(request.GET.get("muc", ""))))
        return _private(_answered(request, invitation, form, code))
    except AnswerRefused as refusal:
        return _private(_refused(request, refusal.reason))


def _answered(request: HttpRequest, invitation: SurveyInvitation, form: Form, code: str) -> HttpResponse:
    given = answers_in(request.POST, form)
    page, step = _page(request.POST.get("page", "")), request.POST.get("go", "")
    if page and step in ("next", "back"):
        return _draw(request, invitation, form, given, page=page + (1 if step == "next" else -1))
    submission = Submission(answers=given, seconds=_seconds(request), device=_device(request))
    try:
        submit(code=code, submission=submission, now=clock.now())
    except AnswerRefused as refusal:
        if refusal.reason not in ("empty", "invalid"):
            raise
        return _draw(request, invitation, form, given, page=page, refused=refusal.reason)
    return redirect("survey_answers:thanks")


def _draw(
    request: HttpRequest,
    invitation: SurveyInvitation,
    form: Form,
    given: dict[str, str],
    *,
    page: int = 0,
    refused: str = "",
) -> HttpResponse:
    language = get_language() or "vi"
    topics = topics_of(form=form, answers=given, language=language)
    page = min(max(page, 1), len(topics)) if page else 0
    shown = [topics[page - 1]] if page else topics
    fields = [field for topic in shown for field in topic.fields]
    context: dict[str, Any] = {
        "target": invitation.target,
        "round": invitation.target.round,
        "title": form.title.in_language(language),
        "intro": form.intro.in_language(language),
        "topics": shown,
        "hidden": hidden(given, fields),
        "page": page,
        "pages": len(topics),
        "is_last": page in (0, len(topics)),
        "started": _started(request),
        "errors": _errors(refused, fields),
    }
    return render(request, "reform/surveys/form.html", context, status=422 if refused else 200)


def _errors(reason: str, fields: list[Any]) -> list[FieldError]:
    words = {
        "empty": _("No question is answered yet. Please answer at least one."),
        "invalid": _("An answer is not among those offered. Please choose again."),
    }
    return [FieldError(words[reason], f"{fields[0]['id']}-0")] if reason else []


def _find(request: HttpRequest, code: str) -> SurveyInvitation:
    try:
        return find_invitation(code=code, now=clock.now())
    except AnswerRefused as refusal:
        if refusal.reason == "unknown" and _too_many(request):
            raise AnswerRefused("too_many") from refusal
        raise


def _refused(request: HttpRequest, reason: str) -> HttpResponse:
    status = _STATUS[reason]
    return render(request, "reform/surveys/refused.html", {"reason": reason}, status=status)


def _too_many(request: HttpRequest) -> bool:
    """Only codes that open nothing are counted, so that a whole office can answer from one address."""
    now = clock.now()
    tried = count_attempt(what="survey_code", whom=_address(request), seconds=600, now=now)
    return tried > parameter(name="unknown_tokens", on=clock.today())


def _page(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 3 else 0


def _started(request: HttpRequest) -> str:
    known = request.POST.get("started", "")
    return known or _SIGNER.sign("form")


def _seconds(request: HttpRequest) -> float | None:
    """From the first page to now by our own clock, or None where the mark of the beginning is missing."""
    mark = request.POST.get("started", "")
    try:
        _SIGNER.unsign(mark, max_age=_LONGEST)
        return max(0.0, clock.now().timestamp() - signing.b62_decode(mark.rsplit(":", 2)[-2]))
    except (signing.BadSignature, ValueError, IndexError):
        return None


def _device(request: HttpRequest) -> str:
    """What tells one device from another; it is only counted under a keyed hash, and forgotten with the round."""
    return f"{_address(request)} {request.META.get('HTTP_USER_AGENT', '')[:300]}"


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _private(response: HttpResponse) -> HttpResponse:
    """The code in the address does not go into the log of refused requests; other sites never see an address."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
