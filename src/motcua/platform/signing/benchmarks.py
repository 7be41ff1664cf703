"""How long a document takes: typesetting, one signature, judging. For ``motcua bench``."""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from django.utils import timezone

from motcua.platform.rendering.api import render_pdf
from motcua.platform.signing.services import sign_pdf
from motcua.platform.signing.types import Appearance, KeyKind, SigningKey, Style
from motcua.platform.signing.verification import verify_pdf

_Work = TypeVar("_Work")


@dataclass(frozen=True, kw_only=True)
class SignBench:
    """Medians in milliseconds over ``rounds`` documents; ``spread`` is the slowest of each ten."""

    rounds: int
    render_ms: float
    sign_ms: float
    verify_ms: float
    sign_spread_ms: float
    signed_bytes: int


def bench_sign(
    *,
    template: Path,
    data: Mapping[str, Any],
    key: SigningKey | None = None,
    field: str = "leader",
    rounds: int = 30,
) -> SignBench:
    """Render ``template``, sign it in ``field`` with ``key`` and judge it, ``rounds`` times.

    The key store and the timestamping authority are the installation's own, so the figure includes the round
    trip to the authority. Raises ``SigningUnavailable``.
    """
    signing_key = key or SigningKey(name="user:giamdoc", kind=KeyKind.PERSON)
    appearance = Appearance(field=field, style=Style.PERSON, name="Phạm Quốc Hưng")
    render: list[float] = []
    sign: list[float] = []
    verify: list[float] = []
    signed = b""
    for _ in range(rounds + 1):
        pdf = _timed(render, partial(render_pdf, template=template, data=data))
        put_on = partial(sign_pdf, pdf=pdf, key=signing_key, reason="bench", appearance=appearance)
        signed = _timed(sign, partial(put_on, at=timezone.now()))
        _timed(verify, partial(verify_pdf, signed))
    # The first round loads fonts, keys and connections.
    return SignBench(
        rounds=rounds,
        render_ms=statistics.median(render[1:]),
        sign_ms=statistics.median(sign[1:]),
        verify_ms=statistics.median(verify[1:]),
        sign_spread_ms=statistics.quantiles(sign[1:], n=10)[-1],
        signed_bytes=len(signed),
    )


def _timed(times: list[float], work: Callable[[], _Work]) -> _Work:
    started = time.perf_counter()
    result = work()
    times.append((time.perf_counter() - started) * 1000)
    return result
