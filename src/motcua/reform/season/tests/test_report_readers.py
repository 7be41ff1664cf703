"""The sealed report of a self-assessment is read by whoever may know of its card, not by all who appraise somewhere."""

import pytest

from motcua.reform.papers.api import PaperKind, list_papers_for, make_paper
from motcua.reform.season.appraisal_models import Appraiser, CouncilMember
from motcua.reform.season.services.submission import SUBJECT
from motcua.reform.season.tests.conftest import NOW

# Named for nothing: appraisers and council of other agencies and of the standing body, strangers, other agencies.
UNNAMED = ("thamdinh", "thamdinh2", "thamdinh.vp", "thamdinh.stp", "hoidong", "gd.stp")
STRANGERS = ("cchc.sxd", "gd.sxd", "cchc.snv")
OVERSEERS = ("quanly.cchc", "kiemtra")


@pytest.fixture
def sealed(card, user):
    """The report on the card of SKHCN, which was submitted while the round is open."""
    row = card("SKHCN")
    paper = make_paper(
        kind=PaperKind.REPORT,
        agency=row.agency,
        title="Báo cáo kết quả tự đánh giá",
        data={},
        template="reform/papers/typst/document.typ",
        made_by=user("cv.vp"),
        now=NOW,
        subject=(SUBJECT, row.uuid),
        addressees=[row.season.standing_body],
    )
    # Signing and sealing need keys and are tried elsewhere.
    type(paper).objects.filter(pk=paper.pk).update(signed_at=NOW, sealed_at=NOW)
    row.season.scorecards.filter(pk=row.pk).update(state="submitted", submitted_at=NOW)
    return paper


@pytest.fixture
def reads(sealed, staff):
    return lambda who: list_papers_for(staff=staff(who)).filter(pk=sealed.pk).exists()


@pytest.mark.parametrize("who", [*UNNAMED, *STRANGERS])
def test_appraisers_and_council_of_other_rounds_and_other_agencies_do_not(reads, who):
    assert not reads(who)


@pytest.mark.parametrize("who", OVERSEERS)
def test_who_oversees_the_round_does(reads, who):
    assert reads(who)


def test_leader_and_clerk_of_the_standing_body_receive_it(reads):
    assert reads("gd.snv")


@pytest.mark.parametrize("who", ["thamdinh.stp", "thamdinh"])
def test_an_appraiser_whom_the_round_names_does_once_the_card_is_submitted(reads, season, sealed, user, who):
    Appraiser.objects.create(season=season, area="1", order=1, user=user(who), named_at=NOW)
    assert reads(who)
    season.scorecards.update(state="draft", submitted_at=None)
    assert not reads(who)


def test_a_seated_member_of_the_council_does(reads, season, user):
    member = user("hoidong")
    CouncilMember.objects.create(
        season=season, user=member, agency=season.standing_body, is_chair=False, is_present=True
    )
    assert reads("hoidong")
    assert not reads("gd.stp")
