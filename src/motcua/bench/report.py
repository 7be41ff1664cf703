"""The figures in words: a few lines on the screen, a page in the documentation."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from motcua.bench.arms import TRACKED
from motcua.bench.measure import Comparison, Figures
from motcua.onestop.dossiers.benchmarks import Rates
from motcua.platform.signing.benchmarks import SignBench
from motcua.reform.benchmarks import AGENCIES, GOAL, YEARS, IndexBench

# Name, what our side does, what the bare side does, goal of the ratio, goal of the statements.
MEASURES = (
    ("submission", "POST of the review page with three papers", "6 inserts + 1 update", 0.35, 15),
    ("step", "POST of a step: the head assigns the case", "lock, 3 updates, 5 inserts", 0.3, 12),
    ("worklist", "page of a specialist's worklist", "list of 20", 0.25, 6),
    ("tracking", "public tracking page", "indexed read", 0.4, 4),
)
GROWING = ("worklist", "tracking")
GROWTH_GOAL = 1.5
DEADLINES_GOAL = 500_000


@dataclass(frozen=True, kw_only=True)
class Results:
    """Everything one run has measured. ``loaded_in`` is in seconds."""

    today: date
    machine: dict[str, str]
    dossiers: int
    small: int
    rounds: int
    loaded_in: float
    statements: dict[str, int]
    comparisons: dict[str, Comparison]
    deadlines: list[Rates]
    documents: SignBench
    index: IndexBench


def as_text(results: Results) -> str:
    """The summary for the screen."""
    lines = []
    for name, _, _, goal, most in MEASURES:
        found = results.comparisons[name]
        ratio, statements = found.ratio("ours", "bare"), results.statements[name]
        lines.append(
            f"{name:11} {found.arms['ours'].rate:7.0f}/s of {found.arms['bare'].rate:7.0f}/s bare"
            f" = {ratio:.2f} (goal {goal}: {_met(ratio >= goal)});"
            f" {statements} statements (goal {most}: {_met(statements <= most)})"
        )
    for name in GROWING:
        growth = results.comparisons[name].growth("ours", "small")
        lines.append(
            f"{name:11} p95 grows {growth:.2f} times (goal {GROWTH_GOAL}: {_met(growth <= GROWTH_GOAL)})"
        )
    return "\n".join([*lines, *_other_lines(results)])


def _other_lines(results: Results) -> list[str]:
    rate, documents = _deadline_rate(results), results.documents
    return [
        f"deadlines   {rate:,.0f}/s on one core (goal {DEADLINES_GOAL:,}: {_met(rate >= DEADLINES_GOAL)})",
        f"documents   render {documents.render_ms:.0f} ms, sign {documents.sign_ms:.0f} ms,"
        f" verify {documents.verify_ms:.0f} ms",
        f"index       {results.index.compute:.2f} s for {AGENCIES} agencies and {len(YEARS)} years"
        f" of {GOAL:g} s = {results.index.ratio:.2f} (goal < 1: {_met(results.index.ratio < 1)})",
    ]


def as_markdown(results: Results) -> str:
    """The page docs/reference/performance.md."""
    parts = [
        _opening(results),
        "## Requests\n\n" + _table(REQUEST_HEAD, _request_rows(results)),
        _reading(results),
        "## Growth\n\n" + _growth_words(results) + _table(GROWTH_HEAD, _growth_rows(results)),
        "## Deadlines, documents and the reform index\n\n"
        + _table(("What", "Figure", "Spread"), _single_rows(results)),
        "## Spread\n\n" + _table(SPREAD_HEAD, _spread_rows(results)),
        "## Machine\n\n" + _table(("What", "Which"), results.machine.items()),
    ]
    return "\n".join(parts)


REQUEST_HEAD = (
    "Request", "Ours/s", "Bare/s", "Ratio", "Goal", "Met", "p50 ms", "p95 ms", "SQL statements", "Goal", "Met",
)  # fmt: skip
GROWTH_HEAD = ("Page", "p95 small ms", "p95 large ms", "Times", "Goal", "Met")
SPREAD_HEAD = ("Request", "Side", "Requests/s min", "median", "max", "p95 ms min", "median", "max")


def _opening(results: Results) -> str:
    return f"""# Performance

Written by `motcua bench` on {results.today:%d/%m/%Y}; do not edit by hand.
Nothing here is a promise about another machine: what
carries over is the **ratio** of each request to its bare ceiling, measured in turn in the same run.

