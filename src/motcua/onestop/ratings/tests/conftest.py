"""Dossiers that have ended, and ratings of many of them."""

from datetime import date

import pytest

from motcua.identity.tests.province import stand_up_province
from motcua.onestop.dossiers.models import Dossier, State
from motcua.onestop.processes.tests import factories as make
from motcua.onestop.ratings.models import Rating, Way
from motcua.onestop.ratings.services import Answers, give_rating
from motcua.platform.calendar.api import load_calendar


@pytest.fixture
def version(db):
    load_calendar(now=make.NOW)
    stand_up_province(now=make.NOW)
    return make.version()


@pytest.fixture
def ended(version):
    def make_one(state=State.RETURNED, of=None, **values):
        code = f"H99.15-{Dossier.objects.count():06}"
        return make.submitted(of or version, state=state, code=code, returned_at=make.NOW, **values)

    return make_one


@pytest.fixture
def dossier(ended):
    return ended()


@pytest.fixture
def rated(ended):
    """So many dossiers, rated with these scores on one day, as one statement would have."""

    def rate(scores, on=date(2026, 3, 10), comment="", way=Way.ACCOUNT, factors=None, **values):
        rows = [
            Rating(
                dossier=ended(**values), score=score, rated_on=on, given_on=on, comment=comment, way=way,
                **(factors or {}),
            )
            for score in scores
        ]  # fmt: skip
        return Rating.objects.bulk_create(rows)

    return rate


@pytest.fixture
def say():
    """The holder's word on a dossier."""

    def give(dossier, score=5, *, who="congdan", seen=0, now=make.NOW, comment="", **factors):
        return give_rating(
            dossier_id=dossier.pk,
            answers=Answers(score=score, factors=factors, comment=comment),
            actor=make.user(who),
            seen=seen,
            now=now,
        )

    return give
