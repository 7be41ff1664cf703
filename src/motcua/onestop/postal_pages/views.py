"""Delivery by post: the list of the office, one item, and the three acts."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.api import StaffRequest, role_required
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.policies import policy
from motcua.onestop.postal_pages import services
from motcua.onestop.postal_pages.forms import HandOverForm, SendAgainForm
from motcua.onestop.postal_pages.queries import READERS, get_post_for, list_post_of
from motcua.onestop.postal_pages.tables import DeliveryFilter, DeliveryTable
from motcua.platform import clock
from motcua.platform.ui.lists import build_list
from motcua.postal.api import Delivery, DeliveryState, NotPossible


@require_safe
@role_required(*READERS)
def show_list(request: StaffRequest) -> HttpResponseBase:
    """Items of the dossiers that this person may know of."""
    page = build_list(
        request,
        key="post",
        table_class=DeliveryTable,
        queryset=list_post_of(staff=request.staff),
        filterset_class=DeliveryFilter,
    )
    return page.export or render(request, "onestop/postal_pages/list.html", {"page": page})


@require_safe
@role_required(*READERS)
def show_item(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """One item with its facts, and what can be done with it now."""
    delivery, dossier = _load(request, uuid)
    return _render(request, delivery, dossier)


@require_POST
@role_required(*READERS)
def hand_over(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """The messenger has the item."""
    delivery, dossier = _load(request, uuid)
    form = HandOverForm(request.POST)
    if not form.is_valid():
        return _render(request, delivery, dossier, hand_over_form=form, status=422)
    number = form.cleaned_data["slip_number"]
    return _act(
        request,
        lambda: services.hand_to_post(
            delivery_uuid=uuid, dossier=dossier, slip_number=number, staff=request.staff, now=clock.now()
        ),
        delivery,
        _("The item is handed to the post."),
    )


@require_POST
@role_required(*READERS)
def cancel(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """Take the request back."""
    delivery, dossier = _load(request, uuid)
    return _act(
        request,
        lambda: services.cancel_post(
            delivery_uuid=uuid, dossier=dossier, staff=request.staff, now=clock.now()
        ),
        delivery,
        _("The request is cancelled."),
    )


@require_POST
@role_required(*READERS)
def send_again(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """A new item, to an address that may have been mended."""
    delivery, dossier = _load(request, uuid)
    form = SendAgainForm(request.POST)
    if not form.is_valid():
        return _render(request, delivery, dossier, again_form=form, status=422)
    return _act(
        request,
        lambda: services.send_again(
            delivery_uuid=uuid, dossier=dossier, staff=request.staff, now=clock.now(), **form.cleaned_data
        ),
        delivery,
        _("A new item is requested; the carrier is being asked."),
    )


def _load(request: StaffRequest, uuid: UUID) -> tuple[Delivery, Dossier]:
    try:
        return get_post_for(staff=request.staff, uuid=uuid)
    except Delivery.DoesNotExist:
        raise Http404


def _act(request: StaffRequest, do: Callable[[], Delivery], delivery: Delivery, words: str) -> HttpResponse:
    try:
        shown = do()
    except NotPossible:
        shown = delivery
        messages.error(request, _("The item has moved on in the meantime; nothing was changed."))
    else:
        messages.success(request, words)
    return redirect("postal:item", uuid=shown.uuid)


def _render(
    request: StaffRequest, delivery: Delivery, dossier: Dossier, *, status: int = 200, **forms: Any
) -> HttpResponse:
    may_act = policy.acting_for(staff=request.staff, action="handle_post", dossier=dossier) is not None
    known = {name: getattr(delivery, name) for name in ("recipient_name", "address", "phone")}
    context = {
        "delivery": delivery,
        "dossier": dossier,
        "may_hand_over": may_act and delivery.state == DeliveryState.REQUESTED,
        "may_send_again": may_act and delivery.state in services.ENDED,
        "hand_over_form": HandOverForm(),
        "again_form": SendAgainForm(initial=known),
        **forms,
    }
    return render(request, "onestop/postal_pages/item.html", context, status=status)
