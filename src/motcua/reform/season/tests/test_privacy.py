"""An agency never sees another's draft, at any address of the round."""

import pytest
from django.urls import reverse

from motcua.platform import clock
from motcua.reform.season.api import compute_season
from motcua.reform.season.appraisal_models import Appeal, Motion, Supplement
from motcua.reform.season.correction_models import ScoreCorrection
from motcua.reform.season.evidence_models import EvidenceItem
from motcua.reform.season.services.moves import advance
from motcua.reform.season.tests.conftest import NOW
from motcua.reform.season.tests.test_pages import PDF, upload
from motcua.reform.season.urls import urlpatterns

SECRET = "điều chỉ cơ quan này biết"
# Officer, leader, head of unit and specialist; of another agency, and of none that drafts.
STRANGERS = ["cchc.sxd", "gd.sxd", "cv.sxd", "cchc.stp", "tiepnhan"]
# The standing body, appraisers, council and auditors see no draft either.
PROVINCE = ["quanly.cchc", "thamdinh", "hoidong", "kiemtra"]


@pytest.fixture(autouse=True)
def that_day():
    with clock.at(NOW):
        yield


@pytest.fixture
def kept(season, manager, card, client, user, fill):
    """SKHCN's draft with a note, evidence, and one row of everything that has an address."""
    compute_season(season=season, now=NOW)
    advance(season=season, **manager)
    mine = card("SKHCN")
    mine.entries.create(
        edition=season.edition, code="2.1", column="self", points=1, reason=SECRET, by=user("cv.vp"), at=NOW
    )
    client.force_login(user("cv.vp"))
    assert upload(client, mine, PDF).status_code == 302
    item = EvidenceItem.objects.get()
    EvidenceItem.objects.update(title=SECRET)
    appeal = Appeal.objects.create(
        scorecard=mine, code="2.1", text=SECRET, filed_by=user("cv.vp"), filed_at=NOW
    )
    motion = Motion.objects.create(scorecard=mine, code="2.1", kind="other", question=SECRET, opened_at=NOW)
    supplement = Supplement.objects.create(
        scorecard=mine, code="2.1", reason=SECRET, until=NOW.date(), asked_by=user("thamdinh"), asked_at=NOW
    )
    correction = ScoreCorrection.objects.create(
        entry=mine.entries.get(reason=SECRET),
        decision_number=SECRET,
        file=item.file,
        made_by=user("quanly.cchc"),
        made_at=NOW,
    )
    found = {"vote": motion, "decide": motion, "answer": appeal, "supplement": supplement}
    found |= {"decision_file": correction, "evidence_item": item, "evidence_file": item}
    return mine, item, {name: row.uuid for name, row in found.items()}


def addresses(kept):
    """Every address of the round, filled in for SKHCN's draft."""
    mine, item, own = kept
    values = {"year": 2022, "code": "2.1", "area": "2", "key": "plan.tasks_done", "step": "appeal"}
    for pattern in urlpatterns:
        names = pattern.pattern.converters
        kwargs = {name: values[name] for name in names if name in values}
        if "uuid" in names:
            kwargs["uuid"] = own.get(pattern.name, mine.uuid)
        if "item" in names:
            kwargs["item"] = item.uuid
        if pattern.name == "records":
            kwargs["code"] = "1.2"
        yield pattern.name, "uuid" in names, reverse(f"season:{pattern.name}", kwargs=kwargs)


def text_of(answer):
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode(
        "utf-8", "ignore"
    )


@pytest.mark.parametrize("username", [*STRANGERS, *PROVINCE])
def test_nothing_of_a_draft_is_at_any_address(kept, client, user, username):
    client.force_login(user(username))
    for name, of_card, address in addresses(kept):
        # The standing body goes on without self-assessment, sets the peer block, and answers appeals, none of which a
        # draft has but here.
        may_open = name in ("pass_over", "block", "answer") and username == "quanly.cchc"
        for send in (client.get, client.post):
            answer = send(address)
            if of_card and not may_open:
                assert answer.status_code in (302, 403, 404, 405), (name, answer.status_code)
                assert answer.status_code != 302 or "login" in answer.url or send == client.post, name
            if answer.status_code in (200, 422) and name not in ("answer", "appeals", "council"):
                assert SECRET not in text_of(answer), name
    mine = kept[0]
    mine.refresh_from_db()
    assert (mine.state, mine.entries.filter(column="self").count()) == ("draft", 1)


@pytest.mark.parametrize("username", STRANGERS)
@pytest.mark.parametrize("export", ["?dang=csv", "?dang=xlsx", "?_export=csv", "?_export=xlsx"])
def test_exports_hold_nothing_of_it(kept, client, user, username, export):
    client.force_login(user(username))
    for name in ("scores", "evidence", "deviations"):
        address = reverse(f"season:{name}", args=[] if name == "evidence" else [2022])
        answer = client.get(address + export)
        assert answer.status_code == 403 or SECRET not in text_of(answer)


def test_inside_the_agency_the_draft_is_read(kept, client, user):
    for username in ("cv.vp", "giamdoc", "truongphong"):
        client.force_login(user(username))
        page = client.get(reverse("season:criterion", args=[kept[0].uuid, "2.1"]))
        assert SECRET in page.content.decode(), username


def test_a_submitted_card_is_still_no_other_agencys(kept, client, user):
    mine = kept[0]
    mine.state, mine.submitted_at = "submitted", NOW
    mine.save()
    for username in STRANGERS:
        client.force_login(user(username))
        for name, of_card, address in addresses(kept):
            if of_card:
                assert client.get(address).status_code in (403, 404, 405), (username, name)
