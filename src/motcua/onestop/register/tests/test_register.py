"""The register (form 07): what stands in it, who reads it, and the printed book."""

import subprocess
from datetime import timedelta

import pytest
from django.urls import reverse

from motcua.identity.api import Agency
from motcua.onestop.dossiers.services.ending import record_return
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.processes.tests.factories import NOW
from motcua.onestop.register.models import PrintState, RegisterPrint
from motcua.onestop.register.printing import print_book
from motcua.onestop.register.services import erase_prints
from motcua.platform.audit.models import AuditEvent
from motcua.platform.files.api import StoredFile, read
from motcua.platform.outbox.testing import run_jobs

BOOK = reverse("register:book")


def html(response):
    return response.content.decode()


def lines(response):
    return b"".join(response.streaming_content).decode("utf-8-sig").splitlines()


def agency_id(code):
    return str(Agency.objects.get(code=code).pk)


def book_of(code="SKHCN"):
    return {"agency": agency_id(code), "starts_on": "2026-11-01", "ends_on": "2026-11-30"}


def printed_by(client, **values):
    client.post(reverse("register:ask_for_print"), {**book_of(), **values})
    return RegisterPrint.objects.latest("id")


def test_a_visitor_signs_in_first(client, db):
    assert client.get(BOOK).status_code == 302


def test_a_citizen_finds_no_register(as_user):
    assert as_user("congdan").get(BOOK).status_code == 404


@pytest.mark.parametrize("username", ["chuyenvien", "vanthu", "quantri", "bientap"])
def test_other_roles_are_refused(as_user, username):
    client = as_user(username)
    assert client.get(BOOK).status_code == 403
    assert client.post(reverse("register:ask_for_print"), book_of()).status_code == 403


@pytest.mark.parametrize("username", ["tiepnhan", "truongphong", "giamdoc", "kiemtra"])
def test_the_four_roles_read_the_register_of_their_agency(as_user, username):
    dossier = make.received()
    page = html(as_user(username).get(BOOK, book_of()))
    assert dossier.code in page
    assert "Phòng khám Bình An" in page


def test_another_agencys_register_is_not_there(as_user):
    make.received()
    client = as_user("truongphong")
    other = Agency.objects.get(code="SXD")
    assert client.get(BOOK, {"agency": other.pk}).status_code == 404
    assert client.post(reverse("register:ask_for_print"), {"agency": other.pk}).status_code == 404


def test_a_service_centre_reads_what_it_received(as_user):
    mine = make.received()
    others = make.received(of=mine.version, received_by_agency=Agency.objects.get(code="SKHCN"))
    page = html(as_user("tn.pvhcc").get(BOOK, book_of("PVHCC")))
    assert mine.code in page
    assert others.code not in page


def test_the_days_include_both_ends_in_office_time(as_user):
    of = make.version()
    first = make.received(of=of, received_at=NOW.replace(day=1, hour=17) - timedelta(days=1))
    last = make.received(of=of, received_at=NOW.replace(day=30, hour=16, minute=59))
    before = make.received(of=of, received_at=NOW.replace(day=31, month=10, hour=16, minute=59))
    page = html(as_user("giamdoc").get(BOOK, book_of()))
    assert first.code in page and last.code in page
    assert before.code not in page


def test_a_procedure_or_a_field_narrows_the_book(as_user):
    dossier = make.received()
    client = as_user("giamdoc")
    for narrow in ({"procedure": "xray"}, {"field": "radiation-safety"}):
        assert dossier.code in html(client.get(BOOK, {**book_of(), **narrow}))
    assert client.get(BOOK, {**book_of(), "procedure": "no-such"}).status_code == 422


def test_days_the_wrong_way_round_are_explained(as_user):
    response = as_user("giamdoc").get(BOOK, {**book_of(), "ends_on": "2026-10-01"})
    assert response.status_code == 422
    assert "Ngày cuối trước ngày đầu" in html(response)


def test_the_row_says_who_signed_for_the_result(as_user):
    dossier = make.received(state=9)
    record_return(dossier=dossier, now=NOW, via="counter", received_by="Trần Thị Lan")
    assert "Trần Thị Lan" in html(as_user("tiepnhan").get(BOOK, book_of()))


def test_the_book_costs_few_statements_however_long(as_user, django_assert_max_num_queries):
    of = make.version()
    for _ in range(6):
        make.received(of=of)
    client = as_user("truongphong")
    client.get(BOOK, book_of())
    with django_assert_max_num_queries(9):
        client.get(BOOK, book_of())


def test_taking_it_along_as_a_file_is_recorded(as_user):
    dossier = make.received()
    rows = lines(as_user("truongphong").get(BOOK, {**book_of(), "_export": "csv"}))
    assert len(rows) == 2
    assert dossier.code in rows[1]
    assert AuditEvent.objects.get(action="register.exported").agency_code == "SKHCN"


def test_a_spreadsheet_has_the_same_rows(as_user):
    make.received()
    response = as_user("truongphong").get(BOOK, {**book_of(), "_export": "xlsx"})
    assert "so-theo-doi-SKHCN.xlsx" in response["Content-Disposition"]


def test_the_book_is_printed_by_a_job(as_user):
    dossier = make.received()
    client = as_user("truongphong")
    book = printed_by(client)
    waiting = html(client.get(reverse("register:print", args=[book.uuid])))
    assert "<progress" in waiting
    run_jobs(ignore_retries=True)
    book.refresh_from_db()
    assert book.state == PrintState.READY
    pdf = subprocess.run(
        ["pdftotext", "-", "-"], input=read(book.file), capture_output=True, check=True
    ).stdout.decode()
    assert "SỔ THEO DÕI HỒ SƠ" in pdf
    assert dossier.code.split("-")[-1] in pdf
    assert client.get(reverse("register:download", args=[book.uuid])).status_code == 200
    assert client.get(reverse("register:progress", args=[book.uuid]))["HX-Refresh"] == "true"


def test_printing_twice_makes_one_file(as_user):
    make.received()
    book = printed_by(as_user("truongphong"))
    run_jobs(ignore_retries=True)
    files = StoredFile.objects.count()
    print_book(print_id=book.pk, now=NOW)
    assert StoredFile.objects.count() == files


@pytest.mark.parametrize("name", ["print", "progress", "download"])
@pytest.mark.parametrize("username", ["giamdoc", "tn.pvhcc"])
def test_nobody_else_sees_a_printed_book(as_user, name, username):
    make.received()
    book = printed_by(as_user("truongphong"))
    assert as_user(username).get(reverse(f"register:{name}", args=[book.uuid])).status_code == 404


def test_printed_books_are_erased_after_a_while(as_user):
    make.received()
    book = printed_by(as_user("truongphong"))
    run_jobs(ignore_retries=True)
    assert erase_prints(now=NOW + timedelta(days=29)) == 0
    assert erase_prints(now=NOW + timedelta(days=31)) == 1
    assert not RegisterPrint.objects.filter(pk=book.pk).exists()
    assert not StoredFile.objects.filter(name__startswith="so-theo-doi").exists()
