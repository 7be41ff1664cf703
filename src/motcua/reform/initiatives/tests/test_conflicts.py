"""Names that could hide a conflict: authors from outside who bear an officer's name, authors who sit in the council."""

from decimal import Decimal
from unicodedata import combining, normalize

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from motcua.identity.api import find_user
from motcua.notifications.models import Message
from motcua.reform.initiatives.models import Initiative, InitiativeAuthor, InitiativeCouncil
from motcua.reform.initiatives.services import councils, recognising, scoring
from motcua.reform.initiatives.services._base import InitiativeRefused
from motcua.reform.initiatives.services.drafting import Author
from motcua.reform.initiatives.tests.conftest import MEMBERS, NOW, sheet
from motcua.reform.initiatives.tests.test_pages import TYPED
from motcua.reform.papers.api import FollowerRefused, sign_paper
from motcua.reform.papers.models import Paper

pytestmark = pytest.mark.django_db


@pytest.fixture
def maker(client, province):
    client.force_login(find_user(username="chuyenvien"))
    return client


# "trưởng phòng" of the demonstration, written carelessly.
def namesake():
    return f"  {find_user(username='truongphong').full_name.upper()} "


def test_an_officers_name_from_outside_has_to_be_confirmed(maker):
    typed = {**TYPED, "authors-0-full_name": namesake()}
    refused = maker.post(reverse("initiatives:begin"), typed)
    page = refused.content.decode()
    assert refused.status_code == 422 and Initiative.objects.count() == 0
    assert "authors-0-is_namesake" in page and "authors-1-is_namesake" not in page
    assert "Trần Thị B" in page
    assert (
        maker.post(reverse("initiatives:begin"), {**typed, "authors-0-is_namesake": "on"}).status_code == 302
    )
    assert list(InitiativeAuthor.objects.order_by("order").values_list("is_namesake", flat=True)) == [
        True,
        False,
    ]


def test_the_confirmation_stays_and_readers_see_it(maker):
    maker.post(
        reverse("initiatives:begin"),
        {**TYPED, "authors-0-full_name": namesake(), "authors-0-is_namesake": "on"},
    )
    made = Initiative.objects.get()
    again = maker.get(reverse("initiatives:change", args=[made.uuid])).content.decode()
    assert 'name="authors-0-is_namesake"' in again and "checked" in again
    shown = maker.get(reverse("initiatives:initiative", args=[made.uuid])).content.decode()
    assert "cán bộ cùng tên" in shown


def test_nobody_is_asked_about_names_that_no_officer_bears(maker):
    assert "is_namesake" not in maker.get(reverse("initiatives:begin")).content.decode()
    typed = {**TYPED, "authors-0-is_namesake": "on"}
    assert maker.post(reverse("initiatives:begin"), typed).status_code == 302
    assert not InitiativeAuthor.objects.filter(is_namesake=True).exists()


def test_who_becomes_an_author_before_the_decision_is_signed_sits_but_does_not_score(
    accepted, council, user, staff
):
    board = council(sits=False)
    half = Decimal(50)
    authors = [
        Author(full_name=user(who).full_name, user=user(who), share=half)
        for who in ("chuyenvien", "truongphong")
    ]
    initiative = accepted(authors=authors)
    board.decision.signer = user("giamdoc")
    with transaction.atomic():
        councils.seat_council(board.decision, NOW)
    (review,) = councils.put_before_council(
        initiatives=[initiative], council=board, staff=staff("cv.vp"), now=NOW
    )
    with pytest.raises(PermissionDenied):
        scoring.cast_ballot(review=review, scores=sheet(), remark="", staff=staff("truongphong"), now=NOW)
    assert scoring.count_entitled(review) == len(MEMBERS) - 1


def test_the_button_pressed_twice_sets_up_one_council_with_one_decision(council):
    first = council(sits=False)
    assert council(sits=False) == first
    assert (InitiativeCouncil.objects.count(), Paper.objects.count()) == (1, 1)
    assert council(members=(*MEMBERS[:4], "tp.shtt"), sits=False) != first


def test_a_council_that_has_ended_can_be_set_up_anew(council, user):
    first = council()
    first.decision.cancelled_by = user("giamdoc")
    with transaction.atomic():
        councils.end_council(first.decision, NOW)
    assert council(sits=False) != first


