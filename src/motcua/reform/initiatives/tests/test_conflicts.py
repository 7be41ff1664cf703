"""Names that could hide a conflict: authors from outside who bear an officer's name, authors who sit in the council."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from motcua.identity.api import find_user
from motcua.reform.initiatives.models import Initiative, InitiativeAuthor, InitiativeCouncil
from motcua.reform.initiatives.services import councils, scoring
from motcua.reform.initiatives.services.drafting import Author
from motcua.reform.initiatives.tests.conftest import MEMBERS, NOW, sheet
from motcua.reform.initiatives.tests.test_pages import TYPED
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
