"""Every address of the house, walked with the ids of somebody else's dossier."""

import itertools

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from motcua.onestop.dossiers.models import DossierEvent
from motcua.onestop.dossiers.tests import life
from motcua.onestop.forms.models import Attachment, Draft
from motcua.onestop.forms.tests.conftest import NOW
from motcua.onestop.office.actions import ACTIONS
from motcua.onestop.processes.models import WorkItem
from motcua.onestop.results.models import IssuedDocument
from motcua.platform.audit.models import AuditEvent
from motcua.platform.files.api import PDF, store_own

pytestmark = pytest.mark.django_db

OF_NOBODY = {"slug": "khong-co", "page": "co-so", "token": "eyJhbGciOiJub25lIn0:x:y"}
# Pages that anybody may open: they ask for a secret of their own.
PUBLIC = {"portal:home", "portal:figures", "portal:figures_json", "portal:track"}
# Pages of an account: everybody has one, and it must not show what belongs to others.
OWN_PAGES = {"portal:account", "portal:dossiers", "portal:store", "forms:drafts", "forms:start"}
HIDDEN, SIGN_IN = (403, 404, 405), 302


def patterns(*spaces):
    """``(full name, argument names)`` of every address of these name spaces, from the resolver itself."""
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLResolver) and entry.namespace in spaces:
            for pattern in entry.url_patterns:
                assert isinstance(pattern, URLPattern)
                yield f"{entry.namespace}:{pattern.name}", tuple(pattern.pattern.converters)


@pytest.fixture
def owned(received, draft):
    """What belongs to the citizen, by the argument that names it in an address."""
    file = store_own(content=b"%PDF-1.7 kept", name="phieu.pdf", media_type=PDF, now=NOW)
    IssuedDocument.objects.filter(dossier=received).update(file=file, state="issued")
    return {
        "dossier": received.uuid,
        "draft": draft.uuid,
        "document": IssuedDocument.objects.filter(dossier=received).first().uuid,
        "attachment": received.attachments.first().uuid,
        "item": WorkItem.objects.get(dossier=received, state="open").uuid,
    }


def addresses(owned, *spaces):
    for name, arguments in patterns(*spaces):
        values = {argument: _value(name, argument, owned) for argument in arguments}
        slugs = list(ACTIONS) if name == "office:act" else [values.get("slug")]
        for slug in slugs:
            yield name, reverse(name, kwargs={**values, **({"slug": slug} if slug else {})})


def _value(name, argument, owned):
    space, _, page = name.partition(":")
    if argument == "uuid":
        if space == "forms":
            return owned["draft"]
        return owned.get(page if page in ("document", "attachment") and space == "portal" else "dossier")
    known = {"item_uuid": "item", "file_uuid": "attachment", "document_uuid": "document"}
    if argument in known or argument == "attachment":
        return owned[known.get(argument, "attachment")]
    return "xray-licence-new" if argument == "key" else OF_NOBODY[argument]


def test_the_walk_meets_every_kind_of_address(owned):
    names = {name for name, _ in addresses(owned, "office", "forms", "portal")}
    assert {
        "office:file",
        "office:document",
        "forms:attachment",
        "portal:document",
        "portal:tracked",
    } <= names
    assert len(names) > 35


def test_people_without_business_open_no_address_of_a_dossier(owned, received, draft, clients):
    before = _standing(received, draft)
    secrets = (received.code, received.temporary_code, received.applicant_name)
    leaks = []
    for name, url in addresses(owned, "office", "forms", "portal"):
        for (who, client), method in itertools.product(clients.items(), ("get", "post")):
            answer = getattr(client, method)(url, {"reason": "x", "_action": "continue", "declared": "yes"})
            if not _is_right(name, who, answer) or (name not in PUBLIC and _shows(answer, secrets)):
                leaks.append((who, method, url, answer.status_code))
    assert leaks == []
    assert _standing(received, draft) == before


def _is_right(name, who, answer):
    if name in PUBLIC | OWN_PAGES or not _names_a_thing(name):
        return answer.status_code in (200, 302, 422, *HIDDEN)
    if answer.status_code == SIGN_IN:
        return who == "visitor" and reverse("account_login") in answer["Location"]
    return answer.status_code in HIDDEN


def _names_a_thing(name):
    return any(known == name and ("uuid" in arguments) for known, arguments in patterns(name.split(":")[0]))


def _shows(answer, secrets):
    if answer.status_code != 200 or answer.streaming:
        return answer.streaming
    text = answer.content.decode(errors="replace")
    return any(secret in text for secret in secrets)


def _standing(dossier, draft):
    """Everything a request could have changed."""
    dossier.refresh_from_db()
    return (
        dossier.state,
        dossier.last_event,
        DossierEvent.objects.count(),
        Attachment.objects.count(),
        WorkItem.objects.filter(state="open").count(),
        Draft.objects.filter(deleted_at__isnull=True, user=draft.user).count(),
    )


@pytest.mark.parametrize("username", ["cv.qlkh", "tp.qlkh", "vanthu"])
def test_colleagues_with_another_role_change_nothing(owned, received, draft, signed_in_as, username):
    """They may read the dossier of their agency; what they post is refused, and nothing breaks."""
    client = signed_in_as(life.user(username))
    before = _standing(received, draft)
    wrong = []
    for _, url in addresses(owned, "office"):
        answer = client.post(url, {"reason": "x", "text": "x"})
        if answer.status_code not in (302, 403, 404, 405, 422):
            wrong.append((url, answer.status_code))
    assert wrong == []
    assert _standing(received, draft) == before


def test_asking_for_somebody_elses_dossier_is_noted(owned, received, clients):
    for who in ("cv.sxd", "stranger"):
        space = "office" if who == "cv.sxd" else "portal"
        clients[who].get(reverse(f"{space}:dossier", args=[received.uuid]))
    clients["stranger"].get(reverse("forms:tasks", args=[owned["draft"]]))
    noted = list(
        AuditEvent.objects.filter(action__endswith="access_refused")
        .order_by("id")
        .values_list("action", "object_id", "actor_name")
    )
    assert noted == [
        ("dossier.access_refused", str(received.uuid), life.user("cv.sxd").full_name),
        ("dossier.access_refused", str(received.uuid), "Lê Văn Xa"),
        ("draft.access_refused", str(owned["draft"]), "Lê Văn Xa"),
    ]


def test_an_id_that_nobody_has_is_not_found_and_not_noted(clients):
    url = reverse("office:dossier", args=["00000000-0000-7000-8000-000000000000"])
    assert clients["cv.sxd"].get(url).status_code == 404
    assert not AuditEvent.objects.filter(action__endswith="access_refused").exists()


def test_files_and_papers_have_no_address_of_their_own(owned, received):
    blob = received.attachments.first().file.blob.sha256
    guesses = (f"/media/{blob[:2]}/{blob[2:4]}/{blob}", f"/files/{blob}", f"/static/{blob}", f"/{blob}")
    assert [Client().get(url).status_code for url in guesses] == [404] * 4
