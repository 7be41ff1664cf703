"""Pages of the sign-in library: our layout, both languages, and none that this house does not use."""

from pathlib import Path

import allauth
import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.urls import reverse

from motcua.identity.api import User, provision_demo
from motcua.identity.tests.test_sign_in import code_for, give_totp, sign_in
from motcua.platform import clock

pytestmark = pytest.mark.django_db
LIBRARY = str(Path(allauth.__file__).parent)
OUTSIDE = [
    "account_login",
    "account_signup",
    "account_inactive",
    "account_email_verification_sent",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key_done",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
]
INSIDE = [
    "account_logout",
    "account_change_password",
    "account_reauthenticate",
    "mfa_index",
    "mfa_reauthenticate",
    "mfa_activate_totp",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
]
WITH_KEY = {
    "account_confirm_email": ["1:2:3"],
    "account_reset_password_from_key": ["zz", "wrong"],
}
UNUSED = ["account_email", "socialaccount_connections"]
MISSING = ["socialaccount_signup", "account_confirm_login_code"]


@pytest.fixture(autouse=True)
def _people(db):
    provision_demo(now=clock.now())


def looks_like_ours(answer, language):
    page = answer.content.decode()
    drawn_by = {template.origin.name for template in answer.templates if template.origin}
    assert not [name for name in drawn_by if name.startswith(LIBRARY)]
    assert f'<html lang="{language}"' in page
    assert 'class="mc-' in page
    assert "<h1" in page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_before_sign_in_are_ours(client, language):
    client.cookies["motcua_language"] = language
    for name in OUTSIDE:
        looks_like_ours(client.get(reverse(name)), language)
    for name, arguments in WITH_KEY.items():
        looks_like_ours(client.get(reverse(name, args=arguments), follow=True), language)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("username", ["congdan", "chuyenvien"])
def test_pages_after_sign_in_are_ours(client, language, username):
    secret = give_totp(username)
    sign_in(client, username)
    client.cookies["motcua_language"] = language
    looks_like_ours(client.get(reverse("mfa_authenticate")), language)
    client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
    RecoveryCodes.activate(User.objects.get(username=username))
    for name in INSIDE:
        answer = client.get(reverse(name), follow=True)
        assert answer.status_code == 200, name
        looks_like_ours(answer, language)


@pytest.mark.parametrize("username", [None, "congdan", "chuyenvien"])
def test_pages_this_house_does_not_use_are_not_there(client, username, mailoutbox):
    if username:
        client.force_login(User.objects.get(username=username))
    for name in UNUSED:
        answer = client.post(reverse(name), {"email": "nan@nhan.example", "action_add": ""})
        assert (answer.status_code, answer.get("Location")) == (302, reverse("identity:profile")), name
    for name in MISSING:
        assert client.get(reverse(name)).status_code == 404, name
        assert client.post(reverse(name), {"code": "1"}).status_code == 404, name
    assert mailoutbox == []


@pytest.mark.parametrize(("language", "words"), [("vi", "quá nhiều lần"), ("en", "Too many attempts")])
def test_a_mailbox_cannot_be_flooded_by_forgotten_passwords(client, mailoutbox, language, words):
    client.cookies["motcua_language"] = language
    email = User.objects.get(username="congdan").email
    answers = [client.post(reverse("account_reset_password"), {"email": email}) for _ in range(5)]
    assert len(mailoutbox) == 3
    assert answers[-1].status_code == 429
    looks_like_ours(answers[-1], language)
    assert words in answers[-1].content.decode()


def test_a_forgotten_password_does_not_tell_which_accounts_exist(client, mailoutbox):
    answers = [
        client.post(reverse("account_reset_password"), {"email": email})
        for email in (User.objects.get(username="congdan").email, "khong-co-ai@lamson.example")
    ]
    assert len({(answer.status_code, answer.get("Location")) for answer in answers}) == 1
