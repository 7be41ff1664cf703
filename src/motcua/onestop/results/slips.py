"""Forms 01 to 06 from the rows of a dossier."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from motcua.identity.api import Agency, User, UserKind, get_authority, short_name
from motcua.identity.api import signer_lines as lines_above
from motcua.onestop.dossiers.models import Channel, Dossier, DossierEvent, Extension, SupplementRequest
from motcua.onestop.forms.api import AUTHORISED, applicant_of, list_attachments
from motcua.onestop.procedures.models import LimitUnit, ProcedureVersion
from motcua.onestop.processes.models import WorkItem, WorkItemState
from motcua.onestop.processes.outcomes import printed_outcome
from motcua.onestop.results import documents as d
from motcua.onestop.results.issuers import issuer_of
from motcua.onestop.results.models import DocumentKind, IssuedDocument
from motcua.onestop.results.numbers import slip_number

# Printed documents are in Vietnamese whatever language the officer reads the office in.
_UNITS = {
    LimitUnit.WORKING_DAYS: "ngày làm việc",
    LimitUnit.HOURS: "giờ làm việc",
    LimitUnit.DAYS: "ngày",
    LimitUnit.MONTHS: "tháng",
}
_COLLECT = {
    Channel.ONLINE: "Bản điện tử, trong tài khoản của ông/bà",
    Channel.POST: "Qua dịch vụ bưu chính công ích",
    Channel.COUNTER: "Tại nơi nộp hồ sơ",
}


def slip_for(document: IssuedDocument) -> d.Document:
    """The values of a statutory form; raises ``KeyError`` for a kind that is no form."""
    makers = {
        DocumentKind.RECEIPT: _receipt,
        DocumentKind.SUPPLEMENT: _supplement,
        DocumentKind.REFUSAL: _refusal,
        DocumentKind.APOLOGY: _apology,
        DocumentKind.STOP: _stop,
        DocumentKind.CONTROL_SLIP: _control_slip,
    }
    return makers[DocumentKind(document.kind)](document)


def office_part(document: IssuedDocument, agency: Agency) -> dict[str, Any]:
    """Who issues, and how the document is verified: common to forms and results."""
    code = document.verification_code
    return {
        "parent": agency.parent.name_vi if agency.parent else "",
        "agency": short_name(agency),
        "place": agency.place_vi,
        "verify_code": code,
        "verify_url": settings.BASE_URL + reverse("verify"),
        "verify_link": settings.BASE_URL + reverse("verify_code", args=[code]),
    }


def signer_lines(user: User, document: IssuedDocument, *, absent_id: int | None = None) -> tuple[str, ...]:
    """The lines above a leader's name on the day the document was begun; ``absent_id`` is whom the person stands in
    for. What the head decides, such as a licence, the head signs for no collective.
    """
    is_result = document.kind == DocumentKind.RESULT
    return lines_above(
        user_id=user.pk,
        agency=issuer_of(document.dossier).agency if is_result else document.dossier.agency,
        on=timezone.localdate(document.created_at),
        absent_id=absent_id,
        as_head=bool(document.content.get("authority")),
    )


def limit_words(version: ProcedureVersion) -> str:
    """The promised time limit in words of the law."""
    if version.limit_unit == LimitUnit.SAME_DAY:
        return "Trong ngày làm việc"
    unit = _UNITS[LimitUnit(version.limit_unit)]
    return f"{version.committed_limit:02d} {unit} kể từ ngày nhận đủ hồ sơ hợp lệ"


def _common(document: IssuedDocument, agency: Agency) -> dict[str, Any]:
    dossier = document.dossier
    applicant = applicant_of(dossier.form_data)
    return {
        **office_part(document, agency),
        "number": slip_number(
            dossier=str(dossier), form_no=document.kind, ordinal=document.ordinal, agency_code=agency.code
        ),
        "code": str(dossier),
        "desk": _desk(dossier).name_vi,
        "request": dossier.version.name_vi,
        "applicant": dossier.applicant_name,
        "id_number": applicant.id_number,
        "address": applicant.address or dossier.contact_address,
        "phone": dossier.contact_phone,
        "email": dossier.contact_email,
        "issued_at": document.created_at,
    }


def _desk(dossier: Dossier) -> Agency:
    return dossier.received_by_agency or dossier.agency


def _received_at(dossier: Dossier) -> datetime:
    assert dossier.received_at is not None, "forms other than the refusal follow the receipt"
    return dossier.received_at


def _due_at(dossier: Dossier, due_at: datetime | None) -> datetime:
    # While the clock stands still there is no due moment; the slip then shows the first promise.
    moment = due_at or dossier.original_due_at
    assert moment is not None, "a received dossier has a promised date"
    return moment


def _officer(document: IssuedDocument) -> str:
    creator = document.created_by
    return creator.full_name if creator is not None and creator.kind == UserKind.STAFF else ""


def _receipt(document: IssuedDocument) -> d.Document:
    dossier = document.dossier
    block = dossier.form_data.get("applicant", {})
    return d.ReceiptSlip(
        **_common(document, _desk(dossier)),
        components=_components(dossier),
        sets=dossier.version.sets,
        time_limit=limit_words(dossier.version),
        received_at=_received_at(dossier),
        due_at=_due_at(dossier, dossier.original_due_at),
        collect_at=_COLLECT[Channel(dossier.return_channel)],
        officer=_officer(document),
        submitter=block.get("full_name", "") or dossier.applicant_name,
        online=dossier.channel == Channel.ONLINE,
        **_representative(dossier, block),
        register_volume=f"{timezone.localdate(document.created_at):%m/%Y}",
        register_number=str(dossier).rsplit("-", 1)[-1],
    )


def _representative(dossier: Dossier, block: dict[str, Any]) -> dict[str, Any]:
    """Who files for an organisation, and by what right: the law's, or a written authority with its number."""
    if block.get("kind") != "organisation":
        return {}
    if block.get("authority") != AUTHORISED:
        return {"legal_representative": block.get("full_name", "")}
    return {
        "authorised_person": block.get("full_name", ""),
        "authorisation_document": _written_authority(dossier),
    }


