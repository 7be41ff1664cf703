"""The command line: a ranking as JSON, and a snapshot computed again from everywhere it may lie."""

import json

import pytest
from click.testing import CliRunner

from motcua import cli
from motcua.reform.results.services import publish_season
from motcua.reform.results.tests.conftest import NOW
from motcua.reform.rules.canonical import canonical_json, digest

pytestmark = pytest.mark.django_db


def run(*arguments: object):
    return CliRunner().invoke(cli.main, ["reform", *map(str, arguments)])


@pytest.fixture
def published(season, staff, seal):
    return publish_season(season=season, staff=staff("quanly.cchc"), now=NOW)


def test_the_ranking_is_printed_as_json(published):
    rows = json.loads(run("ranking", "--year", 2026, "--json").output)
    assert rows[0] == {
        "agency": "SKHCN",
        "index": 86.04,
        "rank": 1,
        "rank_low": 1,
        "rank_high": 2,
        "class": "B",
    }
    assert [row["agency"] for row in rows] == ["SKHCN", "STC", "SYT", "SXD"]
    assert run("ranking", "--year", 2026).output.splitlines()[0].split() == [
        "1",
        "SKHCN",
        "86.04",
        "1–2",
        "B",
    ]


def test_a_year_without_a_result_is_said_in_words(province):
    result = run("ranking", "--year", 1999, "--json")
    assert (result.exit_code, result.output) == (1, "Error: no result of 1999 has been published\n")


def test_a_snapshot_is_found_by_uuid_number_and_year(published):
    for target in (published.uuid, published.number, 2026):
        result = run("recompute", target)
        assert (result.exit_code, "every figure follows" in result.output) == (0, True)
    assert run("recompute", "no-such-thing").exit_code == 1


def test_a_file_that_was_tampered_with_ends_with_one(published, tmp_path):
    file = tmp_path / "chi-so-2026.json"
    file.write_bytes(bytes(published.content))
    assert "no signature beside the file" in run("recompute", file).output
    (tmp_path / "chi-so-2026.p7s").write_bytes(bytes(published.signature))
    assert "signature valid: Con dấu Sở Nội vụ" in run("recompute", file).output
    file.write_bytes(bytes(published.content).replace(b'"86.04"', b'"86.14"', 1))
    result = run("recompute", file)
    assert result.exit_code == 1
    assert "signature: stored altered, computed valid" in result.output


def test_a_file_forged_together_with_its_hash_is_not_the_published_one(published, tmp_path):
    document = json.loads(bytes(published.content))
    del document["sha256"]
    document["made_at"] = "2026-01-01T00:00:00+07:00"
    file = tmp_path / "forged.json"
    file.write_bytes(canonical_json({**document, "sha256": digest(document)}))
    result = run("recompute", file)
    assert result.exit_code == 1
    assert f"snapshot {published.number}.sha256: stored {published.sha256}" in result.output
