"""What a person did in a step."""

from dataclasses import dataclass, field
from typing import Any

DONE = "done"


@dataclass(frozen=True)
class Work:
    """What the person did in the step: the decision word, a remark, and the kind's own answers.

    ``assignee_id`` goes with an assignment; ``data`` holds an appraisal's checklist and decision;
    ``received_by`` goes with the hand-over of a result.
    """

    outcome: str = DONE
    comment: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    assignee_id: int | None = None
    received_by: str = ""
