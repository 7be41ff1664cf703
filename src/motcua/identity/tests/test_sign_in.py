"""Signing in with a password, the second factor, and what the event log keeps of it."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse

from motcua.identity import api
from motcua.platform.audit.models import AuditEvent

pytestmark = pytest.mark.usefixtures("province")
LOGIN = "/tai-khoan/login/"


def sign_in(client, username, password="motcua-demo-2026", **more):
    return client.post(LOGIN, {"login": username, "password": password, **more})


def prove_again(client, password="motcua-demo-2026"):
    return client.post(reverse("account_reauthenticate"), {"password": password})


def code_for(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def give_totp(username):
    secret = generate_totp_secret()
    TOTP.activate(api.User.objects.get(username=username), secret)
    return secret


def test_staff_land_in_their_office(client):
    assert sign_in(client, "chuyenvien").url == "/office/"


def test_citizens_land_in_their_account(client):
    assert sign_in(client, "congdan").url == "/tai-khoan/"


def test_sign_in_leads_back_to_the_page_asked_for(client):
    assert sign_in(client, "congdan", next="/thu-tuc/").url == "/thu-tuc/"


def test_sign_in_never_leads_to_another_site(client):
    assert sign_in(client, "congdan", next="https://evil.example/").url == "/tai-khoan/"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_sign_in_page_offers_e_identity_and_password(client, settings, language):
    settings.EID_SERVER_URL = "http://127.0.0.1:9/oidc"
    client.cookies["motcua_language"] = language
    page = client.get(LOGIN)
    assert page.status_code == 200
    assert b"/tai-khoan/dinh-danh/vneid/" in page.content
    assert b'name="password"' in page.content


def test_a_wrong_password_is_refused_and_recorded_without_the_text_typed(client):
    page = sign_in(client, "chuyenvien", "wrong-password")
    assert page.status_code == 200
    event = AuditEvent.objects.get(action="identity.sign_in_failed")
    assert event.actor_id == api.User.objects.get(username="chuyenvien").id
    sign_in(client, "my-secret-typed-into-the-wrong-box", "x")
    last = AuditEvent.objects.filter(action="identity.sign_in_failed").latest("id")
    assert "my-secret" not in str(last.detail) + last.actor_name + last.object_id


def test_sign_in_and_out_are_recorded(client):
    sign_in(client, "chuyenvien")
    client.post("/tai-khoan/logout/")
    actions = list(AuditEvent.objects.order_by("id").values_list("action", flat=True))[-2:]
    assert actions == ["identity.signed_in", "identity.signed_out"]


def test_five_wrong_passwords_lock_the_account_for_a_while(client):
    for _ in range(5):
        sign_in(client, "chuyenvien", "wrong-password")
    page = sign_in(client, "chuyenvien")
    assert page.status_code == 200
    assert "_auth_user_id" not in client.session


def test_a_closed_account_cannot_sign_in(client):
    api.User.objects.filter(username="chuyenvien").update(is_active=False)
    sign_in(client, "chuyenvien")
    assert "_auth_user_id" not in client.session


def test_citizens_cannot_use_passwords_where_only_e_identity_counts(client, settings):
    settings.CITIZEN_LOCAL_ACCOUNTS = False
    assert sign_in(client, "congdan").status_code == 403
    assert "_auth_user_id" not in client.session
    assert sign_in(client, "chuyenvien").status_code == 302


def test_local_accounts_open_only_where_allowed(client, settings):
    answers = {
        "username": "nguoimoi",
        "email": "nguoimoi@lamson.example",
        "full_name": "Ngô Thị Yến",
        "password1": "bon-tu-de-nho-2026",
        "password2": "bon-tu-de-nho-2026",
    }
    settings.CITIZEN_LOCAL_ACCOUNTS = False
    client.post(reverse("account_signup"), answers)
    assert not api.User.objects.filter(username="nguoimoi").exists()
    settings.CITIZEN_LOCAL_ACCOUNTS = True
    client.post(reverse("account_signup"), answers)
    user = api.User.objects.get(username="nguoimoi")
    assert api.get_person_for(user).full_name == "Ngô Thị Yến"
    assert api.get_person_for(user).assurance_level == api.AssuranceLevel.LOCAL


class TestSecondFactor:
    @pytest.fixture(autouse=True)
    def _required(self, settings):
        settings.STAFF_SECOND_FACTOR_REQUIRED = True

    def test_staff_without_one_see_only_its_set_up(self, client):
        sign_in(client, "chuyenvien")
        assert client.get("/office/").url == reverse("mfa_index")
        assert client.get("/tai-khoan/ho-so-ca-nhan/").url == reverse("mfa_index")
        assert client.get(reverse("mfa_index")).status_code == 200
        assert client.get(reverse("account_reauthenticate")).status_code == 200
        prove_again(client)
        assert client.get(reverse("mfa_activate_totp")).status_code == 200

    def test_citizens_need_none(self, client):
        sign_in(client, "congdan")
        assert client.get("/tai-khoan/ho-so-ca-nhan/").status_code == 200

    def test_setting_one_up_opens_the_office(self, client):
        sign_in(client, "chuyenvien")
        prove_again(client)
        page = client.get(reverse("mfa_activate_totp"))
        secret = page.context["form"].secret
        client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
        assert "2fa" not in client.get("/office/nhan-su/").headers.get("Location", "")

    def test_staff_with_one_are_asked_for_it(self, client):
        secret = give_totp("chuyenvien")
        assert sign_in(client, "chuyenvien").url == reverse("mfa_authenticate")
        assert "_auth_user_id" not in client.session
        page = client.get(reverse("mfa_authenticate")).content.decode()
        assert "Mã xác thực" in page and "Mã hồ sơ" not in page and "placeholder" not in page
        assert client.post(reverse("mfa_authenticate"), {"code": code_for(secret)}).url == "/office/"

    def test_a_wrong_code_does_not_sign_in(self, client):
        give_totp("chuyenvien")
        sign_in(client, "chuyenvien")
        client.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert "_auth_user_id" not in client.session

    def test_staff_cannot_remove_their_last_one(self, client):
        secret = give_totp("chuyenvien")
        sign_in(client, "chuyenvien")
        client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
        prove_again(client)
        client.post(reverse("mfa_deactivate_totp"))
        assert Authenticator.objects.filter(user__username="chuyenvien", type="totp").exists()

    def test_its_secret_is_stored_encrypted(self):
        secret = give_totp("chuyenvien")
        assert secret not in str(Authenticator.objects.get(user__username="chuyenvien").data)


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key_done",
        "account_inactive",
        "account_email_verification_sent",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
    ],
)
def test_pages_before_sign_in_are_in_our_look(client, name):
    page = client.get(reverse(name))
    assert page.status_code in (200, 401)
    assert b'class="mc-header"' in page.content


@pytest.mark.parametrize(
    "name",
    [
        "account_logout",
        "account_change_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
    ],
)
def test_pages_after_sign_in_are_in_our_look(client, name):
    sign_in(client, "chuyenvien")
    prove_again(client)
    page = client.get(reverse(name))
    assert page.status_code == 200
    assert b'class="mc-header"' in page.content


def test_recovery_codes_are_shown_once_a_factor_works(client):
    secret = give_totp("chuyenvien")
    sign_in(client, "chuyenvien")
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    prove_again(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 200
    assert client.get(reverse("mfa_deactivate_totp")).status_code == 200


def test_a_forgotten_password_is_set_anew_by_mail(client, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": "chuyenvien@skhcn.lamson.example"})
    link = next(line for line in mailoutbox[0].body.splitlines() if "/password/reset/key/" in line)
    page = client.get(link, follow=True)
    assert page.status_code == 200
    answer = {"password1": "bon-tu-de-nho-2026", "password2": "bon-tu-de-nho-2026"}
    client.post(page.request["PATH_INFO"], answer)
    assert sign_in(client, "chuyenvien", "bon-tu-de-nho-2026").url == "/office/"
    assert AuditEvent.objects.filter(action="identity.password_reset").exists()
