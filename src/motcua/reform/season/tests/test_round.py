from fractions import Fraction

import pytest
from django.core.exceptions import PermissionDenied

from motcua.platform.ids import new_uuid
from motcua.reform.papers.api import FollowerRefused, PaperRefused, cancel_paper
from motcua.reform.season.api import State, cards, get_season
from motcua.reform.season.appraisal_models import Appeal, Motion, Opinion
from motcua.reform.season.models import ScoreEntry, Season
from motcua.reform.season.queries import due_day, list_scorecards, newest_entries
from motcua.reform.season.services.appeals import answer_appeal, file_appeal
from motcua.reform.season.services.appraisal import give_opinion, name_appraiser, settled_by_card
from motcua.reform.season.services.assessment import Claim
from motcua.reform.season.services.council import cast_vote, set_council, voters_of
from motcua.reform.season.services.entries import SeasonRefused, add_entry
from motcua.reform.season.services.moves import advance, reopen
from motcua.reform.season.services.rounds import mark_published
from motcua.reform.season.services.submission import prepare_report, submit
from motcua.reform.season.tests.conftest import NOW


def code_of(caught):
    return caught.value.code


@pytest.fixture
def filled(duo, manager, fill, card):
    advance(season=duo, **manager)
    fill(card("SKHCN"))
    return card("SKHCN")


def test_the_head_signs_and_the_card_is_locked(filled, acting, keys):
    paper = submit(scorecard=filled, **acting("giamdoc"))
    filled.refresh_from_db()
    assert (paper.number, filled.state, filled.submitted_by.username) == (1, "submitted", "giamdoc")


def test_both_heads_signing_at_once_make_one_report(filled, acting, keys):
    first = submit(scorecard=filled, **acting("giamdoc"))
    second = submit(scorecard=filled, **acting("phogiamdoc"))
    assert first.pk == second.pk


def test_a_cancelled_report_opens_the_card_again_while_agencies_assess_themselves(filled, acting, keys):
    paper = submit(scorecard=filled, **acting("giamdoc"))
    leader = acting("giamdoc")
    cancel_paper(paper=paper, reason="Nhầm số liệu", staff=leader["staff"], now=leader["now"])
    filled.refresh_from_db()
    assert (filled.state, filled.paper, filled.submitted_by) == ("draft", None, None)


def test_a_report_that_is_being_appraised_is_not_cancelled(filled, acting, keys):
    paper = submit(scorecard=filled, **acting("giamdoc"))
    Season.objects.update(state="appraisal")
    leader = acting("giamdoc")
    with pytest.raises(FollowerRefused):
        cancel_paper(paper=paper, reason="Nhầm số liệu", staff=leader["staff"], now=leader["now"])
    filled.refresh_from_db()
    assert filled.state == "submitted"


def test_nobody_but_the_head_signs(filled, acting):
    with pytest.raises(PermissionDenied):
        submit(scorecard=filled, **acting("cv.vp"))


def test_a_card_with_gaps_is_not_signed(duo, manager, card, acting):
    advance(season=duo, **manager)
    with pytest.raises(SeasonRefused) as caught:
        submit(scorecard=card("SKHCN"), **acting("giamdoc"))
    assert code_of(caught) == "gaps"


def test_a_card_changed_after_the_report_was_made_is_not_locked(filled, acting, keys, monkeypatch):
    paper = prepare_report(scorecard=filled, **acting("giamdoc"))
    add_entry(
        card=filled, code="2.1", column="self", points=Fraction(0), inputs={}, reason="x", by=None, now=NOW
    )
    from motcua.reform.papers.api import sign_paper

    with pytest.raises(PaperRefused):
        sign_paper(paper=paper, staff=acting("giamdoc")["staff"], now=NOW)
    filled.refresh_from_db()
    assert filled.is_draft


def test_the_appraisal_does_not_begin_before_every_card_is_in(duo, manager):
    advance(season=duo, **manager)
    with pytest.raises(SeasonRefused) as caught:
        advance(season=duo, **manager)
    assert code_of(caught) == "not_frozen"


def test_only_the_standing_body_moves_the_round(duo, acting):
    for username in ("cv.vp", "giamdoc", "thamdinh", "kiemtra"):
        with pytest.raises(PermissionDenied):
            advance(season=duo, **acting(username))


