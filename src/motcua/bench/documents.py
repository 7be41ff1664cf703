"""How long a legal document takes: typesetting, one PAdES signature with its timestamp, judging it."""

from pathlib import Path

from motcua.bench.servers import serving
from motcua.demo.children import motcua_command
from motcua.onestop.results.documents import TEMPLATES, as_json
from motcua.onestop.results.samples import licence
from motcua.platform.rendering.api import qr_svg
from motcua.platform.signing.benchmarks import SignBench, bench_sign


def measure_documents(*, port: int, database_url: str, settings: str, log: Path, rounds: int) -> SignBench:
    """A radiation licence, signed by the director against a real timestamping authority (the twin's)."""
    document = licence()
    values = {**as_json(document), "qr_svg": qr_svg(document.verify_link)}
    with serving(
        settings=settings, database_url=database_url, log=log, command=motcua_command("twins"), port=port
    ):
        return bench_sign(template=TEMPLATES / document.template, data=values, rounds=rounds)
