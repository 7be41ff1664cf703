"""Editions are drafted, published by a decision, and then never change."""

from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, close_old_connections

from motcua.identity.models import User
from motcua.platform.audit.models import AuditEvent
from motcua.reform.editions import services
from motcua.reform.editions.api import (
    EditionState,
    IndexEdition,
    former_edition,
    load_editions,
    published_edition,
    reading,
)
from motcua.reform.rules.edition import EditionRefused

NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
Document = dict[str, Any]

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(django_user_model: type[User]) -> User:
    return django_user_model.objects.create(username="manager", full_name="Quản lý", kind="staff")


def draft_of(document: Document) -> IndexEdition:
    return services.start_draft(document=document, actor=None, now=NOW)


def test_a_draft_keeps_the_document_and_its_hash(document: Document) -> None:
    row = draft_of(document)
    assert (row.state, row.version, len(row.sha256)) == (EditionState.DRAFT, 1, 64)
    assert len(reading(row).criteria) == 60


def test_a_second_draft_is_the_next_version(document: Document) -> None:
    assert [draft_of(document).version, draft_of(document).version] == [1, 2]


def test_what_is_no_edition_is_not_kept(document: Document) -> None:
    document["areas"][0]["criteria"][0]["rule"]["kind"] = "GUESS"
    with pytest.raises(EditionRefused, match="rule_unknown_kind"):
        draft_of(document)
    assert not IndexEdition.objects.exists()


def test_changing_a_draft_keeps_the_former_hash_in_the_log(document: Document, editor: User) -> None:
    row = draft_of(document)
    other = deepcopy(document) | {"title_en": "Another title"}
    changed = services.change_draft(edition=row, document=other, seen=row.sha256, actor=editor, now=NOW)
    assert changed.title_en == "Another title"
    event = AuditEvent.objects.get(action="edition.changed")
    assert event.detail["former"] == row.sha256


def test_the_second_of_two_editors_is_told(document: Document, editor: User) -> None:
    row = draft_of(document)
    first, second = (deepcopy(document) | {"title_en": title} for title in ("First", "Second"))
    services.change_draft(edition=row, document=first, seen=row.sha256, actor=editor, now=NOW)
    with pytest.raises(services.ChangedMeanwhile):
        services.change_draft(edition=row, document=second, seen=row.sha256, actor=editor, now=NOW)
    row.refresh_from_db()
    assert row.title_en == "First"


def test_publishing_again_changes_nothing(document: Document) -> None:
    row = draft_of(document)
    for _time in range(2):
        row = services.publish(edition=row, decision="12/QĐ-UBND", actor=None, now=NOW)
    assert AuditEvent.objects.filter(action="edition.published").count() == 1
    assert published_edition(2022) == row


def test_points_that_are_not_a_hundred_stop_publication(document: Document) -> None:
    document["areas"][0]["criteria"][2]["points"] = "2"
    row = draft_of(document)
    with pytest.raises(services.PublicationRefused) as refused:
        services.publish(edition=row, decision="", actor=None, now=NOW)
    assert "points_do_not_sum_to_100" in [problem.code for problem in refused.value.problems]


def test_an_example_that_fails_stops_publication(document: Document) -> None:
    document["areas"][2]["criteria"][4]["examples"][0]["points"] = "4.9"
    row = draft_of(document)
    with pytest.raises(services.PublicationRefused) as refused:
        services.publish(edition=row, decision="", actor=None, now=NOW)
    assert [(p.code, p.where) for p in refused.value.problems] == [("example_fails", "3.5:1")]


def test_a_bound_that_no_example_shows_stops_publication(document: Document) -> None:
    del document["areas"][2]["criteria"][4]["examples"][1]
    row = draft_of(document)
    with pytest.raises(services.PublicationRefused) as refused:
        services.publish(edition=row, decision="", actor=None, now=NOW)
    assert [p.code for p in refused.value.problems] == ["boundary_without_example"]


def test_a_published_edition_never_changes(document: Document, editor: User) -> None:
    row = services.publish(edition=draft_of(document), decision="", actor=None, now=NOW)
    other = deepcopy(document) | {"title_en": "Other"}
    with pytest.raises(services.NotADraft):
        services.change_draft(edition=row, document=other, seen=row.sha256, actor=editor, now=NOW)
    with pytest.raises(services.NotADraft):
        services.discard(edition=row, actor=editor, now=NOW)


