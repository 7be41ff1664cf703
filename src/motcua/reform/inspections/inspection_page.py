"""The page of one inspection: the eight steps, what this person may do now, and what this person may read."""

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from motcua.identity.api import StaffContext
from motcua.platform.ui.formats import format_date
from motcua.platform.ui.templatetags.ui import bilingual
from motcua.reform.inspections import presentation
from motcua.reform.inspections.areas import areas_shown
from motcua.reform.inspections.checklist_page import checklist_rows
from motcua.reform.inspections.choices import Post, Remedying, Stage
from motcua.reform.inspections.houses import is_own_matter, issuer_of
from motcua.reform.inspections.models import ActingHead, Inspection, Shortcoming
from motcua.reform.inspections.policies import policy
from motcua.reform.inspections.rules import states
from motcua.reform.inspections.rules.states import INSPECTION, WAITING, Side
from motcua.reform.inspections.services.visit_days import visit_day
from motcua.reform.papers.api import readable_papers

# How far each of the eight steps of the page has come when the inspection stands in a stage.
ORDER = [
    Stage.PLANNED,
    Stage.DECIDED,
    Stage.NOTIFIED,
    Stage.VISITING,
    Stage.MINUTES_SENT,
    Stage.MINUTES_SIGNED,
    Stage.DRAFT_SENT,
    Stage.ANSWERED,
    Stage.CONCLUDED,
]


def inspection_context(inspection: Inspection, staff: StaffContext, *, today: date) -> dict[str, Any]:
    """Everything the template shows; nothing of a draft for who may not see it."""
    sides = policy.sides(staff, inspection)
    inside = bool(sides & {Side.ORGANISER, Side.TEAM})
    sees_draft = policy.sees_draft(staff, inspection)
    shortcomings = _shortcomings(inspection, inside=inside) if sees_draft else []
    named = areas_shown(inspection.plan.year)
    notices = list(
        inspection.notices.select_related("recipient_agency", "recipient_unit", "paper").order_by("pk")
    )
    if not inside:
        notices = [each for each in notices if policy.notices(staff).filter(pk=each.pk).exists()]
    return {
        "inspection": inspection,
        "code": presentation.inspection_code(inspection),
        "subject": presentation.subject_of(inspection),
        "tone": presentation.stage_tone(inspection.stage),
        "inside": inside,
        "steps": _steps(inspection, shortcomings, notices),
        "facts": _facts(inspection, inside=inside),
        "members": list(inspection.team.members.all()) if inspection.team else [],
        "acting": _acting(inspection),
        "may_name_head": policy.may_name_head(staff, inspection),
        "documents": _documents(inspection, staff, inside=inside),
        "conclusion": getattr(inspection, "conclusion", None) if sees_draft else None,
        "shortcomings": [_shortcoming_row(each, named(each.area), staff) for each in shortcomings],
        "notices": notices,
        "areas": checklist_rows(inspection, {}) if inside and inspection.checklist else [],
        "may_draft": _may_draft(inspection, sides),
        "actions": list_actions(inspection, staff, today=today),
    }


def _acting(inspection: Inspection) -> ActingHead | None:
    """Who was put in the place of the team's head; None while its head heads it."""
    if inspection.team is None:
        return None
    named = inspection.team.acting_heads.select_related("user").order_by("pk").last()
    is_own = named is not None and inspection.team.members.filter(user=named.user, post=Post.HEAD).exists()
    return None if is_own else named


def list_actions(inspection: Inspection, staff: StaffContext, *, today: date) -> list[dict[str, Any]]:
    """What this person may do now; ``is_next`` is the one to do. ``post``: done by the button alone."""
    found: list[dict[str, Any]] = []
    timely = _timely(inspection, today)
    for event, label, name, post in _moves():
        if name in timely and policy.may(staff, event, inspection):
            url = reverse(f"inspections:{name}", args=[inspection.uuid])
            # To take something back is never the next step.
            is_next = not found and not name.startswith("take_back")
            found.append(
                {
                    "label": label,
                    "url": url,
                    "post": post,
                    "name": name,
                    "danger": event == "cancel",
                    "is_next": is_next,
                }
            )
    return found


