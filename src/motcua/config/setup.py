"""``motcua setup``: tables, static files, calendar, forms, catalogue and the first account of an installation."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from motcua.config.static_files import collect_static
from motcua.identity.api import Unit, User, found_administrator, password_link, seat_administrator
from motcua.onestop.forms.api import load_forms
from motcua.onestop.procedures.api import catalogue_entries, load_catalogue
from motcua.platform.calendar.api import load_calendar
from motcua.reform.api import load_survey_forms

Report = Callable[[str], object]


class SetupRefused(Exception):
    """Something the operator gave cannot be used; the text says what."""


@dataclass(frozen=True)
class Founder:
    """The first account; ``office`` is ``AGENCY/UNIT`` or empty, ``password`` None for a one-time link."""

    username: str
    email: str
    full_name: str
    password: str | None = None
    office: str = ""


def run_setup(*, founder: Founder, now: datetime, report: Report) -> None:
    """Do what is still missing and say so; a second run changes nothing. Raises :class:`SetupRefused`."""
    call_command("migrate", verbosity=0, interactive=False)
    report("database: up to date")
    report(f"static files: {'collected' if collect_static() else 'unchanged'}")
    report(f"calendar: {load_calendar(now=now)} new rows")
    report(f"survey forms: {len(load_survey_forms(now=now))}")
    user = _found(founder, now, report)
    if founder.office:
        _seat(user, founder.office, now, report)
    _load_procedures(now, report)


def _found(founder: Founder, now: datetime, report: Report) -> User:
    try:
        user, is_new = found_administrator(
            username=founder.username,
            full_name=founder.full_name,
            email=founder.email,
            password=founder.password,
            now=now,
        )
    except ValidationError as error:
        raise SetupRefused(" ".join(error.messages)) from error
    report(f"account {founder.username}: {'made' if is_new else 'there already, left as it is'}")
    if founder.password is not None and not is_new:
        page = f"{settings.BASE_URL}{reverse('account_reset_password')}"
        report(f"Its password was not changed, the one given is not used; a new one is asked for at {page}")
    if not user.has_usable_password():
        report(f"Set its password within three days: {settings.BASE_URL}{password_link(user=user)}")
    return user


def _seat(user: User, office: str, now: datetime, report: Report) -> None:
    agency, _, unit = office.partition("/")
    try:
        is_new = seat_administrator(user=user, agency_code=agency, unit_code=unit, now=now)
    except Unit.DoesNotExist as error:
        raise SetupRefused(f"There is no unit {office}: enter it in /admin/ and repeat.") from error
    report(f"administrator of {office}: {'appointed' if is_new else 'already'}")


def _load_procedures(now: datetime, report: Report) -> None:
    missing = _missing_units()
    if missing:
        report(f"catalogue: not loaded. Enter these units in /admin/ and repeat: {', '.join(missing)}")
        return
    report(f"forms: {load_forms(now=now)} new versions")
    report(f"catalogue: {load_catalogue(now=now).created} new procedures")


def _missing_units() -> list[str]:
    """``AGENCY/UNIT`` of every unit that the shipped catalogue names and the database lacks."""
    known = set(Unit.objects.values_list("agency__code", "code"))
    needed = {(entry["agency"], entry["unit"]) for entry in catalogue_entries()}
    return [f"{agency}/{unit}" for agency, unit in sorted(needed - known)]
