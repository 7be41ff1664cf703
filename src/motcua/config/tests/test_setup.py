"""The first day of an installation: what is missing is made, what is there is left alone."""

from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from django.core.management import call_command

from motcua import cli
from motcua.config.setup import Founder, SetupRefused, run_setup
from motcua.identity.api import get_staff_context, provision_demo
from motcua.identity.models import User
from motcua.onestop.procedures.models import Procedure
from motcua.platform.audit.api import AuditEvent

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
FOUNDER = Founder(username="quantri.moi", email="a@motcua.example", full_name="Lê Thị Quản")


@pytest.fixture
def run(db, monkeypatch, settings, tmp_path):
    """``run_setup`` with its report; the database of the tests is migrated already."""
    settings.STATIC_ROOT = tmp_path
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    monkeypatch.setattr(
        "motcua.config.setup.call_command",
        lambda name, **options: None if name == "migrate" else call_command(name, **options),
    )

    def run(**changes):
        said = []
        run_setup(founder=Founder(**{**vars(FOUNDER), **changes}), now=NOW, report=said.append)
        return "\n".join(said)

    return run


def test_a_bare_installation_gets_an_account_and_learns_which_units_it_lacks(run, client):
    said = run()
    assert "SKHCN/ATBX" in said
    user = User.objects.get(username="quantri.moi")
    assert user.is_superuser and not user.has_usable_password()
    link = said.split("Set its password within three days: ")[1].split()[0]
    page = client.get(link.partition("8000")[2], follow=True)
    assert page.status_code == 200 and 'name="password1"' in page.content.decode()


def test_with_its_units_the_catalogue_is_loaded_once_and_the_account_gets_its_office(run):
    provision_demo(now=NOW, password="for tests only 1")
    said = run(office="UBND/VP")
    assert "survey forms: 4" in said and "catalogue: 50 new procedures" in said
    events = AuditEvent.objects.count()
    said = run(office="UBND/VP")
    assert "left as it is" in said and "catalogue: 0 new procedures" in said
    assert (Procedure.objects.count(), AuditEvent.objects.count()) == (50, events)
    staff = get_staff_context(user_id=User.objects.get(username="quantri.moi").pk, on=NOW.date())
    assert staff.has_role("administrator")


@pytest.mark.parametrize(("changes", "why"), [({"password": "short"}, "14"), ({"office": "X/Y"}, "X/Y")])
def test_what_cannot_be_used_is_refused_in_words(run, changes, why):
    with pytest.raises(SetupRefused, match=why):
        run(**changes)


def test_a_password_for_an_account_that_is_there_is_said_to_be_unused(run):
    run()
    said = run(password="Another one, long enough 7")
    assert "password was not changed" in said and "/password/reset/" in said
    assert not User.objects.get(username="quantri.moi").has_usable_password()


@pytest.mark.parametrize(
    ("name", "value"), [("MOTCUA_PORT", "abc"), ("MOTCUA_PORT", "99999"), ("MOTCUA_DATA", "/proc/none")]
)
@pytest.mark.parametrize("command", ["check", "demo"])
def test_a_setting_that_cannot_be_used_is_named_in_words(monkeypatch, tmp_path, name, value, command):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", cli.DEV_SETTINGS)
    monkeypatch.setenv("MOTCUA_DATA", str(tmp_path))
    monkeypatch.setenv(name, value)
    result = CliRunner().invoke(cli.main, [command])
    assert result.exit_code == 1 and result.output.startswith(f"Error: {name}") and value in result.output


def test_a_passphrase_that_is_not_there_is_named_before_anything_starts(monkeypatch, tmp_path):
    monkeypatch.delenv("NO_SUCH_PHRASE", raising=False)
    result = CliRunner().invoke(
        cli.main, ["backup", str(tmp_path / "copy"), "--passphrase-env", "NO_SUCH_PHRASE"]
    )
    assert result.exit_code == 1 and "NO_SUCH_PHRASE" in result.output


def test_an_unknown_environment_is_named(monkeypatch):
    monkeypatch.delenv("DJANGO_SETTINGS_MODULE", raising=False)
    monkeypatch.setenv("MOTCUA_ENV", "produktion")
    result = CliRunner().invoke(cli.main, ["check"])
    assert result.exit_code == 1 and "produktion" in result.output


def test_each_environment_has_its_settings(monkeypatch):
    monkeypatch.setenv("MOTCUA_ENV", "production")
    assert cli.settings_module() == "motcua.config.settings.production"
    monkeypatch.delenv("MOTCUA_ENV")
    assert cli.settings_module() == cli.DEV_SETTINGS
