"""An edition may take ratings of dossiers beside the survey, or instead of it, and says so."""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from motcua.reform.editions import services
from motcua.reform.editions.api import EditionState, IndexEdition
from motcua.reform.editions.tests.conftest import NOW
from motcua.reform.editions.tests.test_pages import values_of

SignIn = Callable[[str], Client]
BOTH = {
    "rule": {"kind": "SAT", "source": "both", "weight": "1/4", "minimum": 30},
    "inputs": {
        "percent": "surv.sipas.percent", "satisfied": "dvc.ratings_satisfied", "rated": "dvc.ratings",
    },
    "examples": [
        {"inputs": {"percent": "80", "satisfied": "90", "rated": "100"}, "points": "33/4"},
        {"inputs": {"percent": "80", "satisfied": "29", "rated": "29"}, "points": "8"},
        {"inputs": {"percent": "80", "satisfied": None, "rated": "9"}, "points": "8"},
    ],
}  # fmt: skip
RATINGS = {
    "rule": {"kind": "SAT", "source": "ratings", "minimum": 30, "zero_denominator": "na"},
    "inputs": {"satisfied": "dvc.ratings_satisfied", "rated": "dvc.ratings"},
    "examples": [
        {"inputs": {"satisfied": "21", "rated": "30"}, "points": "7"},
        {"inputs": {"satisfied": "29", "rated": "29"}, "points": None},
    ],
}


def taking(document: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """The edition whose criterion 8.1 takes this source."""
    document = copy.deepcopy(document)
    row = next(row for area in document["areas"] for row in area["criteria"] if row.get("code") == "8.1")
    row.update(change)
    return document


@pytest.fixture(params=[BOTH, RATINGS], ids=["both", "ratings"])
def taken(request: pytest.FixtureRequest, db: None, document: dict[str, Any]) -> IndexEdition:
    return services.start_draft(document=taking(document, request.param), actor=None, now=NOW)


def text_of(client: Client, name: str, *values: object) -> str:
    return client.get(reverse(f"editions:{name}", args=values), headers={"accept-language": "en"}).text


def test_it_can_be_published(taken: IndexEdition) -> None:
    row = services.publish(edition=taken, decision="1/QĐ-UBND", actor=None, now=NOW)
    assert row.state == EditionState.PUBLISHED


@pytest.mark.parametrize("kind", ["json", "xlsx"])
def test_an_export_comes_back_as_the_same_edition(sign_in: SignIn, taken: IndexEdition, kind: str) -> None:
    manager = sign_in("quanly.cchc")
    content = manager.get(reverse("editions:export", args=[taken.uuid, kind])).content
    answer = manager.post(reverse("editions:import"), {"file": SimpleUploadedFile(f"e.{kind}", content)})
    assert answer.status_code == 302
    assert IndexEdition.objects.exclude(pk=taken.pk).get().sha256 == taken.sha256


def test_pages_say_whose_word_counts_and_from_how_many_on(sign_in: SignIn, document: dict[str, Any]) -> None:
    manager = sign_in("quanly.cchc")
    manager.cookies["motcua_language"] = "en"
    expected = {
        "both": ("the survey weighs 75 %, the ratings of dossiers 25 %", "survey and ratings of dossiers"),
        "ratings": ("10 points × the share of satisfied ratings of dossiers.", "ratings of dossiers"),
    }
    for change in (BOTH, RATINGS):
        row = services.start_draft(document=taking(document, change), actor=None, now=NOW)
        sentence, source = expected[change["rule"]["source"]]
        text = text_of(manager, "criterion", row.uuid, "8.1")
        assert sentence in text and "Fewer than 30 ratings do not count" in text
        assert "dvc.ratings_satisfied" in text and "differs" not in text
        assert source in text_of(manager, "edition", row.uuid)


def test_the_manager_writes_it_as_lines_and_hears_what_is_wrong(sign_in: SignIn, draft: IndexEdition) -> None:
    manager = sign_in("quanly.cchc")
    address = reverse("editions:change_criterion", args=[draft.uuid, "8.1"])
    values = values_of(manager, draft, "8.1") | {"rule": "source = both\nweight = 1/4\nminimum = 30"}
    assert manager.post(address, values | {"rule": "source = rumours"}).status_code == 422
    assert manager.post(address, values).status_code == 302
    draft.refresh_from_db()
    criterion = next(row for row in draft.document["areas"][7]["criteria"] if row["code"] == "8.1")
    assert criterion["rule"] == BOTH["rule"]


def test_an_edition_of_before_means_the_survey(sign_in: SignIn, draft: IndexEdition) -> None:
    manager = sign_in("quanly.cchc")
    manager.cookies["motcua_language"] = "en"
    text = text_of(manager, "criterion", draft.uuid, "8.1")
    assert "10 points × percentage." in text and "ratings" not in text.lower().split("<main", 1)[1]