def test_a_new_version_takes_the_place_of_the_old_one(document: Document) -> None:
    first = services.publish(edition=draft_of(document), decision="1", actor=None, now=NOW)
    second = services.publish(edition=draft_of(document), decision="2", actor=None, now=NOW)
    first.refresh_from_db()
    assert first.state == EditionState.SUPERSEDED
    assert published_edition(2022) == second
    assert former_edition(second) == first


def test_two_published_versions_of_a_year_cannot_stand_side_by_side(document: Document) -> None:
    services.publish(edition=draft_of(document), decision="", actor=None, now=NOW)
    row = draft_of(document)
    with pytest.raises(IntegrityError):
        IndexEdition.objects.filter(pk=row.pk).update(state=EditionState.PUBLISHED)


def other(document: Document, code: str = "KHAC") -> Document:
    return deepcopy(document) | {"code": code}


def test_a_second_code_for_a_year_is_refused_until_somebody_says_it_takes_over(document: Document) -> None:
    first = services.publish(edition=draft_of(document), decision="1", actor=None, now=NOW)
    row = draft_of(other(document))
    with pytest.raises(services.YearTaken):
        services.publish(edition=row, decision="2", actor=None, now=NOW)
    assert published_edition(2022) == first
    services.publish(edition=row, decision="2", takes_over=True, actor=None, now=NOW + timedelta(hours=1))
    first.refresh_from_db()
    assert (first.state, published_edition(2022)) == (EditionState.SUPERSEDED, row)
    row.refresh_from_db()
    assert former_edition(row) == first
    event = AuditEvent.objects.filter(action="edition.published").latest("pk")
    assert event.detail["instead_of"] == str(first.uuid)


def test_two_codes_of_a_year_cannot_both_be_in_force(document: Document) -> None:
    services.publish(edition=draft_of(document), decision="", actor=None, now=NOW)
    row = draft_of(other(document))
    with pytest.raises(IntegrityError):
        IndexEdition.objects.filter(pk=row.pk).update(state=EditionState.PUBLISHED)


def test_an_upgrade_leaves_a_year_with_an_edition_of_its_own_alone(document: Document) -> None:
    row = services.publish(edition=draft_of(other(document)), decision="", actor=None, now=NOW)
    assert load_editions(now=NOW) == 2
    assert published_edition(2022) == row


def test_a_key_that_a_known_room_does_not_offer_is_a_slip(document: Document) -> None:
    inputs = document["areas"][2]["criteria"][4]["inputs"]
    document["areas"][2]["criteria"][4]["inputs"] = inputs | {"num": "dvc.closd_on_time"}
    with pytest.raises(services.PublicationRefused, match="unknown_indicator"):
        services.publish(edition=draft_of(document), decision="", actor=None, now=NOW)
    document["areas"][2]["criteria"][4]["inputs"] = inputs | {"num": "personnel.of_a_room_to_come"}
    services.publish(edition=draft_of(document), decision="", actor=None, now=NOW)


def test_a_bridge_leads_to_the_edition_before(document: Document) -> None:
    services.publish(edition=draft_of(document), decision="", actor=None, now=NOW)
    row = draft_of(deepcopy(document) | {"bridge": {"1.1": "0.9"}})
    with pytest.raises(services.PublicationRefused, match="bridge_to_unknown"):
        services.publish(edition=row, decision="", actor=None, now=NOW)


def test_a_discarded_draft_leaves_its_history(document: Document, editor: User) -> None:
    row = draft_of(document)
    services.discard(edition=row, actor=editor, now=NOW)
    assert not IndexEdition.objects.exists()
    assert AuditEvent.objects.filter(action="edition.discarded").exists()


def test_loading_twice_adds_nothing() -> None:
    assert [load_editions(now=NOW), load_editions(now=NOW)] == [3, 0]


@pytest.mark.django_db(transaction=True)
def test_two_who_begin_at_once_get_two_versions(document: Document) -> None:
    draft_of(document)

    def begin(_number: int) -> int:
        try:
            return draft_of(document).version
        finally:
            close_old_connections()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(begin, range(2))) == [2, 3]