def judge(season, acting, code="2.1", first=None, second=None, agency="SKHCN"):
    card = season.scorecards.select_related("agency", "season__edition").get(agency__code=agency)
    give_opinion(scorecard=card, code=code, claim=first, **acting("thamdinh"))
    give_opinion(scorecard=card, code=code, claim=second, **acting("thamdinh2"))
    return card


LESS = Claim(points=Fraction(1, 2), reason="thiếu tài liệu", reason_code="no_evidence")
NONE = Claim(points=Fraction(0), reason="không có tài liệu", reason_code="no_evidence")


def test_two_who_agree_recognise_the_points(appraising, acting):
    judge(appraising, acting, first=LESS)
    assert cards(appraising, "appraised")["SKHCN"].scores["2.1"] == Fraction(1, 2)


def test_two_who_differ_leave_it_to_the_council(appraising, acting):
    judge(appraising, acting, first=LESS, second=NONE)
    motion = Motion.objects.get()
    assert [option["points"] for option in motion.options] == ["1/2", "0"]
    assert "2.1" not in cards(appraising, "appraised")["SKHCN"].scores


def test_the_second_cannot_speak_before_the_first(appraising, acting, card):
    with pytest.raises(SeasonRefused) as caught:
        give_opinion(scorecard=card("SKHCN"), code="2.1", claim=None, **acting("thamdinh2"))
    assert code_of(caught) == "first_missing"


def test_a_change_wants_kind_and_reason(appraising, acting, card):
    for claim, code in (
        (Claim(points=Fraction(1), reason=" ", reason_code="other"), "points_reason"),
        (Claim(points=Fraction(1), reason="x"), "reason_code_missing"),
    ):
        with pytest.raises(SeasonRefused) as caught:
            give_opinion(scorecard=card("SKHCN"), code="2.1", claim=claim, **acting("thamdinh"))
        assert code_of(caught) == code


def test_a_replayed_agreement_changes_nothing(appraising, acting):
    card = judge(appraising, acting)
    again = give_opinion(scorecard=card, code="2.1", claim=None, **acting("thamdinh2"))
    assert again.pk == card.opinions.get(order=2).pk
    assert ScoreEntry.objects.filter(column="appraised").count() == 1


def test_nobody_is_named_for_the_own_agency(season, manager, user):
    snv = season.scorecards.get(agency__code="SNV").agency
    with pytest.raises(SeasonRefused) as caught:
        name_appraiser(season=season, area="1", order=1, user=user("thamdinh"), agency=snv, **manager)
    assert code_of(caught) == "own_agency"


def test_who_is_named_for_all_may_not_judge_the_own_agency(season, appraising, acting, user):
    from motcua.identity.api import agency_by_code
    from motcua.reform.season.models import Scorecard

    own = Scorecard.objects.create(
        season=appraising, agency=agency_by_code("SNV"), state="submitted", submitted_at=NOW
    )
    with pytest.raises(PermissionDenied):
        give_opinion(scorecard=own, code="2.1", claim=NONE, **acting("thamdinh"))


def test_first_and_second_are_two_persons(season, manager, user):
    name_appraiser(season=season, area="1", order=1, user=user("thamdinh"), **manager)
    with pytest.raises(SeasonRefused) as caught:
        name_appraiser(season=season, area="1", order=2, user=user("thamdinh"), **manager)
    assert code_of(caught) == "twice"


@pytest.fixture
def appealing(appraising, acting, manager):
    judge(appraising, acting, first=LESS)
    judge(appraising, acting, code="2.2", first=LESS, second=NONE)
    agree_on_the_rest(appraising, acting("thamdinh")["by"], acting("thamdinh2")["by"])
    return advance(season=appraising, **manager)


def agree_on_the_rest(season, first, second):
    """As if both had agreed on every other criterion one by one, which other tests do and which takes seconds."""
    cards = list(list_scorecards(season))
    settled = settled_by_card(season, cards)
    claims = [
        entry
        for entry in newest_entries(season, ["self"], scorecards=cards)
        if entry.code not in settled[entry.scorecard_id]
    ]
    said = {"edition_id": season.edition_id, "at": NOW}
    Opinion.objects.bulk_create(
        Opinion(
            scorecard_id=claim.scorecard_id,
            code=claim.code,
            points=claim.points,
            inputs=claim.inputs,
            order=order,
            accepts=True,
            by=by,
            **said,
        )
        for claim in claims
        for order, by in ((1, first), (2, second))
    )
    ScoreEntry.objects.bulk_create(
        ScoreEntry(
            scorecard_id=claim.scorecard_id,
            code=claim.code,
            points=claim.points,
            inputs=claim.inputs,
            column="appraised",
            by=second,
            **said,
        )
        for claim in claims
    )


