"""Short rounds, ours and the ceiling in turn, so that whatever else the machine does hits both alike."""

import json
import statistics
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from motcua.bench.client import Plan, Seen
from motcua.bench.requests import Arm, share

WARM_UP = 16
WARM_UP_SECONDS = 1.0


class Refused(RuntimeError):
    """Requests were answered with another status than expected, so their speed says nothing."""


@dataclass
class Figures:
    """Rates (requests a second) and percentiles (milliseconds) of the rounds of one arm."""

    rates: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p95: list[float] = field(default_factory=list)

    def add(self, seen: Seen) -> None:
        times = sorted(seen.times)
        self.rates.append(len(times) / seen.elapsed)
        self.p50.append(times[len(times) // 2] * 1000)
        self.p95.append(times[min(len(times) - 1, int(len(times) * 0.95))] * 1000)

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)


@dataclass
class Comparison:
    """Arms by name, measured together."""

    arms: dict[str, Figures]

    def ratio(self, of: str, to: str) -> float:
        """Median over the rounds of how fast ``of`` was beside ``to`` in the same round."""
        pairs = zip(self.arms[of].rates, self.arms[to].rates, strict=True)
        return statistics.median(one / other for one, other in pairs)

    def growth(self, of: str, to: str) -> float:
        """Median over the rounds of the p95 of ``of`` beside that of ``to``."""
        pairs = zip(self.arms[of].p95, self.arms[to].p95, strict=True)
        return statistics.median(one / other for one, other in pairs)


def compare(*, arms: dict[str, Arm], rounds: int, seconds: float) -> Comparison:
    """Each arm once a round, in turning order; the first requests of each warm it up. Raises :class:`Refused`."""
    sources = {name: _Source(arm, rounds) for name, arm in arms.items()}
    for source in sources.values():
        source.drive(source.take(WARM_UP), seconds=WARM_UP_SECONDS)
    result = Comparison({name: Figures() for name in arms})
    names = list(arms)
    for number in range(rounds):
        for name in names if number % 2 == 0 else reversed(names):
            source = sources[name]
            result.arms[name].add(source.drive(source.take(source.a_round), seconds=seconds))
    return result


class _Source:
    """The requests of an arm: again and again, or each once and shared out over the rounds."""

    def __init__(self, arm: Arm, rounds: int) -> None:
        self.arm, self.used = arm, 0
        self.a_round = (len(arm.requests) - WARM_UP) // rounds

    def take(self, count: int) -> Sequence[str]:
        if self.arm.repeat:
            return self.arm.requests
        self.used += count
        return self.arm.requests[self.used - count : self.used]

    def drive(self, requests: Sequence[str], *, seconds: float) -> Seen:
        arm = self.arm
        return _in_another_process(Plan(arm.port, share(requests), seconds, arm.repeat, arm.expect))


def _in_another_process(plan: Plan) -> Seen:
    done = subprocess.run(
        [sys.executable, "-m", "motcua.bench.client"],
        input=json.dumps(asdict(plan)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    seen = Seen(**json.loads(done.stdout))
    if seen.refused:
        raise Refused(f"{seen.refused} of {len(seen.times)}: {plan.connections[0][0].splitlines()[0]}")
    return seen
