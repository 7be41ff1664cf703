"""What the demonstration holds: province, people, catalogue and a past of work."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from motcua.config.static_files import collect_static
from motcua.identity.api import (
    DemoProvince,
    get_province,
    list_agencies,
    list_staff_accounts,
    provision_demo,
)
from motcua.onestop.forms.api import load_forms
from motcua.onestop.procedures.api import load_catalogue
from motcua.platform import clock
from motcua.platform.calendar.api import load_calendar
from motcua.platform.signing.api import KeyKind, ensure_demo_authority, issue_demo_key
from motcua.reform.api import load_editions, load_survey_forms

Report = Callable[[str], object]


def load_demo(*, report: Report) -> DemoProvince:
    """Bring the installation to the demonstration's state; quick when it is there already."""
    report("Preparing the database…")
    call_command("migrate", verbosity=0, interactive=False)
    collect_static()
    now = clock.now()
    make_authority()
    report("Loading the province, its people and 50 procedures…")
    load_calendar(now=now)
    province = provision_demo(now=now)
    load_forms(now=now)
    load_catalogue(now=now)
    load_editions(now=now)
    load_survey_forms(now=now)
    issue_keys()
    return province


def make_authority() -> None:
    """The demonstration's certificate authority, unless the data folder holds it already."""
    ensure_demo_authority(data_dir=Path(settings.DATA_DIR))


def issue_keys() -> None:
    """A signing key for everybody who signs, and a seal for every agency, from the demonstration's own authority."""
    for agency in [get_province(), *list_agencies()]:
        issue_demo_key(
            name=f"seal:{agency.code}",
            common_name=agency.name_vi,
            organisation=agency.name_vi,
            kind=KeyKind.SEAL,
        )
    for person in list_staff_accounts():
        issue_demo_key(
            name=f"user:{person.username}",
            common_name=person.full_name,
            organisation="Bản trình diễn Motcua",
            kind=KeyKind.PERSON,
        )


def print_accounts(*, province: DemoProvince, port: int, report: Report) -> None:
    """The address and one account per role."""
    # Browsers make passkeys for names only, never for an address of figures.
    report(f"\nMotcua is served at http://localhost:{port}/  (Ctrl-C stops it)")
    report(f"The same without passkeys: http://127.0.0.1:{port}/")
    report(f"Twins of outside systems (mail, text messages, post, e-identity): {settings.TWINS_URL}/")
    report(f"\nPassword of every account: {province.password}")
    for account in province.accounts:
        report(f"  {account.username:14} {account.what_vi} / {account.what_en}")
    report("")
