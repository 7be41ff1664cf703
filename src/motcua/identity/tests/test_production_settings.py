"""What an installation may not forget."""

import os
import subprocess
import sys

import pytest

ASK = (
    "from django.conf import settings as s;"
    "print(s.STAFF_SECOND_FACTOR_REQUIRED, s.CITIZEN_LOCAL_ACCOUNTS, s.DEMO, repr(s.EID_SERVER_URL))"
)
GIVEN = {
    "DJANGO_SETTINGS_MODULE": "motcua.config.settings.production",
    "MOTCUA_SECRET_KEY": "x" * 50,
    "MOTCUA_ALLOWED_HOSTS": "dichvucong.example",
    "MOTCUA_DATA_KEY": "y" * 44,
    "MOTCUA_LOOKUP_KEY": "z" * 44,
}


def ask(**changes):
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
    given = {"DATABASE_URL": "postgres://motcua@127.0.0.1:1/motcua", **GIVEN, **changes}
    for name in [name for name, value in given.items() if value is None]:
        del given[name]
        inherited.pop(name, None)
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK],
        env={**inherited, **given},
        capture_output=True,
        text=True,
    )


def test_production_forces_the_second_factor_and_has_no_local_accounts_nor_twin():
    answer = ask()
    assert answer.stdout.split() == ["True", "False", "False", "''"], answer.stderr


REQUIRED = ("DATABASE_URL", "MOTCUA_DATA_KEY", "MOTCUA_LOOKUP_KEY", "MOTCUA_SECRET_KEY")


@pytest.mark.parametrize("name", REQUIRED)
@pytest.mark.parametrize("value", [None, "", " "])
def test_production_does_not_start_without_its_keys(name, value):
    refused = ask(**{name: value})
    assert refused.returncode != 0
    assert f"must be set: {name}" in refused.stderr


@pytest.mark.parametrize("command", ["check", "serve", "worker"])
def test_the_command_names_all_that_is_missing_and_starts_no_server_of_its_own(tmp_path, command):
    answer = motcua(command, tmp_path)
    assert answer.returncode == 1
    assert all(name in answer.stderr for name in (*REQUIRED, "MOTCUA_ALLOWED_HOSTS"))
    assert "docs/reference/settings.md" in answer.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["demo", "twins"])
def test_nothing_fictional_is_served_in_production(tmp_path, command):
    answer = motcua(command, tmp_path)
    assert answer.returncode == 1
    assert "only in the demonstration" in answer.stderr
    assert list(tmp_path.iterdir()) == []


def motcua(command, data):
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("MOTCUA_", "D"))}
    return subprocess.run(
        [sys.executable, "-m", "motcua.cli", command],
        env={**clean, "MOTCUA_ENV": "production", "MOTCUA_DATA": str(data)},
        capture_output=True,
        text=True,
    )
