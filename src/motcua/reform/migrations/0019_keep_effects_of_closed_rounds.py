"""Rounds that were closed before keep what inspections take from them today."""

from fractions import Fraction

from django.db import migrations


def keep(apps, _schema):
    Scorecard, KeptEffect = apps.get_model("reform", "Scorecard"), apps.get_model("reform", "KeptEffect")
    Shortcoming = apps.get_model("reform", "Shortcoming")
    for card in Scorecard.objects.filter(season__state__in=["final", "published"]).select_related("season"):
        found = (
            Shortcoming.objects.filter(
                effect_year=card.season.year, owner_agency=card.agency_id, scope="province"
            )
            .exclude(state__in=["draft", "withdrawn"])
            .exclude(effect="none")
            .exclude(criterion="")
            .exclude(effect_until_closed=True, state="closed")
        )
        KeptEffect.objects.bulk_create(
            KeptEffect(
                scorecard=card,
                code=row.criterion,
                kind=row.effect,
                points=Fraction(row.effect_points or 0),
                shortcoming=row.uuid,
            )
            for row in found
        )


class Migration(migrations.Migration):
    dependencies = [("reform", "0018_season_kept_effects")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