def test_the_window_runs_from_the_day_the_results_are_sent(appealing):
    assert due_day(appealing, "appeal").isoformat() == "2023-01-11"


def test_an_accepted_appeal_brings_new_points_and_a_council_decides_the_rest(
    appealing, acting, manager, user, card
):
    mine = card("SKHCN")
    appeal = file_appeal(
        scorecard=mine, code="2.1", text="có tài liệu", asked_points=Fraction(3, 2), **acting("cv.vp")
    )
    claim = Claim(points=Fraction(1), reason="chấp nhận một phần")
    answer_appeal(appeal=appeal, answer="accepted", text="đúng", claim=claim, **manager)
    assert cards(appealing, "final")["SKHCN"].scores["2.1"] == 1
    later = {**manager, "now": NOW.replace(day=13)}
    council = advance(season=appealing, **later)
    set_council(
        season=council,
        present=[user(name) for name in ("hoidong", "hoidong2", "gd.stp")],
        absent=[user("gd.stc")],
        chair=user("hoidong"),
        **later,
    )
    motion = Motion.objects.get(scorecard=mine)
    cast_vote(motion=motion, choice="first", **acting("hoidong"))
    with pytest.raises(SeasonRefused):
        cast_vote(motion=motion, choice="second", **acting("hoidong"))
    with pytest.raises(PermissionDenied):
        cast_vote(motion=motion, choice="first", **acting("gd.stc"))
    cast_vote(motion=motion, choice="first", **acting("hoidong2"))
    motion.refresh_from_db()
    assert (motion.state, motion.chosen) == ("decided", "first")
    closed = advance(season=council, **later)
    assert closed.state == State.FINAL
    assert cards(closed, "final")["SKHCN"].scores["2.2"] == Fraction(1, 2)
    done = mark_published(season=closed, snapshot_uuid=new_uuid(), by=None, now=NOW)
    assert get_season(done.uuid).state == State.PUBLISHED
    with pytest.raises(SeasonRefused):
        reopen(season=done, reason="x", **manager)


def test_members_of_the_agency_do_not_vote_on_it(appealing, user, manager):
    motion = Motion.objects.get()
    from motcua.reform.season.appraisal_models import CouncilMember

    for name in ("hoidong", "gd.stp"):
        CouncilMember.objects.create(
            season=appealing, user=user(name), agency=motion.scorecard.agency, is_present=True
        )
    assert voters_of(motion, now=NOW) == {user("hoidong").pk, user("gd.stp").pk}
    CouncilMember.objects.create(
        season=appealing, user=user("giamdoc"), agency=motion.scorecard.agency, is_present=True
    )
    assert user("giamdoc").pk not in voters_of(motion, now=NOW)


def test_an_appeal_after_the_window_is_refused(appealing, acting, card):
    late = {**acting("cv.vp"), "now": NOW.replace(day=12)}
    with pytest.raises(SeasonRefused) as caught:
        file_appeal(scorecard=card("SKHCN"), code="2.1", text="x", asked_points=None, **late)
    assert code_of(caught) == "window_closed"


def test_every_appeal_must_be_answered_before_the_council(appealing, acting, manager, card):
    file_appeal(scorecard=card("SKHCN"), code="2.1", text="x", asked_points=None, **acting("cv.vp"))
    with pytest.raises(SeasonRefused) as caught:
        advance(season=appealing, **{**manager, "now": NOW.replace(day=13)})
    assert code_of(caught) == "answers_missing"


def test_the_appeal_of_another_agency_is_refused(appealing, acting, card):
    with pytest.raises(PermissionDenied):
        file_appeal(scorecard=card("SKHCN"), code="2.1", text="x", asked_points=None, **acting("cchc.sxd"))
    assert not Appeal.objects.exists()


def test_going_back_wants_a_reason_and_is_noted(appraising, manager):
    with pytest.raises(SeasonRefused):
        reopen(season=appraising, reason="", **manager)
    assert reopen(season=appraising, reason="sai số liệu", **manager).state == State.OPEN