def own(user, who="cv.vp"):
    return [Author(full_name=user(who).full_name, user=user(who), share=Decimal(100))]


def outsider(user, who, prefix="TS. "):
    return [Author(full_name=f"{prefix}{user(who).full_name.upper()}", share=Decimal(100), is_namesake=True)]


@pytest.mark.parametrize("written", [own, lambda user: outsider(user, "cv.vp")])
def test_an_author_or_who_is_named_like_one_appoints_no_council_and_the_leader_does(
    accepted, council, user, written
):
    accepted(by="chuyenvien", checker="giamdoc", authors=written(user))
    with pytest.raises(InitiativeRefused) as refused:
        council(sits=False)
    assert refused.value.code == "own_initiative"
    assert council(by="giamdoc").state == "sitting"


def test_a_council_set_up_before_by_its_author_takes_no_initiative_of_theirs(accepted, council, user, staff):
    board = council()
    initiative = accepted(by="cv.vp", checker="giamdoc", authors=own(user))
    for who, code in (("cv.vp", "own_initiative"), ("giamdoc", "council_of_author")):
        with pytest.raises(InitiativeRefused) as refused:
            councils.put_before_council(initiatives=[initiative], council=board, staff=staff(who), now=NOW)
        assert refused.value.code == code
    again = council(by="giamdoc")
    assert again != board
    councils.put_before_council(initiatives=[initiative], council=again, staff=staff("giamdoc"), now=NOW)


@pytest.mark.parametrize("who", [MEMBERS[0], "giamdoc"])
def test_a_chair_or_signing_leader_who_is_an_author_takes_it_before_no_council_of_theirs(
    accepted, council, user, staff, who
):
    board = council()
    board.decision.signer = user("giamdoc")
    board.decision.save(update_fields=["signer"])
    initiative = accepted(authors=own(user, who))
    with pytest.raises(InitiativeRefused) as refused:
        councils.put_before_council(initiatives=[initiative], council=board, staff=staff("cv.vp"), now=NOW)
    assert refused.value.code == "council_of_author" and user(who).full_name == refused.value.detail["who"]


def test_who_bears_an_authors_name_neither_scores_nor_counts_nor_is_reminded(accepted, council, user, staff):
    initiative = accepted(authors=outsider(user, "truongphong"))
    (review,) = councils.put_before_council(
        initiatives=[initiative], council=council(), staff=staff("cv.vp"), now=NOW
    )
    with pytest.raises(PermissionDenied):
        scoring.cast_ballot(review=review, scores=sheet(), remark="", staff=staff("truongphong"), now=NOW)
    assert scoring.count_entitled(review) == len(MEMBERS) - 1
    told = set(
        Message.objects.filter(subject_type="initiative_council").values_list("recipient_id", flat=True)
    )
    assert told == {user(name).pk for name in MEMBERS if name != "truongphong"}


def test_an_author_neither_closes_nor_records_the_council_of_the_own_initiative(scored, user, staff):
    review = scored()
    mine(review, user, "cv.vp")
    for act in (
        lambda who: scoring.close_scoring(review=review, staff=staff(who), now=NOW),
        lambda who: recognising.draft_decision(council=review.council, staff=staff(who), now=NOW),
    ):
        with pytest.raises(InitiativeRefused):
            act("cv.vp")
        act("giamdoc")


def test_a_leader_who_is_an_author_hands_the_signature_to_the_next(keys, signing_twins, scored, user, staff):
    signing_twins("user:phogiamdoc", user("phogiamdoc").full_name)
    review = scored()
    scoring.close_scoring(review=review, staff=staff("cv.vp"), now=NOW)
    decision = recognising.draft_decision(council=review.council, staff=staff("cv.vp"), now=NOW)
    mine(review, user, "giamdoc")
    with pytest.raises(FollowerRefused):
        sign_paper(paper=decision, staff=staff("giamdoc"), now=NOW)
    sign_paper(paper=decision, staff=staff("phogiamdoc"), now=NOW)
    review.refresh_from_db()
    with pytest.raises(FollowerRefused):
        sign_paper(paper=review.certificate, staff=staff("giamdoc"), now=NOW)
    assert sign_paper(paper=review.certificate, staff=staff("phogiamdoc"), now=NOW).state == "signed"


