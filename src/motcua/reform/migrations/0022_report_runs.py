import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reform", "0021_acting_heads_namesakes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            "reformreport",
            "run",
            models.CharField(
                blank=True,
                choices=[
                    ("figures", "Figures are computed"),
                    ("submission", "Figures are computed and the document is made"),
                ],
                default="",
                max_length=12,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            "reformreport",
            "run_by",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            "reformreport",
            "run_done",
            models.PositiveSmallIntegerField(default=0, help_text="figures computed so far"),
        ),
        migrations.AddField("reformreport", "run_total", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(
            "reformreport",
            "run_problem",
            models.CharField(blank=True, default="", max_length=20),
            preserve_default=False,
        ),
    ]
