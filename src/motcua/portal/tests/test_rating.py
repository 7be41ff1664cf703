"""People rate their dossiers from its page; nobody else does, and nobody else sees what was said."""

from datetime import timedelta

import pytest
from django.test import Client

from motcua.identity.tests.province import stand_up_province
from motcua.onestop.api import State
from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.export import export_dossiers
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.ratings.models import Rating
from motcua.platform import clock
from motcua.platform.audit.models import AuditEvent
from motcua.platform.calendar.api import load_calendar
from motcua.portal.views.tracking import SIGNER

pytestmark = pytest.mark.django_db
QUESTION = "How satisfied are you with how this dossier was handled"


@pytest.fixture
def dossier(db):
    load_calendar(now=make.NOW)
    stand_up_province(now=make.NOW)
    return make.submitted(code="H99.15-261116-0001", state=State.RETURNED, returned_at=make.NOW)


@pytest.fixture
def browser(dossier):
    def open_for(who=""):
        client = Client()
        client.cookies["motcua_language"] = "en"
        if who:
            client.force_login(make.user(who), backend="motcua.identity.backends.PasswordBackend")
        return client

    return open_for


@pytest.fixture(autouse=True)
def today():
    with clock.at(make.NOW):
        yield


def page(dossier):
    return f"/tai-khoan/ho-so/{dossier.uuid}/"


def address(dossier):
    return f"{page(dossier)}danh-gia/"


def link(dossier):
    return f"/tra-cuu/{SIGNER.sign(str(dossier.uuid))}/"


def text_of(answer):
    return answer.content.decode()


def test_the_page_of_an_ended_dossier_asks_and_then_shows_what_was_said(dossier, browser):
    citizen = browser("congdan")
    assert QUESTION in text_of(citizen.get(page(dossier)))
    said = {"seen": "0", "score": "4", "access": "5", "feedback": "", "comment": " Nhanh gọn "}
    answer = citizen.post(address(dossier), said, follow=True)
    assert answer.redirect_chain == [(page(dossier), 302)]
    shown = text_of(answer)
    assert "Your rating" in shown and "Nhanh gọn" in shown and "Change it (until 01/12/2026)" in shown
    row = Rating.objects.get()
    assert (row.score, row.access, row.feedback, row.comment, row.way) == (4, 5, None, "Nhanh gọn", "account")


def test_an_open_dossier_does_not_ask(dossier, browser):
    Dossier.objects.update(state=State.DONE)
    citizen = browser("congdan")
    assert QUESTION not in text_of(citizen.get(page(dossier)))
    answer = citizen.post(address(dossier), {"seen": "0", "score": "4"}, follow=True)
    assert "when its result has been handed over" in text_of(answer)
    assert not Rating.objects.exists()


def test_sending_twice_keeps_one_rating(dossier, browser):
    citizen = browser("congdan")
    for _ in range(2):
        assert citizen.post(address(dossier), {"seen": "0", "score": "4"}).status_code == 302
    assert Rating.objects.count() == 1


def test_a_form_that_lacks_its_answer_comes_back_with_what_was_typed(dossier, browser):
    answer = browser("congdan").post(address(dossier), {"comment": "Chưa chọn", "access": "2"})
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "Choose how satisfied you are." in shown and "Chưa chọn" in shown
    assert '<option value="2" selected' in shown and not Rating.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [{"score": "6"}, {"score": "x"}, {"score": "3", "access": "9"}, {"score": "3", "comment": "x" * 1001}],
)
def test_nonsense_is_refused(dossier, browser, wrong):
    assert browser("congdan").post(address(dossier), {"seen": "0", **wrong}).status_code == 422
    assert not Rating.objects.exists()


def test_a_change_within_the_term_replaces_and_a_later_one_does_not(dossier, browser):
    citizen = browser("congdan")
    citizen.post(address(dossier), {"seen": "0", "score": "1"})
    with clock.at(make.NOW + timedelta(days=15)):
        assert citizen.post(address(dossier), {"seen": "1", "score": "5"}).status_code == 302
    with clock.at(make.NOW + timedelta(days=16)):
        answer = citizen.post(address(dossier), {"seen": "2", "score": "2"}, follow=True)
    assert "The term for changing this rating has ended." in text_of(answer)
    assert [row.score for row in Rating.objects.order_by("ordinal")] == [1, 5]


