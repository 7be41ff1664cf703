"""The data file as it comes into force."""

from datetime import date, timedelta

import pytest

from motcua.onestop.procedures.api import catalogue_entries, get_version_in_force, list_fields, load_catalogue
from motcua.onestop.procedures.indicators import figures
from motcua.onestop.procedures.models import Procedure, ProcedureVersion
from motcua.onestop.procedures.rules.fees import check_rule
from motcua.onestop.procedures.rules.parts import PARTS
from motcua.onestop.procedures.rules.versions import limit_in_hours
from motcua.onestop.procedures.tests.conftest import NOW, TODAY


def test_the_catalogue_holds_fifty_procedures_in_five_fields(catalogue):
    assert catalogue.created == 50
    assert [field.procedure_count for field in list_fields(TODAY)] == [18, 7, 14, 8, 3]


def test_loading_again_changes_nothing(catalogue):
    before = list(ProcedureVersion.objects.order_by("id").values())
    assert load_catalogue(now=NOW).created == 0
    assert list(ProcedureVersion.objects.order_by("id").values()) == before


def test_figures_of_the_department_come_from_the_records(catalogue):
    found = figures(agency_code="SKHCN", on=date(2023, 5, 31))
    assert {name: figure.value for name, figure in found.items()} == {
        "procedures": 50,
        "full_online": 50,
        "postal_service": 50,
        "fields": 5,
    }
    assert all(len(figure.records) == figure.value for figure in found.values())


def test_a_procedure_without_the_post_is_not_counted_as_postal(version):
    ProcedureVersion.objects.filter(pk=version("xray-declaration").pk).update(channels=["online"])
    assert figures(agency_code="SKHCN", on=TODAY)["postal_service"].value == 49


def test_another_agency_has_no_procedures(catalogue):
    assert figures(agency_code="SXD", on=TODAY)["procedures"].value == 0


def test_nothing_is_in_force_before_the_first_day(catalogue):
    with pytest.raises(ProcedureVersion.DoesNotExist):
        get_version_in_force("xray-licence-new", date(2020, 12, 31))


def test_every_version_has_a_process_of_its_own_key(catalogue):
    for procedure in Procedure.objects.prefetch_related("versions__process"):
        assert procedure.versions.get().process.key == procedure.key


@pytest.mark.parametrize("entry", catalogue_entries(), ids=lambda entry: entry["key"])
def test_an_entry_has_the_parts_the_law_asks_for(entry):
    assert all(entry[name] for name in ("name_vi", "name_en", "how_to_vi", "how_to_en", "components"))
    assert entry["purpose_vi"] and entry["purpose_en"] and entry["legal_bases"] and entry["result_vi"]
    assert entry["legal_limit"] >= entry["committed_limit"] > 0
    assert set(entry["channels"]) == {"online", "counter", "post"}
    assert set(entry["unverified"]) <= set(PARTS)
    check_rule(rule=entry["fee"])


@pytest.mark.parametrize("entry", catalogue_entries(), ids=lambda entry: entry["key"])
def test_papers_to_upload_say_what_is_taken_and_the_others_take_nothing(entry):
    for component in entry["components"]:
        assert bool(component["allowed_types"]) != component["is_form"]
        assert (component["max_megabytes"] > 0) != component["is_form"]


def test_internal_steps_stay_within_the_limit():
    for entry in catalogue_entries():
        planned = sum(step["working_hours"] for step in entry["steps"])
        assert planned <= limit_in_hours(limit=entry["committed_limit"], unit=entry["limit_unit"]), entry[
            "key"
        ]


def test_a_quantity_mark_supplement_may_take_thirty_days(version):
    found = version("quantity-mark-adjustment", TODAY + timedelta(days=1))
    assert (found.supplement_limit, found.supplement_unit) == (30, "days")