The ceiling is a Django view without middleware, session, templates or rules, on the same web server (2 workers × 4
threads) and the same database with {results.dossiers:,} dossiers, that does the SQL of our request in the same tables.
Eight connections of one client on the same machine send one request after another; {results.rounds} rounds. The figures
are medians of the rounds, the ratio is the median of the ratios within a round.
"""


def _reading(results: Results) -> str:
    rows = "\n".join(f"- **{name}**: {ours}; bare: {bare}." for name, ours, bare, _, _ in MEASURES)
    return f"""
{rows}

Statements are counted through the whole stack, session and account included; BEGIN and COMMIT are not.
The two pages are asked for again and again, tracking for {TRACKED} dossiers in turn, as people reload what they
wait for: each request reads everything anew, and what looks as it did before is not drawn a second time.
{results.dossiers - results.small:,} dossiers with events and steps were added in bulk in {results.loaded_in:.0f} s.
"""


def _growth_words(results: Results) -> str:
    return (
        f"The same pages with {results.small:,} and with {results.dossiers:,} dossiers,"
        " in two databases measured in turn; one dossier in ten is open, so desks grow along.\n\n"
    )


def _request_rows(results: Results) -> Iterable[Sequence[str]]:
    for name, _, _, goal, most in MEASURES:
        found, statements = results.comparisons[name], results.statements[name]
        ours, ratio = found.arms["ours"], found.ratio("ours", "bare")
        yield (
            name, f"{ours.rate:.0f}", f"{found.arms['bare'].rate:.0f}",
            f"{ratio:.2f}", f"≥ {goal}", _met(ratio >= goal),
            f"{statistics.median(ours.p50):.1f}", f"{statistics.median(ours.p95):.1f}",
            str(statements), f"≤ {most}", _met(statements <= most),
        )  # fmt: skip


def _growth_rows(results: Results) -> Iterable[Sequence[str]]:
    for name in GROWING:
        found = results.comparisons[name]
        growth = found.growth("ours", "small")
        small, large = (statistics.median(found.arms[arm].p95) for arm in ("small", "ours"))
        yield (
            name,
            f"{small:.1f}",
            f"{large:.1f}",
            f"{growth:.2f}",
            f"≤ {GROWTH_GOAL}",
            _met(growth <= GROWTH_GOAL),
        )


def _single_rows(results: Results) -> Iterable[Sequence[str]]:
    rates, documents = sorted(found.deadlines for found in results.deadlines), results.documents
    yield (
        "Deadlines a second, one core", f"{_deadline_rate(results):,.0f} (goal ≥ {DEADLINES_GOAL:,})",
        f"{rates[0]:,.0f} to {rates[-1]:,.0f}",
    )  # fmt: skip
    yield "of these by walking the days", f"{results.deadlines[0].day_loop:,.0f}", ""
    yield "of these by bare look-up in the day table", f"{results.deadlines[0].table:,.0f}", ""
    yield "Typesetting a licence (PDF/A)", f"{documents.render_ms:.0f} ms", f"{documents.rounds} documents"
    yield (
        "Signing it (PAdES B-T with timestamp)", f"{documents.sign_ms:.0f} ms",
        f"slowest tenth from {documents.sign_spread_ms:.0f} ms",
    )  # fmt: skip
    yield (
        "Judging its signatures",
        f"{documents.verify_ms:.0f} ms",
        f"{documents.signed_bytes / 1024:.0f} KiB",
    )
    yield from _index_rows(results.index)


def _index_rows(index: IndexBench) -> Iterable[Sequence[str]]:
    yield (
        f"Index of {AGENCIES} agencies, {len(YEARS)} years, 60 criteria",
        f"{index.compute:.2f} s of {GOAL:g} s = {index.ratio:.2f} (goal < 1)",
        "",
    )
    yield "Places without each criterion in turn, besides", f"{index.leave_one_out:.2f} s", ""
    yield "Robustness of one year with all draws", f"{index.robustness:.1f} s", ""


def _spread_rows(results: Results) -> Iterable[Sequence[str]]:
    for name, found in results.comparisons.items():
        for arm, figures in found.arms.items():
            yield name, arm, *_spread(figures)


def _spread(figures: Figures) -> list[str]:
    values = []
    for series in (figures.rates, figures.p95):
        values += [min(series), statistics.median(series), max(series)]
    return [f"{value:.1f}" for value in values]


def _deadline_rate(results: Results) -> float:
    return statistics.median(found.deadlines for found in results.deadlines)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]
    return "\n".join(lines) + "\n"


def _met(holds: bool) -> str:
    return "met" if holds else "missed"