def test_two_who_rate_for_one_holder_notice_each_other(dossier, browser):
    citizen = browser("congdan")
    citizen.post(address(dossier), {"seen": "0", "score": "1"})
    answer = citizen.post(address(dossier), {"seen": "0", "score": "5"})
    assert answer.status_code == 422 and "Somebody else has rated" in text_of(answer)


@pytest.mark.parametrize("who", ["doanhnghiep", "chuyenvien", "tiepnhan", "giamdoc", "quantri", "cv.sxd"])
def test_others_are_told_that_there_is_no_such_dossier(dossier, browser, who):
    assert browser(who).post(address(dossier), {"seen": "0", "score": "1"}).status_code == 404
    assert not Rating.objects.exists()
    assert AuditEvent.objects.filter(action="dossier.access_refused").count() == 1


def test_a_visitor_is_asked_to_sign_in(dossier, browser):
    answer = browser().post(address(dossier), {"seen": "0", "score": "1"})
    assert answer.status_code == 302 and "/login/" in answer["Location"]


def test_the_office_does_not_see_the_rating_on_the_dossier(dossier, browser):
    browser("congdan").post(address(dossier), {"seen": "0", "score": "1", "comment": "Rất chậm"})
    shown = text_of(browser("chuyenvien").get(f"/office/ho-so/{dossier.uuid}/"))
    assert (
        "Rất chậm" not in shown
        and "atisfied" not in shown
        and "rating" not in shown.lower().replace("ratings of dossiers", "")
    )


def test_the_tracking_page_leads_to_the_form_when_the_dossier_has_ended(dossier, browser):
    visitor = browser()
    assert "danh-gia/" in text_of(visitor.get(link(dossier)))
    Dossier.objects.update(state=State.IN_PROCESS)
    assert "danh-gia/" not in text_of(visitor.get(link(dossier)))
    assert visitor.get(f"{link(dossier)}danh-gia/").status_code == 302


def test_who_has_an_account_rates_there(dossier, browser):
    visitor = browser()
    shown = text_of(visitor.get(f"{link(dossier)}danh-gia/"))
    assert "Please sign in to rate this dossier" in shown and page(dossier) in shown
    visitor.post(f"{link(dossier)}danh-gia/", {"score": "5"})
    assert not Rating.objects.exists()


def test_who_filed_at_the_counter_rates_once_by_the_link(dossier, browser):
    Dossier.objects.update(submitted_by=None)
    visitor = browser()
    form = f"{link(dossier)}danh-gia/"
    asked = visitor.get(form)
    assert "no-store" in asked["Cache-Control"] and "Overall, how satisfied are you" in text_of(asked)
    assert visitor.post(form, {"comment": "x"}).status_code == 422
    answer = visitor.post(form, {"seen": "0", "score": "2", "comment": "Chờ lâu"}, follow=True)
    assert "Your rating is kept" in text_of(answer)
    # Others may know code and ID number: neither page tells them what was said.
    for shown in (text_of(browser().get(link(dossier))), text_of(browser().get(form))):
        assert "Chờ lâu" not in shown and "checked" not in shown
    again = visitor.post(form, {"seen": "0", "score": "5"})
    assert again.status_code == 422 and "This dossier was rated before." in text_of(again)
    assert Rating.objects.get().way == "tracking"


def test_staff_does_not_rate_by_the_link(dossier, browser):
    Dossier.objects.update(submitted_by=None)
    for who in ("tiepnhan", "chuyenvien"):
        form = f"{link(dossier)}danh-gia/"
        assert browser(who).get(form).status_code == 403
        assert browser(who).post(form, {"score": "5"}).status_code == 403
    assert not Rating.objects.exists()


def test_a_forged_token_opens_nothing_and_an_old_one_begins_anew(dossier, browser):
    assert browser().get("/tra-cuu/a:b:c/danh-gia/").status_code == 404
    nobody = SIGNER.sign("01a20000-0000-7000-8000-000000000000")
    assert browser().get(f"/tra-cuu/{nobody}/danh-gia/").status_code == 404


def test_the_data_that_a_person_takes_along_holds_the_rating(dossier, browser):
    browser("congdan").post(address(dossier), {"seen": "0", "score": "4", "comment": "Tốt"})
    (row,) = export_dossiers(make.user("congdan").pk)["dossiers"]
    assert (row["rating"]["score"], row["rating"]["comment"]) == (4, "Tốt")
