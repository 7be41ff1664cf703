"""Writes on versions: begin a draft, change it, publish it by a decision, confirm a part by a source."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from django.db import transaction
from django.db.models import Q
from django.forms import model_to_dict
from django.utils import timezone

from motcua.identity.api import User
from motcua.onestop.procedures.models import Component, Procedure, ProcedureVersion, VersionState
from motcua.onestop.procedures.ports import draw_process
from motcua.onestop.procedures.rules.parts import OF_PROCEDURE, PARTS
from motcua.onestop.procedures.rules.versions import Finding, Plan, check_plan
from motcua.platform.audit import api as audit
from motcua.platform.search.api import normalise

log = structlog.get_logger(__name__)

COMPONENT_FIELDS = (
    "key", "name_vi", "name_en", "originals", "copies", "is_form", "has_template", "is_required",
    "allowed_types", "max_megabytes", "max_files", "condition",
)  # fmt: skip
EDITABLE_FIELDS = tuple(
    sorted(
        {name for part, names in PARTS.items() if part not in OF_PROCEDURE for name in names} - {"components"}
        | {"keywords"}
    )
)
COPIED_FIELDS = (
    *EDITABLE_FIELDS,
    "source",
    "unverified",
    "confirmations",
    "checked_on",
    "form_id",
    "process_id",
)


PUBLISHED_FIELDS = (
    "state",
    "published_at",
    "unverified",
    "confirmations",
    "process",
    "search_title",
    "search_text",
)


class PublicationRefused(Exception):
    """The version cannot be published so; ``findings`` says why."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(", ".join(finding.code for finding in findings))
        self.findings = list(findings)


class NotADraft(Exception):
    """Published versions never change: dossiers were received under them."""


def snapshot_of(*, version: ProcedureVersion) -> dict[str, Any]:
    """The version as plain values for comparing: every editable field, and the components in their order."""
    snapshot = {name: getattr(version, name) for name in EDITABLE_FIELDS}
    snapshot["components"] = [
        model_to_dict(component, fields=COMPONENT_FIELDS)
        for component in version.components.order_by("order", "id")
    ]
    return snapshot


def start_new_version(*, procedure_id: int, actor: User, now: datetime) -> ProcedureVersion:
    """Begin a draft as a copy of the newest version; when a draft exists already, that one is returned.

    Its first day is proposed as tomorrow, or the day after the newest version begins when that is still to come.
    """
    with transaction.atomic():
        procedure = Procedure.objects.select_for_update().select_related("agency").get(pk=procedure_id)
        newest = procedure.versions.order_by("-number")[0]
        if newest.state == VersionState.DRAFT:
            return newest
        draft = ProcedureVersion.objects.create(
            procedure=procedure,
            number=newest.number + 1,
            valid_from=max(newest.valid_from, timezone.localdate(now)) + timedelta(days=1),
            **{name: getattr(newest, name) for name in COPIED_FIELDS}
            | {"decision_number": "", "decision_on": None},
        )
        _copy_components(newest, draft)
        _record("procedure_version_started", draft, actor, now, {"copied_from": newest.number})
    return draft


def change_draft(
    *,
    version_id: int,
    values: Mapping[str, Any],
    components: Sequence[Mapping[str, Any]],
    valid_from: date,
    actor: User,
    now: datetime,
) -> ProcedureVersion:
    """Write the editor's values into a draft; parts that changed are unverified until somebody confirms them.

    ``values``: any of :data:`EDITABLE_FIELDS`; ``components``: complete list, each with
    :data:`COMPONENT_FIELDS`. Raises :class:`NotADraft`.
    """
    with transaction.atomic():
        draft = _locked_draft(version_id)
        before = snapshot_of(version=draft)
        for name in EDITABLE_FIELDS:
            setattr(draft, name, values.get(name, getattr(draft, name)))
        draft.valid_from = valid_from
        _replace_components(draft, components)
        changed = _changed_parts(before, snapshot_of(version=draft))
        draft.unverified = [part for part in PARTS if part in {*draft.unverified, *changed}]
        draft.save()
        _record("procedure_version_changed", draft, actor, now, {"parts": changed})
    return draft


def discard_draft(*, version_id: int, actor: User, now: datetime) -> None:
    """Throw a draft away. Raises :class:`NotADraft`."""
    with transaction.atomic():
        draft = _locked_draft(version_id)
        _record("procedure_version_discarded", draft, actor, now, {})
        draft.delete()


def findings_of(*, version: ProcedureVersion) -> list[Finding]:
    """What the checks say of a version, blocking findings first."""
    before = version.procedure.versions.filter(number__lt=version.number).order_by("-number").first()
    findings = check_plan(plan=_plan_of(version), current_from=before.valid_from if before else None)
    return sorted(findings, key=lambda finding: not finding.blocks)


def publish_version(*, version_id: int, actor: User, now: datetime) -> ProcedureVersion:
    """Publish a draft by its decision: it is in force from ``valid_from``; the one before ends the day
    before.

    ``valid_from`` may lie in the future. Raises :class:`NotADraft` and :class:`PublicationRefused`.
    """
    with transaction.atomic():
        draft = _locked_draft(version_id)
        refused = [finding for finding in findings_of(version=draft) if finding.blocks]
        if refused:
            raise PublicationRefused(refused)
        _end_the_one_before(draft)
        draft.state = VersionState.PUBLISHED
        draft.published_at = now
        _confirm_decision(draft, actor, now)
        draft.process_id = draw_process(key=draft.procedure.key, steps=draft.steps, now=now)
        fill_search(version=draft, components=draft.components.values("name_vi", "name_en"))
        draft.save(update_fields=PUBLISHED_FIELDS)
        _record("procedure_version_published", draft, actor, now, _decision_of(draft))
    log.info("procedure_version_published", procedure=draft.procedure.key, number=draft.number)
    return draft


