"""An agency says that it has no further appeal."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from motcua.identity.api import Role, StaffRequest, role_required
from motcua.reform.season.services.dates import declare_no_appeal
from motcua.reform.season.views.common import attempt, load_card, who


@require_POST
@role_required(Role.REFORM_OFFICER, Role.LEADER)
def declare(request: StaffRequest, uuid: UUID) -> HttpResponse:
    """No further appeal comes from this agency."""
    card = load_card(request, uuid)
    attempt(
        request,
        lambda: declare_no_appeal(scorecard=card, **who(request)),
        _("Noted. An appeal that is filed after all takes this back."),
    )
    return redirect("season:card", uuid)
