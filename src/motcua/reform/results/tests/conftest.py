"""The worked example as a season of four departments, ready to be published."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from motcua.identity.api import (
    agency_by_code,
    get_staff_context,
    list_staff_accounts,
)
from motcua.identity.tests.province import stand_up_province
from motcua.reform.editions.api import EditionState, IndexEdition
from motcua.reform.rules.canonical import digest
from motcua.reform.rules.edition import read_edition
from motcua.reform.rules.survey_range import SurveyInput
from motcua.reform.season.api import CardState, Season, State, start_season
from motcua.reform.season.models import ExtraEntry, ScoreEntry
from motcua.reform.season.services.entries import add_entry, write_inputs
from motcua.reform.tests.rules.worked_example import DATA, figures

NOW = datetime(2027, 2, 1, 3, 0, tzinfo=UTC)
# A to D of the worked example, in the order of the agencies' codes.
AGENCIES = {"SKHCN": "A", "STC": "B", "SXD": "C", "SYT": "D"}


@pytest.fixture
def province(db):
    return stand_up_province(now=NOW)


@pytest.fixture
def user(province):
    people = {account.username: account for account in list_staff_accounts()}
    return people.__getitem__


@pytest.fixture
def visit(client, user):
    def visit(who: str, name: str, *args: object, **query: str):
        client.force_login(user(who))
        return client.get(reverse(f"results:{name}", args=args), query)

    return visit


@pytest.fixture
def staff(user):
    return lambda username: get_staff_context(user_id=user(username).pk, on=timezone.localdate(NOW))


@pytest.fixture
def seal(province, signing_twins):
    signing_twins("seal:SNV", "Sở Nội vụ", "seal", organisation="Sở Nội vụ")


def edition_of(year: int, **changed: Any) -> IndexEdition:
    settings = {**DATA["edition"]["settings"], "draws": 60}
    document = {**DATA["edition"], "year": year, "settings": settings, **changed}
    return IndexEdition.objects.create(
        code="ORACLE",
        year=year,
        version=1,
        state=EditionState.PUBLISHED,
        title_vi="Ví dụ",
        title_en="Example",
        document=document,
        sha256=digest(document),
        made_at=NOW,
        changed_at=NOW,
        published_at=NOW,
    )


@dataclass
class Example:
    """Makes seasons of the worked example and changes what stands on their cards."""

    user: Any
    # Criteria that nothing of the house measures.
    unmeasured: tuple[str, ...] = ()

    def season(self, *, year: int = 2026, state: str = State.FINAL, agencies: Any = AGENCIES) -> Season:
        season = start_season(
            year=year,
            edition=edition_of(year),
            standing_body=agency_by_code("SNV"),
            agencies=[agency_by_code(code) for code in agencies],
            by=None,
            now=NOW,
        )
        for card in season.scorecards.select_related("season", "agency"):
            self._fill(card, AGENCIES[card.agency.code])
        season.scorecards.update(state=CardState.SUBMITTED, submitted_at=NOW)
        Season.objects.filter(pk=season.pk).update(state=state)
        season.refresh_from_db()
        return season

    def _fill(self, card: Any, letter: str) -> None:
        edition, inputs = read_edition(card.season.edition.document), figures(letter)
        ScoreEntry.objects.bulk_create(
            ScoreEntry(
                scorecard=card,
                edition_id=card.season.edition_id,
                code=criterion.code,
                column=column,
                points=criterion.rule.score(inputs[criterion.code]).points,
                inputs=write_inputs(inputs[criterion.code]),
                at=NOW,
            )
            for column in ("computed", "self", "appraised")
            for criterion in edition.criteria
            if column != "computed" or criterion.code not in self.unmeasured
        )
        for code, cases in DATA["agencies"][letter]["extras"].items():
            ExtraEntry.objects.create(scorecard=card, code=code, cases=cases, reason="x", at=NOW)

    def put(self, card: Any, code: str, column: str, points: Any, inputs: Any, reason_code: str = "") -> None:
        add_entry(
            card=card,
            code=code,
            column=column,
            points=points,
            inputs=inputs,
            reason="",
            reason_code=reason_code,
            by=None,
            now=NOW,
        )

    def card(self, season: Season, agency: str) -> Any:
        return season.scorecards.select_related("agency", "season").get(agency__code=agency)


@pytest.fixture
def example(province, user, monkeypatch):
    def surveys(season: Season) -> dict[str, dict[str, SurveyInput]]:
        return {
            code: {
                "C12": SurveyInput(
                    respondents=DATA["agencies"][letter]["respondents"],
                    factors=tuple(tuple(row) for row in DATA["agencies"][letter]["likert"]),
                )
            }
            for code, letter in AGENCIES.items()
        }

    monkeypatch.setattr("motcua.reform.results.gathering.survey_inputs", surveys)
    return Example(user)


@pytest.fixture
def season(example):
    return example.season()
