"""The own details of a signed-in citizen."""

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from motcua.identity.forms import CloseAccountForm, ContactForm
from motcua.identity.guards import PersonRequest
from motcua.identity.models import Person, UserKind
from motcua.identity.people import change_contact, close_account, reveal_id_number
from motcua.identity.queries import get_own_person
from motcua.identity.rules.masking import mask_number
from motcua.platform import clock
from motcua.platform.audit import api as audit
from motcua.platform.privacy.exports import export_for


def person_of(request: HttpRequest) -> Person:
    """The person behind the signed-in account; 404 for accounts without one (staff)."""
    try:
        return get_own_person(user_id=request.user.pk or 0)
    except Person.DoesNotExist:
        raise Http404


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def show_profile(request: PersonRequest) -> HttpResponse:
    if request.user.kind == UserKind.STAFF:
        return redirect("mfa_index")
    person = person_of(request)
    initial = {"phone": person.phone, "email": person.email, "address": person.address}
    form = ContactForm(request.POST or None, initial={**initial, "language": request.user.language})
    if request.method == "POST" and form.is_valid():
        change_contact(person_id=person.id, actor=request.user, now=clock.now(), **form.cleaned_data)
        messages.success(request, _("Your details are saved."))
        return redirect("identity:profile")
    return _profile_page(request, person, form, shown_number=mask_number(person.id_number))


@never_cache
@login_required
@require_POST
def reveal_number(request: PersonRequest) -> HttpResponse:
    """The same page with the ID number in full, once; the reading is on record."""
    person = person_of(request)
    number = reveal_id_number(person_id=person.id, actor=request.user, now=clock.now())
    initial = {"phone": person.phone, "email": person.email, "address": person.address}
    form = ContactForm(initial={**initial, "language": request.user.language})
    return _profile_page(request, person, form, shown_number=number, is_revealed=True)


@never_cache
@login_required
@require_POST
def download_data(request: PersonRequest) -> HttpResponse:
    """Everything we hold about the account, as JSON (Law 91/2025: right to a copy)."""
    user = request.user
    audit.record(
        action="identity.data_exported",
        now=clock.now(),
        actor=user,
        object_type="user",
        object_id=user.uuid,
    )
    response = JsonResponse(
        export_for(user_id=user.id), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    response["Content-Disposition"] = 'attachment; filename="motcua-du-lieu-ca-nhan.json"'
    return response


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def close(request: PersonRequest) -> HttpResponse:
    person_of(request)
    form = CloseAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        close_account(user_id=request.user.id, now=clock.now(), actor=request.user)
        logout(request)
        messages.info(request, _("The account is closed. Dossiers already filed go on and stay on file."))
        return redirect("account_login")
    return render(request, "identity/close_account.html", {"form": form})


def _profile_page(
    request: PersonRequest,
    person: Person,
    form: ContactForm,
    *,
    shown_number: str,
    is_revealed: bool = False,
) -> HttpResponse:
    known = [
        {"label": _("Full name"), "value": person.full_name},
        {"label": _("ID number"), "value": shown_number},
        {
            "label": _("Date of birth"),
            "value": f"{person.date_of_birth:%d/%m/%Y}" if person.date_of_birth else "",
        },
        {"label": _("Identity"), "value": person.get_assurance_level_display()},
    ]
    context = {"person": person, "form": form, "known": known, "is_revealed": is_revealed}
    return render(request, "identity/profile.html", context)
