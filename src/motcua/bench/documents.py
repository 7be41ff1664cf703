"""How long a legal document takes: typesetting, one PAdES signature with its timestamp, judging it."""

from pathlib import Path

from motcua.bench.servers import serving
from motcua.demo.children import motcua_command
from motcua.onestop.results.benchmarks import sample_licence
from motcua.platform.signing.benchmarks import SignBench, bench_sign


def measure_documents(*, port: int, database_url: str, settings: str, log: Path, rounds: int) -> SignBench:
    """A radiation licence, signed by the director against a real timestamping authority (the twin's)."""
    template, values = sample_licence()
    with serving(
        settings=settings, database_url=database_url, log=log, command=motcua_command("twins"), port=port
    ):
        return bench_sign(template=template, data=values, rounds=rounds)