def _written_authority(dossier: Dossier) -> str:
    if dossier.person_id is None or dossier.organisation_id is None:
        return ""
    held = get_authority(
        person_id=dossier.person_id,
        organisation_id=dossier.organisation_id,
        on=timezone.localdate(dossier.submitted_at),
    )
    if held is None or not held.document_number:
        return ""
    return f"văn bản số {held.document_number}, có hiệu lực từ ngày {held.valid_from:%d/%m/%Y}"


def _components(dossier: Dossier) -> tuple[d.Component, ...]:
    sent = Counter(attachment.component_key for attachment in list_attachments(dossier=dossier))
    return tuple(
        d.Component(name=component.name_vi, form=f"bản điện tử: {sent[component.key] or 1:02d}")
        for component in dossier.version.components.order_by("order", "id")
        if component.is_form or sent[component.key]
    )


def _supplement(document: IssuedDocument) -> d.Document:
    dossier = document.dossier
    request = SupplementRequest.objects.select_related("requested_by").get(
        dossier=dossier, ordinal=document.ordinal
    )
    return d.SupplementRequest(
        **_common(document, dossier.agency),
        items=tuple(request.items),
        reason=request.reason,
        contact_person=request.requested_by.full_name,
        contact_phone=dossier.agency.phone,
        officer=_officer(document),
        answer_by=timezone.localdate(request.answer_by),
    )


def _refusal(document: IssuedDocument) -> d.Document:
    dossier = document.dossier
    return d.Refusal(
        **_common(document, _desk(dossier)),
        reason=_last_reason(dossier, "refused"),
        officer=_officer(document),
        submitter=dossier.form_data.get("applicant", {}).get("full_name", "") or dossier.applicant_name,
    )


