"""A known fee that nobody paid is said on the page of the dossier before its result goes out."""

import pytest
from django.urls import reverse

from motcua.onestop.dossiers.models import State
from motcua.onestop.dossiers.transitions import lock_dossier, record_event
from motcua.onestop.office.fees import fee_warning
from motcua.onestop.office.queries import list_events
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.processes.tests.factories import NOW

pytestmark = pytest.mark.usefixtures("province")


def warned(dossier):
    return fee_warning(dossier, list_events(dossier=dossier))


def test_a_fee_nobody_asked_for_is_told_with_its_amount():
    text = warned(make.received(fee_total=5_000_000, money_state="due"))
    assert "5.000.000" in text and "chưa yêu cầu" in text


def test_a_fee_that_was_asked_for_says_when():
    dossier = make.received(fee_total=5_000_000, money_state="due")
    record_event(dossier=lock_dossier(dossier.pk), kind="payment_requested", now=NOW)
    dossier.refresh_from_db()
    assert f"{NOW:%d/%m/%Y}" in warned(dossier)


@pytest.mark.parametrize("money", ["paid", "nothing_due", "refunded"])
def test_what_is_paid_or_not_owed_is_no_warning(money):
    assert warned(make.received(fee_total=5_000_000, money_state=money)) == ""


def test_after_the_return_it_still_stands_and_for_a_withdrawn_dossier_nothing_is_owed():
    dossier = make.received(fee_total=5_000_000, money_state="due")
    dossier.state = State.RETURNED
    assert warned(dossier)
    dossier.state = State.WITHDRAWN
    assert warned(dossier) == ""


def test_the_page_says_the_amount_and_the_receipt_of_a_paid_fee(as_user):
    dossier = make.received(fee_total=5_000_000, money_state="paid")
    record_event(dossier=lock_dossier(dossier.pk), kind="paid", now=NOW, data={"receipt": "BL-7"})
    page = as_user("truongphong").get(reverse("office:dossier", args=[dossier.uuid])).content.decode()
    assert "5.000.000" in page and "BL-7" in page


def test_the_page_of_the_dossier_shows_it(as_user):
    dossier = make.received(fee_total=5_000_000, money_state="due")
    page = as_user("truongphong").get(reverse("office:dossier", args=[dossier.uuid]))
    assert "Chưa nộp phí" in page.content.decode()
