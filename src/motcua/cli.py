"""The ``motcua`` command: everything an operator does, in one place.

Django is imported only after the database address is known, so imports stand inside the functions here.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from motcua.demo.twin_addresses import read_twin_addresses

LAST_PORT = 65535
DEV_SETTINGS = "motcua.config.settings.dev"
SETTINGS = {"demo": DEV_SETTINGS, "production": "motcua.config.settings.production"}


@click.group()
def main() -> None:
    """Motcua: a digital-government office."""


def data_dir() -> Path:
    return Path(os.environ.get("MOTCUA_DATA", ".motcua")).resolve()


def prepare() -> None:
    """Start (or join) the database and load Django; production never falls back to the embedded server."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings_module())
    require_usable_environment()
    if not is_production():
        read_twin_addresses(data_dir=data_dir())
    if "DATABASE_URL" not in os.environ and not is_production():
        from motcua.platform import embedded

        os.environ["DATABASE_URL"] = embedded.start(data_dir=data_dir()).url
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise click.ClickException(f"{error}. See docs/reference/settings.md.") from error


def require_usable_environment() -> None:
    """Refuse in words a port that is none and a data folder that we cannot write."""
    port = os.environ.get("MOTCUA_PORT", "8000")
    if not (port.isdecimal() and 1 <= int(port) <= LAST_PORT):
        raise click.ClickException(f"MOTCUA_PORT is {port!r}; it is a number from 1 to {LAST_PORT}.")
    folder = data_dir()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise click.ClickException(f"MOTCUA_DATA: {folder} cannot be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise click.ClickException(f"MOTCUA_DATA: {folder} cannot be written by this user.")


def settings_module() -> str:
    """The settings that ``MOTCUA_ENV`` names: those of the demonstration unless it says production."""
    name = os.environ.get("MOTCUA_ENV", "demo")
    if name not in SETTINGS:
        raise click.ClickException(f"MOTCUA_ENV is {name!r}; it can be {' or '.join(SETTINGS)}.")
    return SETTINGS[name]


def is_production() -> bool:
    """Do the settings chosen by ``MOTCUA_ENV`` or ``DJANGO_SETTINGS_MODULE`` serve real people?"""
    return os.environ.get("DJANGO_SETTINGS_MODULE", settings_module()) == SETTINGS["production"]


def refuse_in_production(what: str) -> None:
    """Fictional people and invented carriers must never stand beside real dossiers."""
    if is_production():
        raise click.ClickException(f"{what} only in the demonstration; these settings are of production.")


@main.command()
def demo() -> None:
    """Set up the demonstration and serve it until Ctrl-C."""
    refuse_in_production("The demonstration is served")
    from motcua.demo.run import AlreadyRunning, KeepsDying, NotReady, PortTaken, run_demo

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", DEV_SETTINGS)
    require_usable_environment()
    try:
        run_demo(data_dir=data_dir(), prepare=prepare)
    except (AlreadyRunning, KeepsDying, NotReady, PortTaken) as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.option("--username", required=True, help="first account, which may enter /admin/")
@click.option("--email", required=True, help="its address")
@click.option("--full-name", default="Quản trị hệ thống", show_default=True)
@click.option("--password-stdin", is_flag=True, help="read its password from standard input")
@click.option("--office", default="", help="AGENCY/UNIT where it is the administrator, e.g. UBND/VP")
def setup(username: str, email: str, full_name: str, password_stdin: bool, office: str) -> None:
    """Bring an installation to its first day, or after an update to the new state; safe to repeat."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else None
    prepare()
    from motcua.config.setup import Founder, SetupRefused, run_setup
    from motcua.platform import clock

    founder = Founder(username=username, email=email, full_name=full_name, password=password, office=office)
    try:
        run_setup(founder=founder, now=clock.now(), report=click.echo)
    except SetupRefused as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.option("--workers", default=2, show_default=True)
@click.option("--threads", default=4, show_default=True)
def serve(workers: int, threads: int) -> None:
    """Serve the web pages."""
    prepare()
    from django.conf import settings

    from motcua.demo.children import web_command

    command = web_command(port=settings.PORT, workers=workers, threads=threads)
    os.execv(command[0], command)  # noqa: S606 - our own command, no shell


@main.command()
@click.option("--concurrency", default=4, show_default=True)
def worker(concurrency: int) -> None:
    """Do the background jobs."""
    prepare()
    from motcua.platform.outbox.worker import run_worker

    run_worker(concurrency=concurrency)


@main.command()
@click.option("--port", type=int, default=None)
@click.option("--smtp-port", type=int, default=None)
def twins(port: int | None, smtp_port: int | None) -> None:
    """Serve the twins of outside systems (demonstration and tests only)."""
    refuse_in_production("Twins of outside systems are served")
    prepare()
    from django.conf import settings

    from motcua.integrations.twins.app import serve as serve_twins

    # The twins know no Django; they share our secrets through the environment.
    os.environ.setdefault("MOTCUA_SMS_SECRET", settings.SMS_SECRET)
    os.environ.setdefault("MOTCUA_CARRIER_SECRET", settings.CARRIER_SECRET)

    serve_twins(
        data_dir=Path(settings.DATA_DIR) / "twins",
        port=port or int(settings.TWINS_URL.rsplit(":", 1)[1]),
        smtp_port=smtp_port or settings.TWINS_SMTP_PORT,
    )


@main.command()
def check() -> None:
    """Ask every adapter; print what is wrong and how to mend it."""
    # The answer is for a person: what the adapters log while they are asked would stand between its lines.
    os.environ.setdefault("MOTCUA_LOG_LEVEL", "critical")
    prepare()
    from motcua.config.checks import run_checks

    problems = run_checks(report=click.echo)
    if problems:
        sys.exit(1)


@main.command(context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run a Django management command."""
    prepare()
    from django.core.management import execute_from_command_line

    execute_from_command_line(["motcua manage", *arguments])


@main.command()
@click.option("--agency", required=True)
@click.option("--from", "start", required=True, type=click.DateTime(["%Y-%m-%d"]))
@click.option("--to", "end", required=True, type=click.DateTime(["%Y-%m-%d"]))
@click.option("--json", "as_json", is_flag=True)
@click.option("--list", "listed", default=None, help="list the records behind one figure")
def figures(agency: str, start: datetime, end: datetime, as_json: bool, listed: str | None) -> None:
    """Figures of an agency in a period, computed from its records."""
    if start > end:
        raise click.BadParameter("it lies after --to", param_hint="--from")
    prepare()
    from motcua.onestop.indicators import UnknownAgency, UnknownFigure, compute_figures, list_behind

    try:
        if listed:
            _print_rows(
                list_behind(agency_code=agency, key=listed, start=start.date(), end=end.date()), as_json
            )
        else:
            _print_mapping(compute_figures(agency_code=agency, start=start.date(), end=end.date()), as_json)
    except (UnknownAgency, UnknownFigure) as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.option("--agency", required=True)
@click.option("--from", "start", required=True, type=click.DateTime(["%Y-%m-%d"]))
@click.option("--to", "end", required=True, type=click.DateTime(["%Y-%m-%d"]))
@click.option("--json", "as_json", is_flag=True)
@click.option("--list", "listed", default=None, help="list the records behind one indicator")
def indicators(agency: str, start: datetime, end: datetime, as_json: bool, listed: str | None) -> None:
    """Every figure that the rooms offer to the reform index, of an agency in a period."""
    if start > end:
        raise click.BadParameter("it lies after --to", param_hint="--from")
    prepare()
    from motcua.onestop.indicators import UnknownAgency, require_agency
    from motcua.platform.indicators.api import Period, UnknownIndicator
    from motcua.platform.indicators.listing import list_records, list_values

    period = Period(start=start.date(), end=end.date())
    try:
        require_agency(agency)
        if listed:
            rows = list_records(key=listed, agency_code=agency, period=period)
        else:
            rows = list_values(agency_code=agency, period=period)
    except UnknownAgency as error:
        raise click.ClickException(str(error)) from error
    except UnknownIndicator as error:
        raise click.ClickException(
            f"{error}: no room offers this indicator; see them without --list"
        ) from error
    _print_rows(rows, as_json)


def _print_mapping(values: dict[str, int], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(values, indent=2))
        return
    for key, value in values.items():
        click.echo(f"{key:20} {value}")


def _print_rows(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(rows, indent=2, ensure_ascii=False, default=str))
        return
    for row in rows:
        click.echo("\t".join(str(value) for value in row.values()))


@main.group()
def reform() -> None:
    """The reform index: published rankings, and proof that they follow from their data."""


@reform.command()
@click.option("--year", type=int, required=True)
@click.option("--json", "as_json", is_flag=True)
def ranking(year: int, as_json: bool) -> None:
    """The published ranking of YEAR: index, rank, best and worst place it could also be, class."""
    prepare()
    from motcua.reform.api import UnknownResult, ranking_text

    try:
        click.echo(ranking_text(year, as_json=as_json))
    except UnknownResult as error:
        raise click.ClickException(str(error)) from error


@reform.command()
@click.argument("snapshot")
def recompute(snapshot: str) -> None:
    """Compute SNAPSHOT again (uuid, number, year, or an exported .json file); exit 1 when anything differs."""
    prepare()
    from motcua.reform.api import UnknownResult, recompute_result

    try:
        check = recompute_result(snapshot)
    except UnknownResult as error:
        raise click.ClickException(str(error)) from error
    click.echo(check.text)
    if check.differences:
        sys.exit(1)


@main.group()
def audit() -> None:
    """The hash-chained event log."""


@audit.command()
def verify() -> None:
    """Recompute the chain; exit 1 when somebody has changed the past."""
    prepare()
    from motcua.platform.audit.api import seal
    from motcua.platform.audit.api import verify as verify_chain

    seal()
    result = verify_chain()
    click.echo(f"checked {result.checked} events, unsealed {result.unsealed}")
    if result.broken_at is not None:
        raise click.ClickException(f"the chain breaks at event {result.broken_at}")
    if result.broken_root is not None:
        raise click.ClickException(
            f"the root of {result.broken_root:%Y-%m-%d} does not fit: events are missing"
        )
    click.echo("intact")


@main.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--passphrase-env", default=None, help="name of the variable that holds a passphrase")
@click.option("--without-files", is_flag=True, help="documents lie in a store that is backed up elsewhere")
def backup(target: Path, passphrase_env: str | None, without_files: bool) -> None:
    """Write a complete backup to the folder TARGET."""
    passphrase = _passphrase(passphrase_env)
    prepare()
    from motcua.platform import backup as backups
    from motcua.platform import clock

    _guard(
        lambda: backups.create(
            target=target, now=clock.now(), passphrase=passphrase, without_files=without_files
        )
    )


@main.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.option("--replace", is_flag=True, help="replace what this installation holds")
@click.option("--passphrase-env", default=None)
def restore(source: Path, replace: bool, passphrase_env: str | None) -> None:
    """Bring back the backup SOURCE."""
    passphrase = _passphrase(passphrase_env)
    prepare()
    from motcua.platform import backup as backups

    _guard(lambda: backups.restore(source=source, replace=replace, passphrase=passphrase))


def _passphrase(variable: str | None) -> str | None:
    """Of a backup, from the variable that the operator named; None when they named none."""
    if variable is None:
        return None
    passphrase = os.environ.get(variable, "")
    if not passphrase:
        raise click.ClickException(f"--passphrase-env names {variable}, which is not set or empty.")
    return passphrase


def _guard(work: Callable[[], object]) -> None:
    from motcua.platform.backup import BackupRefused

    try:
        click.echo(work())
    except BackupRefused as error:
        raise click.ClickException(str(error)) from error


@main.command()
@click.option("--dossiers", default=1_000_000, show_default=True, help="size of the large worklist")
@click.option("--write/--no-write", default=True, help="write docs/reference/performance.md")
def bench(dossiers: int, write: bool) -> None:
    """Measure against bare ceilings in the same run, in a database of its own; print ratios."""
    import shutil
    import tempfile

    from motcua.bench.servers import free_twins

    home = data_dir()
    home.mkdir(parents=True, exist_ok=True)
    # On the disk of the data folder, because a memory disk would flatter; never in the office's database.
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=home))
    folder.chmod(0o755)  # the embedded server may run as another user
    os.environ |= {"MOTCUA_DATA": str(folder), "DJANGO_SETTINGS_MODULE": DEV_SETTINGS}
    # Quiet here, where the figures are printed; the measured servers write their log as in service.
    os.environ |= {"MOTCUA_LOG_LEVEL": "warning", **free_twins()}
    os.environ.pop("DATABASE_URL", None)
    try:
        prepare()
        from motcua.bench.run import run_bench

        run_bench(data_dir=folder, dossiers=dossiers, write=write, report=click.echo, today=date.today())  # noqa: DTZ011
    finally:
        from motcua.platform import embedded

        embedded.stop(embedded.start(data_dir=folder))
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
