"""Another edition gives codes that stood for something else: units and evidence go with their criterion."""

from copy import deepcopy

import pytest

from motcua.platform import clock
from motcua.reform.editions.services import publish, start_draft
from motcua.reform.season.api import get_season
from motcua.reform.season.models import CriterionAssignment
from motcua.reform.season.services.entries import SeasonRefused
from motcua.reform.season.services.evidence import link
from motcua.reform.season.services.freezing import freeze
from motcua.reform.season.services.moves import advance
from motcua.reform.season.services.switching import switch_edition
from motcua.reform.season.tests.conftest import NOW
from motcua.reform.season.tests.test_pages import PDF, upload


@pytest.fixture
def edited(season, manager, monkeypatch):
    """Publishes the same set with its criteria changed by a function, and puts the season on it."""
    # The rooms of these tests offer some indicators only.
    monkeypatch.setattr("motcua.reform.editions.queries.list_indicators", list)

    def edited(change):
        document = deepcopy(season.edition.document)
        for area in document["areas"]:
            area["criteria"] = [row for row in area["criteria"] if change(row, document) is not False]
        draft = start_draft(document=document, actor=None, now=NOW)
        edition = publish(edition=draft, decision="1/QĐ-UBND", takes_over=True, actor=None, now=NOW)
        return switch_edition(
            season=get_season(season.uuid), edition=edition, reason="ban hành lại", **manager
        )

    return edited


@pytest.fixture
def given(season, manager, card, user, client, acting):
    """2.1, 2.2 and 2.3 are given to a unit, and one document is shown for each."""
    advance(season=season, **manager)
    mine = card("SKHCN")
    unit = user("chuyenvien").appointments.first().unit
    client.force_login(user("cv.vp"))
    with clock.at(NOW):
        upload(client, mine, PDF)
    item = mine.evidence.get().item
    for code in ("2.1", "2.2", "2.3"):
        CriterionAssignment.objects.create(scorecard=mine, code=code, unit=unit)
        link(scorecard=mine, code=code, item=item, note="", **acting("cv.vp"))
    return mine


def exchange(row, document):
    """2.1 becomes 2.2, 2.2 becomes 2.3, and 2.3 is a new one, 2.9."""
    new = {"2.1": "2.2", "2.2": "2.3", "2.3": "2.9"}.get(row["code"])
    if new:
        document.setdefault("bridge", {})[new] = "" if new == "2.9" else row["code"]
        row["code"] = new


def test_codes_may_be_exchanged_and_nothing_stays_with_a_dropped_one(given, edited):
    edited(exchange)
    assert set(given.assignments.values_list("code", flat=True)) == {"2.2", "2.3"}
    shown = given.evidence.filter(removed_at=None)
    assert set(shown.values_list("code", flat=True)) == {"2.2", "2.3"}
    assert given.evidence.get(code="2.1").removed_at == NOW
    assert {row.linked_at for row in shown} == {given.evidence.get(code="2.1").linked_at}


def test_figures_that_were_not_frozen_cannot_be_asked_for(season, edited, rooms, monkeypatch):
    freeze(season=season, by=None, now=NOW)
    monkeypatch.setattr(
        "motcua.reform.season.services.switching.known_indicators", lambda _edition: ["plan.tasks_new"]
    )
    with pytest.raises(SeasonRefused, match="figures_frozen"):
        edited(lambda row, _document: None)
