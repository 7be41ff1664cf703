"""In the standing body's own matters somebody of the People's Committee acts; nobody for the own house."""

import pytest

from motcua.identity.api import get_staff_context
from motcua.identity.models import User
from motcua.identity.tests.province import stand_up_province
from motcua.reform import offices
from motcua.reform.inspections.tests.steps import NOW, agency, staff


@pytest.fixture
def office(db):
    stand_up_province(now=NOW)


def manages(who: str, code: str) -> bool:
    return offices.manages_matters_of(
        staff(who), agency_id=agency(code).pk, standing_body_id=agency("SNV").pk
    )


@pytest.mark.parametrize(
    ("who", "others", "own"),
    [
        ("quanly.cchc", True, False),
        ("gd.snv", False, False),
        ("chutich", False, True),
        ("cv.vp", False, False),
    ],
)
def test_managers_act_for_other_agencies_and_the_committee_for_theirs(office, who, others, own):
    assert (manages(who, "SXD"), manages(who, "SNV")) == (others, own)


def test_whoever_stands_in_hears_of_it(office):
    def hear(code):
        body = agency("SNV").pk
        found = offices.managers_of(agency_id=agency(code).pk, standing_body_id=body, on=NOW.date())
        return {user.username for user in found}

    assert hear("SXD") == {"quanly.cchc", "tp.cchc"}
    assert hear("SNV") == {"chutich"}


def test_above_the_peoples_committee_stands_nobody(office):
    chair = get_staff_context(user_id=User.objects.get(username="chutich").pk, on=NOW.date())
    body = agency("UBND").pk
    assert offices.manages_matters_of(chair, agency_id=body, standing_body_id=body)