def test_a_leader_who_is_an_author_does_not_end_the_council_that_scores_it(scored, user):
    review = scored()
    mine(review, user, "giamdoc")
    review.council.decision.cancelled_by = user("giamdoc")
    with pytest.raises(FollowerRefused), transaction.atomic():
        councils.end_council(review.council.decision, NOW)


def mine(review, user, who):
    InitiativeAuthor.objects.filter(initiative=review.initiative).update(
        user=user(who), full_name=user(who).full_name
    )


@pytest.mark.parametrize("write", ["TS. {}", "BS.CKI {}", "{}, PGS.TS"])
def test_a_title_hides_no_officer(maker, write):
    typed = {**TYPED, "authors-0-full_name": write.format(find_user(username="truongphong").full_name)}
    assert maker.post(reverse("initiatives:begin"), typed).status_code == 422


def test_an_officers_name_without_its_marks_is_asked_about_and_can_be_confirmed(maker):
    officer = find_user(username="truongphong").full_name
    bare = (
        "".join(x for x in normalize("NFD", officer) if not combining(x)).replace("Đ", "D").replace("đ", "d")
    )
    assert bare != officer
    typed = {**TYPED, "authors-0-full_name": bare}
    refused = maker.post(reverse("initiatives:begin"), typed)
    assert refused.status_code == 422 and officer in refused.content.decode()
    confirmed = {**typed, "authors-0-is_namesake": "on"}
    assert maker.post(reverse("initiatives:begin"), confirmed).status_code == 302


@pytest.mark.parametrize(
    "share", ["1e2", "1_0", "\u0663\u0660", "NaN", "Infinity", "+50", "５０", "-1", "1 0", "33,333", ","]
)
def test_a_share_is_a_plain_decimal_number(maker, share):
    answer = maker.post(reverse("initiatives:begin"), {**TYPED, "authors-0-share": share})
    assert answer.status_code == 422 and not Initiative.objects.exists()


@pytest.mark.parametrize(
    ("shares", "status"), [(("66.67", "33,33"), 302), (("66,67", "33,32"), 422), (("66,67", "33,34"), 422)]
)
def test_shares_make_a_hundred_exactly_with_comma_or_point(maker, shares, status):
    typed = {**TYPED, "authors-0-share": shares[0], "authors-1-share": shares[1]}
    assert maker.post(reverse("initiatives:begin"), typed).status_code == status


@pytest.mark.parametrize(
    ("sign", "shown"), [("\u0441", "U+0441"), ("\u0421", "U+0421"), ("\u200b", "U+200B"), ("0", "U+0030")]
)
def test_a_name_with_a_foreign_sign_is_refused_and_the_sign_is_named(maker, sign, shown):
    name = find_user(username="truongphong").full_name
    typed = {**TYPED, "authors-0-full_name": f"{name}{sign}", "authors-0-is_namesake": "on"}
    answer = maker.post(reverse("initiatives:begin"), typed)
    assert answer.status_code == 422 and shown in answer.content.decode()
    assert not Initiative.objects.exists()


@pytest.mark.parametrize("write", ["Trưởng phòng {}", "{} – CV", "{}, Trưởng phòng An toàn bức xạ"])
def test_a_post_hides_no_officer_even_when_another_person_is_claimed(accepted, council, user, staff, write):
    written = write.format(user("truongphong").full_name)
    initiative = accepted(authors=[Author(full_name=written, share=Decimal(100), is_namesake=True)])
    (review,) = councils.put_before_council(
        initiatives=[initiative], council=council(), staff=staff("cv.vp"), now=NOW
    )
    with pytest.raises(PermissionDenied):
        scoring.cast_ballot(review=review, scores=sheet(), remark="", staff=staff("truongphong"), now=NOW)


def test_another_order_of_the_words_is_asked_about(maker):
    *family, given = find_user(username="truongphong").full_name.split()
    typed = {**TYPED, "authors-0-full_name": " ".join([given, *family])}
    assert maker.post(reverse("initiatives:begin"), typed).status_code == 422
    confirmed = {**typed, "authors-0-is_namesake": "on"}
    assert maker.post(reverse("initiatives:begin"), confirmed).status_code == 302
