"""A later edition for a year that is rated already: whoever publishes it is told what rests on the former one."""

import json

import pytest
from django.urls import reverse

from motcua.identity.api import get_user
from motcua.platform.outbox.api import defer
from motcua.platform.outbox.testing import run_jobs
from motcua.reform.editions import services
from motcua.reform.editions.api import EditionState, IndexEdition
from motcua.reform.editions.loading import DATA
from motcua.reform.results import runs
from motcua.reform.results.models import ResultRun, Snapshot
from motcua.reform.results.queries import provisional
from motcua.reform.results.reading import document_of
from motcua.reform.results.runs import ask_nightly
from motcua.reform.results.services import publish_season
from motcua.reform.results.tests.conftest import NOW
from motcua.reform.rules.canonical import digest
from motcua.reform.rules.recompute import recompute
from motcua.reform.season.api import Season, State
from motcua.reform.season.services.computing import COMPUTE
from motcua.reform.season.services.switching import switch_edition

pytestmark = pytest.mark.django_db


def later(code="ORACLE"):
    """A draft for the year of the example; by its own code it is a version of the edition in force."""
    document = json.loads((DATA / "ls-so-2026.json").read_text(encoding="utf-8"))
    # Codes of the example and of this edition overlap in nothing, so that no bridge speaks of the other.
    return services.start_draft(document=document | {"code": code, "bridge": {}}, actor=None, now=NOW)


def test_a_version_on_which_a_round_rests_gives_way_only_when_that_is_said(client, user, example):
    season = example.season(state=State.OPEN)
    draft = later()
    client.force_login(user("quanly.cchc"))
    page = client.get(reverse("editions:edition", args=[draft.uuid])).content.decode()
    assert "Vòng đánh giá năm 2026" in page
    assert "4 phiếu, trong đó 4 phiếu đã ký" in page
    address = reverse("editions:publish", args=[draft.uuid])
    answer = client.post(address, {"decision": "9/QĐ-UBND"})
    assert answer.status_code == 422
    draft.refresh_from_db()
    assert draft.state == EditionState.DRAFT
    assert client.post(address, {"decision": "9/QĐ-UBND", "takes_over": "on"}).status_code == 302
    draft.refresh_from_db()
    season.refresh_from_db()
    season.edition.refresh_from_db()
    assert (draft.state, season.edition.state) == (EditionState.PUBLISHED, EditionState.SUPERSEDED)


def test_what_rests_on_an_edition_is_asked_about_in_the_service_too(example):
    example.season(state=State.APPRAISAL)
    with pytest.raises(services.YearTaken) as refused:
        services.publish(edition=later(), decision="9", actor=None, now=NOW)
    (sentence,) = refused.value.standing.resting
    assert "không chuyển được nữa" in sentence
    assert not refused.value.standing.is_other


def test_a_version_on_which_nothing_rests_just_gives_way(example):
    first = services.publish(edition=later("ANOTHER"), decision="1", actor=None, now=NOW)
    second = services.publish(edition=later("ANOTHER"), decision="2", actor=None, now=NOW)
    first.refresh_from_db()
    assert (first.state, second.state) == (EditionState.SUPERSEDED, EditionState.PUBLISHED)


def test_a_published_result_recomputes_bit_for_bit_after_its_edition_is_superseded(season, staff, seal):
    snapshot = publish_season(season=season, staff=staff("quanly.cchc"), now=NOW)
    before = bytes(Snapshot.objects.get(pk=snapshot.pk).content)
    draft = later()
    with pytest.raises(services.YearTaken) as refused:
        services.publish(edition=draft, decision="9", actor=None, now=NOW)
    assert "Kết quả đã công bố năm 2026" in refused.value.standing.resting[0]
    services.publish(edition=draft, decision="9", takes_over=True, actor=None, now=NOW)
    season.edition.refresh_from_db()
    assert season.edition.state == EditionState.SUPERSEDED
    kept = Snapshot.objects.get(pk=snapshot.pk)
    assert bytes(kept.content) == before
    assert recompute(document_of(kept)) == []
    assert document_of(kept)["edition"] == season.edition.document


def test_a_standing_by_another_version_than_the_rounds_says_so(client, user, example):
    season = example.season(state=State.OPEN)
    ask_nightly(now=NOW)
    run_jobs()
    client.force_login(user("quanly.cchc"))

    def page():
        return client.get(reverse("results:season", args=[2026]))

    assert not page().context["is_other_edition"]
    season.edition = services.publish(edition=later(), decision="9", takes_over=True, actor=None, now=NOW)
    season.save(update_fields=["edition"])
    assert page().context["is_other_edition"]
    assert "phiên bản khác" in page().content.decode()


def newer(season):
    """The next version of the season's edition, which asks for the same."""
    IndexEdition.objects.filter(pk=season.edition_id).update(state=EditionState.SUPERSEDED)
    document = season.edition.document | {"title_vi": "Bộ tiêu chí sửa đổi"}
    fields = {"code": season.edition.code, "year": season.year, "state": EditionState.PUBLISHED}
    moments = {"made_at": NOW, "changed_at": NOW, "published_at": NOW}
    return IndexEdition.objects.create(
        version=2,
        title_vi="Sửa đổi",
        title_en="Changed",
        document=document,
        sha256=digest(document),
        **fields,
        **moments,
    )


def test_after_a_switch_the_standing_is_computed_at_once_and_not_again(example, user, staff):
    season = example.season(state=State.OPEN)
    ask_nightly(now=NOW)
    run_jobs()
    edition = newer(season)
    manager = {"staff": staff("quanly.cchc"), "by": get_user(user_id=user("quanly.cchc").pk)}
    switch_edition(season=season, edition=edition, reason="Ban hành lại", now=NOW, **manager)
    run_jobs()
    assert provisional(season).document["edition"] == edition.document
    computed = runs_of(season)
    # Computed again, the figures ask for no standing that is there.
    defer(COMPUTE, year=season.year)
    run_jobs()
    assert runs_of(season) == computed


def test_a_standing_that_nobody_has_asked_for_yet_is_left_to_the_night(example):
    season = example.season(state=State.OPEN)
    defer(COMPUTE, year=season.year)
    run_jobs()
    assert not runs_of(season)


def test_one_that_read_the_round_before_the_switch_asks_for_the_next_when_it_ends(example, monkeypatch):
    season = example.season(state=State.OPEN)
    ask_nightly(now=NOW)
    run_jobs()
    edition, end = newer(season), runs._end

    def switched_meanwhile(*args, **fields):
        Season.objects.filter(pk=season.pk).update(edition=edition)
        season.refresh_from_db()
        # While it is under way nothing else is queued.
        runs.ask_after_switch(season, NOW)
        end(*args, **fields)

    monkeypatch.setattr(runs, "_end", switched_meanwhile)
    runs.ask_nightly(now=NOW)
    runs.do_run(run=ResultRun.objects.get(state="waiting").uuid, now=NOW)
    assert [state for _pk, state in runs_of(season)] == ["done", "done", "waiting"]
    run_jobs()
    assert provisional(season).document["edition"] == edition.document


def runs_of(season):
    rows = ResultRun.objects.filter(season=season).order_by("pk")
    return list(rows.values_list("pk", "state"))
