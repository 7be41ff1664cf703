"""Sign-in by e-identity against the provider twin, over real HTTP, with everything that can go wrong."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from starlette.applications import Starlette

from motcua.identity import api
from motcua.identity.models import Person
from motcua.integrations.oidc import twin
from motcua.integrations.oidc.checks import check_config
from motcua.integrations.twins.testing import free_port, serving
from motcua.platform import clock
from motcua.platform.audit.models import AuditEvent

START = "/tai-khoan/dinh-danh/vneid/"
CITIZEN, LEVEL_ONE, NEWCOMER, _PERSON, REPRESENTATIVE, NEW_ORGANISATION = range(6)


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    app = Starlette(routes=twin.routes(tmp_path_factory.mktemp("twin")))
    with serving(app) as address:
        yield f"{address}/oidc"


@pytest.fixture(autouse=True)
def _house(db, settings, provider, monkeypatch):
    cache.clear()
    settings.EID_SERVER_URL = provider
    settings.SOCIALACCOUNT_REQUESTS_TIMEOUT = 1
    monkeypatch.setattr(twin, "SLOW_SECONDS", 2.0)


def begin(client, **query):
    return client.post(START, query_params=query)


def decide(authorize_url, *, account=NEWCOMER, mode="normal"):
    """What a browser does at the provider: read the form, send it, follow the way back."""
    page = httpx.get(authorize_url)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    fields = {name: value.replace("&amp;", "&") for name, value in hidden.items()}
    answer = httpx.post(authorize_url.split("?")[0], data={**fields, "account": str(account), "mode": mode})
    return answer.headers["location"]


def sign_in(client, *, account=NEWCOMER, mode="normal", **query):
    back = urlsplit(decide(begin(client, **query).url, account=account, mode=mode))
    return client.get(f"{back.path}?{back.query}")


def signed_in_user(client):
    return api.User.objects.get(id=client.session["_auth_user_id"])


def test_a_new_person_gets_an_account_with_their_details(client):
    answer = sign_in(client)
    assert answer.url == "/tai-khoan/"
    person = api.get_person_for(signed_in_user(client))
    assert person.full_name == "Phan Thị Mai"
    assert person.id_number == "099195004321"
    assert person.assurance_level == api.AssuranceLevel.LEVEL_2
    assert person.verified_at is not None


def test_the_second_sign_in_finds_the_same_account(client):
    sign_in(client)
    first = signed_in_user(client)
    client.logout()
    sign_in(client)
    assert signed_in_user(client) == first
    assert Person.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("account", [NEWCOMER, NEW_ORGANISATION])
def test_first_sign_ins_at_once_make_one_account_and_all_get_in(account):
    hands = 4
    together = threading.Barrier(hands)

    def enter(_):
        client = Client()
        back = urlsplit(decide(begin(client).url, account=account))
        together.wait(10)
        try:
            return client.get(f"{back.path}?{back.query}").status_code, client.session.get("_auth_user_id")
        finally:
            connection.close()

    with ThreadPoolExecutor(hands) as pool:
        outcomes = set(pool.map(enter, range(hands)))
    user = api.User.objects.get()
    assert outcomes == {(302, str(user.id))}
    assert Person.objects.get().user == user
    assert SocialAccount.objects.get().user_id == user.id


def test_a_known_person_is_found_by_the_id_number(client):
    api.provision_demo(now=clock.now())
    sign_in(client, account=CITIZEN)
    assert signed_in_user(client).username == "congdan"


def test_a_person_met_at_the_counter_keeps_what_was_filed_there(client):
    details = api.PersonDetails(full_name="Phan Thi Mai", id_number="099195004321", phone="0911222333")
    known = api.register_person(details=details, now=clock.now())
    sign_in(client)
    known.refresh_from_db()
    assert known.user == signed_in_user(client)
    assert (known.full_name, known.phone) == ("Phan Thị Mai", "0911222333")


def test_a_local_account_that_only_claims_the_number_is_not_taken_over(client):
    squatter = api.create_citizen_account(
        username="squatter", email="", full_name="Kẻ Mạo Danh", now=clock.now()
    )
    claim = api.PersonDetails(full_name="Kẻ Mạo Danh", id_number="099195004321")
    api.register_person(details=claim, user_id=squatter.id, now=clock.now())
    sign_in(client)
    assert signed_in_user(client) != squatter


def test_an_organisation_account_brings_the_organisation(client):
    sign_in(client, account=NEW_ORGANISATION)
    person = api.get_person_for(signed_in_user(client))
    held = api.list_represented_organisations(person_id=person.id, on=clock.today())
    assert [organisation.tax_code for organisation in held] == ["9900000004"]


def test_person_and_organisation_accounts_of_one_human_are_one_account(client):
    sign_in(client, account=_PERSON)
    first = signed_in_user(client)
    client.logout()
    sign_in(client, account=REPRESENTATIVE)
    assert signed_in_user(client) == first
    assert len(api.list_represented_organisations(person_id=first.person.id, on=clock.today())) == 1


def test_sign_in_leads_back_to_the_page_asked_for(client):
    assert sign_in(client, next="/thu-tuc/").url == "/thu-tuc/"


def test_a_closed_account_stays_closed_and_its_owner_starts_a_new_one(client):
    sign_in(client)
    old = signed_in_user(client)
    api.close_account(user_id=old.id, now=clock.now(), actor=old)
    client.logout()
    sign_in(client)
    assert signed_in_user(client) != old
    assert Person.objects.get().user == signed_in_user(client)


def test_nothing_of_the_person_is_kept_in_the_tables_of_the_sign_in_library(client):
    sign_in(client)
    assert SocialAccount.objects.get().extra_data == {"level": "2"}


@pytest.mark.parametrize(
    ("mode", "code", "status"),
    [
        ("declined", "declined", 200),
        ("provider_error", "down", 503),
        ("slow", "down", 503),
        ("down", "down", 503),
        ("forged", "tampered", 502),
        ("expired", "expired", 502),
        ("replayed", "tampered", 502),
        ("swapped", "tampered", 502),
        ("level_too_low", "level", 403),
        ("missing_claim", "incomplete", 502),
    ],
)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_failure_ends_on_a_page_with_words(client, mode, code, status, language):
    client.cookies["motcua_language"] = language
    page = sign_in(client, mode=mode)
    assert (page.status_code, page.context["code"]) == (status, code)
    assert reverse("account_login") in page.content.decode()
    assert "_auth_user_id" not in client.session
    assert not Person.objects.exists()
    event = AuditEvent.objects.get(action="identity.eid_sign_in_failed")
    assert event.detail == {"reason": code}


def test_a_level_below_the_setting_is_refused(client, settings):
    settings.EID_MINIMUM_LEVEL = 2
    assert sign_in(client, account=LEVEL_ONE).context["code"] == "level"


def test_a_provider_that_is_down_from_the_start_is_told_so(client, settings):
    settings.EID_SERVER_URL = f"http://127.0.0.1:{free_port()}/oidc"
    page = begin(client)
    assert (page.status_code, page.context["code"]) == (503, "down")


def test_a_provider_that_answers_nonsense_is_down(client, settings, provider):
    settings.EID_SERVER_URL = provider.replace("/oidc", "/oidc/jwks?/.well-known/")
    assert begin(client).context["code"] == "down"


def test_a_code_works_once(client):
    back = urlsplit(decide(begin(client).url))
    client.get(f"{back.path}?{back.query}")
    client.logout()
    assert client.get(f"{back.path}?{back.query}").status_code in (400, 503)
    assert "_auth_user_id" not in client.session


def test_an_answer_nobody_asked_for_is_refused(client):
    page = client.get(f"{START}tra-loi/?code=x&state=y")
    assert (page.status_code, page.context["code"]) == (400, "session")


def test_without_a_provider_the_address_does_not_exist(client, settings):
    settings.EID_SERVER_URL = ""
    assert begin(client).status_code == 404
    assert b"dinh-danh" not in client.get("/tai-khoan/login/").content


def test_staff_accounts_are_not_entered_by_e_identity(client):
    api.provision_demo(now=clock.now())
    staff = api.User.objects.get(username="chuyenvien")
    details = api.PersonDetails(full_name="Phan Thị Mai", id_number="099195004321", assurance_level=2)
    api.register_person(details=details, user_id=staff.id, now=clock.now())
    assert sign_in(client).context["code"] == "conflict"


class TestTwin:
    def query(self, client, **changes):
        parts = urlsplit(begin(client).url)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        return f"{parts.scheme}://{parts.netloc}{parts.path}", {**asked, **changes}

    def test_says_plainly_that_it_is_none(self, client):
        url, asked = self.query(client)
        assert "Đây không phải VNeID" in httpx.get(url, params=asked).text

    def test_asks_for_pkce(self, client):
        url, asked = self.query(client, code_challenge="")
        assert "PKCE" in httpx.get(url, params=asked).text

    def test_sends_nobody_to_a_foreign_address(self, client):
        url, asked = self.query(client, redirect_uri="https://evil.example/")
        answer = httpx.post(url, data={**asked, "account": "0", "mode": "normal"})
        assert answer.status_code == 200 and "redirect_uri" in answer.text

    def test_gives_no_token_for_a_wrong_verifier(self, client, provider):
        location = decide(begin(client).url)
        code = parse_qs(urlsplit(location).query)["code"][0]
        form = {"grant_type": "authorization_code", "code": code, "code_verifier": "wrong"}
        assert httpx.post(f"{provider}/token", data=form).status_code == 400

    def test_shows_userinfo_to_token_holders_only(self, provider):
        assert httpx.get(f"{provider}/userinfo").status_code == 401


def test_the_check_finds_nothing_wrong_with_a_running_provider():
    assert check_config() == []


def test_the_check_says_how_to_mend_a_missing_provider(settings):
    settings.EID_SERVER_URL = f"http://127.0.0.1:{free_port()}/oidc"
    assert "MOTCUA_EID_URL" in check_config()[0]
