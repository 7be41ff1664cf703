"""Requests that no page of ours sends: every address answers them in words, never with a breakdown."""

import pytest
from django.db import transaction

from motcua.onestop.dossiers.models import DossierEvent
from motcua.onestop.office.actions import ACTIONS

from .addresses import all_addresses

pytestmark = pytest.mark.django_db
# They end the session or the account, after which the walk would only meet the sign-in page.
LEFT_OUT = {"account_logout", "identity:close_account"}
# A passkey made by no device: the library rightly cannot read it.
LEFT_OUT |= {"mfa_reauthenticate_webauthn", "mfa_list_webauthn"}
FAR = "9999-12-31"
STRANGE_ADDRESS = (
    f"?page=999999999999999999999&sort=khong-co,-&state=99999999999999999999&q=%ff%fe{'x' * 3000}"
    f"&received_from=0001-01-01&received_to={FAR}&nam=9999&procedure=x&tab=x&next=//evil.example&lich=x"
)
STRANGE_FORM = {
    "_action": "continue",
    "declared": "yes",
    "decision": "approve",
    "reason": "x" * 30_000,
    "items": "x",
    "new_due_at": f"{FAR}T23:59",
    "assignee": "9" * 20,
    "item": ["a", "9" * 30],
    "valid_from": "0001-01-01",
    "valid_to": FAR,
    "document_on": FAR,
    "last_day": FAR,
    "day-day": "31",
    "day-month": "12",
    "day-year": "9999",
    "code": "x" * 5000,
    "id_number": "9" * 5000,
    "name": "x" * 5000,
    "next": "//evil.example",
}
NUL = {"reason": "a\x00b", "name": "a\x00b", "code": "\x00", "login": "\x00", "password": "\x00"}


@pytest.mark.parametrize("who", ["visitor", "owner", "tiepnhan", "giamdoc", "quantri"])
def test_every_address_answers_strange_requests(house, browser_of, who):
    browser, broken = browser_of(who), []
    events = DossierEvent.objects.count()
    for address in all_addresses():
        if address.name in LEFT_OUT:
            continue
        url = address.url(house.values)
        requests = [
            (browser.get, url + STRANGE_ADDRESS, None),
            (browser.post, url, STRANGE_FORM),
            (browser.post, url, NUL),
            (browser.put, url, None),
        ]
        for send, target, data in requests:
            with transaction.atomic():
                answer = send(target, data) if data else send(target)
                transaction.set_rollback(True)
            if answer.status_code >= 500 or "evil.example" in answer.get("Location", "")[:20]:
                broken.append((send.__name__, address.name, data is NUL, answer.status_code))
    assert broken == []
    assert DossierEvent.objects.count() == events


@pytest.mark.parametrize("slug", list(ACTIONS))
def test_every_act_answers_strange_values(house, browser_of, slug):
    for who in ("truongphong", "giamdoc", "tiepnhan"):
        url = f"/office/ho-so/{house.values['dossier']}/{slug}/"
        with transaction.atomic():
            answer = browser_of(who).post(url, {**STRANGE_FORM, "reason": "x"})
            page = browser_of("truongphong").get(f"/office/ho-so/{house.values['dossier']}/")
            transaction.set_rollback(True)
        assert answer.status_code < 500
        assert page.status_code == 200, "the dossier can still be opened"


@pytest.mark.parametrize("method", ["get", "post"])
def test_text_with_a_nul_is_refused_in_the_language_of_the_page(house, browser_of, method):
    browser = browser_of("owner")
    for language, words in (("vi", "Dữ liệu không thay đổi"), ("en", "Nothing was changed")):
        browser.cookies["motcua_language"] = language
        answer = getattr(browser, method)("/giao-dien/cach-xem/" if method == "post" else "/thu-tuc/", NUL)
        assert answer.status_code == 400
        text = answer.content.decode()
        assert f'lang="{language}"' in text
        assert words in text


@pytest.mark.parametrize("host", ["evil.example", "a b", "[::1", "127.0.0.1@evil"])
def test_a_host_that_is_not_ours_is_refused(client, settings, host):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
    assert client.get("/", headers={"Host": host}).status_code == 400
