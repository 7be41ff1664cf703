"""The page of figures says what was met and what was missed."""

from datetime import date

from motcua.bench.measure import Comparison, Figures
from motcua.bench.report import MEASURES, Results, as_markdown, as_text
from motcua.onestop.dossiers.benchmarks import Rates
from motcua.platform.signing.benchmarks import SignBench
from motcua.reform.benchmarks import IndexBench


def results(ours=400.0):
    arms = {
        "ours": Figures([ours, ours], [10.0, 11.0], [20.0, 22.0]),
        "bare": Figures([1000.0, 1000.0], [4.0, 4.0], [8.0, 8.0]),
        "small": Figures([ours, ours], [10.0, 10.0], [18.0, 20.0]),
    }
    return Results(
        today=date(2026, 11, 23),
        machine={"Processor": "two cores"},
        dossiers=1_000_000,
        small=5_000,
        rounds=2,
        loaded_in=60.0,
        statements={name: 4 for name, *_ in MEASURES},
        comparisons={name: Comparison(arms) for name, *_ in MEASURES},
        deadlines=[Rates(600_000.0, 2_000_000.0, 200_000.0)],
        documents=SignBench(
            rounds=20, render_ms=90, sign_ms=50, verify_ms=30, sign_spread_ms=70, signed_bytes=90_000
        ),
        index=IndexBench(0.2, 0.2, 3.0),
    )


def test_ratios_are_taken_within_a_round():
    assert results().comparisons["tracking"].ratio("ours", "bare") == 0.4


def test_the_page_holds_every_measure_and_says_that_goals_are_met():
    page = as_markdown(results())
    assert all(f"| {name} |" in page for name, *_ in MEASURES)
    assert "missed" not in page


def test_a_missed_goal_is_said_aloud():
    assert "missed" in as_text(results(ours=100.0))
