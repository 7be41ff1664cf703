"""Figures for the reform index count what their records say, of every agency at once."""

import io
from datetime import date, datetime, timedelta
from fractions import Fraction
from random import Random
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from django.utils import translation
from PIL import Image

from motcua import cli
from motcua.identity.api import Agency, provision_demo
from motcua.onestop.dossiers.models import (
    Channel,
    ClockPause,
    Dossier,
    DossierEvent,
    Extension,
    State,
    SupplementRequest,
)
from motcua.onestop.forms.models import Attachment
from motcua.onestop.indicators import compute_figures
from motcua.onestop.procedures.models import Component, Procedure, ProcedureVersion
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.results.models import IssuedDocument
from motcua.platform.calendar.api import load_calendar
from motcua.platform.files.api import PNG, store
from motcua.platform.indicators.api import Kind, Period, get_indicator, list_indicators
from motcua.platform.indicators.listing import list_records, list_values

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
YEAR = Period(start=date(2026, 1, 1), end=date(2026, 12, 31))
SHORT = Period(start=date(2026, 6, 1), end=date(2026, 7, 15))
# Ratings have tests of their own: below a number of them there are no figures.
KEYS = [
    indicator.key
    for indicator in list_indicators()
    if indicator.key.startswith("dvc.") and not indicator.key.startswith("dvc.ratings")
]
OF_RECORDS = [key for key in KEYS if not key.startswith("dvc.days_")]
IN_DAYS = [key for key in KEYS if key.startswith("dvc.days_")]


def local(*moment):
    return datetime(*moment, tzinfo=ZONE)


@pytest.fixture
def version(db):
    load_calendar(now=make.NOW)
    provision_demo(now=make.NOW)
    found = make.version()
    ProcedureVersion.objects.filter(pk=found.pk).update(valid_from=date(2026, 3, 2))
    return ProcedureVersion.objects.get(pk=found.pk)


@pytest.fixture
def ended(version):
    def make_one(state=State.DONE, received=(2026, 11, 2, 9), finished=(2026, 11, 9, 9), **values):
        finished_at = local(*finished) if finished else None
        return make.submitted(
            version,
            code=f"H99.15-{Dossier.objects.count():06}",
            state=state,
            received_at=local(*received),
            finished_at=finished_at,
            returned_at=finished_at if state == State.RETURNED else None,
            **values,
        )

    return make_one


def value(key, agency="SKHCN", period=YEAR):
    indicator = get_indicator(f"dvc.{key}")
    return indicator.value_of(indicator.values(period), agency)


def codes(key, agency="SKHCN", period=YEAR):
    return [record.key for record in get_indicator(f"dvc.{key}").records(agency, period)]


def ask(dossier, ordinal=1, start=(2026, 11, 3, 9), end=(2026, 11, 5, 9)):
    SupplementRequest.objects.create(
        dossier=dossier,
        ordinal=ordinal,
        reason="x",
        requested_by=make.user("chuyenvien"),
        requested_at=local(*start),
        answer_by=local(*end),
        answered_at=local(*end),
    )
    pause = {"cause": "supplement", "started_at": local(*start), "ended_at": local(*end)}
    ClockPause.objects.create(dossier=dossier, **pause)


def apologise(dossier, new_due=(2027, 1, 29, 17)):
    Extension.objects.create(
        dossier=dossier,
        old_due_at=local(2026, 12, 1, 17),
        new_due_at=local(*new_due),
        reason="x",
        signed_by=make.user("giamdoc"),
        created_at=local(2026, 11, 25, 9),
    )


def attach(dossier, **values):
    user = make.user("tiepnhan")
    stream = io.BytesIO()
    Image.new("RGB", (2, 2)).save(stream, format="PNG")
    file = store(
        content=stream.getvalue(),
        name="a.png",
        allowed=frozenset({PNG}),
        max_bytes=10_000,
        uploaded_by_id=user.pk,
        now=make.NOW,
    )
    Attachment.objects.create(dossier=dossier, component_key="a", file=file, created_at=make.NOW, **values)
    return file


