"""Weighted rounds: every answer is in the figure or said to be outside, and no hidden stratum can be reckoned."""

import pytest
from django.urls import reverse

from motcua.reform.surveys import queries
from motcua.reform.surveys.models import SurveyInvitation
from motcua.reform.surveys.services import reviewing, rounds, sampling
from motcua.reform.surveys.services.errors import RoundRefused
from motcua.reform.surveys.tests import helpers as h


def people(number, channel, first):
    return [
        sampling.Candidate(contact=sampling.Contact(name=f"Người {at}", phone=f"09{at:08}"), channel=channel)
        for at in range(first, first + number)
    ]


def weighted(*sizes):
    """A planned weighted round about SXD with one stratum of each size, all of them drawn."""
    current = h.planned(agencies=("SXD",), weighted=True)
    target = h.target_of(current, "SXD")
    rows = [row for at, size in enumerate(sizes) for row in people(size, f"Kênh {at}", 1000 * at)]
    sampling.import_frame(target_id=target.pk, candidates=rows, staff=None, now=h.NOW)
    sampling.draw_sample(
        target_id=target.pk, error=sampling.Fraction(1, 100), staff=None, now=h.NOW, seed="a"
    )
    return current, target


def answered(current, target, *values, outside=()):
    """Everybody of the strata answers with the value of their stratum."""
    rounds.open_round(round_id=current.pk, staff=None, now=h.NOW)
    for stratum, value in zip(target.strata.order_by("pk"), values, strict=True):
        for row in target.invitations.filter(stratum=stratum):
            h.answer(h.code_of(row.uuid), {"a1": value})
    for row in outside:
        h.answer(h.code_of(row.uuid), {"a1": "1"})
    return h.closed(current)


def result(target, username=h.MANAGER):
    return queries.get_result_for(staff=h.staff(username), uuid=target.uuid)


def page(as_user, target, username):
    return as_user(username).get(reverse("surveys:result", args=[target.uuid])).content.decode()


def test_cards_belong_to_a_stratum_where_strata_are_weighted(as_user, province):
    _current, target = weighted(40, 40)
    with pytest.raises(RoundRefused, match="card_stratum"):
        sampling.issue_cards(target_id=target.pk, number=5, staff=None, now=h.NOW)
    stranger = h.planned("communes", agencies=("SXD",))
    other = h.drawn(stranger, "SXD", 5).strata.get()
    with pytest.raises(RoundRefused, match="card_stratum"):
        sampling.issue_cards(target_id=target.pk, number=5, stratum_id=other.pk, staff=None, now=h.NOW)
    address, stratum = reverse("surveys:cards", args=[target.uuid]), target.strata.first()
    manager = as_user(h.MANAGER)
    form = {"number": 5, "batch": "0d6a8b3c-59c4-4d5e-9f7a-111111111111"}
    assert manager.post(address, form).status_code == 422
    assert manager.post(address, form | {"stratum_id": stratum.pk}).status_code == 302
    assert SurveyInvitation.objects.filter(target=target, via="card", stratum=stratum).count() == 5


def test_answers_of_no_stratum_are_said_to_be_outside_the_figure(as_user, province):
    current = h.planned(agencies=("SXD",), weighted=True)
    target = h.target_of(current, "SXD")
    loose = sampling.issue_cards(target_id=target.pk, number=4, staff=None, now=h.NOW)
    rows = people(40, "Kênh", 0)
    sampling.import_frame(target_id=target.pk, candidates=rows, staff=None, now=h.NOW)
    sampling.draw_sample(target_id=target.pk, error=sampling.Fraction(1, 100), staff=None, now=h.NOW)
    answered(current, target, "5", outside=loose)
    found = result(target)
    assert (found.whole.percent, found.whole.n, found.outside) == (100, 40, 4)
    assert "không tính vào kết quả" in page(as_user, target, h.MANAGER)


def test_too_few_in_the_figure_show_nothing_however_many_answered_outside(province):
    current = h.planned(agencies=("SXD",), weighted=True)
    target = h.target_of(current, "SXD")
    loose = sampling.issue_cards(target_id=target.pk, number=30, staff=None, now=h.NOW)
    sampling.import_frame(target_id=target.pk, candidates=people(5, "Kênh", 0), staff=None, now=h.NOW)
    sampling.draw_sample(target_id=target.pk, error=sampling.Fraction(1, 100), staff=None, now=h.NOW)
    answered(current, target, "5", outside=loose)
    assert not result(target).is_shown


def test_one_hidden_stratum_cannot_be_reckoned_from_two_sums(as_user, province):
    current, target = weighted(30, 5)
    answered(current, target, "5", "1")
    rounds.publish_round(round_id=current.pk, staff=None, now=h.NOW)
    (together,) = queries.list_layers(result=result(target))
    assert (len(together.strata), together.answered, together.figure) == (2, 35, None)
    text = page(as_user, target, "gd.sxd")
    assert "Kênh 0" not in text
    assert "Các nhóm còn lại (2)" in text


def test_the_rated_agency_cannot_reckon_what_one_ballot_said_that_was_left_out(as_user, province):
    current, codes = h.opened(agencies=("SXD",), number=32)
    for code in codes["SXD"]:
        h.answer(code, {"a1": "5"})
    target = h.target_of(current, "SXD")
    reviewing.review_ballot(
        ballot_id=target.ballots.first().pk,
        excluded=True,
        reason="Trả lời hộ",
        staff=h.staff(h.MANAGER),
        now=h.NOW,
    )
    h.published(current)
    both = "Kể cả các phiếu bị loại"
    assert both in page(as_user, target, h.MANAGER)
    assert both not in page(as_user, target, "gd.sxd")


def test_the_chair_of_the_province_reads_published_results_of_every_agency(as_user, province):
    current, target = weighted(40)
    answered(current, target, "5")
    address = reverse("surveys:result", args=[target.uuid])
    assert as_user("chutich").get(address).status_code == 404
    rounds.publish_round(round_id=current.pk, staff=None, now=h.NOW)
    assert as_user("chutich").get(address).status_code == 200
