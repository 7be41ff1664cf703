"""What is compared with what: each measured request of ours beside the bare view that does its SQL."""

from collections.abc import Sequence
from dataclasses import dataclass

from motcua.bench.data import Pattern, copy_drafts, copy_running, pick_dossiers
from motcua.bench.measure import WARM_UP
from motcua.bench.requests import (
    Arm,
    Call,
    bare,
    on_the_wire,
    sign_in,
    step_call,
    submit_call,
    track_call,
    worklist_call,
)
from motcua.identity.api import User, find_user

ACCOUNTS = ("doanhnghiep", "truongphong", "chuyenvien")
TRACKED = 400


@dataclass(frozen=True)
class Sizes:
    """How much is measured. Default: five rounds of two seconds; writes come to an end before that."""

    rounds: int = 5
    seconds: float = 2.0
    writes: int = 300
    documents: int = 20

    @property
    def prepared(self) -> int:
        """Drafts and running dossiers that each side uses up."""
        return self.writes * self.rounds + WARM_UP


class Calls:
    """Every request of the run, made before any server starts; ``cookies`` open the sessions."""

    def __init__(self, *, pattern: Pattern, sizes: Sizes) -> None:
        self.cookies = sign_in(ACCOUNTS)
        # The last of each are for counting statements.
        drafts = copy_drafts(pattern=pattern, count=2 * sizes.prepared + 2)
        running = copy_running(pattern=pattern, count=2 * sizes.prepared + 2)
        self.specialist = _account("chuyenvien")
        half = sizes.prepared
        self.submits = [submit_call(uuid, pattern.applicant.username) for _, uuid in drafts[half:]]
        self.steps = [step_call(dossier, item, self.specialist) for _, dossier, item in running[half:]]
        self.bare_submits = [bare(f"/submit/{pk}", post=True) for pk, _ in drafts[:half]]
        self.bare_steps = [bare(f"/step/{pk}", post=True) for pk, _, _ in running[:half]]

    def ours(self, calls: Sequence[Call]) -> list[str]:
        return [on_the_wire(call, self.cookies) for call in calls]

    def submissions(self, ours: int, ceiling: int) -> dict[str, Arm]:
        return {
            "ours": Arm(ours, self.ours(self.submits[:-2]), 302, repeat=False),
            "bare": Arm(ceiling, self.bare_submits, 200, repeat=False),
        }

    def step_ends(self, ours: int, ceiling: int) -> dict[str, Arm]:
        return {
            "ours": Arm(ours, self.ours(self.steps[:-2]), 302, repeat=False),
            "bare": Arm(ceiling, self.bare_steps, 200, repeat=False),
        }

    def worklists(self, ours: int, ceiling: int, small: int) -> dict[str, Arm]:
        page = self.ours([worklist_call()]) * TRACKED
        plain = [bare(f"/list/{self.specialist.pk}")] * TRACKED
        return {**_reads(ours, ceiling, page, plain), "small": Arm(small, page, 200, repeat=True)}

    def tracking(
        self, ours: int, ceiling: int, small: int, *, dossiers: Sequence[str], few: Sequence[str]
    ) -> dict[str, Arm]:
        page = self.ours([track_call(uuid) for uuid in dossiers])
        plain = [bare(f"/read/{uuid}") for uuid in dossiers]
        at_small = self.ours([track_call(uuid) for uuid in few])
        return {**_reads(ours, ceiling, page, plain), "small": Arm(small, at_small, 200, repeat=True)}


def pick_tracked() -> list[str]:
    return pick_dossiers(count=TRACKED)


def _reads(ours: int, ceiling: int, page: list[str], plain: list[str]) -> dict[str, Arm]:
    return {"ours": Arm(ours, page, 200, repeat=True), "bare": Arm(ceiling, plain, 200, repeat=True)}


def _account(username: str) -> User:
    user = find_user(username=username)
    assert user is not None
    return user
