"""The demonstration province with a plan of the Department of Science and Technology under way."""

from datetime import UTC, date, datetime
from itertools import count

import pytest
from django.test import Client

from motcua.identity.api import Agency, Unit, User, get_staff_context
from motcua.identity.tests.province import stand_up_province
from motcua.platform import clock
from motcua.reform.plan.models import DateBasis, PlanState, PlanTask, ReformPlan, TaskSource

# Monday 16/11/2026, 09:00 in the office.
NOW = datetime(2026, 11, 16, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 16)


def user(username):
    return User.objects.get(username=username)


def staff(username, on=TODAY):
    return get_staff_context(user_id=user(username).pk, on=on)


def agency(code="SKHCN"):
    return Agency.objects.get(code=code)


def unit(code="ATBX", of="SKHCN"):
    return Unit.objects.get(agency__code=of, code=code)


@pytest.fixture
def province(db):
    return stand_up_province(now=NOW)


@pytest.fixture
def today():
    with clock.at(NOW):
        yield TODAY


@pytest.fixture
def as_user(province, today):
    def sign_in(username):
        client = Client()
        client.force_login(user(username), backend="motcua.identity.backends.PasswordBackend")
        return client

    return sign_in


@pytest.fixture
def plan(province):
    return make_plan()


def make_plan(of="SKHCN", year=2026, state=PlanState.ISSUED, issued_on=date(2026, 1, 28), **values):
    place, is_live = agency(of), state in ("issued", "closed")
    return ReformPlan.objects.create(
        agency=place,
        year=year,
        title=f"Cải cách hành chính năm {year}",
        state=state,
        issued_on=issued_on if is_live else None,
        document_number=f"05/KH-{of}",
        created_at=NOW,
        **{"date_basis": DateBasis.PAPER if is_live else "", **values},
    )


_numbers = count(1)


def make_task(plan=None, due_on=date(2026, 12, 15), of="SKHCN", **values):
    place = plan.agency if plan else agency(of)
    defaults = {
        "source": TaskSource.PLAN if plan else TaskSource.DIRECTION,
        "area": "procedures",
        "text": "Rà soát thủ tục hành chính lĩnh vực an toàn bức xạ",
        "product": "Báo cáo kết quả rà soát",
        "year": plan.year if plan else due_on.year,
        "number": next(_numbers),
        "first_due_on": due_on,
        "target_on": due_on,
        "created_at": NOW,
    }
    return PlanTask.objects.create(agency=place, plan=plan, due_on=due_on, **{**defaults, **values})
