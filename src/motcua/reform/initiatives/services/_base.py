"""What every service of initiatives needs."""

from datetime import datetime
from typing import Any

import structlog

from motcua.identity.api import StaffContext, User
from motcua.platform.audit.api import record
from motcua.reform.initiatives.models import CouncilState, Initiative, InitiativeCouncil, InitiativeReview
from motcua.reform.initiatives.policies import concerns

log = structlog.get_logger()


class InitiativeRefused(Exception):
    """The initiative or council is not in a state for this; ``code`` names the message, ``detail`` fills it."""

    def __init__(self, code: str, **detail: Any) -> None:
        super().__init__(code)
        self.code = code
        self.detail = detail


def lock_initiative(pk: int) -> Initiative:
    """The row, locked, with its agency."""
    rows = Initiative.objects.select_for_update(of=("self",)).select_related("agency")
    return rows.prefetch_related("authors").get(pk=pk)


def lock_review(pk: int) -> InitiativeReview:
    """The row, locked, with initiative, authors and council."""
    rows = InitiativeReview.objects.select_for_update(of=("self",))
    related = ("initiative__agency__parent", "council__agency__parent")
    return rows.select_related(*related).prefetch_related("initiative__authors").get(pk=pk)


def require_sitting(council: InitiativeCouncil | None) -> None:
    """Raise :class:`InitiativeRefused` (``council_not_sitting``) once the council's decision is cancelled."""
    if council is None or council.state != CouncilState.SITTING:
        raise InitiativeRefused("council_not_sitting")


def require_not_own(staff: StaffContext, initiative: Initiative) -> None:
    """Raise :class:`InitiativeRefused` (``own_initiative``) for its authors and who bears the name of one."""
    if concerns(staff, initiative):
        raise InitiativeRefused("own_initiative", title=initiative.title)


def note(initiative: Initiative, what: str, actor: User | None, now: datetime, **detail: Any) -> None:
    """One line of the event log, and one of the program's."""
    record(
        action=f"initiative.{what}",
        now=now,
        actor=actor,
        agency_code=initiative.agency.code,
        object_type="initiative",
        object_id=initiative.uuid,
        detail=detail,
    )
    log.info("initiative_changed", initiative=str(initiative.uuid), what=what)
