"""The public verification page: is this document the office's, and unaltered?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from motcua.onestop.results.forms import CodeForm, CopyForm
from motcua.onestop.results.models import IssuedDocument
from motcua.onestop.results.public import (
    get_public_document,
    normal_code,
    verdict_on_copy,
    verdict_on_document,
)

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
    if not form.is_valid():
        return render(request, _PAGE, {"code_form": CodeForm(), "copy_form": form}, status=422)
    verdict = verdict_on_copy(form.cleaned_data["file"].read())
    return render(request, _VERDICT, {"verdict": verdict, "is_copy": True})


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