def confirm_part(*, version_id: int, part: str, source: str, actor: User, now: datetime) -> ProcedureVersion:
    """Note that ``source`` confirms one part of a version. Confirming it again changes nothing.

    Raises ``ValueError`` for a part that does not exist or an empty source.
    """
    if part not in PARTS or not source.strip():
        raise ValueError(part)
    with transaction.atomic():
        version = _locked(version_id)
        if part in version.unverified:
            note = {"part": part, "source": source.strip(), "by": actor.full_name, "at": now.isoformat()}
            version.unverified = [name for name in version.unverified if name != part]
            version.confirmations = [*version.confirmations, note]
            version.checked_on = now.date()
            version.save(update_fields=["unverified", "confirmations", "checked_on"])
            _record("procedure_part_confirmed", version, actor, now, {"part": part, "source": source.strip()})
    return version


def fill_search(*, version: ProcedureVersion, components: Iterable[Mapping[str, Any]]) -> None:
    """Fill the columns that search reads, without diacritics; the caller saves."""
    procedure = version.procedure
    title = (version.name_vi, version.name_en, version.keywords, procedure.national_code, procedure.key)
    papers = [str(component[name]) for component in components for name in ("name_vi", "name_en")]
    texts = (version.purpose_vi, version.purpose_en, version.result_vi, version.result_en, *papers)
    version.search_title = normalise(" ".join(title))
    version.search_text = normalise(" ".join((*texts, procedure.field.name_vi, procedure.field.name_en)))


def _locked(version_id: int) -> ProcedureVersion:
    """Lock the procedure first, then read the version: every writer takes the same order."""
    owner = ProcedureVersion.objects.filter(pk=version_id).values_list("procedure_id", flat=True).get()
    Procedure.objects.select_for_update().get(pk=owner)
    return ProcedureVersion.objects.select_related("procedure__agency", "procedure__field").get(pk=version_id)


def _locked_draft(version_id: int) -> ProcedureVersion:
    version = _locked(version_id)
    if version.state != VersionState.DRAFT:
        raise NotADraft(version.number)
    return version


def _copy_components(source: ProcedureVersion, target: ProcedureVersion) -> None:
    _create_components(target, snapshot_of(version=source)["components"])


def _replace_components(draft: ProcedureVersion, components: Sequence[Mapping[str, Any]]) -> None:
    draft.components.all().delete()
    _create_components(draft, components)


def _create_components(version: ProcedureVersion, components: Sequence[Mapping[str, Any]]) -> None:
    Component.objects.bulk_create(
        Component(
            version=version, order=order, **{name: row[name] for name in COMPONENT_FIELDS if name in row}
        )
        for order, row in enumerate(components, start=1)
    )


def _changed_parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [
        part
        for part, fields in PARTS.items()
        if part not in OF_PROCEDURE and any(before.get(name) != after.get(name) for name in fields)
    ]


def _plan_of(version: ProcedureVersion) -> Plan:
    return Plan(
        valid_from=version.valid_from,
        decision_number=version.decision_number,
        decision_on=version.decision_on,
        legal_limit=version.legal_limit,
        committed_limit=version.committed_limit,
        limit_unit=version.limit_unit,
        steps=version.steps,
        component_keys=list(version.components.values_list("key", flat=True)),
        channels=version.channels,
        applicant_kinds=version.applicant_kinds,
        level=version.level,
        partial_reason=version.partial_reason_vi,
        how_to=version.how_to_vi,
    )


def _confirm_decision(draft: ProcedureVersion, actor: User, now: datetime) -> None:
    """Whoever publishes names the decision by number and date: it is its own source."""
    if "decision" not in draft.unverified:
        return
    source = f"{draft.decision_number}, {draft.decision_on:%d/%m/%Y}"
    note = {"part": "decision", "source": source, "by": actor.full_name, "at": now.isoformat()}
    draft.unverified = [part for part in draft.unverified if part != "decision"]
    draft.confirmations = [*draft.confirmations, note]


def _end_the_one_before(draft: ProcedureVersion) -> None:
    last_day = draft.valid_from - timedelta(days=1)
    still_open = Q(valid_to__isnull=True) | Q(valid_to__gt=last_day)
    draft.procedure.versions.filter(still_open, number__lt=draft.number).update(valid_to=last_day)


def _decision_of(version: ProcedureVersion) -> dict[str, str]:
    return {
        "decision": version.decision_number,
        "decision_on": str(version.decision_on),
        "valid_from": str(version.valid_from),
    }


def _record(
    action: str, version: ProcedureVersion, actor: User, now: datetime, detail: Mapping[str, object]
) -> None:
    audit.record(
        action=action,
        now=now,
        actor=actor,
        agency_code=version.procedure.agency.code,
        object_type="procedure",
        object_id=version.procedure.key,
        detail={"number": version.number, **detail},
    )
