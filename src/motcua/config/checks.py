"""``motcua check``: every part that can be set up wrongly says what is wrong and how to mend it."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.checks import run_checks as run_django_checks
from django.db import DatabaseError, connection

from motcua.integrations.mail import checks as mail
from motcua.integrations.oidc import checks as oidc
from motcua.platform.adapters import Problem, get_adapter
from motcua.platform.rendering import api as rendering

Check = Callable[[], list[Problem]]


def run_checks(*, report: Callable[[str], object]) -> int:
    """Ask every part, print its findings, answer how many there are."""
    count = 0
    for name, ask in _checks():
        problems = ask()
        count += len(problems)
        report(f"{'ok ' if not problems else 'NO '} {name}")
        for problem in problems:
            report(f"      {problem.what}\n      → {problem.mend}")
    return count


def _checks() -> Iterator[tuple[str, Check]]:
    yield "database", _database
    yield "settings", _django
    yield "data folder", _data_folder
    yield "front end", _front_end
    yield "documents", rendering.check
    yield "mail", mail.check
    yield (
        "e-identity",
        lambda: [Problem(what=text, mend="See docs/howto/operator.md.") for text in oidc.check_config()],
    )
    for port in settings.MOTCUA_ADAPTERS:
        yield port, get_adapter(port).check


def _database() -> list[Problem]:
    try:
        with connection.cursor() as cursor:
            cursor.execute("select current_setting('server_version_num')::int")
            version = cursor.fetchone()[0]
    except DatabaseError as error:
        return [
            Problem(what=f"The database does not answer: {error}", mend="Check DATABASE_URL and the server.")
        ]
    if version < 150_000:
        return [Problem(what=f"PostgreSQL {version} is too old.", mend="Use PostgreSQL 15 or newer.")]
    return []


def _django() -> list[Problem]:
    found = [
        message
        for message in run_django_checks(include_deployment_checks=not settings.DEMO)
        if not message.is_silenced()
    ]
    return [_technical(message) for message in found]


def _technical(message: CheckMessage) -> Problem:
    """A finding of the framework in its own words, named as such."""
    number = message.id or "without a number"
    return Problem(
        what=f"Technical finding of Django ({number}): {message.msg}",
        mend=message.hint or f"Look for {number} in Django's reference of system checks.",
    )


def _data_folder() -> list[Problem]:
    folder = Path(settings.DATA_DIR)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe = folder / ".write-probe"
        probe.touch()
        probe.unlink()
    except OSError as error:
        return [
            Problem(what=f"{folder} cannot be written: {error}", mend="Set MOTCUA_DATA to a writable folder.")
        ]
    return []


def _front_end() -> list[Problem]:
    built = Path(settings.PROJECT_DIR) / "frontend" / "dist"
    if built.exists() or Path(settings.STATIC_ROOT).exists():
        return []
    return [Problem(what="Styles and scripts are not built.", mend="Run `make setup`.")]
