"""A holder rates an ended dossier once, and may change it while the term runs; everything said stays."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from motcua.identity.api import Person
from motcua.onestop.dossiers.models import Dossier, DossierEvent, State
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.ratings.models import Rating
from motcua.onestop.ratings.pages import RatingWay, rating_standing, tracked_rating
from motcua.onestop.ratings.services import (
    Answers,
    PastRating,
    RatingRefused,
    give_rating_by_link,
    take_over_ratings,
)
from motcua.platform.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=15)


def refused(code, work, *args, **values):
    with pytest.raises(RatingRefused) as error:
        work(*args, **values)
    assert error.value.code == code


def by_link(dossier, score=4):
    return give_rating_by_link(dossier_id=dossier.pk, answers=Answers(score=score), now=make.NOW)


def test_a_rating_keeps_what_was_said_and_nothing_of_who_said_it(dossier, say):
    row = say(dossier, 4, comment="Nhanh", access=5, feedback=1)
    assert (row.score, row.access, row.procedure, row.feedback, row.comment) == (4, 5, None, 1, "Nhanh")
    assert (row.ordinal, row.rated_on, row.given_on) == (1, date(2026, 11, 16), date(2026, 11, 16))
    assert row.uuid.version == 4
    assert not [field for field in Rating._meta.get_fields() if field.related_model not in (None, Dossier)]


@pytest.mark.parametrize("state", [State.REFUSED, State.WITHDRAWN, State.STOPPED, State.RETURNED])
def test_what_has_ended_can_be_rated(ended, say, state):
    assert say(ended(state)).score == 5


@pytest.mark.parametrize("state", sorted(set(State) - {3, 7, 8, 10}))
def test_nothing_is_rated_before_its_result_is_handed_over(ended, say, state):
    dossier = ended(state)
    refused("not_ended", say, dossier)
    assert not rating_standing(dossier, now=make.NOW).may_give


@pytest.mark.parametrize("who", ["doanhnghiep", "chuyenvien", "tiepnhan", "giamdoc", "cv.sxd", "quantri"])
def test_nobody_but_the_holder_rates(dossier, say, who):
    with pytest.raises(Dossier.DoesNotExist):
        say(dossier, who=who)
    assert not Rating.objects.exists()


def test_the_same_said_again_is_one_rating(dossier, say):
    first = say(dossier, 4, comment="x")
    assert say(dossier, 4, comment="x") == first
    assert say(dossier, 4, comment="x", now=LATER + timedelta(days=99)) == first
    assert Rating.objects.count() == 1


def test_a_change_is_a_further_row_that_counts_in_the_same_period(dossier, say):
    say(dossier, 1)
    changed = say(dossier, 5, seen=1, now=LATER)
    assert list(Rating.objects.order_by("ordinal").values_list("ordinal", "score")) == [(1, 1), (2, 5)]
    assert (changed.rated_on, changed.given_on) == (date(2026, 11, 16), date(2026, 12, 1))
    assert rating_standing(dossier, now=LATER).given == changed


def test_the_term_for_changes_runs_from_the_first_rating(dossier, say):
    say(dossier, 1)
    say(dossier, 2, seen=1, now=LATER)
    refused("term_over", say, dossier, 3, seen=2, now=LATER + timedelta(days=1))
    standing = rating_standing(dossier, now=LATER + timedelta(days=1))
    assert (standing.may_give, standing.until) == (False, date(2026, 12, 1))


def test_two_who_act_for_one_organisation_notice_each_other(dossier, say):
    say(dossier, 1)
    refused("changed_meanwhile", say, dossier, 5, seen=0)
    assert say(dossier, 5, seen=1).ordinal == 2


def test_what_was_said_cannot_be_changed_or_removed_in_the_database(dossier, say):
    row = say(dossier)
    for work in (
        lambda: Rating.objects.update(score=1),
        row.delete,
        lambda: Rating.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            work()


@pytest.mark.parametrize("values", [{"score": 0}, {"score": 6}, {"score": 3, "result": 9}])
def test_the_database_knows_the_scale(dossier, values):
    days = {"rated_on": make.NOW.date(), "given_on": make.NOW.date()}
    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(dossier=dossier, way="account", **days, **values)


def test_the_log_and_the_course_of_the_dossier_do_not_tell_who_rated_what(dossier, say):
    before = DossierEvent.objects.count()
    say(dossier, 1)
    say(dossier, 2, seen=1)
    events = list(AuditEvent.objects.filter(action__startswith="rating.").order_by("id"))
    assert [event.action for event in events] == ["rating.given", "rating.changed"]
    for event in events:
        assert (event.actor_id, event.actor_name, event.agency_code, event.object_id) == (None, "", "", "")
        assert event.detail == {}
    assert DossierEvent.objects.count() == before


def test_the_link_rates_only_what_nobody_has_in_an_account(ended, dossier):
    refused("needs_account", by_link, dossier)
    assert tracked_rating(uuid=dossier.uuid).way is RatingWay.ACCOUNT
    at_the_counter = ended(submitted_by=None, assisted_by=make.user("tiepnhan"))
    assert tracked_rating(uuid=at_the_counter.uuid).way is RatingWay.LINK
    assert by_link(at_the_counter).way == "tracking"
    with_account = ended(submitted_by=None, person=Person.objects.get(user=make.user("congdan")))
    refused("needs_account", by_link, with_account)


def test_by_the_link_a_dossier_is_rated_once(ended):
    dossier = ended(submitted_by=None)
    first = by_link(dossier, 4)
    assert by_link(dossier, 4) == first
    refused("rated_before", by_link, dossier, 1)


def test_by_the_link_nothing_is_rated_before_it_has_ended(ended):
    dossier = ended(State.IN_PROCESS, submitted_by=None)
    refused("not_ended", by_link, dossier)
    assert tracked_rating(uuid=dossier.uuid).way is RatingWay.CLOSED


def test_ratings_of_the_past_are_taken_over_once(ended, say):
    one, other = ended(), ended()
    say(other, 2)
    rows = [
        PastRating(dossier_id=item.pk, on=date(2025, 5, 1), answers=Answers(score=5)) for item in (one, other)
    ]
    for expected in (1, 0):
        assert take_over_ratings(ratings=rows, action="demo.ratings_generated", now=make.NOW) == expected
    assert set(Rating.objects.values_list("score", "rated_on")) == {
        (5, date(2025, 5, 1)),
        (2, date(2026, 11, 16)),
    }
