"""The demonstration's reform: records of past years first, then the index that is computed from them.

A process of its own beside the one that composes dossiers, since the two share nothing but the database.
"""

import os
from collections.abc import Callable
from datetime import datetime

import django

Report = Callable[[str], object]


def load_reform(*, now: datetime, report: Report) -> None:
    """Load what is missing; the seasons come last, since they count everything else."""
    # Known only once Django is loaded.
    from motcua.demo.reform_initiatives import load_initiatives  # noqa: PLC0415
    from motcua.demo.reform_inspections import load_inspections  # noqa: PLC0415
    from motcua.demo.reform_plans import load_plans  # noqa: PLC0415
    from motcua.demo.reform_seasons import load_seasons  # noqa: PLC0415
    from motcua.demo.reform_surveys import load_surveys  # noqa: PLC0415
    from motcua.demo.reform_years import load_reform_years  # noqa: PLC0415

    for load in (
        load_reform_years,
        load_surveys,
        load_plans,
        load_initiatives,
        load_inspections,
        load_seasons,
    ):
        load(now=now, report=report)


def main() -> None:
    """Run by ``motcua demo``; what it says goes to its log."""
    os.environ["MOTCUA_LOG_LEVEL"] = "error"
    django.setup()
    from motcua.platform import clock  # noqa: PLC0415

    load_reform(now=clock.now(), report=print)


if __name__ == "__main__":
    main()