def test_a_dossier_counts_in_the_period_of_its_own_moment(ended):
    ended(received=(2025, 12, 30, 9), finished=(2026, 1, 5, 9))
    ended(received=(2026, 12, 30, 9), finished=(2027, 1, 5, 9))
    ended(state=State.RETURNED, received=(2026, 1, 1, 0), finished=(2026, 12, 31, 23, 59))
    assert (value("received"), value("closed"), value("returned")) == (2, 2, 1)


def test_only_dossiers_with_a_result_are_closed(ended):
    for state in (State.WITHDRAWN, State.STOPPED, State.REFUSED):
        ended(state=state)
    ended(state=State.IN_PROCESS, finished=None)
    assert value("closed") == 0
    assert value("closed", agency="SXD") == 0


def test_on_time_and_late_are_judged_as_the_law_judges(ended):
    in_time = ended()
    # Twenty working days from 2/11/2026 end on 1/12: 24/11 is a holiday.
    late = ended(finished=(2026, 12, 2, 9))
    paused = ended(finished=(2026, 12, 2, 9))
    ask(paused)
    twice = ended()
    ask(twice)
    ask(twice, ordinal=2, start=(2026, 11, 6, 9), end=(2026, 11, 6, 15))
    assert codes("closed_on_time") == [str(in_time), str(paused)]
    assert codes("closed_overdue") == [str(twice), str(late)]
    assert codes("repeat_supplement") == [str(twice)]
    assert value("closed") == value("closed_on_time") + value("closed_overdue")
    assert compute_figures(agency_code="SKHCN", start=YEAR.start, end=YEAR.end)["early_or_on_time"] == 2


def test_an_apology_does_not_make_a_late_dossier_punctual(ended):
    late, punctual = ended(finished=(2026, 12, 15, 9)), ended()
    ended(finished=(2026, 12, 15, 9))
    apologise(late)
    apologise(punctual)
    assert value("closed_overdue") == 2
    assert codes("apologised") == [str(late)]


def test_time_is_counted_in_working_days(ended):
    # Received Monday 2/11, finished Monday 9/11; asked from Tuesday to Thursday.
    ended()
    ask(ended())
    assert value("days_legal") == 50
    assert value("days_used") == 5 + 3
    assert value("days_saved") == 42
    assert [record.note for record in get_indicator("dvc.days_used").records("SKHCN", YEAR)] == ["5", "3"]


def test_a_limit_in_hours_is_counted_as_a_share_of_the_day(ended, version):
    ProcedureVersion.objects.filter(pk=version.pk).update(
        legal_limit=12, committed_limit=10, limit_unit="hours"
    )
    ended(received=(2026, 11, 2, 9), finished=(2026, 11, 2, 14))
    assert value("days_legal") == Fraction(12, 8)
    assert value("days_used") == Fraction(7, 16)


def test_where_papers_come_in_and_how_they_are_kept(ended):
    centre = Agency.objects.get(code="PVHCC")
    online = ended(channel=Channel.ONLINE, received_by_agency=centre)
    ended(channel=Channel.COUNTER, received_by_agency=Agency.objects.get(code="SKHCN"))
    scanned = ended(channel=Channel.COUNTER)
    attach(scanned, is_digitised=True)
    kept = attach(online, is_reused=True)
    attach(online)
    IssuedDocument.objects.create(
        dossier=online,
        kind="result",
        state="issued",
        template="licence",
        file=kept,
        verification_code="A",
        created_at=make.NOW,
        updated_at=make.NOW,
    )
    IssuedDocument.objects.create(
        dossier=scanned,
        kind="result",
        state="draft",
        template="licence",
        verification_code="B",
        created_at=make.NOW,
        updated_at=make.NOW,
    )
    assert codes("received_online") == codes("received_at_centre") == codes("reused") == [str(online)]
    assert codes("digitised") == [str(online), str(scanned)]
    assert codes("e_results") == [str(online)]