def _moves() -> list[tuple[str, str, str, bool]]:
    return [
        ("sign_minutes", _("Sign the minutes"), "sign_minutes", True),
        ("answer", _("Answer the draft conclusion"), "answer", False),
        ("notify", _("Write the notice"), "notify", False),
        ("visit", _("Begin the visit"), "begin", True),
        ("visit", _("Open the checklist"), "checklist", False),
        ("visit", _("Write the minutes"), "minutes", False),
        ("send_minutes", _("Sign the minutes for the team"), "send_minutes", True),
        ("send_draft", _("Send the draft conclusion"), "send_draft", True),
        ("conclude", _("Issue the conclusion"), "conclude", False),
        ("take_back_minutes", _("Take the minutes back"), "take_back_minutes", True),
        ("take_back_draft", _("Take the draft back"), "take_back_draft", True),
        ("cancel", _("Call the inspection off"), "cancel", False),
    ]


def _timely(inspection: Inspection, today: date) -> set[str]:
    """Names of the pages that fit the stage and what is on file."""
    stage = states.Stage(inspection.stage)
    found = {event for event, line in INSPECTION.items() if stage in line.allowed_in} - {"decide", "visit"}
    written = hasattr(inspection, "conclusion")
    day = visit_day(inspection)
    early = day is not None and today < day and not inspection.is_surprise
    if states.may_visit(stage=stage, is_surprise=inspection.is_surprise) and not early:
        found.add("begin")
    if stage == states.Stage.VISITING:
        found |= {"checklist", "minutes"}
    if inspection.notice_paper_id is not None or inspection.is_surprise:
        found.discard("notify")
    if not hasattr(inspection, "minutes"):
        found.discard("send_minutes")
    if not written:
        found.discard("send_draft")
    if not (written and _may_submit(inspection, stage, today)):
        found.discard("conclude")
    if written and inspection.conclusion.paper_id is not None:
        found.discard("take_back_draft")
    return found


def _may_submit(inspection: Inspection, stage: states.Stage, today: date) -> bool:
    conclusion = inspection.conclusion
    due = conclusion.answer_by is not None and today > conclusion.answer_by
    return conclusion.paper_id is None and states.may_conclude(stage=stage, answer_due=due)


def _may_draft(inspection: Inspection, sides: frozenset[Side]) -> bool:
    conclusion = getattr(inspection, "conclusion", None)
    waits = conclusion is not None and conclusion.paper_id is not None
    begun = inspection.stage in ORDER and ORDER.index(Stage(inspection.stage)) >= ORDER.index(Stage.VISITING)
    return Side.TEAM in sides and begun and inspection.stage != Stage.CONCLUDED and not waits


def _shortcomings(inspection: Inspection, *, inside: bool) -> list[Shortcoming]:
    rows = inspection.shortcomings.select_related("owner_agency", "owner_unit", "agency", "notice").order_by(
        "ordinal"
    )
    if not inside:
        rows = rows.exclude(state=Remedying.WITHDRAWN)
    return list(rows)


def _shortcoming_row(row: Shortcoming, area: str, staff: StaffContext) -> dict[str, Any]:
    return {
        "row": row,
        "owner": presentation.owner_of(row),
        "area": area,
        "tone": presentation.state_tone(row.state),
        "is_draft": row.state == Remedying.DRAFT,
        "may_change": row.state == Remedying.DRAFT and policy.may_move(staff, "withdraw", row),
    }


