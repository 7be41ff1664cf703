"""Rating a dossier: from its page in the account, or by the tracking link where there is no account."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from motcua.identity.api import PersonRequest
from motcua.onestop.api import (
    Dossier,
    RatingRefused,
    RatingWay,
    TrackedRating,
    give_rating,
    give_rating_by_link,
    tracked_rating,
)
from motcua.platform import clock
from motcua.portal.rating import REFUSALS, RatingForm
from motcua.portal.views.account import dossier_context, own_dossier
from motcua.portal.views.tracking import dossier_of


@require_POST
@login_required
def rate(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep what the holder says; what cannot be kept comes back with what was typed."""
    dossier, form = own_dossier(request, uuid), RatingForm(request.POST)
    if form.is_valid():
        try:
            give_rating(
                dossier_id=dossier.pk,
                answers=form.answers(),
                actor=cast(PersonRequest, request).user,
                seen=form.cleaned_data["seen"],
                now=clock.now(),
            )
        except RatingRefused as error:
            form.add_error(None, REFUSALS[error.code])
        else:
            messages.success(request, _("Your rating is kept. Thank you for your opinion."))
            return redirect("portal:dossier", uuid=uuid)
    context = dossier_context(dossier)
    if context["rating_form"] is None:
        messages.error(request, " ".join(map(str, form.non_field_errors())) or REFUSALS["not_ended"])
        return redirect("portal:dossier", uuid=uuid)
    return render(request, "portal/dossier.html", {**context, "rating_form": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def rate_tracked(request: HttpRequest, token: str) -> HttpResponse:
    """The same for whoever filed at the counter and has no account: once, with code and ID number as the proof."""
    try:
        uuid = dossier_of(token)
        found = tracked_rating(uuid=uuid)
    except signing.SignatureExpired:
        return redirect("portal:track")
    except (signing.BadSignature, ValueError, Dossier.DoesNotExist):
        raise Http404
    if getattr(request.user, "kind", "") == "staff":
        # Whoever works here knows code and ID number from the counter.
        raise PermissionDenied
    response = _answer(request, token, found)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _answer(request: HttpRequest, token: str, found: TrackedRating) -> HttpResponse:
    if found.way is RatingWay.CLOSED:
        return redirect("portal:tracked", token=token)
    if found.way is RatingWay.ACCOUNT:
        address = reverse("portal:dossier", args=[found.dossier.uuid])
        return _show(request, found, account_address=address)
    form = RatingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            give_rating_by_link(dossier_id=found.dossier.pk, answers=form.answers(), now=clock.now())
        except RatingRefused as error:
            form.add_error(None, REFUSALS[error.code])
        else:
            messages.success(request, _("Your rating is kept. Thank you for your opinion."))
            return redirect("portal:tracked", token=token)
    status = 422 if form.is_bound else 200
    return _show(request, found, form=form, rating_address=request.path, status=status)


def _show(request: HttpRequest, found: TrackedRating, *, status: int = 200, **parts: Any) -> HttpResponse:
    context = {"code": str(found.dossier), "dossier": found.dossier, **parts}
    return render(request, "portal/rate_tracked.html", context, status=status)
