import django.db.models.deletion
from django.db import migrations, models

import motcua.platform.ids


class Migration(migrations.Migration):
    dependencies = [
        ("reform", "0011_season_supplements"),
    ]

    operations = [
        migrations.CreateModel(
            name="RemedyLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "uuid",
                    models.UUIDField(default=motcua.platform.ids.new_uuid, editable=False, unique=True),
                ),
                (
                    "addressed",
                    models.CharField(
                        choices=[("owner", "To who remedies"), ("above", "To the People's Committee")],
                        max_length=10,
                    ),
                ),
                ("ordinal", models.PositiveSmallIntegerField()),
                ("drafted_at", models.DateTimeField()),
                ("issued_at", models.DateTimeField(blank=True, null=True)),
                ("dropped_at", models.DateTimeField(blank=True, null=True)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="reform.remedynotice",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reform.paper"
                    ),
                ),
                (
                    "shortcomings",
                    models.ManyToManyField(
                        db_table="reform_remedy_letter_shortcoming",
                        related_name="letters",
                        to="reform.shortcoming",
                    ),
                ),
            ],
            options={"db_table": "reform_remedy_letter"},
        ),
        migrations.AddConstraint(
            model_name="remedyletter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dropped_at__isnull", True)),
                fields=("notice", "addressed", "ordinal"),
                name="reform_one_letter_a_stage",
            ),
        ),
    ]
