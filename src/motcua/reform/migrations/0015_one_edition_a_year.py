"""A year is judged by one edition in force, whatever its code."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reform", "0014_remedy_days")]

    operations = [
        migrations.RemoveConstraint(model_name="indexedition", name="edition_published_once"),
        migrations.AddConstraint(
            model_name="indexedition",
            constraint=models.UniqueConstraint(
                fields=["year"], condition=models.Q(state="published"), name="edition_of_the_year_once"
            ),
        ),
    ]
