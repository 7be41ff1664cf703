"""Rounds that were closed before keep what inspections took from them then.

A published result was computed when it was published, one that waits for it when the council closed. What was
notified later had taken nothing, and what was remedied later had.
"""

from fractions import Fraction

from django.db import migrations
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce


def keep(apps, _schema):
    Scorecard, KeptEffect = apps.get_model("reform", "Scorecard"), apps.get_model("reform", "KeptEffect")
    for card in Scorecard.objects.filter(season__state__in=["final", "published"]).select_related("season"):
        at = card.season.published_at or card.season.state_since
        KeptEffect.objects.bulk_create(
            KeptEffect(
                scorecard=card,
                code=row.criterion,
                kind=row.effect,
                points=Fraction(row.effect_points or 0),
                shortcoming=row.uuid,
            )
            for row in _standing(apps, card, at)
        )


def _standing(apps, card, at):
    said = apps.get_model("reform", "RemedyVerification").objects.filter(
        shortcoming=OuterRef("pk"), verified_at__lte=at
    )
    last = Subquery(said.order_by("-verified_at", "-pk").values("outcome")[:1])
    return (
        apps.get_model("reform", "Shortcoming")
        .objects.filter(
            effect_year=card.season.year,
            owner_agency=card.agency_id,
            scope="province",
            notice__issued_at__lte=at,
        )
        .annotate(last=Coalesce(last, Value("")))
        .exclude(state__in=["draft", "withdrawn"])
        .exclude(effect="none")
        .exclude(criterion="")
        .exclude(effect_until_closed=True, last="closed")
    )


class Migration(migrations.Migration):
    dependencies = [("reform", "0018_season_kept_effects")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
