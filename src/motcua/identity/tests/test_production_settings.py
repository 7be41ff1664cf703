"""What an installation may not forget."""

import os
import subprocess
import sys

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
    given = {name: value for name, value in {**GIVEN, **changes}.items() if value}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK],
        env={**inherited, **given},
        capture_output=True,
        text=True,
    )


def test_production_forces_the_second_factor_and_has_no_local_accounts_nor_twin():
    answer = ask()
    assert answer.stdout.split() == ["True", "False", "False", "''"], answer.stderr


def test_production_does_not_start_without_its_keys():
    for name in ("MOTCUA_DATA_KEY", "MOTCUA_LOOKUP_KEY", "MOTCUA_SECRET_KEY"):
        refused = ask(**{name: ""})
        assert refused.returncode != 0 and name in refused.stderr
