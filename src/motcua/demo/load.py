"""What the demonstration holds: province, people, catalogue and a past of work."""

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from motcua.identity.api import provision_demo
from motcua.onestop.forms.api import load_forms
from motcua.onestop.procedures.api import load_catalogue
from motcua.platform import clock
from motcua.platform.calendar.api import load_calendar
from motcua.platform.signing.api import ensure_demo_authority

Report = Callable[[str], object]


def load_demo(*, report: Report, with_history: bool) -> None:
    """Bring the installation to the demonstration's state; quick when it is there already."""
    report("Preparing the database…")
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    now = clock.now()
    marker = Path(settings.DATA_DIR) / "demo-loaded"
    if marker.exists():
        return
    report("Loading the province, its people and 50 procedures…")
    ensure_demo_authority(data_dir=Path(settings.DATA_DIR))
    load_calendar(now=now)
    provision_demo(now=now)
    load_forms(now=now)
    load_catalogue(now=now)
    marker.touch()


def print_accounts(*, port: int, report: Report) -> None:
    report(f"\nMotcua is served at http://127.0.0.1:{port}/  (Ctrl-C stops it)")