def test_results_that_the_post_delivered(ended):
    for via in ("post", "counter"):
        dossier = ended(state=State.RETURNED)
        DossierEvent.objects.create(
            dossier=dossier,
            sequence=1,
            kind="returned",
            at=dossier.returned_at,
            to_state=10,
            data={"via": via},
        )
    assert (value("returned"), value("returned_by_post")) == (2, 1)


def scatter(version, seed, amount=40):
    """Dossiers of three agencies with everything that may befall one, at random."""
    random = Random(seed)
    places = (("SKHCN", "ATBX"), ("SXD", "QLXD"), ("SYT", "NVY"))
    for number in range(amount):
        agency, unit = random.choice(places)
        received = local(2025, 12, 1, 9) + timedelta(minutes=random.randrange(500 * 24 * 60))
        finished = received + timedelta(hours=random.randrange(1, 1500))
        state = random.choice([State.DONE, State.RETURNED, State.RETURNED, State.IN_PROCESS, State.STOPPED])
        ends = state != State.IN_PROCESS
        dossier = make.submitted(
            version,
            agency=agency,
            unit=unit,
            code=f"S{seed}-{number:04}",
            state=state,
            channel=random.choice(Channel.values),
            received_at=received,
            received_by_agency=random.choice([None, *Agency.objects.filter(code__in=["PVHCC", agency])]),
            finished_at=finished if ends else None,
            returned_at=finished + timedelta(hours=5) if state == State.RETURNED else None,
        )
        befall(dossier, random, finished)


def befall(dossier, random, finished):
    for ordinal in range(1, random.choice([1, 1, 2, 3])):
        start = dossier.received_at + (finished - dossier.received_at) * random.random()
        SupplementRequest.objects.create(
            dossier=dossier,
            ordinal=ordinal,
            reason="x",
            requested_by=make.user("chuyenvien"),
            requested_at=start,
            answer_by=start,
        )
        ClockPause.objects.create(
            dossier=dossier, cause="supplement", started_at=start, ended_at=start + timedelta(hours=30)
        )
    if random.random() < 0.2:
        apologise(dossier)


@pytest.mark.parametrize("seed", range(4))
def test_every_figure_is_the_sum_of_its_records(version, seed):
    ProcedureVersion.objects.filter(pk=version.pk).update(
        limit_unit=["working_days", "days", "months", "hours"][seed], legal_limit=9, committed_limit=2
    )
    scatter(version, seed)
    for period in (YEAR, SHORT):
        for agency in ("SKHCN", "SXD", "SYT", "STP"):
            for key in OF_RECORDS:
                found = get_indicator(key)
                listed = found.records(agency, period)
                assert found.value_of(found.values(period), agency) == len(listed), key
                assert len({record.key for record in listed}) == len(listed)
            for key in IN_DAYS:
                found = get_indicator(key)
                notes = [Fraction(record.note) for record in found.records(agency, period)]
                assert found.value_of(found.values(period), agency) == sum(notes), key


@pytest.mark.parametrize("seed", range(2))
def test_what_motcua_figures_calls_the_same_is_the_same(version, seed):
    """Of dossiers whose whole life lies in the period, received and finished in it are one."""
    scatter(version, seed)
    Dossier.objects.filter(received_at__gte=local(2026, 10, 1)).update(
        state=State.SUBMITTED, received_at=None
    )
    period = Period(start=date(2025, 12, 1), end=date(2027, 12, 31))
    for agency in ("SKHCN", "SXD", "SYT"):
        figures = compute_figures(agency_code=agency, start=period.start, end=period.end)
        assert figures["received"] == value("received", agency, period)
        assert figures["resolved"] == value("closed", agency, period)
        assert figures["early_or_on_time"] == value("closed_on_time", agency, period)
        assert figures["returned"] == value("returned", agency, period)
        assert figures["procedures"] == value("procedures", agency, period)


