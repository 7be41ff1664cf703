"""New versions by decision: in force from a day, visible difference, nothing lost of the old one."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from motcua.onestop.procedures.api import get_version_in_force
from motcua.onestop.procedures.models import ProcedureVersion
from motcua.onestop.procedures.rules.diff import diff
from motcua.onestop.procedures.rules.versions import limit_in_hours, standing_of
from motcua.onestop.procedures.services import versions as services
from motcua.onestop.procedures.tests.conftest import NOW, TODAY
from motcua.platform.audit import api as audit

KEY = "radiation-officer-certificate"
NEW_YEAR = date(2024, 1, 1)
DECISION = {"decision_number": "1915/QĐ-UBND", "decision_on": date(2023, 12, 1)}


@pytest.fixture
def draft(version, person):
    return services.start_new_version(
        procedure_id=version(KEY).procedure_id, actor=person("bientap"), now=NOW
    )


def change(draft, person, *, components=None, valid_from=NEW_YEAR, **values):
    rows = services.snapshot_of(version=draft)["components"] if components is None else components
    return services.change_draft(
        version_id=draft.pk,
        values=DECISION | values,
        components=rows,
        valid_from=valid_from,
        actor=person("bientap"),
        now=NOW,
    )


def publish(draft, person):
    return services.publish_version(version_id=draft.pk, actor=person("bientap"), now=NOW)


def refusals(draft, person):
    with pytest.raises(services.PublicationRefused) as refused:
        publish(draft, person)
    return [finding.code for finding in refused.value.findings]


def test_a_new_version_begins_as_a_copy_without_a_decision(draft, version):
    assert (draft.number, draft.state, draft.decision_number, draft.decision_on) == (2, "draft", "", None)
    changes = diff(
        before=services.snapshot_of(version=version(KEY)), after=services.snapshot_of(version=draft)
    )
    assert {change.part for change in changes} == {"decision"}


def test_a_new_version_is_proposed_for_tomorrow(draft):
    assert draft.valid_from == date(2023, 3, 2)


def test_a_new_version_never_begins_before_the_one_that_is_still_to_come(draft, person):
    change(draft, person)
    publish(draft, person)
    third = services.start_new_version(procedure_id=draft.procedure_id, actor=person("bientap"), now=NOW)
    assert third.valid_from == NEW_YEAR + timedelta(days=1)


def test_beginning_twice_goes_on_with_the_same_draft(draft, person):
    again = services.start_new_version(procedure_id=draft.procedure_id, actor=person("bientap"), now=NOW)
    assert again.pk == draft.pk


def test_a_draft_is_not_in_force(draft, person):
    change(draft, person, valid_from=date(2023, 2, 1))
    assert get_version_in_force(KEY, TODAY).number == 1


def test_the_versions_change_at_year_end(draft, person):
    steps = [{**step, "working_hours": 4} for step in draft.steps]
    change(draft, person, committed_limit=8, steps=steps)
    publish(draft, person)
    assert get_version_in_force(KEY, date(2023, 12, 31)).number == 1
    assert get_version_in_force(KEY, NEW_YEAR).number == 2
    assert ProcedureVersion.objects.get(procedure=draft.procedure, number=1).valid_to == date(2023, 12, 31)


def test_a_third_version_ends_the_second(draft, person):
    change(draft, person)
    publish(draft, person)
    third = services.start_new_version(procedure_id=draft.procedure_id, actor=person("bientap"), now=NOW)
    change(third, person, valid_from=date(2024, 3, 1))
    publish(third, person)
    ends = [
        row.valid_to for row in ProcedureVersion.objects.filter(procedure=draft.procedure).order_by("number")
    ]
    assert ends == [date(2023, 12, 31), date(2024, 2, 29), None]


def test_a_dossier_of_the_old_version_still_reads_the_old_text(draft, person, version):
    old = version(KEY)
    change(draft, person, name_vi="Tên mới")
    publish(draft, person)
    old.refresh_from_db()
    assert old.name_vi != "Tên mới"
    assert old.components.count() == 5


def test_new_steps_draw_a_new_process_and_equal_steps_keep_it(draft, person, version):
    steps = [dict(row) for row in draft.steps]
    steps[2]["working_hours"] -= 1
    change(draft, person, steps=steps)
    assert publish(draft, person).process_id != version(KEY).process_id


def test_unchanged_steps_keep_the_process(draft, person, version):
    change(draft, person)
    assert publish(draft, person).process_id == version(KEY).process_id


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"decision_number": ""}, "decision_missing"),
        ({"decision_on": date(2024, 2, 1)}, "decided_after_start"),
        ({"committed_limit": 11}, "promises_more_than_law"),
        ({"steps": []}, "steps_missing"),
        ({"channels": []}, "channels_missing"),
        ({"applicant_kinds": []}, "applicants_missing"),
        ({"level": "partial"}, "partial_reason_missing"),
        ({"valid_from": date(2021, 1, 1)}, "starts_too_early"),
    ],
)
def test_a_wrong_version_is_not_published(draft, person, values, code):
    change(draft, person, **values)
    assert code in refusals(draft, person)
    draft.refresh_from_db()
    assert draft.state == "draft"


def found_in(draft):
    fresh = ProcedureVersion.objects.get(pk=draft.pk)
    return {finding.code: finding.blocks for finding in services.findings_of(version=fresh)}


def test_steps_must_fit_into_a_limit_of_working_days(draft, person):
    change(draft, person, committed_limit=1, how_to_vi="Trả kết quả.")
    assert found_in(draft) == {"steps_exceed_limit": True}
    assert refusals(draft, person) == ["steps_exceed_limit"]


def test_steps_that_exceed_a_limit_in_calendar_days_only_warn(draft, person):
    change(draft, person, committed_limit=1, limit_unit="days", how_to_vi="Trả kết quả.")
    assert found_in(draft) == {"steps_exceed_limit": False}
    assert publish(draft, person).state == "published"


def test_a_text_that_names_another_term_than_the_promised_one_is_pointed_out(draft, person):
    text = "Ký kết quả trong thời hạn 10 ngày làm việc. Bổ sung: 15 ngày làm việc."
    change(draft, person, committed_limit=10, limit_unit="working_days", how_to_vi=text)
    assert found_in(draft) == {}
    change(draft, person, committed_limit=9, limit_unit="working_days", how_to_vi=text, steps=draft.steps[:1])
    assert found_in(draft) == {"text_names_another_limit": False}


def test_the_decision_is_confirmed_by_its_number_and_date(draft, person):
    change(draft, person)
    published = publish(draft, person)
    assert "decision" not in published.unverified
    assert [note["part"] for note in published.confirmations][-1] == "decision"


def test_the_difference_names_papers_steps_and_fee(draft, person, version):
    rows = services.snapshot_of(version=draft)["components"]
    rows = [*rows[:-1], {**rows[-1], "key": "portrait"}]
    rows[0] = {**rows[0], "copies": 2}
    changed = change(
        draft, person, components=rows, fee={"kind": "constant", "vnd": 250_000}, steps=draft.steps[:-1]
    )
    found = diff(
        before=services.snapshot_of(version=version(KEY)), after=services.snapshot_of(version=changed)
    )
    assert {(row.part, row.kind, row.item, row.field) for row in found} >= {
        ("components", "changed", "application", "copies"),
        ("components", "removed", "photo", ""),
        ("components", "added", "portrait", ""),
        ("fee", "changed", "", "fee"),
        ("steps", "removed", "7", ""),
    }


def test_the_difference_of_a_price_list_names_only_the_changed_price(version):
    before = services.snapshot_of(version=version("xray-licence-new"))
    cases = [dict(case) for case in before["fee"]["cases"]]
    cases[0]["vnd"] = 2_500_000
    found = diff(before=before, after={**before, "fee": {**before["fee"], "cases": cases}})
    assert [(row.part, row.item, row.field, row.before, row.after) for row in found] == [
        ("fee", "dental", "vnd", 2_000_000, 2_500_000)
    ]


def test_a_changed_part_has_to_be_confirmed_anew(draft, person):
    assert "fee" not in draft.unverified
    changed = change(draft, person, fee={"kind": "constant", "vnd": 250_000})
    assert "fee" in changed.unverified


def test_confirming_a_part_names_source_and_person_and_leaves_a_trace(version, person):
    found = version(KEY)
    services.confirm_part(
        version_id=found.pk, part="steps", source="Quyết định 12/QĐ-SKHCN", actor=person("bientap"), now=NOW
    )
    found.refresh_from_db()
    assert "steps" not in found.unverified
    assert found.confirmations[-1]["source"] == "Quyết định 12/QĐ-SKHCN"
    events = audit.list_events(object_type="procedure", object_id=KEY)
    assert [event.action for event in events] == ["procedure_part_confirmed"]


def test_confirming_twice_changes_nothing(version, person):
    for _ in range(2):
        found = services.confirm_part(
            version_id=version(KEY).pk, part="steps", source="x", actor=person("bientap"), now=NOW
        )
    assert len(found.confirmations) == 1


@pytest.mark.parametrize(("part", "source"), [("no-such-part", "x"), ("steps", "  ")])
def test_nothing_is_confirmed_without_part_and_source(version, person, part, source):
    with pytest.raises(ValueError):
        services.confirm_part(
            version_id=version(KEY).pk, part=part, source=source, actor=person("bientap"), now=NOW
        )


def test_a_published_version_cannot_be_changed_or_discarded(version, person):
    found = version(KEY)
    with pytest.raises(services.NotADraft):
        change(found, person)
    with pytest.raises(services.NotADraft):
        services.discard_draft(version_id=found.pk, actor=person("bientap"), now=NOW)


def test_every_write_is_in_the_event_log(draft, person):
    change(draft, person)
    publish(draft, person)
    actions = [event.action for event in audit.list_events(object_type="procedure", object_id=KEY)]
    assert sorted(actions) == [
        "procedure_version_changed",
        "procedure_version_published",
        "procedure_version_started",
    ]


def test_the_database_refuses_two_versions_on_one_day(version):
    found = version(KEY)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProcedureVersion.objects.create(
            procedure=found.procedure,
            number=9,
            state="published",
            valid_from=date(2023, 6, 1),
            name_vi="x",
            name_en="x",
            legal_limit=1,
            committed_limit=1,
            limit_unit="days",
        )


@pytest.mark.parametrize(
    ("limit", "unit", "hours"),
    [
        (5, "working_days", 40),
        (25, "days", 136),
        (30, "days", 168),
        (1, "months", 168),
        (8, "hours", 8),
        (0, "same_day", 8),
    ],
)
def test_a_limit_holds_so_many_office_hours(limit, unit, hours):
    assert limit_in_hours(limit=limit, unit=unit) == hours


@pytest.mark.parametrize(
    ("on", "standing"),
    [
        (date(2023, 12, 31), "future"),
        (NEW_YEAR, "in_force"),
        (date(2024, 6, 30), "in_force"),
        (date(2024, 7, 1), "ended"),
    ],
)
def test_a_version_stands_on_a_day(on, standing):
    assert standing_of(is_draft=False, valid_from=NEW_YEAR, valid_to=date(2024, 6, 30), on=on) == standing
