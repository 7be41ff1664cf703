"""A citizen with an organisation, and the X-ray licence of the real catalogue."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command

from motcua.identity.api import (
    OrganisationDetails,
    PersonDetails,
    create_citizen_account,
    provision_demo,
    register_organisation,
    register_organisation_authority,
    register_person,
)
from motcua.onestop.forms.api import load_forms, start_draft
from motcua.onestop.procedures.api import get_version_in_force, load_catalogue
from motcua.platform import clock

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))


@pytest.fixture
def now():
    with clock.at(NOW):
        yield NOW


@pytest.fixture(scope="package")
def loaded_catalogue(django_db_setup, django_db_blocker):
    """Loaded once for all tests here, because fifty procedures with their forms take seconds."""
    with django_db_blocker.unblock(), clock.at(NOW):
        provision_demo(now=NOW, password="a-long-password-for-tests")
        load_catalogue(now=NOW)
        load_forms(now=NOW)
    yield
    with django_db_blocker.unblock():
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def catalogue(loaded_catalogue, db, now):
    return None


def _account(username, full_name, id_number):
    user = create_citizen_account(
        username=username, email=f"{username}@vidu.example", full_name=full_name, now=NOW
    )
    details = PersonDetails(
        full_name=full_name,
        id_number=id_number,
        date_of_birth=date(1985, 3, 12),
        phone="0912345678",
        email=user.email,
        address="Số 5, đường Lê Lợi, phường Hoa Lư, tỉnh Ninh Bình",
    )
    register_person(details=details, user_id=user.pk, now=NOW)
    return user


@pytest.fixture
def citizen(catalogue):
    """Represents one clinic."""
    user = _account("nguoinop", "Trần Thị Lan", "037185001234")
    organisation = register_organisation(
        details=OrganisationDetails(
            name_vi="Công ty TNHH Phòng khám Bình Minh",
            name_en="Binh Minh Clinic Ltd",
            tax_code="2700123456",
            address="Số 10, đường Trần Hưng Đạo, phường Hoa Lư, tỉnh Ninh Bình",
            phone="02293123456",
            email="phongkham@vidu.example",
            is_business=True,
        ),
        now=NOW,
    )
    register_organisation_authority(
        person_id=user.person.pk,
        organisation_id=organisation.pk,
        valid_from=date(2022, 1, 1),
        title="Giám đốc",
        is_legal_representative=True,
        is_confirmed=True,
        now=NOW,
    )
    user.organisation_for_tests = organisation
    return user


@pytest.fixture
def stranger(catalogue):
    return _account("nguoila", "Lê Văn Xa", "037190009999")


@pytest.fixture
def signed_in(client, citizen):
    client.force_login(citizen)
    return client


@pytest.fixture
def xray(catalogue):
    return get_version_in_force("xray-licence-new", NOW.date())


@pytest.fixture
def draft(citizen, xray):
    return start_draft(user=citizen, version=xray, organisation=citizen.organisation_for_tests, now=NOW)
