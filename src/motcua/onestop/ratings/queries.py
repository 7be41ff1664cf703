"""Reads of ratings: the newest of one dossier, and counts of an agency's; never who said what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import TruncMonth

from motcua.onestop.dossiers.models import Dossier
from motcua.onestop.procedures.models import ProcedureVersion, VersionState
from motcua.onestop.ratings.models import Rating, Way
from motcua.onestop.ratings.rules.figures import FACTORS, Tally, tally


def rating_of(*, dossier: Dossier) -> Rating | None:
    """The rating of a dossier that counts, or None."""
    return Rating.objects.filter(dossier=dossier).order_by("-ordinal").first()


def list_current() -> QuerySet[Rating]:
    """The newest row of every rated dossier, unordered."""
    newer = Rating.objects.filter(dossier=OuterRef("dossier"), ordinal__gt=OuterRef("ordinal"))
    return Rating.objects.filter(~Exists(newer))


@dataclass(frozen=True, kw_only=True)
class Narrow:
    """Ratings of one agency, first given from ``start`` to ``end`` (both included), of one procedure when named."""

    agency_id: int
    start: date
    end: date
    procedure: str = ""

    def rows(self) -> QuerySet[Rating]:
        found = list_current().filter(
            dossier__agency_id=self.agency_id, rated_on__gte=self.start, rated_on__lte=self.end
        )
        if self.procedure:
            found = found.filter(dossier__version__procedure__key=self.procedure)
        return found


@dataclass(frozen=True, kw_only=True)
class Group:
    """Ratings of one month or procedure."""

    key: str
    name: str
    tally: Tally


def total(narrow: Narrow) -> Tally:
    """All of them, by score."""
    rows = narrow.rows().order_by().values_list("score").annotate(times=Count("pk"))
    return tally(dict(rows))


def by_month(narrow: Narrow) -> dict[str, Tally]:
    """By month of the first rating (``2026-03``), oldest first."""
    rows = (
        narrow.rows()
        .annotate(month=TruncMonth("rated_on"))
        .values_list("month", "score")
        .annotate(times=Count("pk"))
        .order_by("month")
    )
    return _tallies((f"{month:%Y-%m}", score, times) for month, score, times in rows)


def by_procedure(narrow: Narrow, *, language: str) -> list[Group]:
    """By procedure, those rated most first; the name is that of the newest version that was rated."""
    named = "dossier__version__name_en" if language == "en" else "dossier__version__name_vi"
    key, number = "dossier__version__procedure__key", "dossier__version__number"
    rows = list(narrow.rows().values_list(key, named, "score").annotate(times=Count("pk")).order_by(number))
    names = {key: name for key, name, _score, _times in rows}
    found = _tallies((key, score, times) for key, _name, score, times in rows)
    groups = [Group(key=key, name=names[key], tally=item) for key, item in found.items()]
    return sorted(groups, key=lambda group: (-group.tally.n, group.name))


def by_factor(narrow: Narrow) -> dict[str, Tally]:
    """By factor of the service; a factor left empty is not counted."""
    wanted = {
        f"{factor}_{score}": Count("pk", filter=Q(**{factor: score}))
        for factor in FACTORS
        for score in range(1, 6)
    }
    found = narrow.rows().aggregate(**wanted)
    return {factor: tally({score: found[f"{factor}_{score}"] for score in range(1, 6)}) for factor in FACTORS}


def count_by_link(narrow: Narrow) -> int:
    """How many came from the tracking page."""
    return narrow.rows().filter(way=Way.TRACKING).count()


def list_comments(narrow: Narrow, *, limit: int) -> list[tuple[int, str]]:
    """Score and comment, in an order that says nothing."""
    rows = narrow.rows().exclude(comment="").order_by("uuid").values_list("score", "comment")
    return list(rows[:limit])


def list_years(*, agency_ids: Iterable[int]) -> list[int]:
    """Years in which dossiers of these agencies were rated, newest first."""
    days = Rating.objects.filter(dossier__agency_id__in=list(agency_ids)).dates("rated_on", "year", "DESC")
    return [day.year for day in days]


def list_procedures(*, agency_code: str, language: str) -> list[tuple[str, str]]:
    """Key and name of the procedures of an agency; by name, of the newest version."""
    versions = ProcedureVersion.objects.filter(
        procedure__agency__code=agency_code, state=VersionState.PUBLISHED
    )
    named = "name_en" if language == "en" else "name_vi"
    rows = versions.order_by("number").values_list("procedure__key", named)
    return sorted(dict(rows).items(), key=lambda item: item[1])


def _tallies(rows: Iterable[tuple[str, int, int]]) -> dict[str, Tally]:
    times: dict[str, dict[int, int]] = {}
    for key, score, amount in rows:
        scores = times.setdefault(key, {})
        scores[score] = scores.get(score, 0) + amount
    return _counted(times)


def _counted(times: Mapping[str, Mapping[int, int]]) -> dict[str, Tally]:
    return {key: tally(scores) for key, scores in times.items()}
