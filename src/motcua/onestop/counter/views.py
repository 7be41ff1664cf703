"""The desk: who sits in front of the officer, what they come for, and the forms begun for others."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from motcua.identity.api import Person, Role, StaffRequest, role_required
from motcua.onestop.counter import services
from motcua.onestop.counter.forms import IdForm, StartForm
from motcua.onestop.counter.queries import list_assistable
from motcua.onestop.forms.queries import list_drafts
from motcua.platform import clock


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(Role.RECEIVER)
def show_desk(request: StaffRequest) -> HttpResponse:
    """First the ID number, then the procedure; the number travels in the body, never in an address."""
    if request.method != "POST":
        return _render(request, {"id_form": IdForm()})
    if "procedure" in request.POST:
        return _start(request)
    id_form = IdForm(request.POST)
    if not id_form.is_valid():
        return _render(request, {"id_form": id_form}, status=422)
    number = id_form.cleaned_data["id_number"]
    try:
        person = services.look_up(id_number=number, staff=request.staff, now=clock.now())
    except services.TooManyLookUps:
        return _too_many(request, id_form)
    form = _start_form(request, known=person, initial={"id_number": number})
    return _render(request, {"start_form": form, "person": person, "number": number})


def _start(request: StaffRequest) -> HttpResponse:
    id_form = IdForm(request.POST)
    if not id_form.is_valid():
        return _render(request, {"id_form": id_form}, status=422)
    number = id_form.cleaned_data["id_number"]
    try:
        known = services.look_up(id_number=number, staff=request.staff, now=clock.now())
    except services.TooManyLookUps:
        return _too_many(request, id_form)
    form = _start_form(request, known=known, data=request.POST)
    if not form.is_valid():
        return _render(request, {"start_form": form, "person": known, "number": number}, status=422)
    draft = services.start_for_person(
        version=form.version(),
        details=form.person(),
        organisation=form.organisation(),
        proof_of_name=form.proof_of_name(),
        staff=request.staff,
        now=clock.now(),
    )
    return redirect("forms:tasks", uuid=draft.uuid)


def _too_many(request: StaffRequest, id_form: IdForm) -> HttpResponse:
    id_form.add_error(
        "id_number", _("Too many ID numbers were looked up in the last hour. Please go on later.")
    )
    return _render(request, {"id_form": id_form}, status=429)


def _start_form(request: StaffRequest, *, known: Person | None, **values: Any) -> StartForm:
    versions = list(list_assistable(staff=request.staff, on=clock.today()))
    language = "en" if get_language() == "en" else "vi"
    return StartForm(values.pop("data", None), versions=versions, known=known, language=language, **values)


def _render(request: StaffRequest, context: dict[str, Person | Any], *, status: int = 200) -> HttpResponse:
    drafts = list(list_drafts(user_id=request.user.pk, is_assisted=True)[:20])
    return render(request, "onestop/counter/desk.html", {**context, "drafts": drafts}, status=status)
