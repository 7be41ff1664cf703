"""A correction of the appraisal becomes a shortcoming that the agency has to remedy."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.api import Role, StaffRequest, role_required
from motcua.platform import clock
from motcua.reform.inspections.api import open_shortcoming_from_correction
from motcua.reform.season import policies
from motcua.reform.season.forms import CorrectionForm
from motcua.reform.season.queries import edition_of
from motcua.reform.season.views.assessment import criterion_page, is_corrected
from motcua.reform.season.views.common import load_card, load_criterion


@require_POST
@role_required(Role.REFORM_MANAGER)
def take_up(request: StaffRequest, uuid: UUID, code: str) -> HttpResponse:
    """Open the shortcoming; asked again it is the one made before. It waits for its written notice."""
    card = load_card(request, uuid)
    criterion = load_criterion(card, code)
    if not policies.manages(request.staff, card.season) or not is_corrected(card, code):
        raise PermissionDenied("correction")
    form = CorrectionForm(request.POST)
    if not form.is_valid():
        return criterion_page(request, card, criterion, status=422, correction_form=form)
    area = next(one for one in edition_of(card.season).areas if one.code == criterion.area)
    with transaction.atomic():
        open_shortcoming_from_correction(
            organiser=card.season.standing_body,
            origin=f"season:{card.uuid}:{code}",
            agency=card.agency,
            year=card.season.year,
            criterion=code,
            area=area.name_vi,
            description=form.cleaned_data["description"],
            deadline=form.cleaned_data["deadline"],
            actor=request.user,
            now=clock.now(),
        )
    messages.success(request, _("The correction is a shortcoming now; it waits for its written notice."))
    return redirect("season:criterion", uuid, code)
