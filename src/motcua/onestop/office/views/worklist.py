"""The worklist: look, claim and hand out many steps, take the rows along as a file."""

from datetime import datetime
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from motcua.identity.api import Role, StaffRequest, staff_required
from motcua.onestop.dossiers.transitions import TransitionRefused
from motcua.onestop.office import listing
from motcua.onestop.office.queries import list_specialists
from motcua.onestop.office.rows import draw_rows
from motcua.onestop.policies import policy
from motcua.onestop.processes import queries
from motcua.onestop.processes.models import StepKind, WorkItem, WorkItemState
from motcua.onestop.processes.refusals import StepRefused
from motcua.onestop.processes.services import assign, claim
from motcua.onestop.processes.services.steps import Work, complete_work_item
from motcua.platform import clock
from motcua.platform.exports.api import Format, export_response
from motcua.platform.ui.frames import FramedOfficePage
from motcua.platform.ui.saved import default_query, views_of

MOST_AT_ONCE = 100
LIST_KEY = "worklist"
PAGE = FramedOfficePage("onestop/office/worklist.html", ("rows",))


@require_safe
@staff_required
def show_worklist(request: StaffRequest) -> HttpResponseBase:
    """Open steps of one tab. At most six statements with session, account and offices, however many dossiers
    there are.
    """
    default = default_query(request, page=LIST_KEY)
    if default:
        return redirect(f"{reverse('office:worklist')}?{default}")
    staff, now = request.staff, clock.now()
    counts = queries.count_work(staff=staff, now=now)
    tab = listing.chosen_tab(request.GET.get("tab", ""), staff, counts)
    filters = listing.read_filters(request.GET, staff)
    narrow = filters.narrow(sort=request.GET.get("sort", ""))
    rows = queries.list_work(staff=staff, tab=tab, narrow=narrow, now=now)
    if request.GET.get("_export") in ("csv", "xlsx"):
        return _export(request, queries.read_all(rows, limit=listing.EXPORT_LIMIT), tab, now)
    page = listing.page_number(request.GET.get("page", ""))
    found, has_next = queries.read_page(rows, page=page)
    sheet = listing.Sheet(
        tab=tab,
        filters=filters,
        narrow=narrow,
        address=request.GET.urlencode(),
        page=page,
        has_rows=bool(found),
        has_next=has_next and page < queries.LAST_PAGE,
        saved_views=tuple(views_of(request, page=LIST_KEY)),
        key=LIST_KEY,
        is_head=staff.has_role(Role.HEAD_OF_UNIT),
    )
    drawn = draw_rows(listing.read_lines(found, staff=staff, now=now), choosing=tab != queries.RECEPTION)
    tabs = listing.read_tabs(staff=staff, current=tab, counts=counts)
    return PAGE.respond(request, {"rows": drawn}, known={"tabs": tabs, "sheet": sheet})


@require_POST
@staff_required
def act_on_many(request: StaffRequest) -> HttpResponse:
    """Claim the chosen steps, or choose to whom they go, or hand them out."""
    chosen = _chosen(request)
    if not chosen:
        messages.warning(request, _("Please choose at least one row."))
        return redirect(_back(request))
    if request.POST.get("action") == "assign":
        return _assign_many(request, chosen)
    done = sum(_claim(request, item.uuid, clock.now()) for item in chosen)
    text = ngettext("%(n)d step is now yours.", "%(n)d steps are now yours.", done) % {"n": done}
    _report(request, done, len(chosen), text)
    return redirect(_back(request))


def _assign_many(request: StaffRequest, chosen: list[WorkItem]) -> HttpResponse:
    mine = [item for item in chosen if policy.may_assign(staff=request.staff, item=item)]
    if not mine:
        raise PermissionDenied("assign")
    colleagues = list_specialists(item=mine[0], on=clock.today())
    assignee = request.POST.get("assignee", "")
    if assignee not in {str(user.pk) for user in colleagues}:
        context = {"items": mine, "colleagues": colleagues, "back": _back(request), "missing": bool(assignee)}
        return render(request, "onestop/office/assign_many.html", context)
    done = sum(_give(request, item, int(assignee), clock.now()) for item in mine)
    text = ngettext("%(n)d step is handed out.", "%(n)d steps are handed out.", done) % {"n": done}
    _report(request, done, len(chosen), text)
    return redirect(_back(request))


def _give(request: StaffRequest, item: WorkItem, assignee_id: int, now: datetime) -> bool:
    """An open assignment is done by it; any other step changes hands."""
    actor, staff = request.user, request.staff
    try:
        if item.step_kind == StepKind.ASSIGN:
            work = Work(assignee_id=assignee_id)
            complete_work_item(item_uuid=item.uuid, work=work, actor=actor, staff=staff, now=now)
        else:
            assign(item_uuid=item.uuid, assignee_id=assignee_id, actor=actor, staff=staff, now=now)
    except (StepRefused, TransitionRefused, PermissionDenied):
        return False
    return True


def _claim(request: StaffRequest, uuid: UUID, now: datetime) -> bool:
    try:
        claim(item_uuid=uuid, actor=request.user, staff=request.staff, now=now)
    except (StepRefused, TransitionRefused, PermissionDenied):
        return False
    return True


def _report(request: HttpRequest, done: int, asked: int, text: str) -> None:
    if done:
        messages.success(request, text)
    if done < asked:
        left = asked - done
        refused = ngettext(
            "%(n)d step could not be taken: it has another role or a colleague was faster.",
            "%(n)d steps could not be taken: they have another role or a colleague was faster.",
            left,
        )
        messages.warning(request, refused % {"n": left})


def _chosen(request: HttpRequest) -> list[WorkItem]:
    found = []
    for value in request.POST.getlist("item")[:MOST_AT_ONCE]:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return list(
        WorkItem.objects.filter(uuid__in=found, state=WorkItemState.OPEN)
        .select_related("dossier", "unit")
        .order_by("dossier_due_at", "id")
    )


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "office:worklist"


def _export(request: StaffRequest, rows: list[queries.WorkRow], tab: str, now: datetime) -> HttpResponseBase:
    lines = listing.read_lines(rows, staff=request.staff, now=now)
    return export_response(
        rows=listing.export_rows(lines),
        columns=listing.export_columns(),
        filename=f"worklist-{tab}",
        format=cast(Format, request.GET["_export"]),
    )
