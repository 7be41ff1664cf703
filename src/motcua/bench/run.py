"""``motcua bench``: build a world in a database of its own, measure, write docs/reference/performance.md."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from motcua.bench import arms, data
from motcua.bench.documents import measure_documents
from motcua.bench.machine import database_url, describe_machine
from motcua.bench.measure import Comparison, compare
from motcua.bench.report import Results, as_markdown, as_text
from motcua.bench.requests import track_call, worklist_call
from motcua.bench.servers import BARE, serving
from motcua.bench.statements import count_statements
from motcua.demo.load import load_demo
from motcua.onestop.dossiers.benchmarks import Rates, bench_deadlines
from motcua.platform import clock
from motcua.platform.signing.benchmarks import SignBench
from motcua.reform.benchmarks import IndexBench, bench_index

Report = Callable[[str], object]
SMALL = 5_000
SMALL_DATABASE = "motcua_small"
OURS = "motcua.config.settings.dev"
PAGE = Path("docs") / "reference" / "performance.md"


def run_bench(
    *,
    data_dir: Path,
    dossiers: int,
    write: bool,
    report: Report,
    today: date,
    sizes: arms.Sizes | None = None,
) -> Results:
    """Measure with ``dossiers`` in the database; ``write`` keeps the figures in the documentation.

    ``data_dir`` and the database that Django is connected to must be the bench's own: they are filled with
    fictional people. Raises :class:`~motcua.bench.measure.Refused` when a page does not answer as expected.
    """
    chosen = sizes or arms.Sizes()
    world = _build(dossiers, chosen, report)
    results = Results(
        today=today,
        machine=describe_machine(),
        dossiers=dossiers,
        small=min(SMALL, dossiers),
        rounds=chosen.rounds,
        loaded_in=world.loaded_in,
        statements=_count(world),
        comparisons=_measure(world, chosen, data_dir, report),
        deadlines=_deadlines(report),
        documents=_documents(chosen, data_dir, report),
        index=_index(report),
    )
    report(as_text(results))
    if write:
        path = settings.PROJECT_DIR / PAGE
        path.write_text(as_markdown(results), encoding="utf-8")
        report(f"Written to {PAGE}")
    return results


@dataclass(frozen=True)
class World:
    """The requests of the run, dossiers to be tracked in both databases, and seconds the bulk took."""

    calls: arms.Calls
    many: list[str]
    few: list[str]
    loaded_in: float


def _build(dossiers: int, sizes: arms.Sizes, report: Report) -> World:
    load_demo(report=report)
    pattern = data.make_pattern(now=clock.now())
    small = min(SMALL, dossiers)
    report(f"Filling the database with {small:,} dossiers, then {dossiers:,}…")
    data.grow(pattern=pattern, first=0, last=small)
    calls = arms.Calls(pattern=pattern, sizes=sizes)
    few = arms.pick_tracked()
    data.tidy()
    _copy_database()
    started = time.perf_counter()
    if dossiers > small:
        data.grow(pattern=pattern, first=small, last=dossiers)
        data.tidy()
    return World(calls, arms.pick_tracked(), few, time.perf_counter() - started)


def _copy_database() -> None:
    """The small world stays aside, so that small and large are measured in turn."""
    name = connection.settings_dict["NAME"]
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE {SMALL_DATABASE} TEMPLATE "{name}"')


def _count(world: World) -> dict[str, int]:
    """The second of each."""
    calls = world.calls
    pairs = {
        "submission": calls.submits[-2:],
        "step": calls.steps[-2:],
        "worklist": [worklist_call()] * 2,
        "tracking": [track_call(uuid) for uuid in world.many[:2]],
    }
    return {name: len(count_statements(both)) for name, both in pairs.items()}


def _measure(world: World, sizes: arms.Sizes, data_dir: Path, report: Report) -> dict[str, Comparison]:
    calls = world.calls
    with _servers(data_dir) as (ours, ceiling, small):
        sets = {
            "tracking": calls.tracking(ours, ceiling, small, dossiers=world.many, few=world.few),
            "worklist": calls.worklists(ours, ceiling, small),
            "submission": calls.submissions(ours, ceiling),
            "step": calls.step_ends(ours, ceiling),
        }
        found = {}
        for name, both in sets.items():
            report(f"Measuring: {name}…")
            found[name] = compare(arms=both, rounds=sizes.rounds, seconds=sizes.seconds)
            rates = ", ".join(f"{arm} {figures.rate:.0f}/s" for arm, figures in found[name].arms.items())
            report(f"  {rates}, ratio {found[name].ratio('ours', 'bare'):.2f}")
        return found


@contextmanager
def _servers(data_dir: Path) -> Iterator[tuple[int, int, int]]:
    """Ports of ours, of the ceiling on the same data, and of ours on the small copy."""
    large, few = database_url(), database_url(name=SMALL_DATABASE)
    connection.close()
    with (
        serving(settings=OURS, database_url=large, log=data_dir / "ours.log") as ours,
        serving(settings=BARE, database_url=large, log=data_dir / "bare.log") as ceiling,
        serving(settings=OURS, database_url=few, log=data_dir / "small.log") as small,
    ):
        yield ours, ceiling, small


def _deadlines(report: Report) -> list[Rates]:
    report("Measuring: deadlines…")
    return [bench_deadlines(seconds=1.5) for _ in range(3)]


def _index(report: Report) -> IndexBench:
    report("Measuring: index…")
    return bench_index()


def _documents(sizes: arms.Sizes, data_dir: Path, report: Report) -> SignBench:
    report("Measuring: documents…")
    return measure_documents(
        port=urlsplit(settings.TWINS_URL).port or 80,
        database_url=database_url(),
        settings=OURS,
        log=data_dir / "twins.log",
        rounds=sizes.documents,
    )
