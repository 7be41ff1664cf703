"""Initiatives of all years that resemble one: PostgreSQL finds candidates by trigrams, the rule compares words."""

from dataclasses import dataclass, replace
from fractions import Fraction

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from motcua.identity.api import StaffContext
from motcua.reform.initiatives.models import Initiative, State
from motcua.reform.initiatives.parameters import fraction
from motcua.reform.initiatives.policies import visible_initiatives
from motcua.reform.initiatives.rules.similarity import similarity
from motcua.reform.rules.numbers import round_half_up

# Two texts that share a fifth of their word pairs share far more than a tenth of their trigrams.
_TRIGRAMS = "0.1"
_MOST = 20


@dataclass(frozen=True, kw_only=True)
class Alike:
    """An initiative that resembles another: by its title, by title and solution, and by the greater of both.

    ``is_open``: the reader may open its page; otherwise only its name, agency and year are told.
    """

    initiative: Initiative
    by_title: Fraction
    by_text: Fraction
    is_suspect: bool
    is_open: bool = False

    @property
    def greater(self) -> Fraction:
        return max(self.by_title, self.by_text)

    @property
    def title_percent(self) -> int:
        return int(round_half_up(self.by_title * 100, 0))

    @property
    def text_percent(self) -> int:
        return int(round_half_up(self.by_text * 100, 0))


def find_similar(initiative: Initiative, *, staff: StaffContext) -> list[Alike]:
    """What was filed by any agency in any year and resembles it, most alike first, at most twenty.

    The caller has asked its policy: authors do not see others' unrecognised work.
    """
    day = timezone.localdate(initiative.made_at)
    shown, suspect = fraction(name="alike_from", on=day), fraction(name="duplicate_from", on=day)
    found = [_compare(initiative, other, suspect) for other in _candidates(initiative)]
    alike = [item for item in found if item.greater >= shown]
    nearest = sorted(alike, key=lambda item: (-item.greater, item.initiative.pk))[:_MOST]
    known = visible_initiatives(staff).filter(pk__in=[item.initiative.pk for item in nearest])
    opened = set(known.values_list("pk", flat=True))
    return [replace(item, is_open=item.initiative.pk in opened) for item in nearest]


@transaction.atomic
def _candidates(initiative: Initiative) -> list[Initiative]:
    with connection.cursor() as cursor:
        # The index answers by this threshold; it holds to the end of the transaction.
        cursor.execute("select set_config('pg_trgm.similarity_threshold', %s, true)", [_TRIGRAMS])
    near = Q(normal_text__trigram_similar=initiative.normal_text) | Q(
        normal_title__trigram_similar=initiative.normal_title
    )
    rows = Initiative.objects.filter(near).exclude(pk=initiative.pk)
    filed = rows.exclude(state__in=(State.DRAFT, State.WITHDRAWN))
    return list(filed.select_related("agency").defer("problem", "solution", "benefit").order_by("id"))


def _compare(initiative: Initiative, other: Initiative, suspect: Fraction) -> Alike:
    by_title = similarity(initiative.normal_title, other.normal_title)
    by_text = similarity(initiative.normal_text, other.normal_text)
    return Alike(
        initiative=other,
        by_title=by_title,
        by_text=by_text,
        is_suspect=max(by_title, by_text) >= suspect,
    )