def test_all_agencies_cost_a_few_statements(version, django_assert_max_num_queries):
    scatter(version, 7)
    for key in KEYS:
        counted = key in ("dvc.closed_on_time", "dvc.closed_overdue", "dvc.apologised", *IN_DAYS)
        with django_assert_max_num_queries(8 if counted else 2):
            get_indicator(key).values(YEAR)


def test_a_record_opens_the_dossier_and_names_no_person(ended):
    dossier = ended(received=(2026, 11, 2, 23, 30))
    (record,) = get_indicator("dvc.received").records("SKHCN", YEAR)
    assert (record.key, record.label, record.on) == (dossier.code, dossier.code, date(2026, 11, 2))
    assert record.url == f"/office/ho-so/{dossier.uuid}/"
    assert "Bình An" not in str(record)


def test_the_catalogue_is_counted_with_what_it_lacks(version):
    assert [value(f"procedures{what}") for what in ("", "_published_full", "_with_process")] == [1, 0, 1]
    Component.objects.create(version=version, key="a", name_vi="A", name_en="A")
    complete = {
        "how_to_vi": "Nộp hồ sơ",
        "channels": ["online", "counter", "post"],
        "applicant_kinds": ["citizen"],
        "decision_number": "01/QĐ-UBND",
        "decision_on": date(2026, 2, 24),
    }
    ProcedureVersion.objects.filter(pk=version.pk).update(**complete)
    assert value("procedures_published_full") == value("procedures_by_post") == 1
    assert value("procedures_full_online") == value("procedures_eligible_online") == 1

    Procedure.objects.update(is_listed=False)
    assert (value("procedures"), value("procedures_published_full"), value("procedures_full_online")) == (
        1,
        0,
        0,
    )
    assert get_indicator("dvc.procedures").records("SKHCN", YEAR)[0].url == "/office/thu-tuc/xray/1/"


def test_a_partial_service_needs_its_reason_to_be_excused(version):
    ProcedureVersion.objects.filter(pk=version.pk).update(level="partial", channels=["online"])
    assert (value("procedures_eligible_online"), value("procedures_full_online")) == (1, 0)
    ProcedureVersion.objects.filter(pk=version.pk).update(partial_reason_vi="Phải kiểm tra tại chỗ")
    assert value("procedures_eligible_online") == 0


@pytest.mark.parametrize(("decided", "on_time"), [((2026, 2, 23), 1), ((2026, 2, 24), 0), (None, 0)])
def test_a_procedure_is_announced_five_working_days_before_it_binds(version, decided, on_time):
    decided_on = date(*decided) if decided else None
    ProcedureVersion.objects.filter(pk=version.pk).update(decision_on=decided_on)
    assert (value("procedures_announced"), value("procedures_announced_on_time")) == (1, on_time)
    assert value("procedures_announced", period=SHORT) == 0


def test_all_figures_as_plain_values(ended, version):
    ProcedureVersion.objects.filter(pk=version.pk).update(legal_limit=12, limit_unit="hours")
    dossier = ended()
    found = {row["key"]: row["value"] for row in list_values(agency_code="SKHCN", period=YEAR)}
    assert (found["dvc.closed"], found["dvc.days_legal"], found["dvc.e_results"]) == (1, "3/2", 0)
    (row,) = list_records(key="dvc.days_legal", agency_code="SKHCN", period=YEAR)
    assert (row["key"], row["note"], row["on"]) == (dossier.code, "3/2", "2026-11-09")


def test_the_command_names_what_it_does_not_know():
    words = ["indicators", "--agency", "SKHCN", "--from", "2026-12-31", "--to", "2026-01-01"]
    answer = CliRunner().invoke(cli.main, words)
    assert answer.exit_code == 2 and "lies after --to" in answer.output


def test_every_figure_has_its_name_in_both_languages():
    for key in KEYS:
        indicator = get_indicator(key)
        assert indicator.kind == Kind.NUMBER
        with translation.override("en"):
            english = str(indicator.name)
        with translation.override("vi"):
            assert str(indicator.name) != english
            assert str(indicator.unit) in ("hồ sơ", "thủ tục", "ngày làm việc")
