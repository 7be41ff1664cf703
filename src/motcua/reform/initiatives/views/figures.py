"""Targets and progress of a year, and the rules in force."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.api import Role, StaffRequest, list_agencies, role_required, staff_required
from motcua.platform import clock
from motcua.reform.initiatives import policies, presentation
from motcua.reform.initiatives.forms import TargetForm
from motcua.reform.initiatives.parameters import list_parameters
from motcua.reform.initiatives.queries import list_progress
from motcua.reform.initiatives.services import spreading

_FIRST_YEAR = 2012


@require_safe
@staff_required
def show_progress(request: StaffRequest) -> HttpResponse:
    """What each agency is to reach in a year, and how far it is."""
    return _render(request, _year(request))


@require_POST
@role_required(Role.REFORM_MANAGER)
def set_target(request: StaffRequest) -> HttpResponse:
    """One agency's target of the year."""
    year = _year(request)
    form = _form(request)
    if not form.is_valid():
        return _render(request, year, form=form, status=422)
    chosen = next(item for item in list_agencies() if str(item.pk) == form.cleaned_data["agency"])
    if not policies.may_set_targets(request.staff):
        raise PermissionDenied
    spreading.set_target(
        agency=chosen,
        year=year,
        amount=form.cleaned_data["amount"],
        source=form.cleaned_data["source"],
        staff=request.staff,
        now=clock.now(),
    )
    messages.success(request, _("The target is set."))
    return redirect(f"{reverse('initiatives:progress')}?nam={year}")


@require_safe
@staff_required
def show_rules(request: StaffRequest) -> HttpResponse:
    """Thresholds, maxima and terms with their source."""
    return render(request, "reform/initiatives/rules.html", {"parameters": list_parameters()})


def _render(
    request: StaffRequest, year: int, *, form: TargetForm | None = None, status: int = 200
) -> HttpResponse:
    progress = list_progress(staff=request.staff, year=year)
    context = {
        "year": year,
        "years": range(clock.today().year, clock.today().year - 6, -1),
        "progress": progress,
        "chart": presentation.progress_chart(progress),
        "may_set": policies.may_set_targets(request.staff),
        "form": form or _form(None),
    }
    return render(request, "reform/initiatives/progress.html", context, status=status)


def _form(request: HttpRequest | None) -> TargetForm:
    language = "en" if get_language() == "en" else "vi"
    return TargetForm(request.POST if request else None, agencies=list_agencies(), language=language)


def _year(request: HttpRequest) -> int:
    typed = request.GET.get("nam", "") or request.POST.get("nam", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else clock.today().year
    return max(year, _FIRST_YEAR)