def _apology(document: IssuedDocument) -> d.Document:
    dossier = document.dossier
    extension = Extension.objects.select_related("signed_by").get(dossier=dossier)
    return d.Apology(
        **_common(document, dossier.agency),
        received_at=_received_at(dossier),
        promised_at=extension.old_due_at,
        new_due_at=extension.new_due_at,
        reason=extension.reason,
        signer_lines=signer_lines(extension.signed_by, document),
        signer=extension.signed_by.full_name,
        recipients=("Như trên", _desk(dossier).name_vi),
    )


def _stop(document: IssuedDocument) -> d.Document:
    dossier = document.dossier
    creator = document.created_by
    by_staff = creator is not None and creator.kind == UserKind.STAFF
    event = DossierEvent.objects.filter(dossier=dossier, kind__in=("stopped", "withdrawn")).latest("sequence")
    paid = dossier.money_state == "paid"
    return d.StopNotice(
        **_common(document, dossier.agency),
        received_at=_received_at(dossier),
        stop_request="" if by_staff else f"Yêu cầu rút hồ sơ của {dossier.applicant_name}",
        stage=_stage(dossier, event),
        decision="Dừng giải quyết hồ sơ" if by_staff else "Dừng giải quyết theo yêu cầu rút hồ sơ",
        reason=event.reason,
        settlement=f"Đã nộp {_money(dossier.fee_total)}" if paid else "Không phát sinh",
        signer_lines=signer_lines(creator, document) if by_staff and creator else (dossier.agency.name_vi,),
        signer=_officer(document) or " ",
        recipients=("Như trên", _desk(dossier).name_vi),
    )


def _stage(dossier: Dossier, event: DossierEvent) -> str:
    item = (
        WorkItem.objects.filter(dossier=dossier, opened_at__lte=event.at)
        .order_by("-opened_at", "-id")
        .first()
    )
    return item.name_vi if item else "Tiếp nhận hồ sơ"


def _money(amount: int) -> str:
    return f"{amount:,}".replace(",", ".") + " đồng"


def _last_reason(dossier: Dossier, kind: str) -> str:
    return DossierEvent.objects.filter(dossier=dossier, kind=kind).latest("sequence").reason


def _control_slip(document: IssuedDocument) -> d.Document:
    dossier = document.dossier
    common = _common(document, dossier.agency)
    return d.ControlSlip(
        **{
            key: common[key]
            for key in ("parent", "agency", "place", "verify_code", "verify_url", "verify_link")
        },
        **{key: common[key] for key in ("number", "code", "desk", "request", "applicant", "issued_at")},
        received_at=_received_at(dossier),
        due_at=_due_at(dossier, dossier.due_at),
        hand_overs=_hand_overs(dossier, document.created_at),
        officer=_officer(document),
    )


def _hand_overs(dossier: Dossier, now: datetime) -> tuple[d.HandOver, ...]:
    items = (
        WorkItem.objects.filter(dossier=dossier)
        .exclude(state=WorkItemState.CANCELLED)
        .select_related("assignee", "done_by", "opened_by", "unit", "agency")
        .order_by("opened_at", "id")
    )
    return tuple(_hand_over(item, _desk(dossier).name_vi, now) for item in items)


def _hand_over(item: WorkItem, first_giver: str, now: datetime) -> d.HandOver:
    holder = item.done_by or item.assignee
    place = item.unit.name_vi if item.unit else item.agency.name_vi
    return d.HandOver(
        giver=item.opened_by.full_name if item.opened_by else first_giver,
        receiver=f"{holder.full_name} ({place})" if holder else place,
        given_at=item.opened_at,
        due_at=item.target_at,
        finished_at=item.done_at,
        outcome=printed_outcome(item, now=now),
        remark=item.comment or item.name_vi,
    )
