"""Accounts of staff over time: idle ones, used passwords, sessions."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from motcua.identity.idle import disable_idle_staff, enable_staff_account, warn_idle_staff
from motcua.identity.models import PastPassword, User, UserKind
from motcua.identity.tests.test_sign_in import sign_in
from motcua.platform import clock
from motcua.platform.audit.models import AuditEvent

pytestmark = pytest.mark.usefixtures("province")
NOW = datetime(2026, 12, 1, 2, 0, tzinfo=UTC)


@pytest.fixture
def used():
    """Everybody signed in yesterday, but for the accounts that a test sets back."""
    User.objects.update(date_joined=NOW - timedelta(days=400), last_login=NOW - timedelta(days=1))

    def since(username, days, field="last_login"):
        User.objects.filter(username=username).update(**{field: NOW - timedelta(days=days)})
        return User.objects.get(username=username)

    return since


def is_open(username):
    return User.objects.get(username=username).is_active


def test_an_account_unused_for_45_days_is_closed_and_noted(used):
    user = used("chuyenvien", 46)
    used("truongphong", 44)
    assert disable_idle_staff(now=NOW) == 1
    assert not is_open("chuyenvien")
    assert is_open("truongphong")
    event = AuditEvent.objects.get(action="identity.staff_account_idle")
    assert (event.object_id, event.detail) == (str(user.uuid), {"days": 45})
    assert disable_idle_staff(now=NOW) == 0


def test_an_account_that_was_never_used_counts_from_the_day_it_was_made(used):
    User.objects.filter(username="chuyenvien").update(last_login=None)
    assert disable_idle_staff(now=NOW) == 1


def test_citizens_are_not_closed_for_want_of_use(used):
    User.objects.filter(kind=UserKind.CITIZEN).update(last_login=NOW - timedelta(days=900))
    assert disable_idle_staff(now=NOW) == 0


def test_the_last_administrator_stays_and_the_others_go(used):
    User.objects.filter(username="vanthu").update(is_superuser=True)
    used("vanthu", 60)
    User.objects.filter(is_superuser=True).exclude(username="vanthu").update(
        last_login=NOW - timedelta(days=90)
    )
    disable_idle_staff(now=NOW)
    assert list(
        User.objects.filter(is_superuser=True, is_active=True).values_list("username", flat=True)
    ) == ["vanthu"]


def test_an_idle_superuser_goes_while_another_is_in_use(used):
    User.objects.filter(username="vanthu").update(is_superuser=True)
    used("vanthu", 60)
    assert disable_idle_staff(now=NOW) == 1
    assert not is_open("vanthu")


def test_before_the_decree_nobody_was_closed(used):
    used("chuyenvien", 900)
    assert disable_idle_staff(now=datetime(2026, 8, 1, tzinfo=UTC)) == 0


@pytest.mark.parametrize(("language", "words"), [("vi", "Tài khoản"), ("en", "Your account")])
def test_a_notice_goes_out_once_a_week_before(used, mailoutbox, language, words):
    User.objects.filter(username="chuyenvien").update(language=language)
    used("chuyenvien", 38.5)
    for day in range(-1, 3):
        warn_idle_staff(now=NOW + timedelta(days=day))
    assert len(mailoutbox) == 1
    assert mailoutbox[0].subject.startswith(words)
    assert "chuyenvien" in mailoutbox[0].body


def test_a_notice_that_the_worker_missed_is_sent_the_next_night_and_once(used, mailoutbox):
    used("chuyenvien", 38.5)
    for day in (3, 4, 5):
        warn_idle_staff(now=NOW + timedelta(days=day))
    assert len(mailoutbox) == 1
    assert " 4 " in mailoutbox[0].body


def test_an_account_opened_again_counts_anew(used, client):
    user = used("chuyenvien", 60)
    disable_idle_staff(now=NOW)
    enable_staff_account(user_id=user.pk, now=NOW, actor=User.objects.get(username="quantri"))
    assert disable_idle_staff(now=NOW + timedelta(days=44)) >= 0
    assert is_open("chuyenvien")


def test_an_administrator_opens_an_account_of_the_agency_again(used, client):
    user = used("chuyenvien", 60)
    disable_idle_staff(now=NOW)
    url = reverse("identity:open_again", args=[user.uuid])
    for username, status in (("truongphong", 403), ("cv.sxd", 403), ("congdan", 404)):
        client.force_login(User.objects.get(username=username))
        assert client.post(url).status_code == status
    client.force_login(User.objects.get(username="quantri"))
    page = client.get(reverse("identity:staff_member", args=[user.uuid])).content.decode()
    assert url in page
    client.post(url)
    assert is_open("chuyenvien")
    assert AuditEvent.objects.get(action="identity.staff_account_enabled").actor_name


def test_staff_do_not_use_one_of_their_last_ten_passwords_again():
    user = User.objects.get(username="chuyenvien")
    with clock.at(NOW):
        for number in range(11):
            password = f"mot-mat-khau-rat-dai-{number}"
            validate_password(password, user)
            user.set_password(password)
            user.save()
        for number in range(1, 11):
            with pytest.raises(ValidationError) as refused:
                validate_password(f"mot-mat-khau-rat-dai-{number}", user)
            assert refused.value.error_list[0].code == "password_used_before"
        validate_password("mot-mat-khau-rat-dai-0", user)
    past = PastPassword.objects.filter(user=user)
    assert past.count() == 10
    assert not past.filter(hashed__contains="mat-khau").exists()


def test_citizens_may_keep_a_password_they_like():
    user = User.objects.get(username="congdan")
    with clock.at(NOW):
        user.set_password("mot-mat-khau-rat-dai-1")
        user.save()
        validate_password("mot-mat-khau-rat-dai-1", user)
    assert not PastPassword.objects.exists()


def test_a_session_gets_a_new_key_at_sign_in_and_dies_at_sign_out(client):
    client.get("/tai-khoan/login/")
    client.session["before"] = 1
    before = client.session.session_key
    sign_in(client, "chuyenvien")
    inside = client.session.session_key
    assert inside and inside != before
    copied = Client()
    copied.cookies["sessionid"] = inside
    assert copied.get("/office/").status_code == 200
    client.post("/tai-khoan/logout/")
    assert copied.get("/office/").status_code == 302


@pytest.mark.parametrize("change", ["password", "closed"])
def test_an_open_session_ends_when_the_account_changes(client, change):
    sign_in(client, "chuyenvien")
    user = User.objects.get(username="chuyenvien")
    if change == "closed":
        user.is_active = False
    else:
        user.set_password("mot-mat-khau-hoan-toan-moi")
    user.save()
    assert client.get("/office/").status_code == 302


def test_a_session_of_staff_ends_after_a_working_day(client, settings):
    sign_in(client, "chuyenvien")
    assert client.cookies["sessionid"]["max-age"] == "" or (
        int(client.cookies["sessionid"]["max-age"]) <= 12 * 3600
    )
    assert client.session.get_expiry_age() <= 12 * 3600
    assert client.cookies["sessionid"]["httponly"]
    assert client.cookies["sessionid"]["samesite"] == "Lax"
