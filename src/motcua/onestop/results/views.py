"""The public verification page: is this document the office's, and unaltered?"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.onestop.results.models import IssuedDocument
from motcua.onestop.results.public import (
    get_public_document,
    verdict_on_copy,
    verdict_on_document,
)
from motcua.platform import clock
from motcua.platform.attempts.api import count_attempt
from motcua.platform.signing.api import VerificationBusy, VerificationTooLong, normal_code
from motcua.platform.signing.forms import CodeForm, CopyForm

_PAGE, _VERDICT = "onestop/results/verify.html", "onestop/results/verdict.html"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Asks for a code or a copy; answers for a copy, and leads a code to its own address."""
    if request.method == "POST":
        return _verify_copy(request)
    code_form = CodeForm(request.GET if "code" in request.GET else None)
    if code_form.is_valid():
        return redirect("verify_code", code=normal_code(code_form.cleaned_data["code"]) or "-")
    return render(request, _PAGE, {"code_form": code_form, "copy_form": CopyForm()})


def _verify_copy(request: HttpRequest) -> HttpResponse:
    form = CopyForm(request.POST, request.FILES)
    if _too_many(request):
        return _ask_again(
            request,
            form,
            _("Too many files from this address. Please try again in ten minutes, or verify the code."),
            status=429,
        )
    if not form.is_valid():
        return _ask_again(request, form, "", status=422)
    try:
        verdict = verdict_on_copy(form.cleaned_data["file"].read())
    except VerificationBusy:
        busy = _("Other files are being verified. Please try again in a minute, or verify the code.")
        return _ask_again(request, form, busy, status=503)
    except VerificationTooLong:
        too_long = _("Verifying this file takes too long. Please verify the code printed on it instead.")
        return _ask_again(request, form, too_long, status=422)
    return render(request, _VERDICT, {"verdict": verdict, "is_copy": True})


def _ask_again(request: HttpRequest, form: CopyForm, reason: str, *, status: int) -> HttpResponse:
    if reason:
        form.errors.pop("file", None)
        form.add_error("file", reason)
    return render(request, _PAGE, {"code_form": CodeForm(), "copy_form": form}, status=status)


def _too_many(request: HttpRequest) -> bool:
    """Judging is the dearest thing that a stranger may ask of this site."""
    address = request.META.get("REMOTE_ADDR", "")
    files = count_attempt(what="verification", whom=address, seconds=600, now=clock.now())
    allowed: int = settings.VERIFICATION_ATTEMPTS
    return files > allowed


@never_cache
@require_safe
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """What the office says about the document with this code."""
    try:
        document = get_public_document(code=code)
    except IssuedDocument.DoesNotExist:
        context = {"code_form": CodeForm(), "copy_form": CopyForm(), "unknown_code": normal_code(code)}
        return render(request, _PAGE, context, status=404)
    return render(request, _VERDICT, {"verdict": verdict_on_document(document), "is_copy": False})