def _facts(inspection: Inspection, *, inside: bool) -> list[dict[str, Any]]:
    days = f"{format_date(inspection.planned_from)} – {format_date(inspection.planned_to)}"
    rows: list[dict[str, Any]] = [
        {"label": _("Organiser"), "value": bilingual(issuer_of(inspection), "name")},
        {"label": _("Kind of inspection"), "value": inspection.get_kind_display()},
        {"label": _("Contents"), "lines": inspection.contents},
        {"label": _("Planned days"), "value": days},
    ]
    if is_own_matter(inspection):
        words = _("The standing body does not inspect itself: the People's Committee decides in its place.")
        rows.append({"label": _("Who decides"), "value": words})
    if inspection.visit_at is not None:
        rows.append({"label": _("Day of the visit"), "value": format_date(inspection.visit_at)})
        rows.append({"label": _("Place"), "value": inspection.visit_place})
    if inside and inspection.visit_reason:
        rows.append({"label": _("Why outside the planned days"), "value": inspection.visit_reason})
    if inspection.cancel_reason:
        rows.append({"label": _("Reason of calling off"), "value": inspection.cancel_reason})
    if inside and inspection.checklist is not None:
        name = f"{bilingual(inspection.checklist, 'name')} · {inspection.checklist.number}"
        rows.append({"label": _("Inspection checklist"), "value": name})
    return rows


def _documents(inspection: Inspection, staff: StaffContext, *, inside: bool) -> list[dict[str, Any]]:
    """Documents of the inspection that exist, with a link for who may open them."""
    conclusion = getattr(inspection, "conclusion", None)
    papers = [
        (_("Decision on the team"), inspection.team.paper if inspection.team else None),
        (_("Notice of the inspection"), inspection.notice_paper),
        (_("Conclusion"), conclusion.paper if conclusion else None),
    ]
    readable = readable_papers(staff=staff, papers=[paper for _label, paper in papers])
    rows = [
        {
            "label": label,
            "text": paper.symbol or _("waits for its signature"),
            "url": reverse("papers:paper", args=[paper.uuid]) if paper.pk in readable else "",
        }
        for label, paper in papers
        if paper is not None and (inside or paper.is_sealed)
    ]
    minutes = getattr(inspection, "minutes", None)
    if minutes is not None and minutes.file is not None:
        text = _("signed by both sides") if minutes.signed_at else _("signed by the team")
        rows.append(
            {
                "label": _("Minutes"),
                "text": text,
                "url": reverse("inspections:minutes_file", args=[inspection.uuid]),
            }
        )
    return rows


def _steps(
    inspection: Inspection, shortcomings: list[Shortcoming], notices: list[Any]
) -> list[dict[str, Any]]:
    """The eight steps of an inspection with how far each has come."""
    if inspection.stage == Stage.CANCELLED:
        return []
    reached = ORDER.index(Stage(inspection.stage))
    ends = [
        (_("Plan of the year"), Stage.PLANNED),
        (_("Decision and team"), Stage.DECIDED),
        (_("Notice, visit, minutes signed by both sides"), Stage.MINUTES_SIGNED),
        (_("Draft conclusion, answer, conclusion"), Stage.CONCLUDED),
    ]
    done = [(label, reached >= ORDER.index(stage)) for label, stage in ends]
    notified = [each for each in shortcomings if each.state not in (Remedying.DRAFT, Remedying.WITHDRAWN)]
    concluded = inspection.stage == Stage.CONCLUDED
    issued = concluded and all(each.issued_at for each in notices)
    open_ones = [each for each in notified if each.state in WAITING]
    unreported = [each for each in open_ones if each.state != Remedying.REPORTED]
    done += [
        (_("Written notice to each unit"), issued),
        (_("Remedies reported"), issued and not unreported),
        (_("Remedies verified"), issued and not open_ones),
        (_("Reminders until all is closed"), issued and not open_ones),
    ]
    first = next((index for index, (_label, is_done) in enumerate(done) if not is_done), len(done))
    return [
        {"label": label, "state": "done" if is_done else "current" if index == first else "to_do"}
        for index, (label, is_done) in enumerate(done)
    ]
