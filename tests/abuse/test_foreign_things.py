"""Somebody else's things: every address with an id, opened by people who have no business with it."""

from itertools import product

import pytest
from django.urls import reverse

from motcua.onestop.dossiers.tests import life
from motcua.platform.audit.models import AuditEvent
from motcua.platform.ui.models import SavedView

from .addresses import (
    CLASSES,
    OF_A_CITIZEN,
    OF_A_ROLE,
    OF_AN_AGENCY,
    OF_STAFF,
    address_of,
    all_addresses,
)

pytestmark = pytest.mark.django_db
NOT_FOUND = {403, 404, 405}
# Whom each class of address keeps out, beside visitors, who are asked to sign in.
KEPT_OUT = {
    OF_A_CITIZEN: ("stranger", "cv.sxd", "truongphong", "quantri"),
    OF_AN_AGENCY: ("owner", "stranger", "cv.sxd"),
    OF_A_ROLE: ("owner", "stranger", "cv.sxd", "chuyenvien"),
    OF_STAFF: ("owner", "stranger"),
}


def test_every_address_with_an_id_is_classified_once():
    wrong = {one.name: one.classes for one in all_addresses() if one.arguments and one.classes != 1}
    assert wrong == {}, "say in tests/abuse/addresses.py whose thing this address names"
    assert frozenset().union(*CLASSES) - {one.name for one in all_addresses()} == set()


@pytest.mark.parametrize(
    "kind", list(KEPT_OUT), ids=["of_a_citizen", "of_an_agency", "of_a_role", "of_staff"]
)
def test_nobody_reaches_a_thing_of_others(house, browser_of, kind):
    browsers = {who: browser_of(who) for who in ("visitor", *KEPT_OUT[kind])}
    reached = []
    for address in (one for one in all_addresses() if one.name in kind):
        url = address.url(house.values)
        for (who, browser), method in product(browsers.items(), ("get", "post")):
            answer = getattr(browser, method)(url, {"reason": "x", "_action": "continue", "declared": "yes"})
            if not _kept_out(answer):
                reached.append((who, method, address.name, answer.status_code))
    assert reached == []


def _kept_out(answer):
    if answer.status_code == 302:
        again = (reverse("account_login"), reverse("account_reauthenticate"))
        return answer["Location"].startswith(again)
    return answer.status_code in NOT_FOUND


def test_a_foreign_id_beside_an_own_one_opens_nothing(house, browser_of, citizen, xray):
    """The dossier is known to this officer; the paper of the address belongs to another one."""
    other = life.submit(life.filled_draft(citizen, xray), citizen)
    paper = other.attachments.first().uuid
    for name in ("office:file", "office:document"):
        answer = browser_of("chuyenvien").get(reverse(name, args=[house.values["dossier"], paper]))
        assert answer.status_code == 404
    assert AuditEvent.objects.filter(action="file.access_refused", object_id=paper).count() == 2


def test_a_saved_view_is_read_changed_and_deleted_by_its_owner_only(house, browser_of):
    url = reverse("ui:forget_view", args=[house.values["view"]])
    for who in ("visitor", "stranger", "quantri"):
        browser = browser_of(who)
        browser.post(reverse("ui:change_view", args=[house.values["view"]]), {"name": "Của người khác"})
        browser.post(url)
        assert "Của tôi" not in browser.get(reverse("ui:saved_views", args=["dossiers"])).content.decode()
    assert SavedView.objects.get(pk=house.values["view"]).name == "Của tôi"
    browser_of("owner").post(url)
    assert not SavedView.objects.filter(pk=house.values["view"]).exists()


FILES = {
    "portal:document": ("document", "document.access_refused"),
    "portal:attachment": ("attachment", "file.access_refused"),
    "forms:attachment": ("draft_attachment", "file.access_refused"),
}


@pytest.mark.parametrize("name", list(FILES))
@pytest.mark.parametrize("who", ["stranger", "cv.sxd"])
def test_asking_for_the_file_of_others_is_not_found_and_noted(house, browser_of, name, who):
    thing, action = FILES[name]
    answer = browser_of(who).get(address_of(name).url(house.values))
    assert answer.status_code == 404
    assert "<h1" in answer.content.decode()
    noted = AuditEvent.objects.get(action=action)
    assert noted.object_id == str(house.values[thing])
    assert noted.actor_name
