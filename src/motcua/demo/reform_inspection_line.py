"""One inspection of the data file while its story is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from motcua.reform.inspections.api import Inspection, Shortcoming


@dataclass
class Line:
    """One inspection of the data file and what it became."""

    data: Mapping[str, Any]
    row: Inspection | None = None
    shortcomings: list[Shortcoming] = field(default_factory=list)

    @property
    def inspection(self) -> Inspection:
        assert self.row is not None
        return (
            Inspection.objects.select_related(
                "plan", "agency", "team", "checklist", "minutes__file", "conclusion"
            )
            .prefetch_related("team__members")
            .get(pk=self.row.pk)
        )
