"""The past of the demonstration happens through the services, and goes on where it was cut off."""

from datetime import date

import pytest
from django.utils import timezone

from motcua.demo import history
from motcua.demo.history import list_past, run_history
from motcua.demo.load import issue_keys
from motcua.identity.api import get_user
from motcua.onestop.api import Dossier, State, WorkItem, get_document_of, list_results_of
from motcua.onestop.forms.api import list_attachments
from motcua.onestop.indicators import compute_figures
from motcua.onestop.results.models import IssuedDocument
from motcua.platform.files.api import read
from motcua.platform.signing.api import verify_pdf

PROVINCIAL = {"self-funded-result-recognition", "ip-assessment-body", "testing-body-registration"}
PERIOD = {"start": date(2022, 12, 15), "end": date(2023, 5, 31)}


@pytest.fixture
def past(office, db, signing_twins):
    issue_keys()


def figures():
    found = compute_figures(agency_code="SKHCN", **PERIOD)
    return tuple(
        found[key] for key in ("received", "resolved", "early_or_on_time", "returned", "returned_by_post")
    )


class KilledError(Exception):
    """Stands for kill -9 between two transactions."""


@pytest.mark.parametrize("after", [3, 7])
def test_a_history_that_was_cut_off_goes_on_without_doubles(past, monkeypatch, after):
    steps = 0
    run = history.run_jobs

    def run_until_killed(**options):
        nonlocal steps
        steps += 1
        if steps == after:
            raise KilledError
        return run(**options)

    monkeypatch.setattr(history, "run_jobs", run_until_killed)
    with pytest.raises(KilledError):
        run_history(report=print, limit=1)
    assert figures()[3] == 0

    assert run_history(report=print, limit=1) == 1
    assert figures() == (1, 1, 1, 1, 1)
    dossier = Dossier.objects.get()
    kinds = list(dossier.events.order_by("sequence").values_list("kind", flat=True))
    assert (kinds.count("submitted"), kinds.count("received"), kinds.count("finished")) == (1, 1, 1)
    assert kinds[-2:] == ["handed_to_post", "returned"]
    assert WorkItem.objects.filter(dossier=dossier, state="open").count() == 0
    assert run_history(report=print, limit=1) == 0


def test_two_dossiers_of_the_past_are_early_signed_and_delivered(past):
    assert run_history(report=print, limit=2) == 2
    assert figures() == (2, 2, 2, 2, 2)
    for dossier in Dossier.objects.all():
        assert dossier.state == State.RETURNED
        moments = [event.at for event in dossier.events.order_by("sequence")]
        assert moments == sorted(moments)
        assert all(timezone.localdate(moment).year in (2022, 2023) for moment in moments)
        steps = WorkItem.objects.filter(dossier=dossier, target_at__isnull=False)
        assert all(step.done_at <= step.target_at for step in steps)
        names = [attachment.file.name for attachment in list_attachments(dossier=dossier)]
        assert names and all(len(name) > len("giay-to-1.pdf") for name in names)
        result = IssuedDocument.objects.get(dossier=dossier, kind="result")
        assert result.issued_on == timezone.localdate(dossier.finished_at)
        assert verify_pdf(pdf=read(result.file)).status == "valid"


def test_the_past_is_thirty_dossiers_of_the_right_days():
    rows = list_past()
    assert len(rows) == 30
    assert (rows[0].submitted.date(), {row.pace < 1 for row in rows}) == (date(2022, 12, 15), {True})
    assert all(PERIOD["start"] <= row.submitted.date() <= PERIOD["end"] for row in rows)


def test_what_the_province_decides_is_submitted_by_the_department_and_signed_there(past):
    number, row = next((number, row) for number, row in enumerate(list_past()) if row.procedure in PROVINCIAL)
    history.Story(row, number).play()
    dossier = Dossier.objects.get()
    submission = IssuedDocument.objects.get(dossier=dossier, kind="submission")
    result = IssuedDocument.objects.get(dossier=dossier, kind="result")

    verdict = verify_pdf(pdf=read(submission.file))
    assert (verdict.status, [entry.field for entry in verdict.signatures]) == ("valid", ["leader", "seal"])
    assert submission.number.endswith("/TTr-SKHCN") and submission.state == "issued"
    verdict = verify_pdf(pdf=read(result.file))
    assert verdict.status == "valid"
    assert [entry.field for entry in verdict.signatures] == ["specialist", "head", "leader", "seal"]
    assert result.number.endswith("-UBND")
    assert verdict.signatures[-1].signer == "Con dấu Ủy ban nhân dân tỉnh Lam Sơn"
    assert get_appointment_place(result) == "UBND"
    citizen = get_user(user_id=dossier.submitted_by_id)
    assert submission.pk not in set(list_results_of(citizen, on=PERIOD["end"]).values_list("pk", flat=True))
    with pytest.raises(IssuedDocument.DoesNotExist):
        get_document_of(citizen, uuid=submission.uuid, on=PERIOD["end"])


def get_appointment_place(result):
    """The agency of whoever signed the result as a person."""
    signer = result.signatures.get(kind="person").signer
    return signer.appointments.get().unit.agency.code
