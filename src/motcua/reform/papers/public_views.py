"""The public page of one document: is it the agency's, and is this copy of it unaltered?"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.platform import clock
from motcua.platform.attempts.api import count_attempt
from motcua.platform.signing.api import VerificationBusy, VerificationTooLong, normal_code
from motcua.platform.signing.forms import CodeForm, CopyForm
from motcua.reform.papers.models import Paper
from motcua.reform.papers.public import CopyVerdict, compare_copy, verdict_on
from motcua.reform.papers.queries import get_issued


@never_cache
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """Asks for the code and leads to its own address."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_valid():
        return redirect("papers_verify_code", code=normal_code(form.cleaned_data["code"]) or "-")
    return render(request, "reform/papers/verify.html", {"code_form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the agency says about the document with this code; by POST, about a copy of it."""
    try:
        paper = get_issued(code=code)
    except Paper.DoesNotExist:
        context = {"code_form": CodeForm(), "unknown_code": normal_code(code)}
        return render(request, "reform/papers/verify.html", context, status=404)
    if request.method == "POST":
        return _compare(request, paper)
    return _answer(request, paper, CopyForm())


def _compare(request: HttpRequest, paper: Paper) -> HttpResponse:
    form = CopyForm(request.POST, request.FILES)
    if _too_many(request):
        words = _("Too many files from this address. Please try again in ten minutes, or verify the code.")
        return _ask_again(request, paper, form, words, status=429)
    if not form.is_valid():
        return _answer(request, paper, form, status=422)
    try:
        verdict = compare_copy(paper=paper, pdf=form.cleaned_data["file"].read())
    except VerificationBusy:
        busy = _("Other files are being verified. Please try again in a minute, or verify the code.")
        return _ask_again(request, paper, form, busy, status=503)
    except VerificationTooLong:
        too_long = _("Verifying this file takes too long. Please verify the code printed on it instead.")
        return _ask_again(request, paper, form, too_long, status=422)
    return _answer(request, paper, CopyForm(), copy=verdict)


def _ask_again(
    request: HttpRequest, paper: Paper, form: CopyForm, reason: str, *, status: int
) -> HttpResponse:
    form.errors.pop("file", None)
    form.add_error("file", reason)
    return _answer(request, paper, form, status=status)


def _answer(
    request: HttpRequest, paper: Paper, form: CopyForm, *, copy: CopyVerdict | None = None, status: int = 200
) -> HttpResponse:
    context = {"paper": paper, "verification": verdict_on(paper), "copy": copy, "copy_form": form}
    return render(request, "reform/papers/verdict.html", context, status=status)


def _too_many(request: HttpRequest) -> bool:
    """Judging is dear; files sent here and to the page of one-stop documents count together."""
    address = request.META.get("REMOTE_ADDR", "")
    files = count_attempt(what="verification", whom=address, seconds=600, now=clock.now())
    allowed: int = settings.VERIFICATION_ATTEMPTS
    return files > allowed
