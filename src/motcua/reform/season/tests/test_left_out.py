"""Criteria of other peer blocks: the card names them, and their page says why nothing is to be done."""

from django.urls import reverse

from motcua.platform import clock
from motcua.reform.season.tests.conftest import NOW

DOSSIERS_ONLY = "3.5"


def without_dossiers(season, agency):
    season.scorecards.filter(agency__code=agency).update(block="without_dossiers")
    return season.scorecards.get(agency__code=agency).uuid


def look(client, user, who, name, *args, **query):
    client.force_login(user(who))
    with clock.at(NOW):
        return client.get(reverse(f"season:{name}", args=args), query)


def test_the_card_names_what_does_not_apply_beside_what_does(duo, client, user):
    uuid = without_dossiers(duo, "SKHCN")
    page = look(client, user, "cv.vp", "card", uuid, area="3")
    assert [line.criterion.code for line in page.context["lines"]] == ["3.9"]
    assert DOSSIERS_ONLY in [item.code for item in page.context["left_out"]]
    assert "khối “Cơ quan không tiếp nhận hồ sơ”" in page.content.decode()
    assert look(client, user, "cv.vp", "card", uuid, area="1").context["left_out"] == []


def test_the_page_of_such_a_criterion_says_why_and_offers_nothing(duo, client, user):
    uuid = without_dossiers(duo, "SKHCN")
    page = look(client, user, "cv.vp", "criterion", uuid, DOSSIERS_ONLY)
    text = page.content.decode()
    assert page.status_code == 200
    assert "Không áp dụng đối với cơ quan này" in text
    assert "chỉ dành cho: Cơ quan có tiếp nhận hồ sơ" in text
    assert page.context.get("sentences") is None
    acts = reverse("season:draft", args=[uuid, DOSSIERS_ONLY])
    assert acts not in text and client.post(acts, {"points": "1"}).status_code == 404


def test_strangers_and_other_agencies_learn_nothing_of_it(duo, client, user):
    uuid = without_dossiers(duo, "SKHCN")
    assert look(client, user, "cchc.sxd", "criterion", uuid, DOSSIERS_ONLY).status_code == 404
    client.logout()
    assert client.get(reverse("season:criterion", args=[uuid, DOSSIERS_ONLY])).status_code == 302
    assert look(client, user, "cv.vp", "criterion", uuid, "99.9").status_code == 404


def test_agencies_with_dossiers_have_the_criterion_as_ever(duo, client, user):
    uuid = duo.scorecards.get(agency__code="SKHCN").uuid
    page = look(client, user, "cv.vp", "criterion", uuid, DOSSIERS_ONLY)
    assert page.context["criterion"].code == DOSSIERS_ONLY and page.context["sentences"]
    assert look(client, user, "cv.vp", "card", uuid, area="3").context["left_out"] == []
