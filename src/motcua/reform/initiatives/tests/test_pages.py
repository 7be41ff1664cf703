"""Pages of initiatives: who sees what, forms that keep what was typed, lists and files."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from motcua.identity.api import find_user
from motcua.platform.files.tests.samples import pdf
from motcua.reform.initiatives.models import Initiative, InitiativeAnnex, InitiativeBallot, InitiativeCouncil
from motcua.reform.initiatives.services import councils
from motcua.reform.initiatives.tests.conftest import GOOD, MEMBERS, NOW

pytestmark = pytest.mark.django_db
TYPED = {
    "title": "Nhắc hạn",
    "area": "procedures",
    "first_applied_on-day": "2",
    "first_applied_on-month": "3",
    "first_applied_on-year": "2026",
    "authors-TOTAL_FORMS": "2",
    "authors-INITIAL_FORMS": "0",
    "authors-0-full_name": "Nguyễn Văn A",
    "authors-0-share": "66,67",
    "authors-1-full_name": "Trần Thị B",
    "authors-1-share": "33,33",
}
DRAFT = {"chuyenvien": 200, "cv.vp": 200, "truongphong": 404, "giamdoc": 404, "cchc.sxd": 404}
DRAFT |= {"quanly.cchc": 404, "kiemtra": 404, "congdan": 404}
FILED = {**DRAFT, "truongphong": 200, "giamdoc": 200, "quanly.cchc": 200, "kiemtra": 200, "cv2.atbx": 404}


def sign_in(client, who):
    client.force_login(find_user(username=who))


def status(client, who, name, *args):
    sign_in(client, who)
    return client.get(reverse(f"initiatives:{name}", args=args)).status_code


@pytest.mark.parametrize(("who", "expected"), DRAFT.items())
def test_a_draft_is_known_to_its_makers_and_the_reform_officer(client, begin, who, expected):
    assert status(client, who, "initiative", begin().uuid) == expected


@pytest.mark.parametrize(("who", "expected"), FILED.items())
def test_a_filed_initiative_is_known_to_its_heads_and_who_oversees(client, accepted, who, expected):
    assert status(client, who, "initiative", accepted().uuid) == expected


@pytest.mark.parametrize("who", ["cv2.atbx", "cchc.sxd", "vanthu", "tiepnhan"])
def test_a_recognised_initiative_is_known_to_every_office(client, recognised, who):
    assert status(client, who, "initiative", recognised().initiative.uuid) == 200


def test_authors_do_not_see_what_others_have_filed(client, accepted, begin):
    accepted(by="cv2.atbx")
    sign_in(client, "chuyenvien")
    page = client.get(reverse("initiatives:initiative", args=[begin().uuid])).context
    assert page["similar"] is None
    sign_in(client, "cv.vp")
    assert client.get(reverse("initiatives:initiative", args=[begin().uuid])).context["similar"]


def test_a_draft_is_begun_with_shares_in_vietnamese_figures(client, province):
    sign_in(client, "chuyenvien")
    assert client.post(reverse("initiatives:begin"), TYPED).status_code == 302
    made = Initiative.objects.get()
    assert [str(author.share) for author in made.authors.order_by("order")] == ["66.67", "33.33"]


@pytest.mark.parametrize(
    "changed",
    [{"title": ""}, {"authors-1-share": "33,34"}, {"authors-1-share": "ba"}, {"first_applied_on-day": "31"},
     {"authors-0-user": "999999"}],
)  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(client, province, changed):
    sign_in(client, "chuyenvien")
    answer = client.post(reverse("initiatives:begin"), {**TYPED, **changed})
    # 31 March exists; the month is changed along to one that has no such day.
    if "first_applied_on-day" in changed:
        answer = client.post(
            reverse("initiatives:begin"), {**TYPED, **changed, "first_applied_on-month": "2"}
        )
    assert answer.status_code == 422 and not Initiative.objects.filter(title="").exists()
    assert "Trần Thị B" in answer.content.decode()


def test_one_more_author_is_asked_for_without_script(client, province):
    sign_in(client, "chuyenvien")
    answer = client.post(reverse("initiatives:begin"), {**TYPED, "add": "author"})
    assert answer.status_code == 200 and "authors-2-share" in answer.content.decode()
    assert "Trần Thị B" in answer.content.decode() and Initiative.objects.count() == 0


def test_a_paper_is_attached_read_by_who_may_and_removed(client, begin):
    draft = begin()
    sign_in(client, "chuyenvien")
    address = reverse("initiatives:add_annex", args=[draft.uuid])
    assert client.post(address, {"file": SimpleUploadedFile("so.pdf", b"MZ")}).status_code == 422
    client.post(address, {"file": SimpleUploadedFile("so.pdf", pdf())})
    annex = InitiativeAnnex.objects.get()
    assert status(client, "chuyenvien", "annex", annex.uuid) == 200
    assert status(client, "cchc.sxd", "annex", annex.uuid) == 404
    sign_in(client, "chuyenvien")
    client.post(reverse("initiatives:remove_annex", args=[annex.uuid]))
    assert InitiativeAnnex.objects.count() == 0


def test_filing_and_returning_by_the_pages(client, begin):
    draft = begin()
    sign_in(client, "chuyenvien")
    client.post(reverse("initiatives:submit", args=[draft.uuid]))
    sign_in(client, "cv.vp")
    address = reverse("initiatives:send_back", args=[draft.uuid])
    assert client.post(address, {"reason": ""}).status_code == 422
    client.post(address, {"reason": "Thiếu số liệu trước khi áp dụng"})
    draft.refresh_from_db()
    assert (draft.state, draft.reason) == ("returned", "Thiếu số liệu trước khi áp dụng")


@pytest.mark.parametrize("name", ["submit", "accept", "send_back", "withdraw", "replicate", "national"])
def test_acts_are_refused_to_strangers_by_404_and_by_get_405(client, begin, name):
    address = reverse(f"initiatives:{name}", args=[begin().uuid])
    sign_in(client, "cchc.sxd")
    assert client.post(address, {"reason": "x"}).status_code in (404,)
    assert client.get(address).status_code == 405


@pytest.mark.parametrize(("who", "name"), [("chuyenvien", "accept"), ("cv.vp", "accept")])
def test_the_wrong_role_or_state_gets_403(client, begin, who, name):
    sign_in(client, who)
    assert client.post(reverse(f"initiatives:{name}", args=[begin().uuid])).status_code == 403


def test_a_council_is_set_up_and_scores_by_the_pages(client, user, accepted, staff, council):
    sign_in(client, "cv.vp")
    chosen = [str(user(name).pk) for name in ("tp.qlkh", "tp.qlcn", "truongphong")]
    typed = {
        "level": "unit",
        "year": "2026",
        "chair": str(user("tp.vp").pk),
        "secretary": "",
        "members": chosen,
    }
    assert client.post(reverse("initiatives:set_up"), typed).status_code == 422
    typed["secretary"] = str(user("cv2.vp").pk)
    assert client.post(reverse("initiatives:set_up"), typed).status_code == 302
    assert InitiativeCouncil.objects.get().members.count() == 5


def test_the_page_tells_an_author_that_somebody_else_appoints_and_closes(
    client, user, scored, accepted, staff, council
):
    review = scored()
    review.initiative.authors.update(user=user("cv.vp"), full_name=user("cv.vp").full_name)
    sign_in(client, "cv.vp")
    board = client.get(reverse("initiatives:council", args=[review.council.uuid])).content.decode()
    assert "Cán bộ khác hoặc lãnh đạo đóng" in board and "/dong/" not in board
    accepted(by="cv.vp", checker="giamdoc")
    typed = {"level": "unit", "year": "2027", "chair": str(user("tp.vp").pk), "secretary": ""}
    typed["members"] = [str(user(name).pk) for name in MEMBERS[1:]]
    refused = client.post(reverse("initiatives:set_up"), typed)
    assert refused.status_code == 422 and "members" not in refused.context["form"].errors
    assert "do cán bộ khác hoặc lãnh đạo thực hiện" in refused.content.decode()
    sign_in(client, "giamdoc")
    assert client.post(reverse("initiatives:set_up"), typed).status_code == 302


def test_a_member_scores_and_sees_no_other_sheet(client, scored):
    review = scored()
    InitiativeBallot.objects.filter(member__user__username="tp.qlkh").update(remark="Ghi chú kín")
    sign_in(client, "tp.vp")
    address = reverse("initiatives:score", args=[review.uuid])
    assert "Ghi chú kín" not in client.get(address).content.decode()
    assert client.post(address, {**GOOD, "novelty": "31"}).status_code == 422
    client.post(address, {**GOOD, "novelty": "12,5"})
    assert str(InitiativeBallot.objects.get(member__user__username="tp.vp").novelty) == "12.50"
    (row,) = client.get(reverse("initiatives:council", args=[review.council.uuid])).context["rows"]
    assert (row["cast"], row["is_closed"], row["mean"], row["means"]) == (5, False, "", [])


@pytest.mark.parametrize(
    ("who", "expected"), [("cv.vp", 403), ("chuyenvien", 404), ("cchc.sxd", 404), ("quanly.cchc", 403)]
)
def test_the_score_sheet_is_for_members_only(client, scored, who, expected):
    assert status(client, who, "score", scored().uuid) == expected


def test_an_author_in_the_council_has_no_sheet(client, accepted, council, staff):
    (review,) = councils.put_before_council(
        initiatives=[accepted(by="truongphong")], council=council(), staff=staff("cv.vp"), now=NOW
    )
    assert status(client, "truongphong", "score", review.uuid) == 403
    assert status(client, "truongphong", "council", review.council.uuid) == 200


@pytest.mark.parametrize("name", ["list", "councils", "progress", "rules", "begin"])
def test_pages_without_anything_are_whole_in_both_languages(client, province, name):
    for language in ("vi", "en"):
        client.cookies["motcua_language"] = language
        assert status(client, "chuyenvien", name) == 200


def test_the_list_costs_the_same_however_long(client, begin, django_assert_max_num_queries):
    for _number in range(6):
        begin()
    sign_in(client, "cv.vp")
    client.get(reverse("initiatives:list"))
    with django_assert_max_num_queries(14):
        client.get(reverse("initiatives:list"))


def test_the_council_page_costs_the_same_however_long(
    client, accepted, council, staff, django_assert_max_num_queries
):
    board = council()
    found = [accepted(by=name) for name in ("chuyenvien", "cv2.atbx", "cv.qlcn", "cv.tdc")]
    councils.put_before_council(initiatives=found, council=board, staff=staff("cv.vp"), now=NOW)
    sign_in(client, "tp.vp")
    address = reverse("initiatives:council", args=[board.uuid])
    client.get(address)
    with django_assert_max_num_queries(16):
        client.get(address)


@pytest.mark.parametrize(
    "query", [{"q": "nhắc hạn"}, {"level": "unit"}, {"area": "procedures", "year": "2026"}]
)
def test_the_list_is_narrowed_and_taken_along(client, accepted, query):
    accepted()
    sign_in(client, "cv.vp")
    assert client.get(reverse("initiatives:list"), query).status_code == 200
    assert client.get(reverse("initiatives:list"), {**query, "_export": "csv"}).status_code == 200


def test_targets_are_set_by_the_standing_body_alone(client, province):
    from motcua.identity.api import agency_by_code

    typed = {"agency": str(agency_by_code("SKHCN").pk), "amount": "3", "nam": "2026"}
    sign_in(client, "cv.vp")
    assert client.post(reverse("initiatives:set_target"), typed).status_code == 403
    sign_in(client, "quanly.cchc")
    assert client.post(reverse("initiatives:set_target"), {**typed, "amount": "-1"}).status_code == 422
    assert client.post(reverse("initiatives:set_target"), typed).status_code == 302


@pytest.mark.parametrize(("who", "opens"), [("cv.vp", True), ("cchc.sxd", False), ("quanly.cchc", None)])
def test_a_page_links_to_no_document_that_the_reader_may_not_open(client, recognised, who, opens):
    review = recognised()
    sign_in(client, who)
    shown = reverse("initiatives:initiative", args=[review.initiative.uuid])
    seated = reverse("initiatives:council", args=[review.council.uuid])
    texts = [answer.text for answer in (client.get(shown), client.get(seated)) if answer.status_code == 200]
    assert texts and review.decision.symbol in texts[0]
    links = {link for text in texts for link in re.findall(r'href="(/office/cchc/van-ban/[^"]+)"', text)}
    assert opens is None or bool(links) is opens
    assert {client.get(link).status_code for link in links} <= {200}
