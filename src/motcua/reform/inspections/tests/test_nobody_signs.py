"""An inspected side without a head: the minutes are kept, the page says why they wait, and the inspection goes on."""

import pytest

from motcua.identity.api import Role
from motcua.identity.models import RoleGrant
from motcua.reform.inspections.models import InspectionMinutes
from motcua.reform.inspections.refusals import InspectionRefused
from motcua.reform.inspections.rules.states import Stage
from motcua.reform.inspections.services import visits
from motcua.reform.inspections.tests import steps
from motcua.reform.inspections.tests.pages import at, text
from motcua.reform.inspections.tests.steps import NOW, fresh, staff

pytestmark = pytest.mark.usefixtures("signing", "at_office_time")

HEAD = "thanhtra.cchc"
WORDS = {"present": "Hai bên", "findings": "Đã kiểm tra", "opinion": ""}


def headless():
    """A visit at an agency whose leaders have all left office."""
    inspection = steps.visiting()
    leaders = RoleGrant.objects.filter(role=Role.LEADER, appointment__unit__agency__code="SKHCN")
    left = list(leaders)
    leaders.delete()
    return inspection, left


def test_the_page_says_that_nobody_signs_and_keeps_the_rest(as_user):
    inspection, _left = headless()
    page = text(as_user(HEAD).get(at("minutes", inspection)))
    assert "không có người có thẩm quyền ký biên bản" in page and 'name="signer"' not in page
    answer = as_user(HEAD).post(at("minutes", inspection), WORDS)
    assert answer.status_code == 302
    minutes = InspectionMinutes.objects.get(inspection=inspection)
    assert (minutes.findings, minutes.signer) == ("Đã kiểm tra", None)


def test_the_minutes_are_signed_once_a_head_is_there():
    inspection, left = headless()
    visits.write_minutes(inspection=inspection, **WORDS, signer=None, staff=staff(HEAD), now=NOW)
    with pytest.raises(InspectionRefused, match="nobody_signs"):
        visits.send_minutes(inspection=fresh(inspection), staff=staff(HEAD), now=NOW)
    RoleGrant.objects.bulk_create(left)
    with pytest.raises(InspectionRefused, match="signer_missing"):
        visits.send_minutes(inspection=fresh(inspection), staff=staff(HEAD), now=NOW)
    assert steps.minuted(steps.filled(fresh(inspection))).stage == Stage.MINUTES_SIGNED


def test_where_somebody_can_sign_the_minutes_name_the_person(as_user):
    inspection = steps.visiting()
    with pytest.raises(InspectionRefused, match="signer_missing"):
        visits.write_minutes(inspection=inspection, **WORDS, signer=None, staff=staff(HEAD), now=NOW)
    page = as_user(HEAD).get(at("minutes", inspection))
    assert "không có người có thẩm quyền ký" not in text(page)
    assert as_user(HEAD).post(at("minutes", inspection), WORDS | {"signer": ""}).status_code == 422
