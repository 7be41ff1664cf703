"""Closing a year's book of numbers, and what follows for the one who issues."""

from datetime import date

import pytest
from django.db import transaction
from django.urls import reverse

from motcua.onestop.office.words import result_refusal
from motcua.onestop.results.numbers import book_of
from motcua.onestop.results.services import ResultRefused, _next_number
from motcua.platform.audit.models import AuditEvent
from motcua.platform.numbering.api import NumberBook, next_number

LIST = reverse("books:list")
BOOK = book_of(template="licence", agency_code="SKHCN")
GOOD = {"reason": "Hết năm 2025, chuyển lưu trữ", "confirmed": "yes"}


def opened(year="2025", last=3, book=BOOK):
    for _ in range(last):
        with transaction.atomic():
            next_number(book=book, period=year)
    return NumberBook.objects.get(book=book, period=year)


def close(client, book, data=GOOD):
    return client.post(reverse("books:close", args=[book.pk]), data)


def issue(year):
    with transaction.atomic():
        return _next_number("licence", "SKHCN", "ATBX", date(year, 12, 31))


def test_a_visitor_signs_in_and_a_citizen_finds_nothing(client, as_user):
    assert client.get(LIST).status_code == 302
    assert as_user("congdan").get(LIST).status_code == 404


@pytest.mark.parametrize("username", ["chuyenvien", "tiepnhan", "truongphong"])
def test_other_roles_are_refused(as_user, username):
    book, client = opened(), as_user(username)
    assert client.get(LIST).status_code == 403
    assert close(client, book).status_code == 403
    assert NumberBook.objects.get(pk=book.pk).closed_at is None


@pytest.mark.parametrize("username", ["giamdoc", "kiemtra"])
def test_leaders_and_auditors_look_but_do_not_close(as_user, username):
    book, client = opened(), as_user(username)
    assert reverse("books:close", args=[book.pk]) not in client.get(LIST).content.decode()
    assert close(client, book).status_code == 403


def test_another_agencys_book_is_not_there(as_user):
    book = opened(book=book_of(template="licence", agency_code="SXD"))
    client = as_user("vanthu")
    assert "SXD" not in client.get(LIST).content.decode().split("<main")[1]
    assert close(client, book).status_code == 404


@pytest.mark.parametrize("username", ["vanthu", "quantri"])
def test_closing_leaves_number_reason_and_person_in_the_log(as_user, username):
    book = opened()
    close(as_user(username), book)
    event = AuditEvent.objects.get(action="numbering.period_closed")
    assert event.detail["last"] == 3
    assert event.detail["reason"] == GOOD["reason"]
    assert event.agency_code == "SKHCN"
    assert NumberBook.objects.get(pk=book.pk).closed_at is not None


def test_closing_twice_is_told_once(as_user):
    book, client = opened(), as_user("vanthu")
    close(client, book)
    close(client, book)
    assert AuditEvent.objects.filter(action="numbering.period_closed").count() == 1


@pytest.mark.parametrize("missing", ["reason", "confirmed"])
def test_reason_and_confirmation_are_asked_for(as_user, missing):
    book = opened()
    assert close(as_user("vanthu"), book, {**GOOD, missing: ""}).status_code == 422
    assert NumberBook.objects.get(pk=book.pk).closed_at is None


def test_the_running_year_stays_open(as_user):
    book = opened(year="2026")
    page = close(as_user("vanthu"), book)
    assert page.status_code == 302
    assert NumberBook.objects.get(pk=book.pk).closed_at is None


def test_issuing_into_a_closed_year_says_so_and_the_next_starts_anew(as_user):
    close(as_user("vanthu"), opened())
    with pytest.raises(ResultRefused) as refused:
        issue(2025)
    assert refused.value.code == "period_closed"
    assert "đã khóa" in result_refusal(refused.value.code)
    assert issue(2026) == "01/GP-SKHCN"
    assert issue(2026) == "02/GP-SKHCN"
